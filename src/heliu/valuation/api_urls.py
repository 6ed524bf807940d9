from rest_framework.routers import SimpleRouter

from heliu.valuation import api

router = SimpleRouter()
router.register("valuations", api.ValuationViewSet, basename="api-valuation")

urlpatterns = router.urls
