"""Addresses of this area in the API."""

from __future__ import annotations

from django.urls import path

from heliu.agenda import api

urlpatterns = [
    path("agenda/", api.AgendaView.as_view(), name="api-agenda"),
    path("agenda/calendar/", api.FeedView.as_view(), name="api-calendar"),
]
