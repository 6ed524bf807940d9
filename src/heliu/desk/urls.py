"""Addresses of the desk."""

from django.urls import path

from heliu.desk.views import board, ledger, sending, triage

urlpatterns = [
    path("desk/", board.board, name="desk"),
    path("desk/export/", board.board_export, name="desk_export"),
    path("desk/triage/", triage.triage_next, name="desk_triage_next"),
    path("desk/triage/<int:pk>/", triage.triage, name="desk_triage"),
    path("desk/triage/<int:pk>/tier/", triage.triage_tier, name="desk_tier"),
    path("desk/triage/<int:pk>/introduce/", sending.compose, name="desk_compose"),
    path("desk/sent/<uuid:token>/", sending.sent, name="desk_sent"),
    path("desk/cases/<slug:kind>/<int:pk>/", ledger.case, name="desk_case"),
    path("desk/cases/<slug:kind>/<int:pk>/contribution/", ledger.statement, name="desk_statement"),
    path("desk/hours/", ledger.hours, name="desk_hours"),
    path("desk/hours/export/", ledger.hours_export, name="desk_hours_export"),
    path("desk/hours/<int:pk>/", ledger.hours_edit, name="desk_hours_edit"),
    path("desk/hours/<int:pk>/delete/", ledger.hours_delete, name="desk_hours_delete"),
    path("desk/notes/", ledger.notes, name="desk_notes"),
    path("desk/notes/<int:pk>/", ledger.note_edit, name="desk_note_edit"),
    path("desk/notes/<int:pk>/delete/", ledger.note_delete, name="desk_note_delete"),
    path("questions/<int:pk>/", triage.ask_back, name="ask_back"),
]
