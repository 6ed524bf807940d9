"""The API of agreements: the same filters, rules and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.accounts.adapters import is_password_of
from heliu.agreements import actions
from heliu.agreements.certificates import certificate_of, compare
from heliu.agreements.errors import AgreementError, WrongPassword
from heliu.agreements.filtersets import AgreementFilterSet
from heliu.agreements.http import stored_pdf
from heliu.agreements.models import Agreement, AgreementTemplate
from heliu.agreements.selectors import get_template_version, template_versions, visible_agreements
from heliu.agreements.serializers import (
    AcceptAgreementSerializer,
    AgreementNoteSerializer,
    AgreementRefusedSerializer,
    AgreementSerializer,
    AgreementTemplateSerializer,
    AgreementUploadSerializer,
    CertificateSerializer,
    CompareSerializer,
    ComparisonSerializer,
    ProposeSerializer,
)
from heliu.kit.lists.pages import Pages
from heliu.kit.refusals import RefusalsMixin
from heliu.kit.uploads import UploadRefused

SHOWN = AgreementSerializer
REFUSED = OpenApiResponse(AgreementRefusedSerializer, description="The agreement's state, or another one, forbids it.")
UNFIT = OpenApiResponse(AgreementRefusedSerializer, description="Wrong password, no tick, or a file that is no PDF.")


class _Refusals(RefusalsMixin, viewsets.GenericViewSet[Any]):
    """What both viewsets say to a refusal."""

    refusals = (AgreementError, UploadRefused)
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"


@extend_schema_view(
    list=extend_schema(summary="Agreements of your organisations", responses=SHOWN(many=True)),
    retrieve=extend_schema(summary="One agreement, with its text", responses=SHOWN),
    create=extend_schema(
        summary="Propose an agreement; nobody is bound by that", request=ProposeSerializer,
        responses={201: SHOWN, 409: REFUSED, 429: REFUSED},
    ),
    accept=extend_schema(
        summary="Bind your organisation, as somebody entitled; with the second side it is in force",
        request=AcceptAgreementSerializer, responses={200: SHOWN, 409: REFUSED, 422: UNFIT},
    ),
    decline=extend_schema(
        summary="Decline, as somebody entitled of the side that was asked", request=AgreementNoteSerializer,
        responses={200: SHOWN, 409: REFUSED},
    ),
    withdraw=extend_schema(
        summary="Withdraw, as the side that proposed", request=AgreementNoteSerializer,
        responses={200: SHOWN, 409: REFUSED},
    ),
    terminate=extend_schema(
        summary="Terminate at once, as somebody entitled of either side", request=AgreementNoteSerializer,
        responses={200: SHOWN, 409: REFUSED},
    ),
    upload=extend_schema(
        summary="Upload a PDF that both have signed elsewhere; the other side confirms it by accepting",
        request={"multipart/form-data": AgreementUploadSerializer}, responses={201: SHOWN, 409: REFUSED, 422: UNFIT},
    ),
    file=extend_schema(
        summary="The PDF of an agreement that was signed elsewhere",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    ),
    certificate=extend_schema(summary="What was agreed, by whom and when", responses=CertificateSerializer),
    compare=extend_schema(
        summary="Whether a text is the agreement's", request=CompareSerializer, responses=ComparisonSerializer
    ),
)  # fmt: skip
class AgreementViewSet(_Refusals):
    """Confidentiality agreements. Whoever belongs to neither of the two gets 404."""

    queryset = Agreement.objects.none()
    serializer_class = AgreementSerializer
    filterset_class = AgreementFilterSet
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Agreement]:
        return visible_agreements(self.request.user).prefetch_related("acceptances")

    def _shown(self, agreement: Agreement, code: int = status.HTTP_200_OK) -> Response:
        fresh = self.get_queryset().get(pk=agreement.pk)
        return Response(SHOWN(fresh, context=self.get_serializer_context()).data, status=code)

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(SHOWN(page, many=True, context=self.get_serializer_context()).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def create(self, request: Request) -> Response:
        values = self.sent(ProposeSerializer)
        parties = {name: values.pop(name) for name in ("party_a", "party_b")}
        agreement = actions.propose_agreement(actor=request.user, **parties, terms=actions.Terms(**values))
        return self._shown(agreement, status.HTTP_201_CREATED)

    def _signature(self, values: dict[str, Any]) -> actions.Signature:
        """Tries are counted together with those of signing in."""
        names = ("name", "position", "password", "entitled", "content_hash")
        user: Any = self.request.user
        if not is_password_of(user, values["password"]):
            raise WrongPassword
        return actions.Signature(**{name: values.pop(name) for name in names if name in values})

    @action(detail=False, methods=["post"], parser_classes=[MultiPartParser])
    def upload(self, request: Request) -> Response:
        values = self.sent(AgreementUploadSerializer)
        signature = self._signature(values)
        agreement = actions.upload_agreement(actor=request.user, signature=signature, **values)
        return self._shown(agreement, status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        agreement = self.get_object()
        signature = self._signature(self.sent(AcceptAgreementSerializer))
        return self._shown(actions.accept_agreement(actor=request.user, agreement=agreement, signature=signature))

    def _step(self, step: Any) -> Response:
        agreement = self.get_object()
        return self._shown(step(actor=self.request.user, agreement=agreement, **self.sent(AgreementNoteSerializer)))

    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        return self._step(actions.decline_agreement)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        return self._step(actions.withdraw_agreement)

    @action(detail=True, methods=["post"])
    def terminate(self, request: Request, pk: str) -> Response:
        return self._step(actions.terminate_agreement)

    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def file(self, request: Request, pk: str) -> FileResponse:
        return stored_pdf(self.get_object())

    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def certificate(self, request: Request, pk: str) -> Response:
        return Response(CertificateSerializer(certificate_of(self.get_object())).data)

    @action(detail=True, methods=["post"])
    def compare(self, request: Request, pk: str) -> Response:
        agreement = self.get_object()
        found = compare(agreement, self.sent(CompareSerializer)["text"].encode())
        return Response(ComparisonSerializer(found).data)


@extend_schema_view(
    list=extend_schema(summary="Versions of the agreement template"),
    retrieve=extend_schema(summary="One version with its texts"),
    create=extend_schema(summary="Write a version, as an administrator"),
    update=extend_schema(summary="Change a version that was never used, as an administrator"),
    put_in_force=extend_schema(
        summary="Let the next agreements be made with this version, as an administrator", request=None,
        responses=AgreementTemplateSerializer,
    ),
)  # fmt: skip
class AgreementTemplateViewSet(_Refusals):
    """The text that agreements are made from. Whoever is signed in reads it, administrators write it."""

    queryset = AgreementTemplate.objects.none()
    serializer_class = AgreementTemplateSerializer

    def get_queryset(self) -> QuerySet[AgreementTemplate]:
        return template_versions()

    def _shown(self, template: AgreementTemplate, code: int = status.HTTP_200_OK) -> Response:
        return Response(AgreementTemplateSerializer(get_template_version(template.pk)).data, status=code)

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(AgreementTemplateSerializer(page, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def create(self, request: Request) -> Response:
        values = self.sent(AgreementTemplateSerializer)
        return self._shown(actions.write_template(actor=request.user, **values), status.HTTP_201_CREATED)

    def update(self, request: Request, pk: str) -> Response:
        template = self.get_object()
        values = self.sent(AgreementTemplateSerializer)
        return self._shown(actions.edit_template(actor=request.user, template=template, **values))

    @action(detail=True, methods=["post"], url_path="in-force")
    def put_in_force(self, request: Request, pk: str) -> Response:
        return self._shown(actions.put_template_in_force(actor=request.user, template=self.get_object()))
