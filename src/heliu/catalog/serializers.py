"""What the API says of records: never more than the page does."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.accounts.models import Organisation
from heliu.catalog.choices import CHOICE_LISTS, Cooperation, Way
from heliu.catalog.models import Achievement, Attachment, Demand, Expert, IntellectualProperty, Record, Work
from heliu.catalog.models.columns import LONGEST_KEYWORD, MOST_KEYWORDS
from heliu.catalog.selectors import visible_team
from heliu.kit.permissions import allowed

OPEN_FIELDS = (
    "id", "kind", "url", *Record.told_fields, "tier", "illustrative", "content_visible", "published_at",
)  # fmt: skip
"""What is told of every record one may know of."""
OWNER_FIELDS = ("state", "merged_into", "return_reason", "submitted_at")
"""What is told to the owner's members and to reviewers."""


class OwnerSerializer(serializers.ModelSerializer[Organisation]):
    """The organisation of a record."""

    verified = serializers.BooleanField(source="is_verified", read_only=True)

    class Meta:
        model = Organisation
        fields = ["id", "name_zh", "name_en", "verified"]


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A file of a record; ``url`` serves it to those who may read the record."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = ["id", "kind", "name", "media_type", "size", "url"]
        read_only_fields = fields

    @extend_schema_field(serializers.URLField())
    def get_url(self, attachment: Attachment) -> str:
        address = reverse("attachment_download", args=[attachment.pk])
        request = self.context.get("request")
        return request.build_absolute_uri(address) if request else address


class WorkSerializer(serializers.ModelSerializer[Work]):
    """A paper, patent, project or standard of an expert."""

    class Meta:
        model = Work
        fields = list(Expert.part_fields["works"])


class IntellectualPropertySerializer(serializers.ModelSerializer[IntellectualProperty]):
    """A right that protects an achievement."""

    class Meta:
        model = IntellectualProperty
        fields = list(Achievement.part_fields["intellectual_property"])


def _words(help_text: str = "") -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_KEYWORD), max_length=MOST_KEYWORDS, required=False,
        help_text=help_text,
    )  # fmt: skip


class RecordSerializer(serializers.ModelSerializer[Any]):
    """A record as this person may see it.

    Fields that a person may not see are null: of *on request* records everything but title and summary, of
    all records the contact, and of demands the word on confidentiality, for those who are not members of
    a verified organisation.
    """

    kind = serializers.CharField(read_only=True)
    url = serializers.SerializerMethodField()
    organisation = OwnerSerializer(read_only=True, allow_null=True)
    keywords_zh = _words()
    keywords_en = _words()
    attachments = AttachmentSerializer(many=True, read_only=True, allow_null=True)
    content_visible = serializers.SerializerMethodField(help_text="Whether more than title and summary is told to you.")

    @extend_schema_field(serializers.URLField())
    def get_url(self, record: Record) -> str:
        request = self.context.get("request")
        address = record.get_absolute_url()
        return request.build_absolute_uri(address) if request else address

    def get_content_visible(self, record: Record) -> bool:
        return allowed(self._user, "catalog.view_content", record)

    @property
    def _user(self) -> Any:
        request = self.context.get("request")
        return request.user if request else AnonymousUser()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        shown = super().to_representation(instance)
        hidden: set[str] = set()
        if not shown["content_visible"]:
            hidden = shown.keys() - set(OPEN_FIELDS)
        elif not allowed(self._user, "catalog.view_contact", instance):
            hidden = set(instance.guarded_fields)
        if not allowed(self._user, "catalog.view_history", instance):
            hidden |= {"return_reason", "submitted_at"}
        return {name: None if name in hidden else value for name, value in shown.items()}


_COMMON = [
    *OPEN_FIELDS, "description_zh", "description_en", "keywords_zh", "keywords_en", "organisation", "region",
    "industry", *Record.guarded_fields, *OWNER_FIELDS, "expires_on", "source", "external_id", "version", "created_at",
    "updated_at", "attachments",
]  # fmt: skip


class DemandSerializer(RecordSerializer):
    """What an organisation needs solved. Money is in units of 10,000 CNY."""

    cooperation = serializers.ListField(child=serializers.ChoiceField(choices=Cooperation.choices), read_only=True)

    class Meta:
        model = Demand
        fields = [*_COMMON, *Demand.own_fields]
        read_only_fields = fields


class AchievementSerializer(RecordSerializer):
    """What a team can transfer. Money is in units of 10,000 CNY."""

    intellectual_property = IntellectualPropertySerializer(many=True, read_only=True, allow_null=True)
    ways = serializers.ListField(child=serializers.ChoiceField(choices=Way.choices), read_only=True)
    team = serializers.SerializerMethodField(help_text="Ids of the experts you may know of.")
    readiness_assessor = serializers.SerializerMethodField(help_text="Name of who assessed it.")

    class Meta:
        model = Achievement
        fields = [
            *_COMMON, *Achievement.own_fields, "readiness_basis", "readiness_assessed_on", "readiness_assessor",
            "intellectual_property", "team",
        ]  # fmt: skip
        read_only_fields = fields

    def get_readiness_assessor(self, achievement: Achievement) -> str | None:
        return str(achievement.readiness_assessor) if achievement.readiness_assessor else None

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_team(self, achievement: Achievement) -> list[int]:
        known = self.context.get("team_ids")
        if known is None:
            return [expert.pk for expert in visible_team(self._user, achievement)]
        return known.get(achievement.pk, [])


class ExpertSerializer(RecordSerializer):
    """A person with a profile; the title is the name, the description the profile."""

    works = WorkSerializer(many=True, read_only=True, allow_null=True)

    class Meta:
        model = Expert
        fields = [*_COMMON, *Expert.own_fields, "works"]
        read_only_fields = fields


class RecordWriteSerializer(serializers.ModelSerializer[Any]):
    """What may be written of a record. A change names the version it is about."""

    organisation = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.filter(is_active=True), required=False,
        help_text="Owner; needed when creating, ignored when changing.",
    )  # fmt: skip
    version = serializers.IntegerField(
        required=False, min_value=1, help_text="The version you have read; needed when changing."
    )
    keywords_zh = _words()
    keywords_en = _words()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Uniqueness and what belongs together is checked by the action, for every way of writing.
        self.validators = []

    def written(self) -> dict[str, Any]:
        """What the actions take."""
        written = {
            name: value for name, value in self.validated_data.items() if name not in ("organisation", "version")
        }
        for name, choices in CHOICE_LISTS.items():
            if name in written:
                # They come as a set; the record keeps them in the order of the vocabulary.
                written[name] = [choice for choice in choices.values if choice in written[name]]
        return written


_WRITTEN = ["organisation", "version"]


class DemandWriteSerializer(RecordWriteSerializer):
    cooperation = serializers.MultipleChoiceField(choices=Cooperation.choices, required=False)

    class Meta:
        model = Demand
        fields = [*_WRITTEN, *Demand.editable_fields()]


class AchievementWriteSerializer(RecordWriteSerializer):
    ways = serializers.MultipleChoiceField(choices=Way.choices, required=False)
    intellectual_property = IntellectualPropertySerializer(
        many=True, required=False, help_text="All rights; those not named are removed."
    )
    team = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        help_text="Ids of experts of the same organisation.",
    )

    class Meta:
        model = Achievement
        fields = [*_WRITTEN, *Achievement.editable_fields(), "intellectual_property", "team"]


class ExpertWriteSerializer(RecordWriteSerializer):
    works = WorkSerializer(many=True, required=False, help_text="All works; those not named are removed.")

    class Meta:
        model = Expert
        fields = [*_WRITTEN, *Expert.editable_fields(), "works"]


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    """The public facts of an organisation."""

    url = serializers.SerializerMethodField()
    verified = serializers.BooleanField(source="is_verified", read_only=True)

    class Meta:
        model = Organisation
        fields = [
            "id", "url", "kind", "name_zh", "name_en", "description_zh", "description_en", "region", "industry",
            "website", "uscc", "ror", "verified", "illustrative", "source", "version", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.URLField())
    def get_url(self, organisation: Organisation) -> str:
        request = self.context.get("request")
        address = organisation.get_absolute_url()
        return request.build_absolute_uri(address) if request else address


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a record is given back, and the version that was read."""

    reason = serializers.CharField(max_length=2000)
    version = serializers.IntegerField(min_value=1)


class SeenSerializer(serializers.Serializer[Any]):
    """The version that was read: no other is approved."""

    version = serializers.IntegerField(min_value=1)


class NoteSerializer(serializers.Serializer[Any]):
    """What became of a record, for its owner."""

    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class UploadSerializer(serializers.Serializer[Any]):
    """A file for a record."""

    file = serializers.FileField()


class ChangeSerializer(serializers.Serializer[Any]):
    """A field that somebody else changed."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class ConflictSerializer(serializers.Serializer[Any]):
    """Why a step was refused; where somebody saved in between, with what they changed."""

    detail = serializers.CharField()
    version = serializers.IntegerField(required=False, help_text="The version as it is now.")
    changes = ChangeSerializer(many=True, required=False)


READ_SERIALIZERS: dict[str, type[RecordSerializer]] = {
    "demand": DemandSerializer,
    "achievement": AchievementSerializer,
    "expert": ExpertSerializer,
}
WRITE_SERIALIZERS: dict[str, type[RecordWriteSerializer]] = {
    "demand": DemandWriteSerializer,
    "achievement": AchievementWriteSerializer,
    "expert": ExpertWriteSerializer,
}
