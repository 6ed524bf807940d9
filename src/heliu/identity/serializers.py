"""What the API says of pairs, merges and names: never more than the pages do."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.accounts.models import Organisation
from heliu.identity.choices import Choice, Side
from heliu.identity.labels import reason_text
from heliu.identity.models import Merge, OrganisationName
from heliu.identity.models.duplicates import LONGEST_NOTE
from heliu.identity.selectors import Pair, agreed_by, proposal_of


class RecordOfPairSerializer(serializers.Serializer[Any]):
    """One of the two."""

    id = serializers.IntegerField(source="pk")
    title = serializers.SerializerMethodField(help_text="In the caller's language; of an organisation its name.")
    url = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    state = serializers.SerializerMethodField(help_text="null for organisations.")
    organisation = serializers.SerializerMethodField(help_text="Number of its owner; null for organisations.")

    def get_title(self, record: Any) -> str:
        return str(record)

    def get_url(self, record: Any) -> str:
        return str(record.get_absolute_url())

    def get_state(self, record: Any) -> str | None:
        return getattr(record, "state", None)

    def get_organisation(self, record: Any) -> int | None:
        return None if isinstance(record, Organisation) else record.organisation_id


class DuplicateReasonSerializer(serializers.Serializer[Any]):
    """One thing in which the two agree or differ."""

    nature = serializers.CharField(help_text="codes, title, body, numbers, models, owner, names, year or kind")
    agrees = serializers.BooleanField()
    left = serializers.CharField(help_text="What the left one says.")
    right = serializers.CharField()
    share = serializers.FloatField(
        allow_null=True, help_text="Of texts: how much of the shorter one both have, 0 to 1."
    )
    text = serializers.SerializerMethodField(help_text="As a sentence in the caller's language.")

    def get_text(self, reason: dict[str, Any]) -> str:
        return reason_text(reason)


class MergeProposalSerializer(serializers.Serializer[Any]):
    """How the two shall be merged, as it was put to the owners."""

    keep = serializers.ChoiceField(choices=Side.choices)
    choices = serializers.DictField(child=serializers.ChoiceField(choices=Choice.choices))
    proposed_at = serializers.DateTimeField()
    agreed = serializers.ListField(child=serializers.IntegerField(), help_text="Organisations whose owner said yes.")


class LikelyDuplicateSerializer(serializers.Serializer[Any]):
    """Two records, or organisations, that may be one. An instance is a `Pair`."""

    id = serializers.IntegerField(source="duplicate.pk")
    kind = serializers.CharField()
    score = serializers.FloatField(source="duplicate.score", help_text="Probability that they are one, 0 to 1.")
    state = serializers.CharField(source="duplicate.state")
    left = RecordOfPairSerializer()
    right = RecordOfPairSerializer()
    reasons = DuplicateReasonSerializer(many=True, source="duplicate.reasons")
    compared_versions = serializers.SerializerMethodField(help_text="Versions of left and right that were compared.")
    note = serializers.CharField(source="duplicate.note")
    found_at = serializers.DateTimeField(source="duplicate.found_at")
    decided_at = serializers.DateTimeField(source="duplicate.decided_at", allow_null=True)
    proposal = serializers.SerializerMethodField(help_text="What waits for the owners' word; null where nothing does.")
    url = serializers.CharField(source="duplicate.get_absolute_url")

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_compared_versions(self, pair: Pair) -> list[int]:
        return [pair.duplicate.left_version, pair.duplicate.right_version]

    @extend_schema_field(MergeProposalSerializer(allow_null=True))
    def get_proposal(self, pair: Pair) -> Any:
        found = proposal_of(pair) if pair.is_of_records and pair.duplicate.is_open else None
        if found is None:
            return None
        agreed = [one.pk for one in agreed_by(found, pair)]
        return {"keep": found.keep, "choices": found.choices, "proposed_at": found.proposed_at, "agreed": agreed}


class VersionsSerializer(serializers.Serializer[Any]):
    """The versions of the two records that the caller has seen."""

    left_version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    right_version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class ApartSerializer(VersionsSerializer):
    """They are two different ones."""

    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class RefuseMergeSerializer(serializers.Serializer[Any]):
    """No to what is proposed."""

    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class MergePairSerializer(VersionsSerializer):
    """Which record stays, and whose value of each field.

    A field that is not named keeps the value of the record that stays, or takes the other's where that is empty; of the
    two tiers the one that opens less stays.
    """

    keep = serializers.ChoiceField(choices=Side.choices)
    choices = serializers.DictField(
        child=serializers.ChoiceField(choices=Choice.choices), required=False,
        help_text="Name of a field → left, right, or of a list both. Of fields that belong together name the first.",
    )  # fmt: skip


class AgreeSerializer(VersionsSerializer):
    """Yes to what is proposed, for an organisation that the caller is an owner of."""

    organisation = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class ReportPairSerializer(serializers.Serializer[Any]):
    """Two records of a kind that somebody takes for one."""

    kind = serializers.ChoiceField(choices=["demand", "achievement", "expert"])
    one = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    other = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class MergeSerializer(serializers.ModelSerializer[Merge]):
    """What was merged."""

    taken_over = serializers.SerializerMethodField(help_text="Fields and parts that the record that stays took over.")

    class Meta:
        model = Merge
        fields = ["id", "kind", "kept_id", "merged_id", "merged_at", "undone_at", "taken_over", "left_as_is"]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_taken_over(self, merge: Merge) -> list[str]:
        return list(merge.after)


class IdentityRefusedSerializer(serializers.Serializer[Any]):
    """Why it is not possible."""

    detail = serializers.CharField()


class OrganisationNameSerializer(serializers.ModelSerializer[OrganisationName]):
    """A name of an organisation beside the two of its page."""

    class Meta:
        model = OrganisationName
        fields = ["id", "organisation", "name", "kind", "since", "until", "source", "added_at"]
        read_only_fields = ["id", "added_at"]
        validators: list[Any] = []


class ResolvedSerializer(serializers.Serializer[Any]):
    """An organisation that a name may mean."""

    organisation = serializers.IntegerField(source="organisation_id")
    score = serializers.FloatField(help_text="How sure, 0 to 1.")
    ground = serializers.CharField(help_text="Why: code, ror, official, short, former, english, form, place, …")
    name = serializers.CharField(help_text="The name of the organisation that was met.")


class EditNameSerializer(OrganisationNameSerializer):
    """The same; the organisation stays."""

    class Meta(OrganisationNameSerializer.Meta):
        fields = ["name", "kind", "since", "until", "source"]
        read_only_fields: list[str] = []
