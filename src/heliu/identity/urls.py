"""Addresses of this area."""

from django.urls import path

from heliu.identity.views import merges, names, pairs

urlpatterns = [
    path("duplicates/", pairs.duplicate_list, name="duplicate_list"),
    path("duplicates/export/", pairs.duplicate_export, name="duplicate_export"),
    path("duplicates/<int:pk>/", pairs.duplicate_detail, name="duplicate_detail"),
    path("records/<slug:kind>/<int:pk>/same/", pairs.pair_report, name="pair_report"),
    path("merges/<int:pk>/", merges.merge_detail, name="merge_detail"),
    path("organisations/<int:pk>/names/", names.name_list, name="organisation_names"),
    path("organisation-names/<int:pk>/", names.name_edit, name="organisation_name"),
]
