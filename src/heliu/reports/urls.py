"""Addresses of reports."""

from django.urls import path

from heliu.reports import views

urlpatterns = [
    path("reports/", views.report_list, name="reports"),
    path("reports/<int:pk>/<int:year>/", views.report, name="report"),
    path("reports/<int:pk>/<int:year>/facts/", views.report_facts, name="report_facts"),
    path("reports/<int:pk>/<int:year>/export/", views.report_export, name="report_export"),
    path("reports/<int:pk>/<int:year>/<slug:indicator>/", views.report_records, name="report_records"),
]
