"""Addresses of this area in the API."""

from rest_framework.routers import SimpleRouter

from heliu.deals import api

router = SimpleRouter()
router.register("deals", api.DealViewSet, basename="api-deal")

urlpatterns = router.urls
