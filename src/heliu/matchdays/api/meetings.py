"""The engine's runs, the variants, the schedule, and everybody's own meetings."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.kit.calendars import CONTENT_TYPE, calendar_file
from heliu.matchdays import actions
from heliu.matchdays.api._base import REFUSED, OfDay
from heliu.matchdays.models import Entry, MatchDay, Meeting, Proposal
from heliu.matchdays.selectors.entries import entries_in
from heliu.matchdays.selectors.meetings import get_own_meeting, meetings_in, own_meetings, seen_meetings
from heliu.matchdays.selectors.people import calendar_entry
from heliu.matchdays.serializers.meetings import (
    CandidateRunSerializer,
    DayMeetingSerializer,
    DeclineSerializer,
    ProposalSerializer,
    ReportSerializer,
    RuleSerializer,
    RulingSerializer,
)


class RunsView(OfDay):
    """Runs of the engine over all pairs of a day."""

    @extend_schema(summary="Runs of the engine, the latest first", responses=CandidateRunSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        return Response(CandidateRunSerializer(self.run_day().runs.all(), many=True).data)

    @extend_schema(
        summary="Let the worker look for possible meetings", request=None,
        responses={202: CandidateRunSerializer, 409: REFUSED},
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        run = actions.look_for_candidates(actor=request.user, day=self.run_day())
        return Response(CandidateRunSerializer(run).data, status=status.HTTP_202_ACCEPTED)


class ProposalsView(OfDay):
    """Variants side by side."""

    @extend_schema(summary="Variants, the latest comparison first", responses=ProposalSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        day = self.run_day()
        return self._shown(day, list(day.proposals.select_related("run")))

    @extend_schema(
        summary="Compute all variants", request=None,
        responses={201: ProposalSerializer(many=True), 409: REFUSED},
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        day = self.run_day()
        return self._shown(day, actions.propose(actor=request.user, day=day), status.HTTP_201_CREATED)

    def _shown(self, day: MatchDay, proposals: list[Proposal], code: int = status.HTTP_200_OK) -> Response:
        return Response(ProposalSerializer(proposals, many=True, context=self.context(day=day)).data, status=code)


class ChooseView(OfDay):
    """A variant becomes the plan."""

    @extend_schema(
        summary="Choose a variant", request=None, responses={200: DayMeetingSerializer(many=True), 409: REFUSED}
    )
    def post(self, request: Request, pk: int, proposal: int) -> Response:
        day = self.run_day()
        found = day.proposals.filter(pk=proposal).first()
        if found is None:
            raise Http404
        actions.choose_proposal(actor=request.user, proposal=found)
        return _plan(request, day)


class RulingsView(OfDay):
    """Decisions by hand."""

    @extend_schema(summary="Decisions by hand", responses=RulingSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        return Response(RulingSerializer(self.run_day().rulings.all(), many=True).data)

    @extend_schema(
        summary="Decide that two have to meet, or must not", request=RuleSerializer,
        responses={200: RulingSerializer(many=True), 409: REFUSED},
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        day, wanted = self.run_day(), self.read(RuleSerializer)
        demand, supply = (_entry(day, wanted[side]) for side in ("demand", "supply"))
        actions.rule_pair(actor=request.user, day=day, demand=demand, supply=supply, kind=wanted["kind"])
        return Response(RulingSerializer(day.rulings.all(), many=True).data)


def _entry(day: MatchDay, pk: int) -> Entry:
    found = entries_in(day).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


class ScheduleView(OfDay):
    """The plan, for organisers."""

    @extend_schema(summary="All meetings of a day, for its organisers", responses=DayMeetingSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        return _plan(request, self.run_day())


def _plan(request: Request, day: MatchDay) -> Response:
    return Response(DayMeetingSerializer(seen_meetings(request.user, meetings_in(day), organiser=True), many=True).data)


# -- everybody's own ------------------------------------------------------------------------------


class OwnMeetingsView(OfDay):
    """The caller's own meetings."""

    @extend_schema(summary="Your meetings on a day", responses=DayMeetingSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        found = own_meetings(request.user, self.day())
        return Response(DayMeetingSerializer(seen_meetings(request.user, found), many=True).data)


class CalendarView(OfDay):
    """The caller's own meetings as a calendar file."""

    @extend_schema(
        summary="Your meetings on a day as iCalendar", responses={(200, "text/calendar"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        day = self.day()
        entries = [calendar_entry(one) for one in seen_meetings(request.user, own_meetings(request.user, day))]
        return HttpResponse(calendar_file(entries, name=day.title), content_type=CONTENT_TYPE)


class OfMeeting(OfDay):
    """A view below one of the caller's own meetings."""

    def meeting(self) -> Meeting:
        return get_own_meeting(self.request.user, self.day(), self.kwargs["meeting"])

    def shown(self, meeting: Any) -> Response:
        fresh = get_own_meeting(self.request.user, self.day(), meeting.pk)
        return Response(DayMeetingSerializer(seen_meetings(self.request.user, [fresh])[0]).data)


class DeclineView(OfMeeting):
    @extend_schema(
        summary="Decline a meeting", request=DeclineSerializer, responses={200: DayMeetingSerializer, 409: REFUSED}
    )
    def post(self, request: Request, pk: int, meeting: int) -> Response:
        found = self.meeting()
        return self.shown(actions.decline_meeting(actor=request.user, meeting=found, **self.read(DeclineSerializer)))


class ReportView(OfMeeting):
    @extend_schema(
        summary="Say how a meeting went", request=ReportSerializer, responses={200: DayMeetingSerializer, 409: REFUSED}
    )
    def post(self, request: Request, pk: int, meeting: int) -> Response:
        found = self.meeting()
        actions.report_meeting(actor=request.user, meeting=found, **self.read(ReportSerializer))
        return self.shown(found)


class IntroduceView(OfMeeting):
    @extend_schema(
        summary="Make an introduction of a meeting; accepted where both sides want to go on", request=None,
        responses={200: DayMeetingSerializer, 409: REFUSED},
    )  # fmt: skip
    def post(self, request: Request, pk: int, meeting: int) -> Response:
        found = self.meeting()
        actions.introduce_meeting(actor=request.user, meeting=found)
        return self.shown(found)
