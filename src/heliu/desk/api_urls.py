from rest_framework.routers import SimpleRouter

from heliu.desk import api

router = SimpleRouter()
router.register("desk/demands", api.TriageViewSet, basename="api-desk")
router.register("desk/deals", api.DealContributionViewSet, basename="api-desk-deal")
router.register("desk/questions", api.QuestionViewSet, basename="api-desk-question")
router.register("desk/notes", api.NoteViewSet, basename="api-desk-note")
router.register("desk/hours", api.HoursViewSet, basename="api-desk-hours")

urlpatterns = router.urls
