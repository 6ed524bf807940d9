"""Addresses of this area."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("heliu.interest.searches.urls")),
    path("", include("heliu.interest.alerts.urls")),
    path("", include("heliu.interest.bookmarks.urls")),
    path("", include("heliu.interest.comparing.urls")),
]
