"""What the API says of tasks and files, and what it is told: never more than the page does."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.catalog.serializers import OwnerSerializer
from heliu.deals.work.choices import FileKind
from heliu.deals.work.models import LONGEST_REASON, DealFile, DealTask
from heliu.deals.work.selectors import people_to_ask

LARGEST_ID = 2**63 - 1


class TaskSerializer(serializers.ModelSerializer[DealTask]):
    """A task of a deal."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    owner_name = serializers.SerializerMethodField(help_text="null where the task is nobody's.")
    nobodys = serializers.BooleanField(
        source="unattended", read_only=True, help_text="Whether its owner has left both organisations."
    )
    overdue = serializers.BooleanField(source="is_overdue", read_only=True)

    class Meta:
        model = DealTask
        fields = [
            "id", "url", "deal", "title", "owner", "owner_name", "nobodys", "due_on", "overdue", "note", "state",
            "reason", "created_by", "created_at", "closed_by", "closed_at", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_owner_name(self, task: DealTask) -> str | None:
        return None if task.owner is None or task.unattended else str(task.owner)  # type: ignore[attr-defined]


class WriteTaskSerializer(serializers.ModelSerializer[DealTask]):
    """What a task says. Its owner is one of your side, a technology manager, or known to both sides."""

    class Meta:
        model = DealTask
        fields = ["title", "owner", "due_on", "note"]
        extra_kwargs = {"owner": {"required": True, "allow_null": False}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if deal := self.context.get("deal"):
            # Whether there is an account of some number is nobody's business.
            self.fields["owner"].queryset = people_to_ask(self.context["user"], deal, self.instance)  # type: ignore[attr-defined]


class NewTaskSerializer(WriteTaskSerializer):
    """A new task and its deal."""

    deal = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)

    class Meta(WriteTaskSerializer.Meta):
        fields = ["deal", *WriteTaskSerializer.Meta.fields]


class EditTaskSerializer(WriteTaskSerializer):
    """Some of the fields, and the version that they were read from."""

    version = serializers.IntegerField(min_value=1)

    class Meta(WriteTaskSerializer.Meta):
        fields = [*WriteTaskSerializer.Meta.fields, "version"]


class DealOfSerializer(serializers.Serializer[Any]):
    """The deal that something new belongs to."""

    deal = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)


class DropTaskSerializer(serializers.Serializer[Any]):
    """Why a task will not be done."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class TaskRefusedSerializer(serializers.Serializer[Any]):
    """Why a task refuses something."""

    detail = serializers.CharField()
    changed = serializers.ListField(child=serializers.CharField(), required=False)
    version = serializers.IntegerField(required=False, help_text="The newest, where somebody else has edited it.")


class DealFileSerializer(serializers.ModelSerializer[DealFile]):
    """A file of a deal; ``download`` serves it to those who may read it. Of one that was removed the trace is left."""

    side = OwnerSerializer(read_only=True)
    download = serializers.SerializerMethodField()

    class Meta:
        model = DealFile
        fields = [
            "id", "deal", "side", "own_side_only", "kind", "name", "media_type", "size", "sha256", "uploaded_by",
            "uploaded_at", "removed_by", "removed_at", "download",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_download(self, file: DealFile) -> str | None:
        if file.removed_at is not None:
            return None
        address = reverse("api-deal-file-download", args=[file.pk])
        request = self.context.get("request")
        return request.build_absolute_uri(address) if request else address


class NewFileSerializer(serializers.Serializer[Any]):
    """A file for a deal."""

    deal = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    file = serializers.FileField()
    kind = serializers.ChoiceField(choices=FileKind.choices)
    side = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False,
        help_text="Id of the organisation on whose behalf; needed where you act for both.",
    )  # fmt: skip
    own_side_only = serializers.BooleanField(
        required=False, default=False, help_text="The other side sees neither the file nor that there is one."
    )


class FileRefusedSerializer(serializers.Serializer[Any]):
    """Why a file is not kept."""

    detail = serializers.CharField()
