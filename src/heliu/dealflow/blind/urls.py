"""Addresses of blind matches."""

from django.urls import path

from heliu.dealflow.blind import views

urlpatterns = [
    path("blind-matches/", views.blind_match_list, name="blind_match_list"),
    path("blind-matches/<int:pk>/", views.blind_match, name="blind_match"),
    path("blind-matches/<int:pk>/<slug:step>/", views.blind_match_answer, name="blind_match_answer"),
    path(
        "blind-matching/<slug:kind>/<int:pk>/<slug:step>/", views.blind_participation, name="blind_participation"
    ),
]  # fmt: skip
