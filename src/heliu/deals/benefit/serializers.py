"""What the API says of benefit splits, and what it is told. Amounts are decimals as text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.deals.benefit.actions import DeductionLine, ShareLine
from heliu.deals.benefit.actions.drafting import MOST_DEDUCTIONS, MOST_PEOPLE
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.labels import answer_label
from heliu.deals.benefit.models import Deduction, RewardPayment, Share, Split, SplitVersion
from heliu.deals.benefit.selectors import payment_list, version_in, versions_of
from heliu.deals.benefit.showing import SeenVersion, seen_version

LARGEST_NUMBER = 2**31 - 1


class SplitDeductionSerializer(serializers.ModelSerializer[Deduction]):
    """One line that goes off the income."""

    class Meta:
        model = Deduction
        fields = ["kind", "name", "amount"]


class SplitShareSerializer(serializers.ModelSerializer[Share]):
    """One contributor; ``person`` is who they are in every version of the split."""

    class Meta:
        model = Share
        fields = ["person", "name", "organisation", "role", "email", "is_main", "percentage"]
        read_only_fields = fields


class SplitPartSerializer(serializers.Serializer[Any]):
    """A contributor with their amount."""

    share = SplitShareSerializer()
    amount = serializers.CharField(allow_null=True, help_text="null while it is not known.")


class RewardFloorSerializer(serializers.Serializer[Any]):
    """One clause of a rule about rewards, held against the version."""

    id = serializers.CharField()
    text = serializers.CharField(help_text="In the language of the request.")
    article = serializers.CharField()
    instrument = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    verified = serializers.BooleanField(help_text="Whether it was compared with the text of the issuer.")
    answer = serializers.BooleanField(allow_null=True, help_text="Met, not met, or null for unknown.")
    words = serializers.CharField()
    unknown = serializers.ListField(child=serializers.CharField(), help_text="Facts that would decide.")
    may_depart = serializers.BooleanField(help_text="Whether this unit may depart from it, with a reason.")


class SplitVersionSerializer(serializers.ModelSerializer[SplitVersion]):
    """A version with its rows, its figures, the floors of the law, and what keeps a draft from being approved."""

    deductions = SplitDeductionSerializer(many=True, read_only=True)
    shares = serializers.SerializerMethodField()
    unit = serializers.SerializerMethodField(help_text="0.01: yuan; 1: shares of a company; 0.0001: per cent of it.")
    net = serializers.SerializerMethodField()
    pool = serializers.SerializerMethodField()
    floors = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()

    class Meta:
        model = SplitVersion
        fields = [
            "number", "state", "reason", "edits", *SplitVersion.editable_fields, "deductions", "shares", "unit", "net",
            "pool", "floors", "missing", "created_at", "approved_at", "decided_on",
        ]  # fmt: skip
        read_only_fields = fields

    def _seen(self, version: SplitVersion) -> SeenVersion:
        if not hasattr(version, "_seen"):
            version._seen = seen_version(version)  # type: ignore[attr-defined]
        return version._seen  # type: ignore[attr-defined]

    @extend_schema_field(SplitPartSerializer(many=True))
    def get_shares(self, version: SplitVersion) -> list[dict[str, Any]]:
        return [
            {"share": SplitShareSerializer(share).data, "amount": None if amount is None else str(amount)}
            for share, amount in self._seen(version).rows
        ]

    def get_unit(self, version: SplitVersion) -> str:
        return str(self._seen(version).figures.unit)

    def get_net(self, version: SplitVersion) -> str | None:
        income = self._seen(version).figures.income
        return None if income is None else str(income.net)

    def get_pool(self, version: SplitVersion) -> str | None:
        pool = self._seen(version).figures.pool
        return None if pool is None else str(pool)

    @extend_schema_field(RewardFloorSerializer(many=True))
    def get_floors(self, version: SplitVersion) -> list[dict[str, Any]]:
        return [
            {
                "id": one.clause.id, "text": one.text, "article": one.clause.article,
                "instrument": one.version.instrument, "source": one.version.source, "verified": one.clause.verified,
                "answer": one.answer, "words": answer_label(one.answer), "unknown": list(one.unknown),
                "may_depart": one.may_depart,
            }
            for one in self._seen(version).floors
        ]  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_missing(self, version: SplitVersion) -> list[str]:
        return self._seen(version).gaps


class RewardPaymentSerializer(serializers.ModelSerializer[RewardPayment]):
    """What one person got on a day."""

    version = serializers.IntegerField(source="version.number", read_only=True)

    class Meta:
        model = RewardPayment
        fields = ["id", "person", "version", "amount", "paid_on", "voucher"]
        read_only_fields = fields


class RewardLineSerializer(serializers.Serializer[Any]):
    """One line of the payment list."""

    share = SplitShareSerializer()
    gross = serializers.CharField()
    paid = serializers.CharField()
    due = serializers.CharField()
    payments = RewardPaymentSerializer(many=True)


class SplitSerializer(serializers.ModelSerializer[Split]):
    """The benefit split of a deal: every version, and the payment list of the one in force."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    versions = serializers.SerializerMethodField()
    payment_list = serializers.SerializerMethodField()

    class Meta:
        model = Split
        fields = ["deal", "url", "none_due_reason", "none_due_at", "unpaid", "versions", "payment_list"]
        read_only_fields = fields

    @extend_schema_field(SplitVersionSerializer(many=True))
    def get_versions(self, split: Split) -> Any:
        return SplitVersionSerializer(versions_of(split), many=True).data

    @extend_schema_field(RewardLineSerializer(many=True))
    def get_payment_list(self, split: Split) -> Any:
        force = version_in(split, VersionState.APPROVED)
        return RewardLineSerializer(payment_list(force), many=True).data if force is not None else []


class WriteSplitShareSerializer(serializers.ModelSerializer[Share]):
    """A contributor as it is written; ``person`` for one who was in the draft before."""

    person = serializers.IntegerField(
        min_value=1, max_value=LARGEST_NUMBER, required=False, allow_null=True, default=None
    )
    name = serializers.CharField(max_length=100)

    class Meta:
        model = Share
        fields = ["person", "name", "organisation", "role", "email", "is_main", "percentage"]


class EditSplitSerializer(serializers.ModelSerializer[SplitVersion]):
    """Some of the fields, all deductions or shares where they are given, and the ``edits`` they were read at."""

    edits = serializers.IntegerField(min_value=1)
    deductions = SplitDeductionSerializer(many=True, required=False, max_length=MOST_DEDUCTIONS)  # type: ignore[call-arg]
    shares = WriteSplitShareSerializer(many=True, required=False, max_length=MOST_PEOPLE)  # type: ignore[call-arg]

    class Meta:
        model = SplitVersion
        fields = ["edits", *SplitVersion.editable_fields, "deductions", "shares"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "edits" not in attrs:
            raise serializers.ValidationError({"edits": [_("Say which draft you have read.")]})
        return attrs

    def values(self) -> dict[str, Any]:
        """As ``actions.edit_draft`` takes them."""
        said: dict[str, Any] = dict(self.validated_data)
        rows = {"deductions": DeductionLine, "shares": ShareLine}
        lines = {name: [line(**one) for one in said.pop(name)] for name, line in rows.items() if name in said}
        return {"edits": said.pop("edits"), "fields": said, **lines}


class SplitEditsSerializer(serializers.Serializer[Any]):
    """The draft as it was read."""

    edits = serializers.IntegerField(min_value=1)


class SplitReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class MarkRewardPaidSerializer(serializers.Serializer[Any]):
    """That a person got what was due to them by the version whose list was read."""

    version = serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER)
    person = serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER)
    paid_on = serializers.DateField()
    voucher = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)


class SplitRefusedSerializer(serializers.Serializer[Any]):
    """Why the split refuses something."""

    detail = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField(), required=False)
    changed = serializers.ListField(child=serializers.CharField(), required=False)
    edits = serializers.IntegerField(required=False, help_text="The newest, where somebody else has edited the draft.")


class OwnRewardSerializer(serializers.Serializer[Any]):
    """A contributor's own share; neither the deal's title nor anybody else's part."""

    number = serializers.CharField(help_text="Of the deal.")
    provider = serializers.CharField()
    percentage = serializers.DecimalField(max_digits=5, decimal_places=2, source="share.percentage")
    is_main = serializers.BooleanField(source="share.is_main")
    equity = serializers.BooleanField(source="share.version.is_equity")
    gross = serializers.CharField(source="line.gross")
    due = serializers.CharField(source="line.due")
    paid_on = serializers.DateField(source="line.paid_on", allow_null=True)
