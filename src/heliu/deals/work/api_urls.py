"""Addresses of tasks and files in the API."""

from rest_framework.routers import SimpleRouter

from heliu.deals.work import api

router = SimpleRouter()
router.register("deals/tasks", api.TaskViewSet, basename="api-deal-task")
router.register("deals/files", api.DealFileViewSet, basename="api-deal-file")

urlpatterns = router.urls
