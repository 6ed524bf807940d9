"""Addresses of the API of matching."""

from django.urls import include, path

from heliu.matching.api import MatchView

urlpatterns = [
    path("match", MatchView.as_view(), name="api_match"),
    path("", include("heliu.matching.whynot.api_urls")),
]
