"""From which level on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heliu.interest.alerts.labels import setting_choices


class LevelForm(forms.Form):
    """The least level of a record's alerts."""

    level = forms.TypedChoiceField(label=_("Tell us of what is"), coerce=int, choices=(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["level"].choices = setting_choices()  # type: ignore[attr-defined]
