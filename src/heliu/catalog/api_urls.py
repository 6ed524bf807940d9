from rest_framework.routers import SimpleRouter

from heliu.catalog import api
from heliu.catalog.access.api import AccessRequestViewSet

router = SimpleRouter()
router.register("demands", api.DemandViewSet, basename="api-demand")
router.register("achievements", api.AchievementViewSet, basename="api-achievement")
router.register("experts", api.ExpertViewSet, basename="api-expert")
router.register("organisations", api.OrganisationViewSet, basename="api-organisation")
router.register("attachments", api.AttachmentViewSet, basename="api-attachment")
router.register("access", AccessRequestViewSet, basename="api-access-request")

urlpatterns = router.urls
