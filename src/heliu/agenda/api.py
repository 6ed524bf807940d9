"""The API of the agenda: what the person's page shows, and the address of their calendar."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.accounts.models import User
from heliu.agenda.actions import end_feed, make_feed
from heliu.agenda.selectors import agenda_of, due_count, feed_of
from heliu.agenda.serializers import AgendaSerializer, FeedSerializer, MadeFeedSerializer
from heliu.agenda.sources import sources

NONE = OpenApiResponse(description="There is no address.")


class AgendaView(APIView):
    """What waits for you, from every area. Anyone signed in; each sees only their own."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        summary="What waits for you, clocks that run out first at the front",
        parameters=[
            OpenApiParameter("area", OpenApiTypes.STR, description="Of one area only, by its `name`."),
            OpenApiParameter("mine", OpenApiTypes.BOOL, description="Only what you have to do, or what you wait for."),
        ],
        responses=AgendaSerializer,
    )
    def get(self, request: Request) -> Response:
        user, area = cast("User", request.user), request.query_params.get("area", "")
        if area and area not in (names := [source.name for source in sources()]):
            raise ValidationError({"area": [f"One of: {', '.join(names)}."]})
        mine = request.query_params.get("mine", "")
        if mine not in ("", "true", "false"):
            raise ValidationError({"mine": ["true or false."]})
        agenda = agenda_of(user, area)
        items = [*(agenda.items if mine != "false" else []), *(agenda.waiting if mine != "true" else [])]
        found: dict[str, Any] = {
            "day": agenda.day, "due": due_count(user, agenda.day), "areas": agenda.areas, "items": items,
        }  # fmt: skip
        return Response(AgendaSerializer(found).data)


class FeedView(APIView):
    """Your calendar feed, for programs that cannot sign in."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        summary="Whether your calendar has an address", operation_id="agenda_calendar_retrieve",
        responses={200: FeedSerializer, 404: NONE},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        feed = feed_of(cast("User", request.user))
        if feed is None:
            raise Http404
        return Response(FeedSerializer(feed).data)

    @extend_schema(
        summary="Give your calendar an address, in place of the one it had", request=None,
        operation_id="agenda_calendar_create", responses={201: MadeFeedSerializer},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Only from a signed-in browser session: a stolen token must not make itself a way that outlives it.

        The address is in this answer only.
        """
        if request.auth is not None:
            raise PermissionDenied("A token cannot make a calendar address; sign in for it.")
        feed, address = make_feed(actor=cast("User", request.user))
        answer = {**FeedSerializer(feed).data, "url": address}
        return Response(answer, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})

    @extend_schema(
        summary="Make the address of your calendar worthless", operation_id="agenda_calendar_destroy",
        responses={204: None, 404: NONE},
    )  # fmt: skip
    def delete(self, request: Request) -> Response:
        if not end_feed(actor=cast("User", request.user)):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)
