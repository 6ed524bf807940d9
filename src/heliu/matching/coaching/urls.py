"""Addresses of the coach."""

from django.urls import path

from heliu.matching.coaching import views

urlpatterns = [
    path("coach/demand/", views.demand_coach, name="demand_coach"),
    path("coach/need/", views.need_coach, name="need_coach"),
]
