"""The API of deals: the same filters, rules and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.deals import actions
from heliu.deals.errors import DealChanged, DealError, SomethingMissing
from heliu.deals.filtersets import DealFilterSet
from heliu.deals.funnel import funnel
from heliu.deals.models import Deal
from heliu.deals.selectors import get_visible_deal, visible_deals
from heliu.deals.serializers import (
    DealDetailSerializer,
    DealRefusedSerializer,
    DealSerializer,
    EditDealSerializer,
    FunnelStageSerializer,
    TakeStepSerializer,
)
from heliu.kit.lists.pages import Pages
from heliu.kit.refusals import RefusalsMixin

REFUSED = OpenApiResponse(DealRefusedSerializer, description="The stage, another person's edit, or a gap forbids it.")


@extend_schema_view(
    list=extend_schema(summary="Deals of your organisations"),
    retrieve=extend_schema(summary="One deal with its way and what comes next", responses=DealDetailSerializer),
    partial_update=extend_schema(
        summary="Edit some fields of the version you have read", request=EditDealSerializer,
        responses={200: DealDetailSerializer, 409: REFUSED},
    ),
    step=extend_schema(
        summary="Take a step", request=TakeStepSerializer, responses={200: DealDetailSerializer, 409: REFUSED}
    ),
    funnel=extend_schema(
        summary="How many of your deals came how far", responses=FunnelStageSerializer(many=True)
    ),
)  # fmt: skip
class DealViewSet(RefusalsMixin, mixins.ListModelMixin, viewsets.GenericViewSet[Deal]):
    """Deals. Whoever acts for neither side gets 404."""

    refusals = (DealError,)
    queryset = Deal.objects.none()
    serializer_class = DealSerializer
    filterset_class = DealFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Deal]:
        return visible_deals(self.request.user)

    def get_object(self) -> Deal:
        return get_visible_deal(self.request.user, int(self.kwargs["pk"]))

    def handle_exception(self, exc: Exception) -> Response:
        more: dict[str, Any] = {}
        if isinstance(exc, SomethingMissing):
            more = {"missing": exc.missing}
        elif isinstance(exc, DealChanged):
            more = {"changed": exc.changed, "version": self.get_object().version}
        response = super().handle_exception(exc)
        if more:
            response.data |= more
        return response

    def _shown(self, deal: Deal) -> Response:
        found = get_visible_deal(self.request.user, deal.pk)
        return Response(DealDetailSerializer(found, context=self.get_serializer_context()).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def partial_update(self, request: Request, pk: str) -> Response:
        deal = self.get_object()
        wanted = EditDealSerializer(deal, data=request.data, partial=True, context={"user": request.user})
        wanted.is_valid(raise_exception=True)
        fields: dict[str, Any] = wanted.validated_data
        version = fields.pop("version")
        return self._shown(actions.edit_deal(actor=request.user, deal=deal, version=version, fields=fields))

    @action(detail=True, methods=["post"])
    def step(self, request: Request, pk: str) -> Response:
        deal = self.get_object()
        wanted = TakeStepSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        return self._shown(actions.take_step(actor=request.user, deal=deal, **wanted.validated_data))

    @action(detail=False, methods=["get"], pagination_class=None)
    def funnel(self, request: Request) -> Response:
        found = DealFilterSet(request.query_params, self.get_queryset(), request=request).qs
        return Response(FunnelStageSerializer(funnel(found), many=True).data)
