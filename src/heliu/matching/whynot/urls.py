"""Addresses of the question why."""

from django.urls import path

from heliu.matching.whynot import views

urlpatterns = [
    path("why-not/", views.why_not_choose, name="why_not_choose"),
    path("why-not/<slug:kind>/<int:pk>/", views.why_not, name="why_not"),
]
