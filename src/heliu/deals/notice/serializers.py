"""What the API says of public notices: never more than the page does."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.catalog.serializers import OwnerSerializer
from heliu.deals.facts.serializers import DecisionSerializer
from heliu.deals.notice.choices import NoticeKind, ObjectionState
from heliu.deals.notice.labels import counting_label, unknown_years_label
from heliu.deals.notice.models import LONGEST_TEXT, PublicNotice
from heliu.deals.notice.selectors import seen_objections


class RewardSerializer(serializers.Serializer[Any]):
    """A person with the reward."""

    name = serializers.CharField(max_length=100)
    amount = serializers.DecimalField(max_digits=15, decimal_places=2, min_value=0, help_text="CNY")


class ObjectionSerializer(serializers.Serializer[Any]):
    """An objection, as far as the caller may read it."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=ObjectionState.choices)
    outcome = serializers.CharField()
    made_on = serializers.DateField()
    decided_on = serializers.DateField(allow_null=True)
    name = serializers.CharField(allow_null=True, help_text="Who made it; for owners of the provider, others get null.")
    yours = serializers.BooleanField()


class PublicNoticeSerializer(serializers.ModelSerializer[PublicNotice]):
    """A price or rewards of a deal, announced inside its provider."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    provider = OwnerSerializer(source="deal.provider", read_only=True)
    rewards = RewardSerializer(many=True, read_only=True)
    first_day = serializers.DateField(read_only=True)
    days_words = serializers.SerializerMethodField(help_text="How the days count, in the language of the request.")
    warning = serializers.SerializerMethodField(help_text="Where the holidays of a year are not known; else empty.")

    class Meta:
        model = PublicNotice
        fields = [
            "id", "url", "kind", "title", "provider", "price", "rewards", "text", "contact", "public", "state", "up_on",
            "first_day", "last_day", "stopped_on", "ended_on", "ending_note", "days", "counted", "days_left",
            "on_objection", "instrument", "days_words", "warning",
        ]  # fmt: skip
        read_only_fields = fields

    def get_days_words(self, notice: PublicNotice) -> str:
        return counting_label(notice)

    def get_warning(self, notice: PublicNotice) -> str:
        return unknown_years_label(notice)


class PublicNoticeDetailSerializer(PublicNoticeSerializer):
    """The same with the objections that the caller may read."""

    objections = serializers.SerializerMethodField()

    class Meta(PublicNoticeSerializer.Meta):
        fields = [*PublicNoticeSerializer.Meta.fields, "objections"]
        read_only_fields = fields

    @extend_schema_field(ObjectionSerializer(many=True))
    def get_objections(self, notice: PublicNotice) -> list[dict[str, Any]]:
        return [
            {
                "id": one.objection.pk, "text": one.objection.text, "state": one.objection.state,
                "outcome": one.objection.outcome, "made_on": one.objection.made_on,
                "decided_on": one.objection.decided_on, "name": one.name or None, "yours": one.is_readers,
            }
            for one in seen_objections(self.context["request"].user, notice)
        ]  # fmt: skip


class NeedSerializer(serializers.Serializer[Any]):
    """Whether the deal needs a notice of a kind today."""

    kind = serializers.ChoiceField(choices=NoticeKind.choices)
    needed = serializers.BooleanField(allow_null=True, help_text="null where a fact is missing that would decide.")
    words = serializers.CharField(help_text="Why none is needed, or what is missing; empty where one is.")
    rules = DecisionSerializer(many=True)


class DealNoticesSerializer(serializers.Serializer[Any]):
    """The notices of a deal, and which it needs where it stands."""

    needs = NeedSerializer(many=True)
    notices = PublicNoticeSerializer(many=True)


class BeginNoticeSerializer(serializers.Serializer[Any]):
    """What is written on a notice; price, rule and days come from the record."""

    kind = serializers.ChoiceField(choices=NoticeKind.choices)
    title = serializers.CharField(
        max_length=200, required=False, default="", help_text="Of the result; that of the record where left out."
    )
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, default="", allow_blank=True)
    contact = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    rewards = RewardSerializer(many=True, required=False, default=list, help_text="Of a notice of rewards.")
    public = serializers.BooleanField(required=False, default=False, help_text="An owner may show it to everybody.")


class MakeObjectionSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=LONGEST_TEXT)


class DecideObjectionSerializer(serializers.Serializer[Any]):
    """The answer to an objection."""

    objection = serializers.IntegerField(min_value=1)
    upheld = serializers.BooleanField(help_text="Upheld ends the notice; rejected lets it go on.")
    outcome = serializers.CharField(max_length=LONGEST_TEXT)


class TakeBackObjectionSerializer(serializers.Serializer[Any]):
    objection = serializers.IntegerField(min_value=1)


class NoticeReadersSerializer(serializers.Serializer[Any]):
    public = serializers.BooleanField()


class WithdrawNoticeSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=2000)
