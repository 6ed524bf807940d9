"""Addresses of the origins of records; what is given out stands below the record's own address."""

from django.urls import path

from heliu.catalog.models import RECORD_MODELS
from heliu.provenance import views

urlpatterns = [path("origins/<slug:kind>/<int:pk>/confirm/", views.confirm, name="confirm_fields")]
urlpatterns += [
    path(f"{kind}s/<int:pk>/provenance.jsonld", views.provenance, {"kind": kind}, name=f"{kind}_provenance")
    for kind in RECORD_MODELS
]
