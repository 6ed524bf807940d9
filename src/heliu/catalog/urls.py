"""Addresses of the catalog's pages; each kind has the same ones."""

from django.urls import include, path

from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.views import editing, lists, oversight, records, review

urlpatterns = [
    path("", include("heliu.catalog.imports.urls")),
    path("", include("heliu.catalog.access.urls")),
    path("organisations/", lists.organisation_list, name="organisation_list"),
    path("organisations/<int:pk>/", lists.organisation_detail, name="organisation_detail"),
    path("oversight/", oversight.oversight, name="oversight"),
    path("my/records/", lists.own_record_list, name="own_records"),
    path("review/", review.review_queue, name="review_queue"),
    path("review/<slug:kind>/<int:pk>/", review.record_review, name="record_review"),
    path("records/<slug:kind>/<int:pk>/delete/", records.record_delete, name="record_delete"),
    path("records/<slug:kind>/<int:pk>/files/", records.attachment_add, name="attachment_add"),
    path("records/<slug:kind>/<int:pk>/history/", records.record_history, name="record_history"),
    path("records/<slug:kind>/<int:pk>/<slug:step>/", records.record_step, name="record_step"),
    path("attachments/<int:pk>/", records.attachment_download, name="attachment_download"),
    path("attachments/<int:pk>/remove/", records.attachment_remove, name="attachment_remove"),
]
for kind in RECORD_MODELS:
    own = {"kind": kind}
    urlpatterns += [
        path(f"{kind}s/", lists.record_list, own, name=f"{kind}_list"),
        path(f"{kind}s/new/", editing.record_create, own, name=f"{kind}_create"),
        path(f"{kind}s/<int:pk>/", records.record_detail, own, name=f"{kind}_detail"),
        path(f"{kind}s/<int:pk>/edit/", editing.record_edit, own, name=f"{kind}_edit"),
    ]
