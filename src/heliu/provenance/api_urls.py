"""Addresses of the API: below those of each record."""

from django.urls import path

from heliu.catalog.models import RECORD_MODELS
from heliu.provenance import api

urlpatterns = []
for kind in RECORD_MODELS:
    own = {"kind": kind}
    urlpatterns += [
        path(f"{kind}s/<int:pk>/origins/", api.OriginsView.as_view(), own, name=f"api-{kind}-origins"),
        path(f"{kind}s/<int:pk>/origins/confirm/", api.ConfirmView.as_view(), own, name=f"api-{kind}-confirm"),
        path(f"{kind}s/<int:pk>/provenance/", api.ProvenanceView.as_view(), own, name=f"api-{kind}-provenance"),
    ]
