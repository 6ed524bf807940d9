from rest_framework.routers import SimpleRouter

from heliu.interest.searches import api

router = SimpleRouter()
router.register("saved-searches", api.SavedSearchViewSet, basename="api-saved-search")

urlpatterns = router.urls
