"""Addresses of this area in the API."""

from __future__ import annotations

from django.urls import path
from rest_framework.routers import SimpleRouter

from heliu.activity.delivery.api import ChannelViewSet, PreferencesView

router = SimpleRouter()
router.register("channels", ChannelViewSet, basename="api-channel")

urlpatterns = [path("me/notices/", PreferencesView.as_view(), name="api-notice-preferences"), *router.urls]
