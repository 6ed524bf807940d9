"""The API of tasks and files of deals: the same rules and actions as the pages."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.deals.errors import DealError
from heliu.deals.selectors import get_visible_deal
from heliu.deals.work import actions
from heliu.deals.work.errors import TaskChanged
from heliu.deals.work.filtersets import FileFilterSet, TaskFilterSet
from heliu.deals.work.models import DealFile, DealTask
from heliu.deals.work.selectors import get_visible_file, visible_files, visible_tasks, with_attendance
from heliu.deals.work.serializers import (
    DealFileSerializer,
    DealOfSerializer,
    DropTaskSerializer,
    EditTaskSerializer,
    FileRefusedSerializer,
    NewFileSerializer,
    NewTaskSerializer,
    TaskRefusedSerializer,
    TaskSerializer,
)
from heliu.deals.work.stored import stored_file
from heliu.kit.lists.pages import Pages
from heliu.kit.refusals import RefusalsMixin
from heliu.kit.uploads import UploadRefused

SHOWN = TaskSerializer
REFUSED = OpenApiResponse(TaskRefusedSerializer, description="The state, or another person's edit, forbids it.")
NOT_KEPT = OpenApiResponse(FileRefusedSerializer, description="The file is not accepted.")
OVER = OpenApiResponse(FileRefusedSerializer, description="The deal is over.")


@extend_schema_view(
    list=extend_schema(summary="Tasks of your deals; the open ones unless you ask for others"),
    retrieve=extend_schema(summary="One task", responses=SHOWN),
    create=extend_schema(
        summary="Give a task", request=NewTaskSerializer, responses={201: SHOWN, 409: REFUSED}
    ),
    partial_update=extend_schema(
        summary="Change some fields of the version you have read", request=EditTaskSerializer,
        responses={200: SHOWN, 409: REFUSED},
    ),
    finish=extend_schema(summary="Note that it is done", request=None, responses={200: SHOWN, 409: REFUSED}),
    drop=extend_schema(
        summary="Say that it will not be done, and why", request=DropTaskSerializer,
        responses={200: SHOWN, 409: REFUSED},
    ),
    reopen=extend_schema(summary="Open it again", request=None, responses={200: SHOWN, 409: REFUSED}),
)  # fmt: skip
class TaskViewSet(RefusalsMixin, mixins.ListModelMixin, viewsets.GenericViewSet[DealTask]):
    """Tasks of deals. Whoever acts for neither side of the deal gets 404."""

    refusals = (DealError,)
    queryset = DealTask.objects.none()
    serializer_class = TaskSerializer
    filterset_class = TaskFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> Any:
        return with_attendance(visible_tasks(self.request.user))

    def get_object(self) -> DealTask:
        # By its number alone: the filters of the list are not asked.
        found: DealTask = get_object_or_404(self.get_queryset(), pk=int(self.kwargs["pk"]))
        return found

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if isinstance(exc, TaskChanged):
            response.data |= {"changed": exc.changed, "version": exc.version}
        return response

    def _shown(self, task: DealTask, code: int = status.HTTP_200_OK) -> Response:
        fresh = self.get_queryset().get(pk=task.pk)
        return Response(SHOWN(fresh, context=self.get_serializer_context()).data, status=code)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def create(self, request: Request) -> Response:
        named = DealOfSerializer(data=request.data)
        named.is_valid(raise_exception=True)
        deal = get_visible_deal(request.user, named.validated_data["deal"])
        wanted = NewTaskSerializer(data=request.data, context={"user": request.user, "deal": deal})
        wanted.is_valid(raise_exception=True)
        fields = {name: value for name, value in wanted.validated_data.items() if name != "deal"}
        return self._shown(actions.add_task(actor=request.user, deal=deal, **fields), status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        task = self.get_object()
        wanted = EditTaskSerializer(
            task, data=request.data, partial=True, context={"user": request.user, "deal": task.deal}
        )
        wanted.is_valid(raise_exception=True)
        fields: dict[str, Any] = wanted.validated_data
        if "version" not in fields:
            raise ValidationError({"version": [_("Say which version you have read.")]})
        version = fields.pop("version")
        return self._shown(actions.edit_task(actor=request.user, task=task, version=version, fields=fields))

    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        return self._shown(actions.finish_task(actor=request.user, task=self.get_object()))

    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: str) -> Response:
        task = self.get_object()
        wanted = DropTaskSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        return self._shown(actions.drop_task(actor=request.user, task=task, **wanted.validated_data))

    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        return self._shown(actions.reopen_task(actor=request.user, task=self.get_object()))


@extend_schema_view(
    list=extend_schema(summary="Files of your deals, without those of the other side for its own people alone"),
    retrieve=extend_schema(summary="What is known of a file"),
    create=extend_schema(
        summary="Put a file on a deal", request={"multipart/form-data": NewFileSerializer},
        responses={201: DealFileSerializer, 409: OVER, 422: NOT_KEPT},
    ),
    destroy=extend_schema(
        summary="Remove a file of your side; its name and SHA-256 stay", responses={204: None, 409: OVER}
    ),
    download=extend_schema(
        summary="The file itself", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    ),
)  # fmt: skip
class DealFileViewSet(
    RefusalsMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[DealFile]
):  # fmt: skip
    """Files of deals. Of what the person may not read there is nothing here, its number neither."""

    refusals = (DealError, UploadRefused)
    queryset = DealFile.objects.none()
    serializer_class = DealFileSerializer
    filterset_class = FileFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    parser_classes = [MultiPartParser]
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> Any:
        return visible_files(self.request.user)

    def create(self, request: Request) -> Response:
        wanted = NewFileSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values: dict[str, Any] = wanted.validated_data
        deal = get_visible_deal(request.user, values.pop("deal"))
        file = actions.attach_file(actor=request.user, deal=deal, upload=values.pop("file"), **values)
        shown = self.get_queryset().get(pk=file.pk)
        return Response(self.get_serializer(shown).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, pk: str) -> Response:
        actions.remove_file(actor=request.user, file=get_visible_file(request.user, int(pk)))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @action(detail=True, methods=["get"])
    def download(self, request: Request, pk: str) -> FileResponse:
        return stored_file(get_visible_file(request.user, int(pk)))
