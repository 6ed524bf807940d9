"""Addresses of this area in the API."""

from django.urls import path

from heliu.reports import api

urlpatterns = [
    path("reports/<int:pk>/<int:year>/", api.ReportView.as_view(), name="api-report"),
    path("reports/<int:pk>/<int:year>/facts/", api.FactsView.as_view(), name="api-report-facts"),
    path("reports/<int:pk>/<int:year>/<slug:indicator>/", api.RecordsView.as_view(), name="api-report-records"),
]
