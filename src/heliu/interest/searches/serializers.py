"""What the API says of saved searches: to the person whose they are."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from heliu.interest.searches.choices import DEFAULT_LEVEL, Level, Place
from heliu.interest.searches.models import LONGEST_NAME, LONGEST_NEED, SavedSearch

_FILTERS_HELP = "Filters as the list of that kind takes them, or those of the home box: name → values."


class SavedSearchSerializer(serializers.ModelSerializer[SavedSearch]):
    """A search that the caller keeps."""

    filters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), read_only=True, help_text=_FILTERS_HELP
    )
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    run_url = serializers.CharField(read_only=True, help_text="The page that asks the same.")

    class Meta:
        model = SavedSearch
        fields = [
            "id", "url", "run_url", "name", "place", "text", "filters", "wants_alerts", "level", "created_at",
            "seen_at",
        ]  # fmt: skip
        read_only_fields = fields


class SaveSearchSerializer(serializers.Serializer[Any]):
    """A search to keep."""

    place = serializers.ChoiceField(choices=Place.choices, help_text="`need`, or the kind whose list is searched.")
    text = serializers.CharField(
        max_length=LONGEST_NEED, required=False, default="", allow_blank=True, help_text="Of a need."
    )
    filters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=200), max_length=20), required=False,
        default=dict, help_text=_FILTERS_HELP + " What is not understood is refused.",
    )  # fmt: skip
    name = serializers.CharField(max_length=LONGEST_NAME, required=False, default="", allow_blank=True)
    wants_alerts = serializers.BooleanField(required=False, default=True)
    level = serializers.ChoiceField(
        choices=Level.choices, required=False, default=DEFAULT_LEVEL,
        help_text="The least level to be told of; of no consequence for a list.",
    )  # fmt: skip


class SearchWishesSerializer(serializers.Serializer[Any]):
    """What can be changed of a search that is kept."""

    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    wants_alerts = serializers.BooleanField(required=False)
    level = serializers.ChoiceField(choices=Level.choices, required=False)


class RefusedSearchSerializer(serializers.Serializer[Any]):
    """Why it is not possible."""

    detail = serializers.CharField()
