"""The question why by HTTP."""

from __future__ import annotations

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.kit.language import current_language
from heliu.matching.errors import NeedError
from heliu.matching.kinds import get_kind
from heliu.matching.whynot.adapters.explaining import explain
from heliu.matching.whynot.selectors import get_known_demand, get_own_record
from heliu.matching.whynot.serializers import (
    WhyNotRequestSerializer,
    WhyNotResponseSerializer,
    explanation_as_json,
)


class WhyNotView(APIView):
    """Why a record of one's own is not among the first ten for a demand."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id="why_not",
        summary="Ask why a record was not matched",
        description=(
            "For members of the organisation that owns the record, about a demand that they may see. Only what they "
            "may read of the demand is looked at, and the record is ranked among records that they may know of."
        ),
        parameters=[WhyNotRequestSerializer],
        responses={
            200: WhyNotResponseSerializer,
            400: OpenApiResponse(description="The request cannot be used; the message names the key and the reason."),
            403: OpenApiResponse(description="The record belongs to others."),
            404: OpenApiResponse(description="There is no such record, no such demand, or no index yet."),
        },
    )
    def get(self, request: Request) -> Response:
        serializer = WhyNotRequestSerializer(data=request.query_params)
        serializer.is_valid(raise_exception=True)
        asked = serializer.validated_data
        kind = get_kind(asked["kind"])
        record = get_own_record(request.user, kind, asked["record"])
        demand = get_known_demand(request.user, asked["demand"])
        if not record.is_findable:
            raise NotFound(_("It is not published, so nobody finds it."))
        try:
            explanation, _problem = explain(
                user=request.user, kind=kind, record=record, demand=demand, lang=current_language()
            )
        except NeedError as error:
            raise ValidationError({"demand": [str(error)]}) from None
        if explanation is None:
            raise NotFound(_("There is no index yet, so nothing can be found."))
        return Response(explanation_as_json(explanation))
