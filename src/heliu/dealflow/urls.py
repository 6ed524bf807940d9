"""Addresses of the desk."""

from django.urls import include, path

from heliu.dealflow import views

urlpatterns = [
    path("", include("heliu.dealflow.blind.urls")),
    path("introductions/", views.introduction_list, name="introduction_list"),
    path("introductions/export/", views.introduction_export, name="introduction_export"),
    path("introductions/new/", views.introduction_create, name="introduction_create"),
    path("introductions/<int:pk>/", views.introduction_detail, name="introduction_detail"),
    path("", include("heliu.dealflow.meetings.urls")),
    path("introductions/<int:pk>/<slug:step>/", views.introduction_step, name="introduction_step"),
]
