"""Addresses of requests for access and of the log."""

from django.urls import path

from heliu.catalog.access import views

urlpatterns = [
    path("records/<slug:kind>/<int:pk>/access/", views.access_ask, name="access_ask"),
    path("my/access/", views.access_requests, name="access_requests"),
    path("access/<int:pk>/", views.access_request, name="access_request"),
    path("access/<int:pk>/<slug:step>/", views.access_answer, name="access_answer"),
    path("access-log/", views.access_log, name="access_log"),
    path("organisations/<int:pk>/access-log/", views.organisation_access_log, name="organisation_access_log"),
]
