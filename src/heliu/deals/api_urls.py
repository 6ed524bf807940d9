"""Addresses of this area in the API."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from heliu.deals import api

router = SimpleRouter()
router.register("deals", api.DealViewSet, basename="api-deal")

PARTS = ("work", "payments", "papers", "facts", "notice", "reliefs", "benefit")
"""Their addresses come first: some stand where a deal's own would take them for its number."""

urlpatterns = [*(path("", include(f"heliu.deals.{part}.api_urls")) for part in PARTS), *router.urls]
