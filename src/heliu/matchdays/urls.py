"""Addresses of matchmaking days."""

from django.urls import path

from heliu.matchdays.views import assignment, days, meetings, registrations

urlpatterns = [
    path("matchdays/", days.day_list, name="matchday_list"),
    path("matchdays/export/", days.day_export, name="matchday_export"),
    path("matchdays/new/", days.day_create, name="matchday_create"),
    path("matchdays/<int:pk>/", days.day_detail, name="matchday_detail"),
    path("matchdays/<int:pk>/edit/", days.day_edit, name="matchday_edit"),
    path("matchdays/<int:pk>/invitations/", days.invitations, name="matchday_invitations"),
    path("matchdays/<int:pk>/invitations/<int:organisation>/remove/", days.uninvite, name="matchday_uninvite"),
    path("matchdays/<int:pk>/step/<slug:step>/", days.day_step, name="matchday_step"),
    path("matchdays/<int:pk>/register/", registrations.register, name="matchday_register"),
    path("matchdays/<int:pk>/participants/", registrations.participants, name="matchday_participants"),
    path(
        "matchdays/<int:pk>/registrations/<int:registration>/", registrations.registration_detail, name="registration"
    ),
    path(
        "matchdays/<int:pk>/registrations/<int:registration>/<slug:step>/", registrations.registration_step,
        name="registration_step",
    ),
    path(
        "matchdays/<int:pk>/registrations/<int:registration>/entries/<int:entry>/", registrations.entry_detail,
        name="registration_entry",
    ),
    path(
        "matchdays/<int:pk>/registrations/<int:registration>/entries/<int:entry>/<slug:step>/",
        registrations.entry_step, name="registration_entry_step",
    ),
    path("matchdays/<int:pk>/assignment/", assignment.assignment, name="matchday_assignment"),
    path("matchdays/<int:pk>/assignment/candidates/", assignment.candidates, name="matchday_candidates"),
    path("matchdays/<int:pk>/assignment/variants/", assignment.variants, name="matchday_variants"),
    path("matchdays/<int:pk>/assignment/rulings/", assignment.rulings, name="matchday_rulings"),
    path("matchdays/<int:pk>/assignment/<int:proposal>/", assignment.proposal_detail, name="matchday_proposal"),
    path("matchdays/<int:pk>/assignment/<int:proposal>/choose/", assignment.choose, name="matchday_choose"),
    path("matchdays/<int:pk>/schedule/", meetings.schedule, name="matchday_schedule"),
    path("matchdays/<int:pk>/schedule/export/", meetings.schedule_export, name="matchday_schedule_export"),
    path("matchdays/<int:pk>/meetings/", meetings.own_meeting_list, name="matchday_meetings"),
    path("matchdays/<int:pk>/meetings/calendar/", meetings.calendar, name="matchday_calendar"),
    path("matchdays/<int:pk>/meetings/<int:meeting>/<slug:step>/", meetings.meeting_step, name="matchday_meeting_step"),
]  # fmt: skip
