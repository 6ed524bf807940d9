"""What a person says of a search that they keep."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heliu.interest.searches.choices import DEFAULT_LEVEL, Level, Place
from heliu.interest.searches.models import LONGEST_NAME


class SearchForm(forms.Form):
    """Name, whether to be told of what is new, and how strong it has to be; a list has no levels."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, required=False,
        help_text=_("Left empty, it is called by what it asks."),
    )  # fmt: skip
    wants_alerts = forms.BooleanField(
        label=_("Tell me of new results"), required=False, initial=True,
        help_text=_("By a notice, once for each record, together where several come at a time."),
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=_("How strong a match has to be"), choices=Level.choices, coerce=int, initial=DEFAULT_LEVEL,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, place: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if place != Place.NEED:
            del self.fields["level"]

    @property
    def wishes(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        return {
            "name": self.cleaned_data["name"],
            "wants_alerts": self.cleaned_data["wants_alerts"],
            "level": self.cleaned_data.get("level", DEFAULT_LEVEL),
        }
