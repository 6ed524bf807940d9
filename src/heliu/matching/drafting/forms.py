"""What is asked of the chat server."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from heliu.catalog.choices import Tier
from heliu.matching.adapters.answers import MAX_LENGTH
from heliu.matching.drafting.adapters import ELEMENTS, Answered

LONGEST_ANSWER = 1_000


class WordingForm(forms.Form):
    """An element with the person's answer. Without a tier nothing is sent: it says whether the text may be."""

    text = forms.CharField(required=False, max_length=MAX_LENGTH)
    element = forms.ChoiceField(choices=[(name, name) for name in ELEMENTS])
    answer = forms.CharField(
        max_length=LONGEST_ANSWER,
        error_messages={"required": _("Write a short answer first: it is what is put into words.")},
    )
    lang = forms.ChoiceField(choices=[("zh", "zh"), ("en", "en")])
    tier = forms.ChoiceField(choices=Tier.choices)
    demand = forms.IntegerField(required=False, min_value=1)

    def answered(self, *stored_tiers: str) -> Answered:
        """The cleaned form; ``stored_tiers`` are those of the record that is being edited."""
        data = self.cleaned_data
        return Answered(data["text"], data["element"], data["answer"], data["lang"], (data["tier"], *stored_tiers))

    @property
    def problem(self) -> str:
        """Why it cannot be used: the person's own mistake where there is one, else that the page is at fault."""
        for name in ("answer", "text"):
            if name in self.errors:
                return str(self.errors[name][0])
        return str(_("The page sent something unexpected. Reload it and try again."))
