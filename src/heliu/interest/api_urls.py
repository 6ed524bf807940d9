"""Addresses of this area in the API."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("heliu.interest.searches.api_urls")),
    path("", include("heliu.interest.alerts.api_urls")),
    path("", include("heliu.interest.bookmarks.api_urls")),
    path("", include("heliu.interest.comparing.api_urls")),
]
