"""Comparisons by HTTP."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.catalog.access.log import note_reading
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.interest.comparing.selectors import compare
from heliu.interest.comparing.serializers import (
    CompareRequestSerializer,
    CompareResponseSerializer,
    comparison_as_json,
)
from heliu.matching.api import MatchThrottle
from heliu.matching.errors import NeedError


class CompareView(APIView):
    """Up to five records side by side."""

    permission_classes = [AllowAny]
    parser_classes = [JSONParser]
    throttle_classes = [MatchThrottle]
    throttle_scope = "match"

    @extend_schema(
        operation_id="compare",
        summary="Compare records",
        description=(
            "Facts of up to five records and, where a demand or a text is given, what each says to its required "
            "parameters. Records that the caller may not know of are left out and counted. Limited by HELIU_MATCH_RATE."
        ),
        request=CompareRequestSerializer,
        responses={
            200: CompareResponseSerializer,
            400: OpenApiResponse(description="The request cannot be used; the message names the key and the reason."),
            429: OpenApiResponse(description="Too many requests; Retry-After says when to come back."),
        },
    )
    def post(self, request: Request) -> Response:
        wanted = CompareRequestSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        asked = wanted.validated_data
        names = list(dict.fromkeys((one["kind"], one["id"]) for one in asked["records"]))
        try:
            found = compare(request.user, names, demand=asked.get("demand"), text=asked["text"])
        except NeedError as error:
            raise ValidationError({"text": [str(error)]}) from None
        note_reading(request.user, found.read, what=AccessKind.READ, way=AccessWay.API)
        return Response(comparison_as_json(found))
