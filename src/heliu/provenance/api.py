"""Origins of the fields of records by HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.catalog.access.log import note_reading
from heliu.catalog.actions import CatalogError
from heliu.catalog.api import REFUSED
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.catalog.selectors import get_visible_record
from heliu.kit.refusals import RefusalsMixin
from heliu.provenance.actions import confirm_fields
from heliu.provenance.prov import JSON_LD, provenance_graph
from heliu.provenance.selectors import get_readable_record, told_origins
from heliu.provenance.serializers import ConfirmFieldsSerializer, FieldOriginSerializer
from heliu.provenance.shown import shown


class JsonLdRenderer(JSONRenderer):
    """JSON-LD is JSON under its own media type."""

    media_type = JSON_LD
    format = "jsonld"


class _OfRecord(RefusalsMixin, APIView):
    refusals = (CatalogError,)
    permission_classes = [IsAuthenticatedOrReadOnly]

    def told(self, kind: str, pk: int) -> Response:
        """The origins as the caller may know them; that they were read is noted, as quotes are the record's text."""
        user: Any = self.request.user
        record = get_readable_record(user, kind, pk)
        note_reading(user, [record], what=AccessKind.READ, way=AccessWay.API)
        return Response(FieldOriginSerializer(shown(record, told_origins(user, record)), many=True).data)


class OriginsView(_OfRecord):
    """Where each field came from, for whoever reads the record in full."""

    @extend_schema(summary="Where each field came from", responses=FieldOriginSerializer(many=True))
    def get(self, request: Request, kind: str, pk: int) -> Response:
        return self.told(kind, pk)


class ConfirmView(_OfRecord):
    """Confirming what a source gave, for those who may edit the record."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        summary="Confirm fields by hand", request=ConfirmFieldsSerializer,
        responses={200: FieldOriginSerializer(many=True), 409: REFUSED},
        description="What is confirmed stays as it is when the source is read again. What is confirmed already, or "
        "says nothing, is passed over.",
    )  # fmt: skip
    def post(self, request: Request, kind: str, pk: int) -> Response:
        user: Any = request.user
        record = get_visible_record(user, kind, pk)
        confirm_fields(actor=user, record=record, **self.sent(ConfirmFieldsSerializer))
        return self.told(kind, pk)


class ProvenanceView(_OfRecord):
    """The provenance of a record as W3C PROV."""

    renderer_classes: list[type[BaseRenderer]] = [JsonLdRenderer, JSONRenderer]

    @extend_schema(
        summary="Provenance as PROV-O in JSON-LD",
        responses={(200, JSON_LD): OpenApiTypes.OBJECT},
        description="Entities, activities and agents behind the record, as far as the caller is told of them.",
    )
    def get(self, request: Request, kind: str, pk: int) -> Response:
        user: Any = request.user
        record = get_readable_record(user, kind, pk)
        note_reading(user, [record], what=AccessKind.READ, way=AccessWay.API)
        return Response(provenance_graph(user, record))
