"""Addresses of pages in the API."""

from rest_framework.routers import SimpleRouter

from heliu.ingestion.pages import api

router = SimpleRouter()
router.register("pages", api.PageViewSet, basename="api-page")

urlpatterns = router.urls
