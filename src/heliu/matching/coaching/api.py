"""The coach by HTTP."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.matching.api import MatchThrottle
from heliu.matching.coaching.adapters.coach import coach
from heliu.matching.coaching.serializers import CoachRequestSerializer, CoachResponseSerializer, coaching_as_json
from heliu.matching.errors import NeedError


class CoachView(APIView):
    """A need taken apart, and what to ask next."""

    permission_classes = [AllowAny]
    parser_classes = [JSONParser]
    throttle_classes = [MatchThrottle]
    throttle_scope = "match"

    @extend_schema(
        operation_id="coach",
        summary="Take a need apart and ask what would help",
        description=(
            "Says which elements of a need are stated and where, which are missing, and which question would change "
            "the results most, with what similar records state. Questions and quotes rest on the records that the "
            "caller finds by a match; of records on request only the title takes part. Counts against HELIU_MATCH_RATE."
        ),
        request=CoachRequestSerializer,
        responses={
            200: CoachResponseSerializer,
            400: OpenApiResponse(description="The request cannot be used; the message names the key and the reason."),
            429: OpenApiResponse(description="Too many requests; Retry-After says when to come back."),
        },
        examples=[OpenApiExample("A vague need", value={"text": "海边钢结构三年就锈，涂层总起泡"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        serializer = CoachRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        try:
            coaching = coach(serializer.written(), user=request.user)
        except NeedError as error:
            raise ValidationError({"text": [str(error)]}) from error
        return Response(coaching_as_json(coaching))
