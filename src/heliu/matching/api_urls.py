"""Addresses of the API of matching."""

from django.urls import include, path

from heliu.matching.api import MatchView
from heliu.matching.coaching.api import CoachView

urlpatterns = [
    path("match", MatchView.as_view(), name="api_match"),
    path("coach", CoachView.as_view(), name="api_coach"),
    path("", include("heliu.matching.sheets.api_urls")),
    path("", include("heliu.matching.whynot.api_urls")),
]
