"""Addresses of this area in the API."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("heliu.ingestion.feeds.api_urls")),
    path("", include("heliu.ingestion.pages.api_urls")),
]
