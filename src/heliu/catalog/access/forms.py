"""Asking for access, and answering."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.kit.workdays import local_day

USUAL_GRANT = dt.timedelta(days=90)


class AskForm(forms.Form):
    """For which organisation, and what for."""

    organisation = forms.ModelChoiceField(
        label=_("Your organisation"), queryset=Organisation.objects.none(), empty_label=None,
        help_text=_("All its members read the record while the owner keeps it open."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("What you need it for"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The owner reads it together with your name and your organisation."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ModelChoiceField[Any]", self.fields["organisation"])
        field.queryset = organisations
        field.initial = organisations.first()


class AnswerForm(forms.Form):
    """Until when the record is open, and a word to those who asked; only granting needs the day."""

    until = forms.DateField(
        label=_("Open until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    under_agreement = forms.BooleanField(
        label=_("Only under a confidentiality agreement"), required=False,
        help_text=_("Your organisation is then named to those who asked. It opens once an agreement is in force."),
    )  # fmt: skip
    answer = forms.CharField(
        label=_("A word to those who asked"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["until"].initial = local_day() + USUAL_GRANT
