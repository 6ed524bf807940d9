"""Sheets by HTTP."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.catalog.access.log import note_reading
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.matching.sheets.adapters import sheet_for
from heliu.matching.sheets.serializers import DemandSheetSerializer, sheet_as_json


class DemandSheetView(APIView):
    """The sheet of a demand."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="demand_sheet",
        summary="The sheet of a demand",
        description=(
            "The demand taken apart: what the owner filled in, and what is read out of title and description. "
            "Whoever may read the demand in full gets it; contact and confidentiality as with the demand itself."
        ),
        responses={
            200: DemandSheetSerializer,
            404: OpenApiResponse(description="There is no such demand, or none that you may read in full."),
        },
    )
    def get(self, request: Request, pk: int) -> Response:
        sheet = sheet_for(request.user, pk)
        note_reading(request.user, [sheet.demand], what=AccessKind.SHEET, way=AccessWay.API)
        return Response(sheet_as_json(sheet))
