"""The API of tax reliefs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.deals.facts.api import ProviderView
from heliu.deals.facts.showing import shown
from heliu.deals.reliefs.labels import answer_label, estimate_note
from heliu.deals.reliefs.selectors import Relief, reliefs_of
from heliu.deals.reliefs.serializers import ReliefsSerializer
from heliu.kit.workdays import local_day


class ReliefsView(ProviderView):
    """Tax reliefs of a deal, for its provider."""

    @extend_schema(
        summary="Which tax reliefs may apply to a deal, clause by clause", responses=ReliefsSerializer,
        parameters=[OpenApiParameter("day", OpenApiTypes.DATE, description="By the rules of this day; else of today.")],
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        deal = self.get_deal(pk)
        written = request.query_params.get("day")
        day = serializers.DateField().run_validation(written) if written else local_day()
        said = {"day": day, "reliefs": [_said(one) for one in reliefs_of(deal, day)]}
        return Response(ReliefsSerializer(said).data)


def _said(relief: Relief) -> dict[str, Any]:
    estimate = relief.estimate
    worth = None if estimate is None else asdict(estimate) | {"saved": estimate.saved, "note": estimate_note(relief)}
    return {"rule": shown(relief.decision), "words": answer_label(relief.decision), "estimate": worth}
