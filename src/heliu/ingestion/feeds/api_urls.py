"""Sources and what they found in the API."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from heliu.ingestion.feeds.api import FindingViewSet, SourceViewSet, VisitViewSet

router = SimpleRouter()
router.register("sources", SourceViewSet, basename="api-source")
router.register("visits", VisitViewSet, basename="api-visit")
router.register("findings", FindingViewSet, basename="api-finding")
urlpatterns = router.urls
