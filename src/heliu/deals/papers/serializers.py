"""What the API says of papers, and what it is told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.agreements.choices import Language
from heliu.deals.papers.choices import ENCLOSED
from heliu.deals.papers.kinds import kinds
from heliu.deals.papers.models import Enclosure, Paper, PaperTemplate
from heliu.deals.papers.packages import manifest_of
from heliu.deals.papers.registration import Registration
from heliu.deals.papers.selectors import CurrentValues, changes_since


class PaperChangeSerializer(serializers.Serializer[Any]):
    """A field whose value in the record differs from the one in the paper."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # the name is taken by the class above
    old = serializers.CharField(allow_blank=True)
    new = serializers.CharField(allow_blank=True)


class PaperSerializer(serializers.ModelSerializer[Paper]):
    """A paper with what it was filled with, and what has changed in the record since."""

    deal = serializers.IntegerField(source="deal_id", read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    file_name = serializers.CharField(read_only=True)
    template_version = serializers.IntegerField(
        source="template.number", read_only=True, default=None,
        help_text="None where it was made from the draft that comes with the software.",
    )  # fmt: skip
    values = serializers.DictField(child=serializers.CharField(allow_blank=True), read_only=True)
    gaps = serializers.ListField(child=serializers.CharField(), read_only=True)
    stale = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()

    class Meta:
        model = Paper
        fields = [
            "id", "deal", "url", "kind", "language", "number", "file_name", "size", "content_hash", "template_version",
            "template_hash", "made_at", "values", "gaps", "stale", "changes",
        ]  # fmt: skip
        read_only_fields = fields

    # Read once for all papers of a deal.
    _current: tuple[int, CurrentValues] | None = None

    def _changes(self, paper: Paper) -> Any:
        if self._current is None or self._current[0] != paper.deal_id:
            self._current = paper.deal_id, CurrentValues(paper.deal)
        return changes_since(paper, self._current[1])

    def get_stale(self, paper: Paper) -> bool:
        return bool(self._changes(paper))

    def get_changes(self, paper: Paper) -> list[dict[str, str]]:
        return PaperChangeSerializer(self._changes(paper), many=True).data  # type: ignore[return-value]


def known_kind(name: str) -> None:
    """Refuse what is no kind of paper, in the words of a field with a list of choices."""
    if name not in kinds():
        raise serializers.ValidationError(
            serializers.ChoiceField.default_error_messages["invalid_choice"].format(input=name)
        )


class MakePaperSerializer(serializers.Serializer[Any]):
    """A kind of paper by its name, and the language of its text."""

    kind = serializers.CharField(max_length=40, validators=[known_kind])
    language = serializers.ChoiceField(choices=Language.choices)


class PaperKindSerializer(serializers.Serializer[Any]):
    """A kind of paper that can be made of a deal."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # the name is taken by the class above


class EnclosureSerializer(serializers.ModelSerializer[Enclosure]):
    """An uploaded file of the registration package."""

    class Meta:
        model = Enclosure
        fields = ["id", "item", "name", "size", "content_hash", "added_at"]
        read_only_fields = fields


class AddEnclosureSerializer(serializers.Serializer[Any]):
    """A file for an item of the package."""

    item = serializers.ChoiceField(choices=[(one.value, one.label) for one in ENCLOSED])
    upload = serializers.FileField()


class RegistrationClauseSerializer(serializers.Serializer[Any]):
    """A clause of a rule, held against the record."""

    text = serializers.CharField()
    article = serializers.CharField()
    met = serializers.BooleanField(allow_null=True, help_text="None where it is unknown.")
    verified = serializers.BooleanField(help_text="Whether somebody read it in the rule or a copy of it.")
    would_decide = serializers.ListField(child=serializers.CharField())


class RegistrationRuleSerializer(serializers.Serializer[Any]):
    """A rule in force on the day."""

    title = serializers.CharField()
    instrument = serializers.CharField()
    issuer = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment] # the name is taken by the class above
    verified = serializers.BooleanField()
    clauses = RegistrationClauseSerializer(many=True)


class UnusedRuleSerializer(serializers.Serializer[Any]):
    """A rule whose last day is over."""

    instrument = serializers.CharField()
    valid_to = serializers.DateField()


class RegistrationAmountsSerializer(serializers.Serializer[Any]):
    """The deal amount and the technology amount, which is never above it."""

    deal = serializers.DecimalField(15, 2, allow_null=True)
    technology = serializers.DecimalField(15, 2, allow_null=True)
    other = serializers.DecimalField(15, 2, allow_null=True)
    currency = serializers.CharField()


class PackageFileSerializer(serializers.Serializer[Any]):
    """A file of the package."""

    name = serializers.CharField()
    vars()["for"] = serializers.CharField(help_text="The item of the package that it is there for.")
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    stale = serializers.BooleanField()


class ContractRegistrationSerializer(serializers.Serializer[Registration]):
    """The checklist and the package; the same stands in the manifest of the ZIP file."""

    deal = serializers.CharField()
    title = serializers.CharField()
    made_at = serializers.DateTimeField()
    rules_of = serializers.DateField(help_text="The day whose rules were asked.")
    met = serializers.BooleanField(allow_null=True, help_text="None where it is unknown.")
    rules = RegistrationRuleSerializer(many=True)
    not_used = UnusedRuleSerializer(many=True)
    amounts = RegistrationAmountsSerializer()
    files = PackageFileSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField())

    def to_representation(self, instance: Registration) -> dict[str, Any]:
        return super().to_representation(manifest_of(instance))  # type: ignore[arg-type]


class PaperTemplateSerializer(serializers.ModelSerializer[PaperTemplate]):
    """A version of the Word file that a kind of paper is made from."""

    fields_used = serializers.ListField(source="fields", child=serializers.CharField(), read_only=True)

    class Meta:
        model = PaperTemplate
        fields = [
            "id", "kind", "language", "number", "file_name", "content_hash", "fields_used", "note", "checked",
            "in_force", "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class UploadTemplateSerializer(serializers.Serializer[Any]):
    """A Word file and what it is for."""

    kind = serializers.CharField(max_length=40, validators=[known_kind])
    language = serializers.ChoiceField(choices=Language.choices)
    upload = serializers.FileField()
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    checked = serializers.BooleanField(required=False, default=False)


class PaperFieldSerializer(serializers.Serializer[Any]):
    """A field that a template can carry."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # the name is taken by the class above
    example = serializers.CharField()
    kind = serializers.CharField(allow_blank=True, help_text="The one kind of paper that knows it; empty where all do.")


class PaperRefusedSerializer(serializers.Serializer[Any]):
    """Why something is refused."""

    detail = serializers.CharField()
    unknown = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Fields of a template that mean nothing."
    )
