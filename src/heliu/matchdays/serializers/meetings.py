"""Runs of the engine, variants, decisions by hand, and meetings."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.matchdays.choices import RulingKind, Side, Verdict
from heliu.matchdays.models import CandidateRun, Proposal, Ruling
from heliu.matchdays.models.meetings import LONGEST_NOTE
from heliu.matchdays.selectors.meetings import SeenMeeting
from heliu.matchdays.serializers.days import SeenSerializer, id_field


class CandidateRunSerializer(serializers.ModelSerializer[CandidateRun]):
    """One look at all pairs; ``done`` of ``total`` records while it runs."""

    class Meta:
        model = CandidateRun
        fields = [
            "number", "state", "done", "total", "error", "asked_at", "finished_at", "demands", "supplies", "pairs",
            "seconds", "index_version", "ranking", "left_out",
        ]  # fmt: skip
        read_only_fields = fields


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """A variant: ``pairs`` are [demand, supply, expected level], ``meetings`` [slot, table, demand, supply].

    ``unplaced`` are [demand, supply, hurdle, entry]; numbers are those of entries. ``facts`` hold total, how many are
    served, fewest, spread, blocking pairs, shortfalls and what one more seat would bring.
    """

    run = serializers.IntegerField(source="run.number", read_only=True)
    chosen = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields = ["id", "number", "variant", "run", "made_at", "chosen", "pairs", "meetings", "unplaced", "facts"]
        read_only_fields = fields

    def get_chosen(self, proposal: Proposal) -> bool:
        return bool(self.context["day"].chosen_id == proposal.pk)


class RulingSerializer(serializers.ModelSerializer[Ruling]):
    """A decision by hand; numbers are those of entries."""

    class Meta:
        model = Ruling
        fields = ["demand", "supply", "kind"]
        read_only_fields = fields


class RuleSerializer(serializers.Serializer[Any]):
    demand = id_field()
    supply = id_field()
    kind = serializers.ChoiceField(choices=RulingKind.choices, allow_null=True, help_text="null takes it back.")


class DayMeetingSerializer(serializers.Serializer[Any]):
    """A meeting as far as the caller may know it."""

    id = serializers.IntegerField()
    slot = serializers.IntegerField()
    table = serializers.IntegerField(help_text="Counted from 1.")
    begins = serializers.DateTimeField()
    ends = serializers.DateTimeField()
    state = serializers.CharField()
    note = serializers.CharField()
    demand = SeenSerializer()
    supply = SeenSerializer()
    sides = serializers.ListField(child=serializers.ChoiceField(choices=Side.choices))
    verdicts = serializers.DictField(help_text="Side to outcome, once the caller's side has given one.")
    own_note = serializers.CharField()
    introduction = serializers.IntegerField(allow_null=True)
    may_introduce = serializers.BooleanField()

    def to_representation(self, one: SeenMeeting) -> dict[str, Any]:
        meeting, seen = one.meeting, SeenSerializer()
        return {
            "id": meeting.pk, "slot": meeting.slot, "table": meeting.table + 1,
            "begins": meeting.day.slot_begins(meeting.slot), "ends": meeting.day.slot_ends(meeting.slot),
            "state": meeting.state, "note": meeting.note, "demand": seen.to_representation(one.demand),
            "supply": seen.to_representation(one.supply), "sides": list(one.sides),
            "verdicts": {report.side: report.verdict for report in one.reports},
            "own_note": one.own_report.note if one.own_report else "", "introduction": meeting.introduction_id,
            "may_introduce": one.may_introduce,
        }  # fmt: skip


class DeclineSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class ReportSerializer(serializers.Serializer[Any]):
    """How a meeting went; ``side`` for a manager who acts for both."""

    verdict = serializers.ChoiceField(choices=Verdict.choices)
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, default="", allow_blank=True)
    side = serializers.ChoiceField(choices=Side.choices, required=False, default="", allow_blank=True)
