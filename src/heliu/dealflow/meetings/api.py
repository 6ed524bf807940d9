"""The API of meetings: the same rules and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.catalog.api import Pages
from heliu.dealflow.errors import DealflowError
from heliu.dealflow.meetings import actions
from heliu.dealflow.meetings.actions import Appointment
from heliu.dealflow.meetings.calendars import meeting_file
from heliu.dealflow.meetings.models import Meeting
from heliu.dealflow.meetings.selectors import visible_meetings
from heliu.dealflow.meetings.serializers import (
    CancelSerializer,
    ChangeSerializer,
    MeetingSerializer,
    OutcomeSerializer,
    ProposeMeetingSerializer,
)
from heliu.dealflow.selectors import get_visible_introduction
from heliu.dealflow.serializers import RefusedSerializer
from heliu.kit.refusals import RefusalsMixin

SHOWN = MeetingSerializer
REFUSED = OpenApiResponse(RefusedSerializer, description="The meeting was changed or cancelled in the meantime.")


@extend_schema_view(
    list=extend_schema(
        summary="Meetings of introductions that you may know of", responses=SHOWN(many=True),
        parameters=[OpenApiParameter("introduction", OpenApiTypes.INT, description="Of this introduction only.")],
    ),
    retrieve=extend_schema(summary="One meeting", responses=SHOWN),
    create=extend_schema(
        summary="Propose a meeting on an introduction", request=ProposeMeetingSerializer, responses={201: SHOWN}
    ),
    partial_update=extend_schema(
        summary="Move a meeting, or choose others of your side", request=ChangeSerializer,
        responses={200: SHOWN, 409: REFUSED},
    ),
    cancel=extend_schema(summary="Call a meeting off", request=CancelSerializer, responses={200: SHOWN, 409: REFUSED}),
    outcome=extend_schema(
        summary="Note what came of a meeting", request=OutcomeSerializer, responses={200: SHOWN, 409: REFUSED}
    ),
    calendar=extend_schema(
        summary="The meeting as a calendar file (iCalendar)", responses={(200, "text/calendar"): OpenApiTypes.STR}
    ),
)  # fmt: skip
class MeetingViewSet(RefusalsMixin, viewsets.GenericViewSet[Meeting]):
    """Meetings of the two sides of an introduction. Whoever may not know of the introduction gets 404."""

    refusals = (DealflowError,)
    queryset = Meeting.objects.none()
    serializer_class = MeetingSerializer
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Meeting]:
        return visible_meetings(self.request.user)

    def _shown(self, meeting: Meeting, code: int = status.HTTP_200_OK) -> Response:
        fresh = self.get_queryset().get(pk=meeting.pk)
        return Response(SHOWN(fresh, context=self.get_serializer_context()).data, status=code)

    def _values(self, serializer: Any) -> dict[str, Any]:
        wanted = serializer(data=self.request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = wanted.validated_data
        return values

    def list(self, request: Request) -> Response:
        found = self.get_queryset().order_by("-starts_at", "-pk")
        number = request.query_params.get("introduction", "")
        if number:
            found = found.filter(introduction=int(number) if number.isdecimal() and len(number) < 19 else 0)
        page = self.paginate_queryset(found)
        return self.get_paginated_response(SHOWN(page, many=True, context=self.get_serializer_context()).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def create(self, request: Request) -> Response:
        values = self._values(ProposeMeetingSerializer)
        introduction = get_visible_introduction(request.user, values.pop("introduction"))
        people = values.pop("people", [request.user.pk])
        meeting = actions.propose_meeting(
            actor=request.user, introduction=introduction, appointment=Appointment(**values), people=people
        )
        return self._shown(meeting, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        meeting, values = self.get_object(), self._values(ChangeSerializer)
        people, sequence = values.pop("people", None), values.pop("sequence")
        changed = actions.change_meeting(
            actor=request.user, meeting=meeting, sequence=sequence, appointment=Appointment(**values), people=people
        )
        return self._shown(changed)

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        meeting = self.get_object()
        return self._shown(
            actions.cancel_meeting(actor=request.user, meeting=meeting, **self._values(CancelSerializer))
        )

    @action(detail=True, methods=["post"])
    def outcome(self, request: Request, pk: str) -> Response:
        meeting = self.get_object()
        values = self._values(OutcomeSerializer)
        return self._shown(actions.note_meeting_outcome(actor=request.user, meeting=meeting, **values))

    @action(detail=True, methods=["get"])
    def calendar(self, request: Request, pk: str) -> HttpResponse:
        file = meeting_file(self.get_object(), request.user)
        return HttpResponse(file.content, content_type=file.content_type)
