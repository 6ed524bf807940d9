"""Addresses of this area in the API."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from heliu.deals import api

router = SimpleRouter()
router.register("deals", api.DealViewSet, basename="api-deal")

urlpatterns = [
    path("", include("heliu.deals.facts.api_urls")),
    path("", include("heliu.deals.notice.api_urls")),
    path("", include("heliu.deals.reliefs.api_urls")),
    *router.urls,
]
