"""The API of open data: what its pages say and do."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from heliu.catalog.selectors import get_visible_organisation
from heliu.exchange.actions import choose_open_data
from heliu.exchange.choices import MAIN_ENTITY
from heliu.exchange.dumps import current_dump
from heliu.exchange.http import conditional
from heliu.exchange.linked import CONTENT_TYPE, as_script, linked_data
from heliu.exchange.oai.formats import FORMATS
from heliu.exchange.selectors import is_withheld
from heliu.exchange.serializers import ChoiceSerializer, OpenDataSerializer
from heliu.exchange.site import base_url
from heliu.kit.permissions import require
from heliu.kit.site import absolute

KIND = OpenApiParameter("kind", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(MAIN_ENTITY))


class OpenDataView(APIView):
    """The files of all public records, and where to harvest them."""

    permission_classes = [AllowAny]

    @extend_schema(summary="Open data: files, licence, address for harvesters", responses=OpenDataSerializer)
    def get(self, request: Request) -> Response:
        dump = current_dump()
        files = {
            name: {
                "url": absolute(reverse("open_data_file", args=[name])),
                "size": file.size,
                "sha256": file.sha256,
            }
            for name, file in (dump.files if dump else {}).items()
        }
        told = {
            "licence": settings.HELIU_OPEN_DATA_LICENCE, "oai": base_url(), "formats": list(FORMATS),
            "made_at": dump.made_at if dump else None, "records": dump.records if dump else 0,
            "deleted": dump.deleted if dump else 0, "files": files,
        }  # fmt: skip
        return Response(told)


class LinkedDataView(APIView):
    """A public record or organisation in the words of schema.org."""

    permission_classes = [AllowAny]

    @extend_schema(
        summary="A public record as JSON-LD", parameters=[KIND],
        responses={(200, CONTENT_TYPE): OpenApiTypes.OBJECT},
    )  # fmt: skip
    def get(self, request: Request, kind: str, pk: int) -> HttpResponse:
        data = linked_data(kind, pk) if kind in MAIN_ENTITY else None
        if data is None:
            raise Http404
        return conditional(request, as_script(data).encode(), CONTENT_TYPE)


class ChoiceView(APIView):
    """Whether an organisation's public records are given to harvesters; its owners decide."""

    permission_classes = [IsAuthenticated]

    @extend_schema(summary="Whether an organisation gives its public records to harvesters", responses=ChoiceSerializer)
    def get(self, request: Request, pk: int) -> Response:
        organisation = get_visible_organisation(request.user, pk)
        require(request.user, "exchange.choose_open_data", organisation)
        return Response({"given": not is_withheld(organisation)})

    @extend_schema(
        summary="Give an organisation's public records to harvesters, or not", request=ChoiceSerializer,
        responses=ChoiceSerializer,
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        organisation = get_visible_organisation(request.user, pk)
        wanted = ChoiceSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        choose_open_data(actor=request.user, organisation=organisation, given=wanted.validated_data["given"])
        return Response({"given": not is_withheld(organisation)})
