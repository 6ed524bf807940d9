"""What the API says of the agenda: what the page shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from rest_framework import serializers

from heliu.agenda.choices import Section
from heliu.agenda.labels import due_label
from heliu.agenda.models import Feed
from heliu.agenda.selectors import Listed


class AgendaItemSerializer(serializers.Serializer[Any]):
    """One thing to do, or one that somebody owes."""

    key = serializers.CharField(help_text="The same for the same item for ever.")
    area = serializers.CharField(help_text="Name of the area, as `area` takes it.")
    what = serializers.CharField(help_text="In the language of the request.")
    about = serializers.CharField()
    url = serializers.CharField(help_text="Where it is done.")
    due_on = serializers.DateField(allow_null=True, help_text="A day in the time zone of the installation.")
    due = serializers.CharField(help_text="When it is due in words, in the language of the request; may be empty.")
    section = serializers.ChoiceField(choices=Section.choices)
    mine = serializers.BooleanField(help_text="Whether you have to act; false where you wait for somebody else.")
    paused = serializers.BooleanField()
    note = serializers.CharField()

    def to_representation(self, instance: Listed) -> dict[str, Any]:
        item = instance.item
        return {
            "key": instance.key, "area": instance.area.name, "what": str(item.what), "about": item.about,
            "url": item.url, "due_on": _iso(item.due_on), "due": due_label(item.due_on) if item.due_on else "",
            "section": instance.section.value, "mine": item.mine, "paused": item.paused, "note": item.note,
        }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


class AgendaAreaSerializer(serializers.Serializer[Any]):
    """An area, with how much waits in it."""

    name = serializers.CharField()
    label = serializers.CharField(  # type: ignore[assignment] # the name is taken by the class above
        help_text="In the language of the request."
    )
    count = serializers.IntegerField()


class AgendaSerializer(serializers.Serializer[Any]):
    """What waits for the person a request acts for."""

    day = serializers.DateField(help_text="Today, in the time zone of the installation.")
    due = serializers.IntegerField(help_text="How many items of all areas are overdue or due today.")
    areas = AgendaAreaSerializer(many=True)
    items = AgendaItemSerializer(many=True, help_text="Of each area at most 200 to do and 200 that you wait for.")


class FeedSerializer(serializers.ModelSerializer[Feed]):
    """The calendar feed, without its address: of that only a hash is kept."""

    class Meta:
        model = Feed
        fields = ["made_at", "read_at"]
        read_only_fields = fields


class MadeFeedSerializer(FeedSerializer):
    """The answer to making an address: the only one that holds it."""

    url = serializers.CharField(read_only=True, help_text="Who has this address can read the calendar.")

    class Meta(FeedSerializer.Meta):
        fields = [*FeedSerializer.Meta.fields, "url"]
