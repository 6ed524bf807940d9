"""Addresses of importing and exporting."""

from django.urls import path

from heliu.catalog.imports import views
from heliu.catalog.views.exports import record_export

urlpatterns = [
    path("export/<slug:kind>/", record_export, name="record_export"),
    path("import/<slug:kind>/", views.import_start, name="import_start"),
    path("import/<slug:kind>/template/", views.import_template, name="import_template"),
    path("imports/<int:pk>/", views.import_job, name="import_job"),
    path("imports/<int:pk>/columns/", views.import_columns, name="import_columns"),
    path("imports/<int:pk>/confirm/", views.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/discard/", views.import_discard, name="import_discard"),
    path("imports/<int:pk>/bad-rows/", views.import_bad_rows, name="import_bad_rows"),
]
