"""Days and what their organisers do with them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.accounts.selectors import get_visible_organisation
from heliu.catalog.api import Pages
from heliu.matchdays import actions
from heliu.matchdays.api._base import REFUSED, OfDay, Refusing
from heliu.matchdays.filtersets import MatchDayFilterSet
from heliu.matchdays.models import MatchDay
from heliu.matchdays.selectors.days import get_run_day, invitations_of, visible_days
from heliu.matchdays.serializers.days import (
    CancelDaySerializer,
    DayFieldsSerializer,
    InvitationSerializer,
    MatchDaySerializer,
    OrganisationIdSerializer,
)

SHOWN = MatchDaySerializer


def _step(summary: str) -> Any:
    return extend_schema(summary=summary, request=None, responses={200: SHOWN, 409: REFUSED})


@extend_schema_view(
    list=extend_schema(summary="Matchmaking days", responses=SHOWN(many=True)),
    retrieve=extend_schema(summary="One matchmaking day", responses=SHOWN),
    create=extend_schema(
        summary="Make a matchmaking day, as a park, technology manager, reviewer or administrator",
        request=DayFieldsSerializer, responses={201: SHOWN},
    ),
    partial_update=extend_schema(
        summary="Change a matchmaking day, as an organiser", request=DayFieldsSerializer,
        responses={200: SHOWN, 409: REFUSED},
    ),
    open=_step("Open registration, or open it again"),
    close=_step("Close registration; the worker looks for possible meetings"),
    take_back=_step("Drop the chosen meetings before they are published"),
    publish=_step("Publish the schedule"),
    hold=_step("Note that the day has taken place"),
    cancel=extend_schema(
        summary="Cancel the day", request=CancelDaySerializer, responses={200: SHOWN, 409: REFUSED}
    ),
)  # fmt: skip
class MatchDayViewSet(Refusing, viewsets.GenericViewSet[MatchDay]):
    """Days that the caller may know of; others are not found."""

    queryset = MatchDay.objects.none()
    serializer_class = MatchDaySerializer
    filterset_class = MatchDayFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticatedOrReadOnly]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[MatchDay]:
        return visible_days(self.request.user)

    def _shown(self, day: MatchDay, code: int = status.HTTP_200_OK) -> Response:
        fresh = self.get_queryset().get(pk=day.pk)
        return Response(SHOWN(fresh, context=self.get_serializer_context()).data, status=code)

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(SHOWN(page, many=True, context=self.get_serializer_context()).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def create(self, request: Request) -> Response:
        wanted = DayFieldsSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        return self._shown(actions.make_day(actor=request.user, **wanted.validated_data), status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        day = get_run_day(request.user, int(pk))
        wanted = DayFieldsSerializer(day, data=request.data, partial=True)
        wanted.is_valid(raise_exception=True)
        return self._shown(actions.change_day(actor=request.user, day=day, **wanted.validated_data))

    def _do(self, step: Any, **facts: Any) -> Response:
        day = get_run_day(self.request.user, int(self.kwargs["pk"]))
        return self._shown(step(actor=self.request.user, day=day, **facts))

    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: str) -> Response:
        return self._do(actions.open_registration)

    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        return self._do(actions.close_registration)

    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        return self._do(actions.take_back_choice)

    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        return self._do(actions.publish_schedule)

    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        return self._do(actions.hold_day)

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        wanted = CancelDaySerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        return self._do(actions.cancel_day, **wanted.validated_data)


class InvitationsView(OfDay):
    """Whom the organisers invited."""

    @extend_schema(summary="Invitations to a day, for its organisers", responses=InvitationSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        return Response(InvitationSerializer(invitations_of(self.run_day()), many=True).data)

    @extend_schema(
        summary="Invite an organisation", request=OrganisationIdSerializer,
        responses={201: InvitationSerializer, 409: REFUSED},
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        day = self.run_day()
        organisation = get_visible_organisation(request.user, self.read(OrganisationIdSerializer)["organisation"])
        invitation = actions.invite_organisation(actor=request.user, day=day, organisation=organisation)
        return Response(InvitationSerializer(invitation).data, status=status.HTTP_201_CREATED)


class InvitationView(OfDay):
    """One of them."""

    @extend_schema(summary="Take an invitation back", responses={204: None, 409: REFUSED})
    def delete(self, request: Request, pk: int, organisation: int) -> Response:
        day = self.run_day()
        found = get_visible_organisation(request.user, organisation)
        actions.uninvite_organisation(actor=request.user, day=day, organisation=found)
        return Response(status=status.HTTP_204_NO_CONTENT)
