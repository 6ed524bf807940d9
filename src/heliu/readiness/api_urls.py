from rest_framework.routers import SimpleRouter

from heliu.readiness import api

router = SimpleRouter()
router.register("assessments", api.AssessmentViewSet, basename="api-assessment")
router.register("assessment-invitations", api.InvitationViewSet, basename="api-assessment-invitation")

urlpatterns = router.urls
