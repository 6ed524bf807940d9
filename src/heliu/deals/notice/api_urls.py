from django.urls import path
from rest_framework.routers import SimpleRouter

from heliu.deals.notice import api

router = SimpleRouter()
router.register("public-notices", api.PublicNoticeViewSet, basename="api-public-notice")

urlpatterns = [
    path("deals/<int:pk>/notice/", api.DealNoticesView.as_view(), name="api-deal-notices"), *router.urls
]  # fmt: skip
