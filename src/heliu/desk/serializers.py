"""What the API says of the desk: never more than the pages do."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.catalog.choices import Tier
from heliu.catalog.serializers import OwnerSerializer
from heliu.dealflow.choices import NextStep
from heliu.dealflow.models import LONGEST_TEXT as LONGEST_MESSAGE
from heliu.dealflow.pairs import SUPPLY_MODELS
from heliu.desk.actions import MOST_AT_ONCE
from heliu.desk.choices import CaseKind, SendResult, Stage, TriageOutcome
from heliu.desk.models import AskBack, CaseNote, TimeEntry
from heliu.desk.models.ledger import LONGEST_NOTE, MINUTES_A_DAY
from heliu.desk.models.triage import LONGEST_TEXT
from heliu.desk.selectors.ledger import DealContribution, known_cases
from heliu.matching.sheets.choices import ELEMENTS

LARGEST_ID = 2**63 - 1
ELEMENT_NAMES = f"Elements of a demand sheet: {', '.join(ELEMENTS)}."


def _id(**options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=LARGEST_ID, **options)


class CaseSerializer(serializers.Serializer[Any]):
    """A record of the portfolio and what it needs next."""

    kind = serializers.CharField(source="record.kind")
    id = serializers.IntegerField(source="record.pk")
    title_zh = serializers.CharField(source="record.title_zh")
    title_en = serializers.CharField(source="record.title_en")
    organisation = OwnerSerializer(source="record.organisation")
    url = serializers.CharField(source="record.get_absolute_url")
    stage = serializers.ChoiceField(choices=Stage.choices)
    moved_at = serializers.DateTimeField(help_text="When something happened last.")
    stalled = serializers.BooleanField()


class DuplicateSerializer(serializers.Serializer[Any]):
    """A demand that may be the same one."""

    id = serializers.IntegerField(source="record.pk")
    title_zh = serializers.CharField(source="record.title_zh")
    title_en = serializers.CharField(source="record.title_en")
    url = serializers.CharField(source="record.get_absolute_url")
    likeness = serializers.ChoiceField(
        choices=["same", "largely", "meaning"],
        help_text="same: the same text but for details; largely: largely the same text; meaning: in other words.",
    )
    overlap = serializers.FloatField(help_text="Share of the shorter text that the other one has too, 0 to 1.")


class OptionSerializer(serializers.Serializer[Any]):
    """A result of the shortlist."""

    kind = serializers.CharField(source="result.kind.name")
    id = serializers.IntegerField(source="result.record.pk")
    title_zh = serializers.CharField(source="result.record.title_zh")
    title_en = serializers.CharField(source="result.record.title_en")
    level = serializers.IntegerField(source="result.level", allow_null=True)
    score = serializers.FloatField(source="result.score")
    choosable = serializers.BooleanField()
    introduction = serializers.IntegerField(source="introduction.pk", default=None, allow_null=True)


class ScreenSerializer(serializers.Serializer[Any]):
    """Everything that a triage looks at."""

    stated = serializers.ListField(child=serializers.CharField(), help_text=ELEMENT_NAMES)
    missing = serializers.ListField(child=serializers.CharField(), help_text=ELEMENT_NAMES)
    questions = serializers.ListField(child=serializers.CharField(), help_text="The two that would change most.")
    tier = serializers.ChoiceField(choices=Tier.choices)
    duplicates = DuplicateSerializer(many=True)
    shortlist = OptionSerializer(many=True)
    abstained = serializers.BooleanField(help_text="Nothing of the shortlist is credible.")


class DecideSerializer(serializers.Serializer[Any]):
    """What becomes of a demand."""

    outcome = serializers.ChoiceField(choices=TriageOutcome.choices)
    note = serializers.CharField(max_length=LONGEST_TEXT, required=False, default="", allow_blank=True)
    duplicate_of = _id(required=False, allow_null=True, default=None)
    questions = serializers.ListField(
        child=serializers.CharField(max_length=20),
        required=False,
        default=list,
        max_length=len(ELEMENTS),
        help_text=ELEMENT_NAMES,
    )
    message = serializers.CharField(max_length=LONGEST_TEXT, required=False, default="", allow_blank=True)


class DecidedSerializer(serializers.Serializer[Any]):
    """What was decided."""

    outcome = serializers.ChoiceField(choices=TriageOutcome.choices)
    note = serializers.CharField()
    duplicate_of = serializers.IntegerField(source="duplicate_of_id", allow_null=True)
    at = serializers.DateTimeField()


class TierSerializer(serializers.Serializer[Any]):
    """Another disclosure tier."""

    tier = serializers.ChoiceField(choices=Tier.choices)
    message = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class TierAnswerSerializer(serializers.Serializer[Any]):
    """Whether the tier is changed, or proposed by a question to the organisation."""

    changed = serializers.BooleanField()
    question = serializers.IntegerField(allow_null=True)


class RecipientSerializer(serializers.Serializer[Any]):
    """A recipient and the message for it."""

    kind = serializers.ChoiceField(choices=list(SUPPLY_MODELS))
    id = _id()
    message = serializers.CharField(max_length=LONGEST_MESSAGE)


class SendSerializer(serializers.Serializer[Any]):
    """Introductions to several; the same token again sends nothing twice."""

    token = serializers.UUIDField(help_text="Of your own choice, new for each sending.")
    next_step = serializers.ChoiceField(choices=NextStep.choices, default=NextStep.TALK)
    recipients = serializers.ListField(child=RecipientSerializer(), min_length=1, max_length=MOST_AT_ONCE)


class SentSerializer(serializers.Serializer[Any]):
    """What became of one recipient."""

    kind = serializers.CharField()
    id = serializers.IntegerField(source="record_id")
    result = serializers.ChoiceField(choices=SendResult.choices)
    introduction = serializers.IntegerField(source="introduction_id", allow_null=True)


class AskBackSerializer(serializers.ModelSerializer[AskBack]):
    """A technology manager's question about a demand."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    demand = serializers.IntegerField(source="demand_id", read_only=True)

    class Meta:
        model = AskBack
        fields = [
            "id", "url", "demand", "questions", "message", "proposed_tier", "asked_at", "answered_at", "answer",
        ]  # fmt: skip
        read_only_fields = fields


class AnswerQuestionSerializer(serializers.Serializer[Any]):
    """The organisation's answer."""

    answer = serializers.CharField(max_length=LONGEST_TEXT, required=False, default="", allow_blank=True)
    take_tier = serializers.BooleanField(default=False, help_text="Set the tier that was proposed.")


class EntrySerializer(serializers.ModelSerializer[Any]):
    """What notes and hours have in common."""

    case = serializers.IntegerField(source="record_id", min_value=1, max_value=LARGEST_ID)
    organisation = OwnerSerializer(read_only=True, allow_null=True)
    open = serializers.SerializerMethodField(help_text="Whether you still work on the case.")

    @extend_schema_field(serializers.BooleanField)
    def get_open(self, entry: Any) -> bool:
        known = self.context.get("known")
        known = known_cases(self.context["request"].user, [entry]) if known is None else known
        return (entry.kind, entry.record_id) in known


class CaseNoteSerializer(EntrySerializer):
    """A note that nobody but its author reads."""

    text = serializers.CharField(max_length=LONGEST_NOTE)

    class Meta:
        model = CaseNote
        fields = ["id", "kind", "case", "organisation", "open", "text", "created_at", "updated_at"]
        read_only_fields = ["id", "organisation", "created_at", "updated_at"]


class HoursSerializer(EntrySerializer):
    """Time spent on a case; only its author reads it."""

    minutes = serializers.IntegerField(min_value=1, max_value=MINUTES_A_DAY)

    class Meta:
        model = TimeEntry
        fields = ["id", "kind", "case", "organisation", "open", "day", "minutes", "activity", "note", "created_at"]
        read_only_fields = ["id", "organisation", "created_at"]


class DeedSerializer(serializers.Serializer[Any]):
    """Something that was done for a case."""

    at = serializers.DateTimeField()
    what = serializers.CharField(help_text="In the language of the request.")
    with_whom = serializers.CharField()


class ContributionSerializer(serializers.Serializer[Any]):
    """The contribution to one case."""

    kind = serializers.ChoiceField(choices=CaseKind.choices)
    case = serializers.IntegerField(source="record_id")
    minutes = serializers.IntegerField()
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    deeds = DeedSerializer(many=True)


class CaseMinutesSerializer(serializers.Serializer[Any]):
    """The hours at one case of a deal."""

    kind = serializers.ChoiceField(choices=CaseKind.choices)
    case = serializers.IntegerField()
    minutes = serializers.IntegerField()


class DealContributionSerializer(serializers.Serializer[Any]):
    """The contribution to a deal; hours stand at its introduction, its demand and its achievement."""

    minutes = serializers.IntegerField(help_text="At all its cases together.")
    cases = serializers.SerializerMethodField()
    deeds = DeedSerializer(source="statement.deeds", many=True)

    @extend_schema_field(CaseMinutesSerializer(many=True))
    def get_cases(self, found: DealContribution) -> list[dict[str, Any]]:
        return [{"kind": kind, "case": pk, "minutes": minutes} for kind, pk, minutes in found.cases]
