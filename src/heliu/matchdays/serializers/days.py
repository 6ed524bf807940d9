"""Days, invitations, registrations and entries."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from heliu.accounts.models import Organisation
from heliu.catalog.serializers import OwnerSerializer
from heliu.kit.permissions import allowed
from heliu.matchdays.actions.days import DAY_FIELDS
from heliu.matchdays.choices import AvoidReason
from heliu.matchdays.models import Avoidance, DayInvitation, Entry, MatchDay, Registration
from heliu.matchdays.selectors.days import free_places, programme_of, registrations_of
from heliu.matchdays.selectors.entries import Seen, Suggestion, seen_entry
from heliu.matching.labels import level_label

LARGEST_ID = 2**63 - 1


def id_field(**options: Any) -> serializers.IntegerField:
    """The number of a row; what a database column cannot hold is refused."""
    return serializers.IntegerField(min_value=1, max_value=LARGEST_ID, **options)


class ProgrammeSerializer(serializers.Serializer[Any]):
    """The public programme: how many meetings, and those of which both sides agreed to be named."""

    meetings = serializers.IntegerField()
    listed = serializers.ListField(child=serializers.DictField())


class MatchDaySerializer(serializers.ModelSerializer[MatchDay]):
    """A matchmaking day as everybody may know it."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    host = OwnerSerializer(read_only=True)
    slots = serializers.SerializerMethodField(help_text="Beginning of each slot, in the installation's time zone.")
    registered = serializers.IntegerField(read_only=True, help_text="Organisations that are registered.")
    free_places = serializers.SerializerMethodField(help_text="null where nobody counts.")
    programme = serializers.SerializerMethodField(help_text="null before the schedule is published.")
    link = serializers.SerializerMethodField(help_text="Empty for whoever neither organises nor takes part.")

    class Meta:
        model = MatchDay
        fields = [
            "id", "url", "state", *(name for name in DAY_FIELDS if name != "link"), "link", "slots", "registered",
            "free_places", "programme", "published_at", "cancel_reason", "illustrative",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.DateTimeField()))
    def get_slots(self, day: MatchDay) -> list[Any]:
        return [day.slot_begins(slot) for slot in range(day.slots)]

    def get_free_places(self, day: MatchDay) -> int | None:
        return free_places(day)

    @extend_schema_field(ProgrammeSerializer(allow_null=True))
    def get_programme(self, day: MatchDay) -> dict[str, Any] | None:
        programme = programme_of(day)
        if programme is None:
            return None
        listed = [
            {
                "begins": day.slot_begins(one.slot), "table": one.table + 1,
                "demand": OwnerSerializer(one.demand.organisation).data,
                "supply": OwnerSerializer(one.supply.organisation).data,
            }
            for one in programme.listed
        ]  # fmt: skip
        return {"meetings": programme.meetings, "listed": listed}

    def get_link(self, day: MatchDay) -> str:
        user = self.context["request"].user
        inside = allowed(user, "matchdays.run_day", day) or registrations_of(user, day)
        return day.link if inside else ""


class DayFieldsSerializer(serializers.ModelSerializer[MatchDay]):
    """What organisers write; ``host`` by its number. The model's own checks follow in the action."""

    host: Any = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.all(), required=False, allow_null=True)
    regions = serializers.ListField(child=serializers.CharField(max_length=6), required=False, max_length=30)
    industries = serializers.ListField(child=serializers.CharField(max_length=5), required=False, max_length=30)

    class Meta:
        model = MatchDay
        fields = list(DAY_FIELDS)


class CancelDaySerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class OrganisationIdSerializer(serializers.Serializer[Any]):
    organisation = id_field()


class InvitationSerializer(serializers.ModelSerializer[DayInvitation]):
    """An organisation that was invited."""

    organisation = OwnerSerializer(read_only=True)

    class Meta:
        model = DayInvitation
        fields = ["organisation", "invited_at"]
        read_only_fields = fields


# -- registrations --------------------------------------------------------------------------------


class SeenSerializer(serializers.Serializer[Any]):
    """A record on a day, as far as the caller may know it."""

    entry = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=["demand", "achievement", "expert"])
    title = serializers.CharField(allow_null=True, help_text="null where it is not open to the caller.")
    summary = serializers.CharField(help_text="Of a record that is not readable in full, what its owner wrote for all.")
    url = serializers.CharField(help_text="Empty where the record's page is not open to the caller.")
    organisation = OwnerSerializer()

    def to_representation(self, seen: Seen) -> dict[str, Any]:
        return {
            "entry": seen.entry.pk, "kind": seen.kind, "title": seen.title or None, "summary": seen.summary,
            "url": seen.address, "organisation": OwnerSerializer(seen.organisation).data,
        }  # fmt: skip


class EntrySerializer(serializers.ModelSerializer[Entry]):
    """A record with which an organisation takes part."""

    record = serializers.SerializerMethodField()

    class Meta:
        model = Entry
        fields = ["id", "side", "record", "capacity", "absences", "title_shown"]
        read_only_fields = fields

    @extend_schema_field(SeenSerializer)
    def get_record(self, entry: Entry) -> dict[str, Any]:
        user = self.context["request"].user
        seen = seen_entry(user, entry, involved=allowed(user, "matchdays.run_day", entry.registration.day))
        return SeenSerializer().to_representation(seen)


class RegistrationSerializer(serializers.ModelSerializer[Registration]):
    """An organisation on a day."""

    organisation = OwnerSerializer(read_only=True)

    class Meta:
        model = Registration
        fields = ["id", "organisation", "registered_at", "listed"]
        read_only_fields = fields


class RegisterSerializer(serializers.Serializer[Any]):
    organisation = id_field()
    listed = serializers.BooleanField(default=False, help_text="Name the organisation in the public programme.")


class ListedSerializer(serializers.Serializer[Any]):
    listed = serializers.BooleanField()


class EnterSerializer(serializers.Serializer[Any]):
    """A record of the organisation; ``absences`` are slots counted from 0."""

    kind = serializers.ChoiceField(choices=["demand", "achievement", "expert"])
    record = id_field()
    capacity = serializers.IntegerField(min_value=1, max_value=50, required=False)
    absences = serializers.ListField(child=serializers.IntegerField(min_value=0, max_value=59), default=list)
    title_shown = serializers.BooleanField(default=False, help_text="A confidential record takes part only with true.")


class ChangeEntrySerializer(serializers.Serializer[Any]):
    capacity = serializers.IntegerField(min_value=1, max_value=50)
    absences = serializers.ListField(child=serializers.IntegerField(min_value=0, max_value=59), default=list)
    title_shown = serializers.BooleanField(required=False)


class SuggestionSerializer(serializers.Serializer[Any]):
    """Somebody whom an entry might meet."""

    record = SeenSerializer()
    level = serializers.IntegerField()
    level_in_words = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    excluded = serializers.BooleanField()

    def to_representation(self, one: Suggestion) -> dict[str, Any]:
        return {
            "record": SeenSerializer().to_representation(one.seen), "level": one.level,
            "level_in_words": level_label(one.level), "rank": one.wish.rank if one.wish else None,
            "excluded": bool(one.wish and one.wish.excluded),
        }  # fmt: skip


class WishesSerializer(serializers.Serializer[Any]):
    """Entries that were suggested: the most wanted first, and those that are excluded."""

    ranked = serializers.ListField(child=id_field(), default=list, max_length=200)
    excluded = serializers.ListField(child=id_field(), default=list, max_length=200)


class AvoidanceSerializer(serializers.ModelSerializer[Avoidance]):
    """An organisation that is not to be met; the organisers alone read it."""

    organisation = OwnerSerializer(read_only=True)

    class Meta:
        model = Avoidance
        fields = ["organisation", "reason", "note"]
        read_only_fields = fields


class AvoidSerializer(serializers.Serializer[Any]):
    organisation = id_field()
    reason = serializers.ChoiceField(choices=AvoidReason.choices)
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
