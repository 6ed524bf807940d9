"""From which level on."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from heliu.interest.searches.choices import AlertLevel


class LevelForm(forms.Form):
    """The least level of a record's alerts."""

    level = forms.TypedChoiceField(
        label=_("Tell us of what is"), coerce=int, choices=AlertLevel.choices, widget=forms.RadioSelect
    )
