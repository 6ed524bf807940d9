"""Valuations by HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.catalog.api import Pages
from heliu.kit.refusals import RefusalsMixin
from heliu.valuation import actions
from heliu.valuation.errors import ValuationRefused
from heliu.valuation.filtersets import ValuationFilterSet
from heliu.valuation.models import Valuation
from heliu.valuation.outcomes import result_of
from heliu.valuation.selectors import get_valuable_achievement, visible_valuations
from heliu.valuation.serializers import (
    EditValuationSerializer,
    ValuationMethodSerializer,
    ValuationSerializer,
    WriteValuationSerializer,
    methods_as_json,
)
from heliu.valuation.views import workbook_response

SHOWN = ValuationSerializer
WRONG = OpenApiResponse(description="A message for each place of the inputs, such as `royalty.low`.")


@extend_schema_view(
    list=extend_schema(
        summary="Valuations", responses=SHOWN(many=True),
        parameters=[
            OpenApiParameter("achievement", int, description="Of one achievement: to compare its methods."),
            OpenApiParameter("method", str),
            OpenApiParameter("from", OpenApiTypes.DATE, description="As of this day on."),
            OpenApiParameter("to", OpenApiTypes.DATE, description="As of this day at the latest."),
        ],
    ),
    retrieve=extend_schema(summary="A valuation with what it gives", responses=SHOWN),
    create=extend_schema(
        summary="Value an achievement", request=WriteValuationSerializer, responses={201: SHOWN, 400: WRONG},
        description="For those who act for its organisation. An aid, not a statutory appraisal.",
    ),
    partial_update=extend_schema(
        summary="Change a valuation", request=EditValuationSerializer,
        responses={200: SHOWN, 400: WRONG, 409: OpenApiResponse(description="Somebody else has changed it.")},
    ),
    destroy=extend_schema(summary="Delete a valuation with its versions"),
)  # fmt: skip
class ValuationViewSet(RefusalsMixin, viewsets.GenericViewSet[Valuation]):
    """Of achievements of organisations that the caller acts for; nobody else knows of them."""

    refusals = (ValuationRefused,)
    queryset = Valuation.objects.none()
    serializer_class = SHOWN
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    filter_backends: list[Any] = []
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Valuation]:
        return visible_valuations(self.request.user)

    @property
    def _person(self) -> Any:
        """Somebody signed in: nobody else gets here."""
        return self.request.user

    def _shown(self, valuation: Valuation, code: int = status.HTTP_200_OK) -> Response:
        return Response(SHOWN(valuation, context=self.get_serializer_context()).data, status=code)

    def list(self, request: Request) -> Response:
        filterset = ValuationFilterSet(request.query_params, self.get_queryset())
        if not filterset.is_valid():
            raise ValidationError(filterset.errors)
        page = self.paginate_queryset(filterset.qs)
        return self.get_paginated_response(SHOWN(page, many=True, context=self.get_serializer_context()).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def create(self, request: Request) -> Response:
        wanted = WriteValuationSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = dict(wanted.validated_data)
        try:
            achievement = get_valuable_achievement(request.user, values.pop("achievement"))
        except Http404:
            raise ValidationError({"achievement": ["Not found."]}) from None
        made = actions.write_valuation(actor=self._person, achievement=achievement, **values)
        return self._shown(made, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        valuation = self.get_object()
        wanted = EditValuationSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        fields: dict[str, Any] = dict(wanted.validated_data)
        version = fields.pop("version")
        return self._shown(
            actions.edit_valuation(actor=self._person, valuation=valuation, version=version, fields=fields)
        )  # fmt: skip

    def destroy(self, request: Request, pk: str) -> Response:
        actions.delete_valuation(actor=self._person, valuation=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="The working as Excel, with formulas",
        responses={(200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"): OpenApiTypes.BINARY},
    )
    @action(detail=True, methods=["get"])
    def workbook(self, request: Request, pk: str) -> Any:
        """Change an input in the file, and the working and the results follow."""
        valuation = self.get_object()
        result = result_of(valuation)
        if result is None:
            raise ValidationError({"inputs": ["Its inputs are not complete any more."]})
        return workbook_response(valuation, result)

    @extend_schema(
        summary="The methods and what each asks for", responses=ValuationMethodSerializer(many=True),
        filters=False,
    )  # fmt: skip
    @action(detail=False, methods=["get"], pagination_class=None)
    def methods(self, request: Request) -> Response:
        """In the caller's language; units are `money` (10,000 CNY), `percent` (a fraction), `years`, `whole_years`."""
        return Response(methods_as_json())
