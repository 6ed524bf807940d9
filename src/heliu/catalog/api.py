"""The API of the catalog: the same filters, rules and actions as its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.accounts.models import Organisation
from heliu.catalog import actions
from heliu.catalog.access.actions import ask_access
from heliu.catalog.access.errors import AccessError
from heliu.catalog.access.log import note_reading
from heliu.catalog.access.serializers import AccessRequestSerializer, AskSerializer
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.catalog.filtersets import RECORD_FILTERSETS, OrganisationFilterSet
from heliu.catalog.models import Achievement, Attachment, Demand, Expert
from heliu.catalog.selectors import (
    get_visible_attachment,
    own_records,
    published_records,
    reviewable_records,
    standing_for,
    visible_organisations,
    visible_records,
    visible_team_ids,
)
from heliu.catalog.serializers import (
    READ_SERIALIZERS,
    WRITE_SERIALIZERS,
    AttachmentSerializer,
    ConflictSerializer,
    NoteSerializer,
    OrganisationSerializer,
    ReasonSerializer,
    SeenSerializer,
    UploadSerializer,
)
from heliu.kit.lists.pages import Pages
from heliu.kit.refusals import RefusalsMixin
from heliu.kit.uploads import UploadRefused

REFUSED = OpenApiResponse(ConflictSerializer, description="The record's state, or another person's change, forbids it.")
SCOPE = OpenApiParameter(
    "scope", OpenApiTypes.STR, enum=["published", "own", "review"], default="published",
    description="``own``: of your organisations, in every state. ``review``: what waits for you as a reviewer.",
)  # fmt: skip


class RecordViewSet(RefusalsMixin, viewsets.GenericViewSet[Any]):
    """What the viewsets of all kinds do."""

    refusals = (actions.CatalogError, AccessError, UploadRefused)
    kind: ClassVar[str]
    pagination_class = Pages
    permission_classes = [IsAuthenticatedOrReadOnly]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        if self.action == "list":
            scope = self.request.query_params.get("scope", "published")
            reads: dict[str, Callable[[Any, str], QuerySet[Any]]] = {
                "published": published_records, "own": own_records, "review": reviewable_records,
            }  # fmt: skip
            if scope not in reads:
                raise ValidationError({"scope": "published, own or review"})
            records = reads[scope](user, self.kind)
        else:
            records = visible_records(user, self.kind)
        return records.prefetch_related("attachments", *records.model.part_fields)

    def get_serializer_class(self) -> Any:
        serializers = WRITE_SERIALIZERS if self.action in ("create", "update", "partial_update") else READ_SERIALIZERS
        return serializers[self.kind]

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, actions.EditConflict):
            changes = [
                {"name": change.name, "label": change.label, "before": change.before, "after": change.after}
                for change in exc.changes
            ]
            answer = {"detail": str(exc), "version": exc.record.version, "changes": changes}
            return Response(answer, status=exc.status)
        return super().handle_exception(exc)

    def shown(self, record: Any, status_code: int = status.HTTP_200_OK) -> Response:
        """The record as it is now, as the person may see it."""
        fresh = visible_records(self.request.user, self.kind).get(pk=record.pk)
        self.note([fresh])
        data = READ_SERIALIZERS[self.kind](fresh, context=self.get_serializer_context()).data
        return Response(data, status=status_code)

    def note(self, records: Sequence[Any]) -> None:
        """Note for their owners that the person is given these records."""
        note_reading(self.request.user, records, what=AccessKind.READ, way=AccessWay.API)

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        self.note(page or ())
        context = dict(self.get_serializer_context())
        if self.kind == "achievement":
            context["team_ids"] = visible_team_ids(request.user, [record.pk for record in page or ()])
        return self.get_paginated_response(READ_SERIALIZERS[self.kind](page, many=True, context=context).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        try:
            record = self.get_object()
        except Http404:
            instead = standing_for(request.user, self.kind, int(pk))
            if instead is None:
                raise
            address = reverse(f"api-{self.kind}-detail", args=[instead.pk])
            return Response(status=status.HTTP_301_MOVED_PERMANENTLY, headers={"Location": address})
        self.note([record])
        return Response(READ_SERIALIZERS[self.kind](record, context=self.get_serializer_context()).data)

    def create(self, request: Request) -> Response:
        wanted: Any = self.get_serializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        if "organisation" not in wanted.validated_data:
            raise ValidationError({"organisation": [wanted.fields["organisation"].error_messages["required"]]})
        record = actions.create_record(
            actor=request.user, kind=self.kind, organisation=wanted.validated_data["organisation"],
            fields=wanted.written(),
        )  # fmt: skip
        return self.shown(record, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        wanted: Any = self.get_serializer(data=request.data, partial=True)
        record = self.get_object()
        wanted.is_valid(raise_exception=True)
        if "version" not in wanted.validated_data:
            raise ValidationError({"version": [wanted.fields["version"].error_messages["required"]]})
        version = wanted.validated_data["version"]
        return self.shown(
            actions.edit_record(actor=request.user, record=record, version=version, fields=wanted.written())
        )

    def destroy(self, request: Request, pk: str) -> Response:
        actions.delete_record(actor=request.user, record=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _step(self, step: Callable[..., Any], serializer: Any = None) -> Response:
        record = self.get_object()
        values = {}
        if serializer is not None:
            wanted = serializer(data=self.request.data)
            wanted.is_valid(raise_exception=True)
            values = wanted.validated_data
        return self.shown(step(actor=self.request.user, record=record, **values))

    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        return self._step(actions.submit_record)

    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        return self._step(actions.publish_record, SeenSerializer)

    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def give_back(self, request: Request, pk: str) -> Response:
        return self._step(actions.return_record, ReasonSerializer)

    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        return self._step(actions.close_record, NoteSerializer)

    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        return self._step(actions.reopen_record)

    @action(detail=True, methods=["post"])
    def access(self, request: Request, pk: str) -> Response:
        record = self.get_object()
        wanted = AskSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        asked = ask_access(actor=request.user, record=record, **wanted.validated_data)
        return Response(AccessRequestSerializer(asked).data, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def attachments(self, request: Request, pk: str) -> Response:
        wanted = UploadSerializer(data=request.data)
        record = self.get_object()
        wanted.is_valid(raise_exception=True)
        attachment = actions.attach_file(actor=request.user, record=record, upload=wanted.validated_data["file"])
        data = AttachmentSerializer(attachment, context=self.get_serializer_context()).data
        return Response(data, status=status.HTTP_201_CREATED)


def _described(kind: str, one: str, many: str) -> Callable[[Any], Any]:
    """The schema of a kind's viewset."""
    read, write = READ_SERIALIZERS[kind], WRITE_SERIALIZERS[kind]
    return extend_schema_view(
        list=extend_schema(summary=f"Find {many}", parameters=[SCOPE], responses=read(many=True)),
        retrieve=extend_schema(
            summary=f"One {one}",
            responses={200: read, 301: OpenApiResponse(description="Merged: the one that stands for it.")},
        ),
        create=extend_schema(summary=f"Write a new {one} as a draft", request=write, responses={201: read}),
        partial_update=extend_schema(
            summary=f"Change some fields of a {one}", request=write, responses={200: read, 409: REFUSED}
        ),
        destroy=extend_schema(summary="Delete a draft", responses={204: None}),
        submit=extend_schema(summary="Submit for review", request=None, responses={200: read, 409: REFUSED}),
        publish=extend_schema(
            summary="Approve, as a reviewer", request=SeenSerializer, responses={200: read, 409: REFUSED}
        ),
        give_back=extend_schema(
            summary="Give back with a reason, as a reviewer", request=ReasonSerializer,
            responses={200: read, 409: REFUSED},
        ),
        close=extend_schema(summary="Close", request=NoteSerializer, responses={200: read, 409: REFUSED}),
        reopen=extend_schema(
            summary="Take up again as a draft", request=None, responses={200: read, 409: REFUSED}
        ),
        access=extend_schema(
            summary="Ask the owner for the rest of a record that is on request", request=AskSerializer,
            responses={201: AccessRequestSerializer, 409: OpenApiResponse(description="Asked already.")},
        ),
        attachments=extend_schema(
            summary="Add a file", request={"multipart/form-data": UploadSerializer},
            responses={201: AttachmentSerializer, 422: ConflictSerializer},
        ),
    )  # fmt: skip


@_described("demand", "demand", "demands")
class DemandViewSet(RecordViewSet):
    """What organisations need solved."""

    kind = "demand"
    queryset = Demand.objects.none()
    filterset_class = RECORD_FILTERSETS["demand"]


@_described("achievement", "achievement", "achievements")
class AchievementViewSet(RecordViewSet):
    """What teams can transfer to others."""

    kind = "achievement"
    queryset = Achievement.objects.none()
    filterset_class = RECORD_FILTERSETS["achievement"]


@_described("expert", "expert", "experts")
class ExpertViewSet(RecordViewSet):
    """People with a profile of works; the title is the name."""

    kind = "expert"
    queryset = Expert.objects.none()
    filterset_class = RECORD_FILTERSETS["expert"]


@extend_schema_view(
    list=extend_schema(summary="Find organisations"), retrieve=extend_schema(summary="One organisation")
)
class OrganisationViewSet(viewsets.ReadOnlyModelViewSet[Organisation]):
    """The public facts of organisations."""

    queryset = Organisation.objects.none()
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilterSet
    pagination_class = Pages
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Organisation]:
        return visible_organisations(self.request.user)


@extend_schema_view(destroy=extend_schema(summary="Take a file off its record"))
class AttachmentViewSet(mixins.DestroyModelMixin, viewsets.GenericViewSet[Attachment]):
    """Files of records; they are added at the record and fetched at their ``url``."""

    queryset = Attachment.objects.none()
    serializer_class = AttachmentSerializer
    lookup_value_regex = r"\d+"

    def get_object(self) -> Attachment:
        return get_visible_attachment(self.request.user, int(self.kwargs["pk"]))

    def perform_destroy(self, instance: Attachment) -> None:
        actions.remove_attachment(actor=self.request.user, attachment=instance)
