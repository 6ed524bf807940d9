"""What the API says of pages, and what it takes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.accounts.choices import OrganisationKind
from heliu.accounts.models import Organisation
from heliu.ingestion.pages.choices import Decision, MentionKind
from heliu.ingestion.pages.models import Mention, Page, PageVersion
from heliu.ingestion.pages.selectors import current_version, target_for
from heliu.ingestion.pages.wording import problem_in_words
from heliu.kit.outside import LONGEST_URL
from heliu.kit.permissions import allowed


class PageExcerptSerializer(serializers.Serializer[Any]):
    """What may be shown of a page under its terms, and whom to name with it."""

    text = serializers.CharField()
    cut = serializers.BooleanField(help_text="Whether there is more.")
    credit = serializers.CharField()
    licence = serializers.CharField()


class PageSerializer(serializers.ModelSerializer[Page]):
    """A page; of one that was only shared with the caller nothing is told of who handed it in and how it stands."""

    page_url = serializers.CharField(source="get_absolute_url", read_only=True)
    title = serializers.CharField(source="__str__", read_only=True)
    readable = serializers.SerializerMethodField(help_text="Whether the caller may read it whole.")
    problem = serializers.SerializerMethodField(help_text="Why it could not be read, in the caller's language.")
    excerpt = serializers.SerializerMethodField()

    guarded = ("organisation", "state", "step", "problem", "name", "shared")

    class Meta:
        model = Page
        fields = [
            "id", "page_url", "url", "name", "title", "source", "published_on", "language", "kind", "spam",
            "organisation", "state", "step", "problem", "shared", "latest", "checked_at", "created_at", "readable",
            "excerpt",
        ]  # fmt: skip
        read_only_fields = fields

    @property
    def _user(self) -> Any:
        return self.context["request"].user

    def get_readable(self, page: Page) -> bool:
        return allowed(self._user, "ingestion.read_page", page)

    def get_problem(self, page: Page) -> str:
        return problem_in_words(page.problem, page.problem_data)

    @extend_schema_field(PageExcerptSerializer(allow_null=True))
    def get_excerpt(self, page: Page) -> dict[str, Any] | None:
        version = current_version(page)
        return version.reading.get("excerpt") if version else None

    def to_representation(self, instance: Page) -> dict[str, Any]:
        shown = super().to_representation(instance)
        if shown["readable"]:
            return shown
        return {name: None if name in self.guarded else value for name, value in shown.items()}


class PageVersionSerializer(serializers.ModelSerializer[PageVersion]):
    """A version of a page as it was read: everything that stands in docs/reference/reading.md, with the edits."""

    relations = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta:
        model = PageVersion
        fields = [
            "number", "answered_from", "fetched_at", "size", "digest", "rule", "understood_by", "body", "reading",
            "relations",
        ]  # fmt: skip
        read_only_fields = fields


class MentionTargetSerializer(serializers.Serializer[Any]):
    """What a mention is in the catalog."""

    kind = serializers.CharField()
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    url = serializers.CharField()


class MentionSerializer(serializers.ModelSerializer[Mention]):
    """Something that a page speaks of, with all the places where it does."""

    target = serializers.SerializerMethodField(help_text="What it is in the catalog, if the caller may know of that.")
    places = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()), read_only=True,
        help_text="Start and end in the body, in code points.",
    )  # fmt: skip

    class Meta:
        model = Mention
        fields = [
            "id", "kind", "proposed_kind", "name", "places", "confidence", "details", "decision", "target",
            "decided_at", "turn",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(MentionTargetSerializer(allow_null=True))
    def get_target(self, mention: Mention) -> Any:
        known = self.context.get("targets")
        found = known.get(mention.pk) if known is not None else target_for(self.context["request"].user, mention)
        return MentionTargetSerializer(found).data if found else None


class AddPageSerializer(serializers.Serializer[Any]):
    """An address or a file."""

    url = serializers.CharField(required=False, max_length=LONGEST_URL, help_text="http or https, on the public web.")
    file = serializers.FileField(required=False, help_text="HTML, text, PDF, Word, Excel or CSV.")
    organisation = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.filter(is_active=True), required=False, allow_null=True, default=None,
        help_text="Whose people read it; left out: the caller alone, and reviewers.",
    )  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs.get("url")) == bool(attrs.get("file")):
            raise serializers.ValidationError("Give either url or file.")
        return attrs


class SharePageSerializer(serializers.Serializer[Any]):
    shared = serializers.BooleanField()


class DecideMentionSerializer(serializers.Serializer[Any]):
    """What the caller says of a mention."""

    turn = serializers.IntegerField(min_value=1, help_text="Of the mention that you have read.")
    decision = serializers.ChoiceField(choices=[Decision.CONFIRMED.value, Decision.REFUSED.value])
    kind = serializers.ChoiceField(choices=MentionKind.choices, required=False, help_text="Where it is another kind.")
    target = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=2**63 - 1,
        help_text="Id in the catalog of what it is; null unties it; left out, the tie stays.",
    )  # fmt: skip


class RegisterMentionedSerializer(serializers.Serializer[Any]):
    """What sort of organisation a page names."""

    turn = serializers.IntegerField(min_value=1, help_text="Of the mention that you have read.")
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)


class ProposedFieldSerializer(serializers.Serializer[Any]):
    """A field of a record as the page has it."""

    field = serializers.CharField()
    value = serializers.CharField(help_text="Money in units of 10,000 CNY, days in ISO 8601.")
    quote = serializers.CharField()
    start = serializers.IntegerField(allow_null=True, help_text="Where the quote begins in the body.")
    rule = serializers.CharField()
    confidence = serializers.FloatField(allow_null=True)


class DraftRecordSerializer(serializers.Serializer[Any]):
    """A record to make from a page."""

    kind = serializers.ChoiceField(choices=["demand", "achievement", "expert"])
    mention = serializers.IntegerField(required=False, min_value=1, help_text="What it is about, if not the page.")
    organisation = serializers.IntegerField(min_value=1, help_text="Owner: one that you are a member of.")
    rights_held = serializers.BooleanField(
        default=False, help_text="The organisation holds the rights in the page, or has leave to use its words."
    )
    values = serializers.DictField(help_text="The fields, as when a record of this kind is created.")


class DraftedRecordSerializer(serializers.Serializer[Any]):
    """A record that was made from a page."""

    kind = serializers.CharField(source="row.kind")
    id = serializers.IntegerField(source="row.object_id")
    title = serializers.CharField()
    url = serializers.CharField()
    state = serializers.CharField()
    version = serializers.IntegerField(source="row.version.number")
    taken = serializers.ListField(source="row.taken", child=serializers.CharField())


class PlatformFunctionSerializer(serializers.Serializer[Any]):
    """What a region asks for, and what Heliu does about it."""

    key = serializers.CharField()
    asked = serializers.CharField()
    answer = serializers.CharField()
    stands = serializers.ChoiceField(choices=["there", "partly", "later"])


class PageRefusedSerializer(serializers.Serializer[Any]):
    detail = serializers.CharField()
