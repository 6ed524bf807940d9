"""The API of blind matches: the same rules and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.catalog.api import Pages
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.selectors import get_visible_record
from heliu.dealflow.blind import actions
from heliu.dealflow.blind.filtersets import BlindSideFilterSet
from heliu.dealflow.blind.models import BlindSide
from heliu.dealflow.blind.selectors import get_visible_side, is_kept_out, visible_sides
from heliu.dealflow.blind.serializers import BlindAnswerSerializer, BlindSideSerializer, ParticipationSerializer
from heliu.dealflow.errors import DealflowError
from heliu.dealflow.serializers import RefusedSerializer
from heliu.kit.permissions import require
from heliu.kit.refusals import RefusalsMixin

REFUSED = OpenApiResponse(
    RefusedSerializer, description="Both said yes already, the last day is over, or your own record has changed."
)


@extend_schema_view(
    list=extend_schema(summary="Blind matches of your organisations"),
    retrieve=extend_schema(summary="One blind match, from your side"),
    answer=extend_schema(
        summary="Say yes or no",
        description=(
            "The second yes reveals to both the organisations, the titles and the summaries, and introduces them. "
            "Until then nothing that is answered here depends on what the other side did."
        ),
        request=BlindAnswerSerializer, responses={200: BlindSideSerializer, 409: REFUSED},
    ),
    take_back=extend_schema(
        summary="Take your answer back", request=None, responses={200: BlindSideSerializer, 409: REFUSED}
    ),
)  # fmt: skip
class BlindMatchViewSet(RefusalsMixin, viewsets.ReadOnlyModelViewSet[BlindSide]):
    """That a credible match exists for a record of yours, with a record that you may not see or that may not see it."""

    refusals = (DealflowError,)
    queryset = BlindSide.objects.none()
    serializer_class = BlindSideSerializer
    filterset_class = BlindSideFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[BlindSide]:
        return visible_sides(self.request.user)

    def get_object(self) -> BlindSide:
        return get_visible_side(self.request.user, int(self.kwargs["pk"]))

    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        side = self.get_object()
        wanted = BlindAnswerSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        actions.answer_blind_match(actor=request.user, side=side, **wanted.validated_data)
        return Response(self.get_serializer(self.get_object()).data)

    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        actions.take_back_answer(actor=request.user, side=self.get_object())
        return Response(self.get_serializer(self.get_object()).data)


class ParticipationView(APIView):
    """Whether one of your records takes part in blind matching."""

    permission_classes = [IsAuthenticated]

    def _record(self, request: Request, kind: str, pk: int) -> Any:
        if kind not in RECORD_MODELS:
            raise Http404
        record = get_visible_record(request.user, kind, pk)
        require(request.user, "dealflow.keep_out", record)
        return record

    def _shown(self, record: Any) -> Response:
        return Response({"takes_part": not is_kept_out(record.kind, record.pk)})

    @extend_schema(
        operation_id="blind_participation_retrieve", summary="Whether your record takes part in blind matching",
        responses=ParticipationSerializer,
    )  # fmt: skip
    def get(self, request: Request, kind: str, pk: int) -> Response:
        return self._shown(self._record(request, kind, pk))

    @extend_schema(
        operation_id="blind_participation_update", request=ParticipationSerializer, responses=ParticipationSerializer,
        summary="Keep your record out of blind matching, or let it take part",
    )  # fmt: skip
    def put(self, request: Request, kind: str, pk: int) -> Response:
        record = self._record(request, kind, pk)
        wanted = ParticipationSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        step = actions.let_take_part if wanted.validated_data["takes_part"] else actions.keep_out
        step(actor=request.user, record=record)
        return self._shown(record)
