"""What the API says of sources, visits and findings, and what it takes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.ingestion.feeds.choices import ItemKind, Rhythm, Takeover, Weekday
from heliu.ingestion.feeds.labels import error_of, news_of
from heliu.ingestion.feeds.models import LONGEST_NAME, Finding, Source, Visit
from heliu.ingestion.feeds.selectors import said_by
from heliu.kit.outside import LONGEST_URL


class SourceSerializer(serializers.ModelSerializer[Source]):
    """A source with its health."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    to_review = serializers.IntegerField(read_only=True, default=0, help_text="Findings that wait for a person.")
    quarantined = serializers.IntegerField(read_only=True, default=0, help_text="Findings in quarantine.")
    options = serializers.JSONField(read_only=True, help_text="Settings of the kind.")

    class Meta:
        model = Source
        fields = [
            "id", "url", "organisation", "name", "kind", "address", "folder", "item_kind", "options", "rhythm",
            "every_hours", "at", "weekday", "takeover", "state", "next_due_at", "last_success_at", "failures",
            "to_review", "quarantined", "version", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields


class SourceFieldsSerializer(serializers.Serializer[Any]):
    """What can be said of a source; what is left out stays as it is, or is what is usual."""

    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    address = serializers.CharField(max_length=LONGEST_URL, required=False, allow_blank=True)
    folder = serializers.CharField(max_length=500, required=False, allow_blank=True)
    item_kind = serializers.ChoiceField(choices=ItemKind.choices, required=False)
    options = serializers.DictField(
        required=False,
        help_text="Settings of the kind. Of a watched folder: `format` says what its files are (json, table, ror, "
        "patents; none: tables, pages and documents), with `list` and `mapping` as it takes them.",
    )
    rhythm = serializers.ChoiceField(choices=Rhythm.choices, required=False)
    every_hours = serializers.IntegerField(min_value=1, max_value=168, required=False)
    at = serializers.TimeField(required=False, help_text="In the time zone of the installation.")
    weekday = serializers.ChoiceField(choices=Weekday.choices, required=False, help_text="From Monday, 0.")
    takeover = serializers.ChoiceField(choices=Takeover.choices, required=False)


class AddSourceSerializer(SourceFieldsSerializer):
    """A source to add."""

    organisation = serializers.IntegerField(
        min_value=1, required=False, allow_null=True, help_text="Whose it is; none: the installation's."
    )
    kind = serializers.CharField(max_length=20, help_text="Such as pages, folder, oai.")
    name = serializers.CharField(max_length=LONGEST_NAME)
    item_kind = serializers.ChoiceField(choices=ItemKind.choices)


class EditSourceSerializer(SourceFieldsSerializer):
    """What to change of the version that was read."""

    version = serializers.IntegerField(min_value=1, help_text="The version that you have read.")


class FindingChangeSerializer(serializers.Serializer[Any]):
    """A field with what the source said before and says now, in words."""

    field = serializers.CharField(source="name")
    label = serializers.CharField(help_text="In the caller's language.")  # type: ignore[assignment]
    old = serializers.CharField()
    new = serializers.CharField()


class TriedSerializer(serializers.Serializer[Any]):
    """One thing as a source would give it; nothing was kept."""

    kind = serializers.ChoiceField(choices=ItemKind.choices)
    external_id = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    fields_given = FindingChangeSerializer(source="fields", many=True)
    reason = serializers.CharField(help_text="Why it would go into quarantine; else empty.")
    problems = serializers.ListField(child=serializers.CharField())


class VisitSerializer(serializers.ModelSerializer[Visit]):
    """One time that a source was looked at."""

    error_words = serializers.SerializerMethodField(help_text="Why it failed, in the caller's language.")

    class Meta:
        model = Visit
        fields = [
            "id", "source", "state", "created_at", "started_at", "ended_at", "requests", "new", "changed",
            "unchanged", "gone", "refused", "drafted", "error", "error_words",
        ]  # fmt: skip
        read_only_fields = fields

    def get_error_words(self, visit: Visit) -> str:
        return error_of(visit)


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """One thing that a source gave."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    news = serializers.SerializerMethodField(help_text="New, changed or gone, in the caller's language.")
    fields_given = serializers.JSONField(source="fields", read_only=True, help_text="As it says now.")
    base = serializers.JSONField(read_only=True, help_text="As it said when somebody decided on it; null: never.")
    facts = serializers.JSONField(read_only=True, help_text="What the source says beside.")
    changes = serializers.SerializerMethodField(help_text="Field by field what is different since.")
    problems = serializers.SerializerMethodField(help_text="Of one in quarantine: field and what is wrong with it.")

    class Meta:
        model = Finding
        fields = [
            "id", "page", "source", "kind", "external_id", "title", "url", "news", "state", "reason", "problems",
            "fields_given", "base", "changes", "facts", "raw", "present", "first_seen_at", "last_seen_at",
            "changed_at", "object_kind", "object_id", "decided_at", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_news(self, finding: Finding) -> str:
        return news_of(finding)

    @extend_schema_field(FindingChangeSerializer(many=True))
    def get_changes(self, finding: Finding) -> Any:
        return FindingChangeSerializer(said_by(finding).changes, many=True).data

    @extend_schema_field(serializers.ListField(child=serializers.ListField(child=serializers.CharField())))
    def get_problems(self, finding: Finding) -> list[list[str]]:
        return [list(problem) for problem in said_by(finding).problems]


class DecideFindingSerializer(serializers.Serializer[Any]):
    """A decision on a finding."""

    version = serializers.IntegerField(min_value=1, help_text="The version that you have read.")


class AcceptFindingSerializer(DecideFindingSerializer):
    """Accepting a finding."""

    organisation = serializers.IntegerField(
        min_value=1, required=False, allow_null=True,
        help_text="Whose record it becomes; only of the installation's sources, and one of yours.",
    )  # fmt: skip


class ChosenFindingSerializer(DecideFindingSerializer):
    id = serializers.IntegerField(min_value=1)


class DecideFindingsSerializer(serializers.Serializer[Any]):
    """Accepting several findings, or setting them aside."""

    accept = serializers.BooleanField(help_text="False: set them aside.")
    findings = serializers.ListField(child=ChosenFindingSerializer(), max_length=200)
    organisation = serializers.IntegerField(min_value=1, required=False, allow_null=True)


class RefusedFindingSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    detail = serializers.CharField()


class DecidedFindingsSerializer(serializers.Serializer[Any]):
    """What became of them: each is done or refused by itself."""

    done = serializers.IntegerField()
    refused = serializers.SerializerMethodField()

    @extend_schema_field(RefusedFindingSerializer(many=True))
    def get_refused(self, outcome: Any) -> list[dict[str, Any]]:
        return [{"id": finding.pk, "detail": words} for finding, words in outcome.refused]
