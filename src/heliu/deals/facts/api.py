"""The API of facts: the same rules and actions as the page."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.deals.errors import DealError
from heliu.deals.facts.actions import state_facts
from heliu.deals.facts.selectors import asked, known_facts, newest_statement, statable
from heliu.deals.facts.serializers import FactsSerializer, StateFactsSerializer
from heliu.deals.facts.showing import fact_label, value_label
from heliu.deals.models import Deal
from heliu.deals.selectors import get_visible_deal
from heliu.deals.serializers import DealRefusedSerializer
from heliu.kit.permissions import allowed
from heliu.kit.refusals import RefusalsMixin
from heliu.kit.workdays import local_day

REFUSED = OpenApiResponse(DealRefusedSerializer, description="Somebody else has stated facts, or the deal is over.")


class ProviderView(RefusalsMixin, APIView):
    """What of a deal concerns its provider alone. Whoever does not act for it gets 404."""

    refusals = (DealError,)
    permission_classes = [IsAuthenticated]

    def get_deal(self, pk: int) -> Deal:
        deal = get_visible_deal(self.request.user, pk)
        if not allowed(self.request.user, "deals.view_facts", deal):
            raise NotFound
        return deal


class FactsView(ProviderView):
    """What rules ask about a deal."""

    def _shown(self, deal: Deal) -> Response:
        newest, known = newest_statement(deal), statable()
        said = {
            "version": newest.version if newest is not None else 0,
            "stated_at": newest.stated_at if newest is not None else None,
            "known": [
                {"name": name, "label": fact_label(name), "value": value_label(one.value), "origin": one.origin}
                for name, one in known_facts(deal).items()
            ],
            "asked": [
                {"name": name, "label": fact_label(name), "type": known[name].type} for name in asked(deal, local_day())
            ],
        }  # fmt: skip
        return Response(FactsSerializer(said).data)

    @extend_schema(summary="What rules ask about a deal, and what is known of it", responses=FactsSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return self._shown(self.get_deal(pk))

    @extend_schema(
        summary="State facts of the version you have read", request=StateFactsSerializer,
        responses={200: FactsSerializer, 409: REFUSED},
    )  # fmt: skip
    def patch(self, request: Request, pk: int) -> Response:
        deal = self.get_deal(pk)
        wanted = StateFactsSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = wanted.validated_data
        state_facts(actor=request.user, deal=deal, **values)
        return self._shown(deal)
