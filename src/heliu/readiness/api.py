"""Assessments of readiness by HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.catalog.access.log import note_reading
from heliu.catalog.api import Pages
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.catalog.models import Achievement
from heliu.kit.refusals import RefusalsMixin
from heliu.kit.uploads import UploadRefused
from heliu.readiness import actions
from heliu.readiness.choices import STANDINGS, State
from heliu.readiness.errors import ReadinessRefused
from heliu.readiness.filtersets import AssessmentFilterSet
from heliu.readiness.models import Assessment, Invitation
from heliu.readiness.selectors import (
    get_readable_achievement,
    offers,
    visible_assessments,
    visible_invitations,
)
from heliu.readiness.serializers import (
    AddEvidenceSerializer,
    AssessmentInvitationSerializer,
    AssessmentScaleSerializer,
    AssessmentSerializer,
    EditAssessmentSerializer,
    InviteReviewerSerializer,
    SignAssessmentSerializer,
    StartAssessmentSerializer,
    VersionSerializer,
    WithdrawAssessmentSerializer,
    scales_as_json,
)
from heliu.readiness.views.reading import workbook_response

SHOWN = AssessmentSerializer
CHANGED = OpenApiResponse(description="Somebody else has changed it, or it is signed already.")
UNREADY = OpenApiResponse(description="Nothing answered, no conflict declared, or the reason of a fall is missing.")


class _Acting(RefusalsMixin):
    """Views whose caller is somebody signed in wherever something is written."""

    refusals = (ReadinessRefused, UploadRefused)
    request: Any

    @property
    def _person(self) -> Any:
        return self.request.user

    def _achievement(self, pk: int) -> Achievement:
        try:
            return get_readable_achievement(self.request.user, pk)
        except Http404:
            raise ValidationError({"achievement": ["Not found."]}) from None


@extend_schema_view(
    list=extend_schema(
        summary="Assessments of readiness", responses=SHOWN(many=True),
        parameters=[
            OpenApiParameter("achievement", int, description="Of one achievement, the newest first."),
            OpenApiParameter("scale", str, description="On one scale, by its name."),
            OpenApiParameter("state", str, enum=State.values),
            OpenApiParameter("standing", str, enum=[value for value, _label in STANDINGS]),
        ],
    ),
    retrieve=extend_schema(summary="An assessment with what it found", responses=SHOWN),
    create=extend_schema(
        summary="Begin an assessment", request=StartAssessmentSerializer, responses={201: SHOWN, 409: CHANGED},
        description="For those who act for the owner, and for reviewers whom it has invited.",
    ),
    partial_update=extend_schema(
        summary="Change a draft", request=EditAssessmentSerializer, responses={200: SHOWN, 409: CHANGED}
    ),
    destroy=extend_schema(summary="Delete a draft"),
)  # fmt: skip
class AssessmentViewSet(_Acting, viewsets.GenericViewSet[Assessment]):
    """Signed ones for whoever may read the achievement in full; drafts for those who write them."""

    queryset = Assessment.objects.none()
    serializer_class = SHOWN
    pagination_class = Pages
    permission_classes = [IsAuthenticatedOrReadOnly]
    filter_backends: list[Any] = []
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Assessment]:
        return visible_assessments(self.request.user).prefetch_related("evidence")

    def _shown(self, assessment: Assessment, code: int = status.HTTP_200_OK) -> Response:
        newest = self.get_queryset().get(pk=assessment.pk)
        note_reading(self.request.user, [newest.achievement], what=AccessKind.READ, way=AccessWay.API)
        return Response(SHOWN(newest, context=self.get_serializer_context()).data, status=code)

    def list(self, request: Request) -> Response:
        filterset = AssessmentFilterSet(request.query_params, self.get_queryset())
        if not filterset.is_valid():
            raise ValidationError(filterset.errors)
        page = self.paginate_queryset(filterset.qs) or []
        read = {one.achievement_id: one.achievement for one in page}
        note_reading(request.user, read.values(), what=AccessKind.READ, way=AccessWay.API)
        return self.get_paginated_response(SHOWN(page, many=True, context=self.get_serializer_context()).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def create(self, request: Request) -> Response:
        wanted = StartAssessmentSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = dict(wanted.validated_data)
        achievement = self._achievement(values.pop("achievement"))
        made = actions.start_assessment(actor=self._person, achievement=achievement, **values)
        return self._shown(made, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        assessment = self.get_object()
        wanted = EditAssessmentSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        fields: dict[str, Any] = dict(wanted.validated_data)
        version = fields.pop("version")
        if "answers" in fields:
            fields["answers"] = {name: dict(given) for name, given in fields["answers"].items() if any(given.values())}
        return self._shown(
            actions.edit_assessment(actor=self._person, assessment=assessment, version=version, fields=fields)
        )  # fmt: skip

    def destroy(self, request: Request, pk: str) -> Response:
        actions.delete_assessment(actor=self._person, assessment=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Sign a draft", request=SignAssessmentSerializer, responses={200: SHOWN, 409: CHANGED, 422: UNREADY},
        description="It is frozen with its level, and the achievement takes the level over.",
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        assessment = self.get_object()
        wanted = SignAssessmentSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        return self._shown(
            actions.sign_assessment(actor=self._person, assessment=assessment, **wanted.validated_data)
        )  # fmt: skip

    @extend_schema(
        summary="Withdraw a signed assessment", request=WithdrawAssessmentSerializer,
        responses={200: SHOWN, 409: CHANGED},
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """It stays readable and does not count any more."""
        assessment = self.get_object()
        wanted = WithdrawAssessmentSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        return self._shown(
            actions.withdraw_assessment(actor=self._person, assessment=assessment, **wanted.validated_data)
        )  # fmt: skip

    @extend_schema(
        summary="Add evidence to a criterion of a draft", request={"multipart/form-data": AddEvidenceSerializer},
        responses={201: SHOWN, 409: CHANGED, 422: OpenApiResponse(description="The file cannot be kept.")},
    )  # fmt: skip
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser, FormParser, JSONParser])
    def evidence(self, request: Request, pk: str) -> Response:
        """A file of the achievement, a file of its own, or a link."""
        assessment = self.get_object()
        wanted = AddEvidenceSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = dict(wanted.validated_data)
        version, upload = values.pop("version"), values.pop("file", None)
        edited = actions.edit_assessment(
            actor=self._person, assessment=assessment, version=version, fields={},
            add=[actions.NewEvidence(upload=upload, **values)],
        )  # fmt: skip
        return self._shown(edited, status.HTTP_201_CREATED)

    @extend_schema(
        summary="Take evidence off a draft", request=VersionSerializer, responses={200: SHOWN, 409: CHANGED},
        parameters=[OpenApiParameter("evidence_id", int, OpenApiParameter.PATH)],
    )  # fmt: skip
    @action(detail=True, methods=["post"], url_path=r"evidence/(?P<evidence_id>\d{1,18})/remove")
    def remove_evidence(self, request: Request, pk: str, evidence_id: str) -> Response:
        """What is gone already is no error."""
        assessment = self.get_object()
        wanted = VersionSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        edited = actions.edit_assessment(
            actor=self._person, assessment=assessment, version=wanted.validated_data["version"], fields={},
            remove=[int(evidence_id)],
        )  # fmt: skip
        return self._shown(edited)

    @extend_schema(
        summary="An assessment as Excel",
        responses={(200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"): OpenApiTypes.BINARY},
    )
    @action(detail=True, methods=["get"])
    def workbook(self, request: Request, pk: str) -> Any:
        """What the page says, with every criterion, its answer, note and evidence."""
        return workbook_response(request.user, self.get_object(), way=AccessWay.API)

    @extend_schema(
        summary="The scales and what each level asks", responses=AssessmentScaleSerializer(many=True), filters=False
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def scales(self, request: Request) -> Response:
        """Those in force first; one whose time is over stands there and is not offered."""
        return Response(scales_as_json(offers()))


@extend_schema_view(
    list=extend_schema(
        summary="Invitations to assess", responses=AssessmentInvitationSerializer(many=True),
        description="Those that you have received, and those of the organisations that you are a member of.",
    ),
    create=extend_schema(
        summary="Invite a reviewer to assess", request=InviteReviewerSerializer,
        responses={201: AssessmentInvitationSerializer},
    ),
)  # fmt: skip
class InvitationViewSet(_Acting, viewsets.GenericViewSet[Invitation]):
    """For the reviewer and for the members of the owner; nobody else knows of them."""

    queryset = Invitation.objects.none()
    serializer_class = AssessmentInvitationSerializer
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    filter_backends: list[Any] = []
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Invitation]:
        return visible_invitations(self.request.user)

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(AssessmentInvitationSerializer(page, many=True).data)

    def create(self, request: Request) -> Response:
        wanted = InviteReviewerSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = dict(wanted.validated_data)
        achievement = self._achievement(values.pop("achievement"))
        made = actions.invite_reviewer(actor=self._person, achievement=achievement, **values)
        return Response(AssessmentInvitationSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Decline an invitation, or take it back",
        request=None,
        responses={200: AssessmentInvitationSerializer, 409: OpenApiResponse(description="It is not open any more.")},
    )
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Its reviewer declines; members of the owner take it back."""
        ended = actions.end_invitation(actor=self._person, invitation=self.get_object())
        return Response(AssessmentInvitationSerializer(ended).data)
