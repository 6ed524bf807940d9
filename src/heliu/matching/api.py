"""Matches by HTTP."""

from __future__ import annotations

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from heliu.kit.rates import client_address
from heliu.matching.adapters.answers import find_matches, typed_need
from heliu.matching.serializers import MatchRequestSerializer, MatchResponseSerializer, answer_as_json


class MatchThrottle(ScopedRateThrottle):
    """Counts the requests of a person, or of an address where nobody is signed in."""

    def get_rate(self) -> str:
        # Read when a request comes, not when the class is made, so that a test may change it.
        return settings.HELIU_MATCH_RATE

    def get_ident(self, request: Request) -> str:
        return client_address(request)


class MatchView(APIView):
    """The records that answer a need, with reasons."""

    permission_classes = [AllowAny]
    parser_classes = [JSONParser]
    throttle_classes = [MatchThrottle]
    throttle_scope = "match"

    @extend_schema(
        operation_id="match",
        summary="Find what answers a need",
        description=(
            "Anyone finds public records; members of verified organisations, by token or session, also those for "
            "members. Of records on request only the title takes part. Requests are limited by the setting "
            "HELIU_MATCH_RATE."
        ),
        request=MatchRequestSerializer,
        responses={
            200: MatchResponseSerializer,
            400: OpenApiResponse(description="The request cannot be used; the message names the key and the reason."),
            429: OpenApiResponse(description="Too many requests; Retry-After says when to come back."),
        },
        examples=[
            OpenApiExample(
                "A need",
                value={
                    "text": "海边钢结构三年就锈，涂层总起泡", "kinds": ["achievement", "expert"],
                    "filters": {"regions": ["120000"]}, "k": 5,
                },
                request_only=True,
            )
        ],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        serializer = MatchRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        answer = find_matches(
            typed_need(serializer.validated_data["text"]),
            user=request.user,
            conditions=serializer.conditions(),
            k=serializer.validated_data["k"],
        )
        return Response(answer_as_json(answer))
