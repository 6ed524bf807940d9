"""The API of reports: the same rules and figures as the pages."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.kit.permissions import require
from heliu.kit.refusals import RefusalsMixin
from heliu.reports.actions import Stated, write_facts
from heliu.reports.choices import Fact
from heliu.reports.figures import figure_of, figures_of
from heliu.reports.indicators import INDICATORS
from heliu.reports.models import YearlyFact
from heliu.reports.selectors import get_scope
from heliu.reports.serializers import FactSerializer, FigureSerializer, RecordsSerializer


class ReportView(APIView):
    """The indicators of one organisation and year."""

    permission_classes = [IsAuthenticated]

    @extend_schema(summary="The report of an organisation and a year", responses=FigureSerializer(many=True))
    def get(self, request: Request, pk: int, year: int) -> Response:
        return Response(FigureSerializer(figures_of(get_scope(request.user, pk, year)), many=True).data)


class RecordsView(APIView):
    """What a figure is made of."""

    permission_classes = [IsAuthenticated]

    @extend_schema(summary="The records behind one figure", responses=RecordsSerializer)
    def get(self, request: Request, pk: int, year: int, indicator: str) -> Response:
        scope = get_scope(request.user, pk, year)
        if indicator not in INDICATORS:
            raise Http404
        return Response(RecordsSerializer(figure_of(scope, indicator)).data)


class FactsView(RefusalsMixin, APIView):
    """What indicators need beside the records."""

    permission_classes = [IsAuthenticated]

    @extend_schema(summary="Numbers written down for a year", responses=FactSerializer(many=True))
    def get(self, request: Request, pk: int, year: int) -> Response:
        scope = get_scope(request.user, pk, year)
        facts = YearlyFact.objects.filter(organisation=scope.organisation, year=scope.year)
        return Response(FactSerializer(facts, many=True).data)

    @extend_schema(
        summary="Write numbers of a year down, as an owner", request=FactSerializer(many=True),
        responses=FactSerializer(many=True),
    )  # fmt: skip
    def put(self, request: Request, pk: int, year: int) -> Response:
        """Those that are not named stay as they are. All of them are written, or none."""
        scope = get_scope(request.user, pk, year)
        require(request.user, "reports.write_facts", scope.organisation)
        wanted = FactSerializer(data=request.data, many=True)
        wanted.is_valid(raise_exception=True)
        facts = {Fact(one["name"]): Stated(one["value"], one["source"]) for one in wanted.validated_data}
        write_facts(actor=request.user, organisation=scope.organisation, year=scope.year, facts=facts)
        return self.get(request, pk, year)
