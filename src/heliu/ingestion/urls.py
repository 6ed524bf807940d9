"""Addresses of this area."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("heliu.ingestion.feeds.urls")),
    path("", include("heliu.ingestion.pages.urls")),
]
