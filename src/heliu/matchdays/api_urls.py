"""Addresses of matchmaking days in the API."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from heliu.matchdays.api import days, meetings, registrations

router = SimpleRouter()
router.register("matchdays", days.MatchDayViewSet, basename="api-matchday")
DAY = "matchdays/<int:pk>/"
REGISTRATION = f"{DAY}registrations/<int:registration>/"
ENTRY = f"{REGISTRATION}entries/<int:entry>/"
MEETING = f"{DAY}meetings/<int:meeting>/"

urlpatterns = [
    *router.urls,
    path(f"{DAY}invitations/", days.InvitationsView.as_view()),
    path(f"{DAY}invitations/<int:organisation>/", days.InvitationView.as_view()),
    path(f"{DAY}registrations/", registrations.RegistrationsView.as_view()),
    path(REGISTRATION, registrations.RegistrationView.as_view()),
    path(f"{REGISTRATION}entries/", registrations.EntriesView.as_view()),
    path(f"{REGISTRATION}avoidances/", registrations.AvoidancesView.as_view()),
    path(ENTRY, registrations.EntryView.as_view()),
    path(f"{ENTRY}suggestions/", registrations.SuggestionsView.as_view()),
    path(f"{DAY}runs/", meetings.RunsView.as_view()),
    path(f"{DAY}proposals/", meetings.ProposalsView.as_view()),
    path(f"{DAY}proposals/<int:proposal>/choose/", meetings.ChooseView.as_view()),
    path(f"{DAY}rulings/", meetings.RulingsView.as_view()),
    path(f"{DAY}schedule/", meetings.ScheduleView.as_view()),
    path(f"{DAY}meetings/", meetings.OwnMeetingsView.as_view()),
    path(f"{DAY}meetings/calendar/", meetings.CalendarView.as_view()),
    path(f"{MEETING}decline/", meetings.DeclineView.as_view()),
    path(f"{MEETING}report/", meetings.ReportView.as_view()),
    path(f"{MEETING}introduce/", meetings.IntroduceView.as_view()),
]
