"""Addresses of this area in the API."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from heliu.deals import api

router = SimpleRouter()
router.register("deals", api.DealViewSet, basename="api-deal")

urlpatterns = [path("", include("heliu.deals.payments.api_urls")), *router.urls]
