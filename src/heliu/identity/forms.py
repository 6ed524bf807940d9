"""What people send about pairs and names."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from heliu.catalog.models import RECORD_MODELS
from heliu.identity.choices import Choice, Side
from heliu.identity.models import OrganisationName
from heliu.identity.models.duplicates import LONGEST_NOTE
from heliu.identity.values import rows_of


class DecisionForm(forms.Form):
    """Which record stays, and the versions that the person has seen; the choices stand beside, one a row."""

    keep = forms.ChoiceField(choices=Side.choices, required=False)
    left_version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    right_version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    note = forms.CharField(max_length=LONGEST_NOTE, required=False)

    def choices(self, kind: str, hidden: set[str]) -> dict[str, str]:
        """Row → whose value stays, of rows that the kind has and the person is told; anything else is left out."""
        return read_choices(self.data, kind, hidden)


def read_choices(data: Any, kind: str, hidden: set[str], prefix: str = "choice_") -> dict[str, str]:
    """The choices among what was sent."""
    if kind not in RECORD_MODELS:
        return {}
    sent = data if isinstance(data, QueryDict | dict) else {}
    found = {}
    for row in rows_of(RECORD_MODELS[kind]):
        value = sent.get(f"{prefix}{row.name}", "")
        if value in Choice.values and not hidden & set(row.fields):
            found[row.name] = str(value)
    return found


class NameForm(forms.ModelForm[OrganisationName]):
    """Another name of an organisation."""

    class Meta:
        model = OrganisationName
        fields = ["name", "kind", "since", "until", "source"]
        widgets = {
            "since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {"source": _("For example a document, a page, or the organisation itself.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
