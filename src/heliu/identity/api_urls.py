from rest_framework.routers import SimpleRouter

from heliu.identity import api

router = SimpleRouter()
router.register("duplicates", api.DuplicateViewSet, basename="api-duplicate")
router.register("merges", api.MergeViewSet, basename="api-merge")
router.register("organisation-names", api.OrganisationNameViewSet, basename="api-organisation-name")

urlpatterns = router.urls
