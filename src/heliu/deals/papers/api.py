"""The API of papers: the same rules and actions as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.agreements.http import attachment
from heliu.deals.errors import DealError
from heliu.deals.models import Deal
from heliu.deals.papers import actions
from heliu.deals.papers.errors import TemplateRefused
from heliu.deals.papers.http import saved_file, saved_template
from heliu.deals.papers.kinds import kinds_for
from heliu.deals.papers.listing import field_rows
from heliu.deals.papers.models import Enclosure, Paper, PaperTemplate
from heliu.deals.papers.packages import package_bytes, package_name
from heliu.deals.papers.registration import Registration, registration_of
from heliu.deals.papers.selectors import (
    get_kind,
    get_template_version,
    get_visible_enclosure,
    get_visible_paper,
    papers_of,
    template_versions,
)
from heliu.deals.papers.serializers import (
    AddEnclosureSerializer,
    ContractRegistrationSerializer,
    EnclosureSerializer,
    MakePaperSerializer,
    PaperFieldSerializer,
    PaperKindSerializer,
    PaperRefusedSerializer,
    PaperSerializer,
    PaperTemplateSerializer,
    UploadTemplateSerializer,
)
from heliu.deals.selectors import get_visible_deal
from heliu.kit.lists.pages import Pages
from heliu.kit.permissions import require
from heliu.kit.refusals import RefusalsMixin
from heliu.kit.uploads import UploadRefused

REFUSED = OpenApiResponse(PaperRefusedSerializer, description="The deal is over, or the kind does not fit it.")
UNFIT = OpenApiResponse(PaperRefusedSerializer, description="The file is refused; the text says why.")
IN_A_DEAL = [OpenApiParameter("deal_pk", OpenApiTypes.INT, OpenApiParameter.PATH, description="The deal.")]
OF_A_DAY = [
    *IN_A_DEAL,
    OpenApiParameter("day", OpenApiTypes.DATE, description="Whose rules; else that of the registration, or today."),
]  # fmt: skip
WORD = {(200, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"): OpenApiTypes.BINARY}


class _Refusals(RefusalsMixin, viewsets.GenericViewSet[Any]):
    """What all of them say to a refusal."""

    refusals = (DealError, UploadRefused)
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if isinstance(exc, TemplateRefused) and exc.unknown:
            response.data["unknown"] = exc.unknown
        return response

    def _deal(self) -> Deal:
        return get_visible_deal(self.request.user, int(self.kwargs["deal_pk"]))


@extend_schema_view(
    list=extend_schema(summary="Papers of a deal, of each sort the newest first", parameters=IN_A_DEAL),
    retrieve=extend_schema(
        summary="One paper: what it was filled with, and what has changed since", parameters=IN_A_DEAL
    ),
    create=extend_schema(
        summary="Make a paper from the record: the next version", parameters=IN_A_DEAL, request=MakePaperSerializer,
        responses={201: PaperSerializer, 409: REFUSED},
    ),
    file=extend_schema(summary="The Word file of a paper", parameters=IN_A_DEAL, responses=WORD),
    kinds=extend_schema(
        summary="Kinds of paper that can be made of the deal", parameters=IN_A_DEAL,
        responses=PaperKindSerializer(many=True),
    ),
)  # fmt: skip
class PaperViewSet(_Refusals):
    """Papers of a deal. Whoever acts for neither side gets 404."""

    queryset = Paper.objects.none()
    serializer_class = PaperSerializer
    pagination_class = Pages

    def list(self, request: Request, deal_pk: str) -> Response:
        page = self.paginate_queryset(papers_of(request.user, self._deal()))
        found = PaperSerializer(page, many=True, context=self.get_serializer_context())
        return self.get_paginated_response(found.data)

    def retrieve(self, request: Request, deal_pk: str, pk: str) -> Response:
        found = get_visible_paper(request.user, int(deal_pk), int(pk))
        return Response(PaperSerializer(found, context=self.get_serializer_context()).data)

    def create(self, request: Request, deal_pk: str) -> Response:
        deal, values = self._deal(), self.sent(MakePaperSerializer)
        paper = actions.make_paper(
            actor=request.user, deal=deal, kind=get_kind(values["kind"]), language=values["language"]
        )
        shown = PaperSerializer(paper, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["get"], pagination_class=None)
    def file(self, request: Request, deal_pk: str, pk: str) -> FileResponse:
        return saved_file(get_visible_paper(request.user, int(deal_pk), int(pk)))

    @action(detail=False, methods=["get"], pagination_class=None)
    def kinds(self, request: Request, deal_pk: str) -> Response:
        found = [{"name": kind.name, "label": str(kind.label)} for kind in kinds_for(self._deal())]
        return Response(PaperKindSerializer(found, many=True).data)


@extend_schema_view(
    list=extend_schema(
        summary="Whether the contract can be registered, clause by clause, and what the package holds",
        parameters=OF_A_DAY, responses=ContractRegistrationSerializer(many=False),
    ),
    package=extend_schema(
        summary="The registration package: a ZIP file with its manifest", parameters=OF_A_DAY,
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    ),
)  # fmt: skip
class RegistrationViewSet(_Refusals):
    """The registration of a deal's contract. Whoever acts for neither side gets 404."""

    queryset = Paper.objects.none()
    serializer_class = ContractRegistrationSerializer
    pagination_class = None

    def _registration(self) -> Registration:
        day = self.request.query_params.get("day")
        wanted: date | None = serializers.DateField().run_validation(day) if day else None
        return registration_of(self._deal(), wanted)

    def list(self, request: Request, deal_pk: str) -> Response:
        return Response(ContractRegistrationSerializer(self._registration()).data)

    @action(detail=False, methods=["get"])
    def package(self, request: Request, deal_pk: str) -> FileResponse:
        found = self._registration()
        return attachment(package_bytes(found), package_name(found), "application/zip")


@extend_schema_view(
    list=extend_schema(summary="Files uploaded for the registration package", parameters=IN_A_DEAL),
    create=extend_schema(
        summary="Upload a file for the registration package", parameters=IN_A_DEAL,
        request={"multipart/form-data": AddEnclosureSerializer},
        responses={201: EnclosureSerializer, 409: REFUSED, 422: UNFIT},
    ),
    destroy=extend_schema(
        summary="Take a file out of the registration package", parameters=IN_A_DEAL,
        responses={204: None, 409: REFUSED},
    ),
    file=extend_schema(
        summary="The uploaded file", parameters=IN_A_DEAL,
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    ),
)  # fmt: skip
class EnclosureViewSet(_Refusals):
    """What is uploaded for the registration. Whoever acts for neither side gets 404."""

    queryset = Enclosure.objects.none()
    serializer_class = EnclosureSerializer
    pagination_class = Pages
    parser_classes = [MultiPartParser]

    def list(self, request: Request, deal_pk: str) -> Response:
        page = self.paginate_queryset(Enclosure.objects.filter(deal=self._deal()))
        return self.get_paginated_response(EnclosureSerializer(page, many=True).data)

    def create(self, request: Request, deal_pk: str) -> Response:
        deal, values = self._deal(), self.sent(AddEnclosureSerializer)
        added = actions.add_enclosure(actor=request.user, deal=deal, **values)
        return Response(EnclosureSerializer(added).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, deal_pk: str, pk: str) -> Response:
        found = get_visible_enclosure(request.user, int(deal_pk), int(pk))
        actions.remove_enclosure(actor=request.user, enclosure=found)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @action(detail=True, methods=["get"], pagination_class=None)
    def file(self, request: Request, deal_pk: str, pk: str) -> FileResponse:
        return saved_file(get_visible_enclosure(request.user, int(deal_pk), int(pk)))


@extend_schema_view(
    list=extend_schema(summary="Uploaded templates of papers, as an administrator"),
    retrieve=extend_schema(summary="One version of a template, as an administrator"),
    create=extend_schema(
        summary="Upload a template; it is tried out before it is kept, as an administrator",
        request={"multipart/form-data": UploadTemplateSerializer},
        responses={201: PaperTemplateSerializer, 409: REFUSED, 422: UNFIT},
    ),
    put_in_force=extend_schema(
        summary="Let the next papers be made from this version, as an administrator", request=None,
        responses=PaperTemplateSerializer,
    ),
    put_out_of_force=extend_schema(
        summary="Let the next papers be made from the draft that comes with the software, as an administrator",
        request=None, responses=PaperTemplateSerializer,
    ),
    file=extend_schema(summary="The Word file of a version, as an administrator", responses=WORD),
    fields=extend_schema(
        summary="Every field that a template can carry, as an administrator", responses=PaperFieldSerializer(many=True)
    ),
)  # fmt: skip
class PaperTemplateViewSet(_Refusals):
    """The Word files that papers are made from. Administrators alone."""

    queryset = PaperTemplate.objects.none()
    serializer_class = PaperTemplateSerializer
    pagination_class = Pages
    parser_classes = [MultiPartParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require(request.user, "deals.see_paper_templates")

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(template_versions())
        return self.get_paginated_response(PaperTemplateSerializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(PaperTemplateSerializer(get_template_version(int(pk))).data)

    def create(self, request: Request) -> Response:
        values = self.sent(UploadTemplateSerializer)
        template = actions.upload_template(actor=request.user, kind=get_kind(values.pop("kind")), **values)
        return Response(PaperTemplateSerializer(template).data, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], url_path="in-force")
    def put_in_force(self, request: Request, pk: str) -> Response:
        template = actions.put_in_force(actor=request.user, template=get_template_version(int(pk)))
        return Response(PaperTemplateSerializer(template).data)

    @action(detail=True, methods=["post"], url_path="out-of-force")
    def put_out_of_force(self, request: Request, pk: str) -> Response:
        template = get_template_version(int(pk))
        actions.return_to_draft(actor=request.user, kind=get_kind(template.kind), language=template.language)
        return Response(PaperTemplateSerializer(get_template_version(int(pk))).data)

    @action(detail=True, methods=["get"], pagination_class=None)
    def file(self, request: Request, pk: str) -> FileResponse:
        return saved_template(get_template_version(int(pk)))

    @action(detail=False, methods=["get"], pagination_class=None)
    def fields(self, request: Request) -> Response:
        return Response(PaperFieldSerializer(field_rows(), many=True).data)
