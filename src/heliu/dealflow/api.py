"""The API of introductions: the same filters, rules and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.agreements.errors import AgreementError
from heliu.catalog.api import Pages
from heliu.dealflow import actions
from heliu.dealflow.errors import DealflowError
from heliu.dealflow.filtersets import IntroductionFilterSet
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import SUPPLY_MODELS, Pair
from heliu.dealflow.selectors import get_candidate, introductions_in_order, visible_introductions
from heliu.dealflow.serializers import (
    AcceptSerializer,
    ExchangeSerializer,
    IntroduceSerializer,
    IntroductionSerializer,
    PauseSerializer,
    RefusedSerializer,
    RefuseSerializer,
    ResumeSerializer,
    exchange_of,
)
from heliu.kit.refusals import RefusalsMixin

REFUSED = OpenApiResponse(RefusedSerializer, description="The introduction's state, or another one, forbids it.")
SHOWN = IntroductionSerializer


@extend_schema_view(
    list=extend_schema(summary="Introductions of your organisations", responses=SHOWN(many=True)),
    retrieve=extend_schema(summary="One introduction", responses=SHOWN),
    create=extend_schema(
        summary="Put a demand and what could answer it to the other side", request=IntroduceSerializer,
        responses={201: SHOWN, 409: REFUSED, 429: REFUSED},
    ),
    accept=extend_schema(
        summary="Accept, as the side that was asked", request=AcceptSerializer, responses={200: SHOWN, 409: REFUSED}
    ),
    refuse=extend_schema(
        summary="Decline with a reason, as the side that was asked", request=RefuseSerializer,
        responses={200: SHOWN, 409: REFUSED},
    ),
    open_record=extend_schema(
        summary="Open your record to the other side under the agreement in force, as somebody entitled", request=None,
        responses={200: ExchangeSerializer, 409: REFUSED},
    ),
    close_record=extend_schema(
        summary="Close your record again, as somebody entitled", request=None, responses=ExchangeSerializer
    ),
    exchange=extend_schema(
        summary="The agreement of the two, and who has opened their record", responses=ExchangeSerializer
    ),
    withdraw=extend_schema(
        summary="Withdraw, as the side that asks", request=AcceptSerializer, responses={200: SHOWN, 409: REFUSED}
    ),
    pause=extend_schema(
        summary="Stop the reply clock until a day", request=PauseSerializer, responses={200: SHOWN, 409: REFUSED}
    ),
    resume=extend_schema(
        summary="Let a paused clock go on", request=ResumeSerializer, responses={200: SHOWN, 409: REFUSED}
    ),
)  # fmt: skip
class IntroductionViewSet(RefusalsMixin, viewsets.GenericViewSet[Introduction]):
    """Matches put to the other side. Whoever belongs to neither of the two gets 404."""

    refusals = (DealflowError, AgreementError)
    queryset = Introduction.objects.none()
    serializer_class = IntroductionSerializer
    filterset_class = IntroductionFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Introduction]:
        return visible_introductions(self.request.user)

    def _shown(self, introduction: Introduction, code: int = status.HTTP_200_OK) -> Response:
        fresh = self.get_queryset().get(pk=introduction.pk)
        return Response(SHOWN(fresh, context=self.get_serializer_context()).data, status=code)

    def list(self, request: Request) -> Response:
        ids = self.paginate_queryset(self.filter_queryset(self.get_queryset()).values_list("pk", flat=True))
        found = introductions_in_order(request.user, ids or [])
        return self.get_paginated_response(SHOWN(found, many=True, context=self.get_serializer_context()).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def create(self, request: Request) -> Response:
        wanted = IntroduceSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = wanted.validated_data
        kind = next(kind for kind in SUPPLY_MODELS if kind in values)
        pair = Pair(
            get_candidate(request.user, "demand", values["demand"]), get_candidate(request.user, kind, values[kind])
        )
        introduction = actions.introduce(
            actor=request.user, pair=pair, message=values["message"], next_step=values["next_step"]
        )
        return self._shown(introduction, status.HTTP_201_CREATED)

    def _step(self, step: Any, serializer: Any) -> Response:
        introduction = self.get_object()
        wanted = serializer(data=self.request.data)
        wanted.is_valid(raise_exception=True)
        return self._shown(step(actor=self.request.user, introduction=introduction, **wanted.validated_data))

    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        return self._step(actions.accept_introduction, AcceptSerializer)

    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        return self._step(actions.refuse_introduction, RefuseSerializer)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        return self._step(actions.withdraw_introduction, AcceptSerializer)

    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def exchange(self, request: Request, pk: str) -> Response:
        return Response(exchange_of(self.get_object()))

    @action(detail=True, methods=["post"], url_path="open-record")
    def open_record(self, request: Request, pk: str) -> Response:
        return Response(exchange_of(actions.open_record(actor=request.user, introduction=self.get_object())))

    @action(detail=True, methods=["post"], url_path="close-record")
    def close_record(self, request: Request, pk: str) -> Response:
        return Response(exchange_of(actions.close_record(actor=request.user, introduction=self.get_object())))

    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        return self._step(actions.pause_introduction, PauseSerializer)

    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        return self._step(actions.resume_introduction, ResumeSerializer)
