"""What people choose on the pages of the log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heliu.matching.outcomes.choices import Reason


class DismissForm(forms.Form):
    """Why a result is of no use; without a reason the dismissal is taken back."""

    reason = forms.ChoiceField(choices=Reason.choices, required=False)
    next = forms.CharField(required=False, max_length=4000)

    @property
    def reason_given(self) -> Reason | None:
        chosen = self.cleaned_data["reason"]
        return Reason(chosen) if chosen else None


class DriftForm(forms.Form):
    """Which answers the drift page is about, and what they are held against. What is not known is left aside."""

    profile = forms.ChoiceField(label=_("Weight profile"), required=False)
    reference = forms.ChoiceField(label=_("Held against the week of"), required=False)

    def __init__(self, *args: Any, profiles: list[tuple[str, str]], weeks: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, choices in (("profile", profiles), ("reference", weeks)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices
            field.widget.attrs["class"] = "form-select"
