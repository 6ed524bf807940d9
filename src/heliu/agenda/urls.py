"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from heliu.agenda import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/arrival/", views.arrival, name="arrival"),
    path("today/calendar/", views.calendar, name="calendar"),
    path("today/calendar/end/", views.calendar_end, name="calendar_end"),
    path("calendar/<str:token>.ics", views.feed, name="calendar_feed"),
]
