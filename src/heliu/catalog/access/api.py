"""Requests for access by HTTP; asking itself stands with the records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.catalog.access import actions
from heliu.catalog.access.errors import AccessError
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.access.selectors import get_access_request, requests_by, requests_to
from heliu.catalog.access.serializers import AccessRequestSerializer, AnswerSerializer, GrantSerializer
from heliu.kit.refusals import RefusalsMixin

DIRECTIONS: dict[str, Callable[[Any], QuerySet[AccessRequest]]] = {"received": requests_to, "sent": requests_by}
DIRECTION = OpenApiParameter(
    "direction", OpenApiTypes.STR, enum=list(DIRECTIONS), default="received",
    description="``received``: asked of your organisations. ``sent``: asked by them.",
)  # fmt: skip
DECIDED = OpenApiResponse(description="It was answered or withdrawn in the meantime.")


def _answer(summary: str, request: Any = AnswerSerializer) -> Any:
    return extend_schema(summary=summary, request=request, responses={200: AccessRequestSerializer, 409: DECIDED})


@extend_schema_view(
    list=extend_schema(summary="Requests for access", parameters=[DIRECTION]),
    retrieve=extend_schema(summary="One request for access"),
    grant=_answer("Open the record to those who asked, as a member of its owner", GrantSerializer),
    refuse=_answer("Leave it closed, as a member of its owner"),
    revoke=_answer("Close it again, as a member of its owner"),
    withdraw=_answer("Take a request back, or give up what was granted", None),
)
class AccessRequestViewSet(RefusalsMixin, viewsets.ReadOnlyModelViewSet[AccessRequest]):
    """What was asked of your organisations and by them."""

    refusals = (AccessError,)
    queryset = AccessRequest.objects.none()
    serializer_class = AccessRequestSerializer
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[AccessRequest]:
        direction = self.request.query_params.get("direction", "received")
        if direction not in DIRECTIONS:
            raise ValidationError({"direction": "received or sent"})
        return DIRECTIONS[direction](self.request.user)

    def get_object(self) -> AccessRequest:
        return get_access_request(self.request.user, int(self.kwargs["pk"]))

    def _step(self, step: Callable[..., AccessRequest], serializer: Any = None) -> Response:
        asked = self.get_object()
        values: dict[str, Any] = {}
        if serializer is not None:
            wanted = serializer(data=self.request.data)
            wanted.is_valid(raise_exception=True)
            values = wanted.validated_data
        answered = step(actor=self.request.user, request=asked, **values)
        return Response(self.get_serializer(answered).data)

    @action(detail=True, methods=["post"])
    def grant(self, request: Request, pk: str) -> Response:
        return self._step(actions.grant_access, GrantSerializer)

    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        return self._step(actions.refuse_access, AnswerSerializer)

    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        return self._step(actions.revoke_access, AnswerSerializer)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        return self._step(actions.withdraw_access)
