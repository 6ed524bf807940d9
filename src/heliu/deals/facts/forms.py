"""The form in which the provider states facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.deals.facts.selectors import statable
from heliu.deals.facts.showing import fact_label
from heliu.rulebook.rules import Fact

UNSAID = pgettext_lazy("fact", "not known")
YES_NO = [("", UNSAID), ("true", _("Yes")), ("false", _("No"))]


class FactsForm(forms.Form):
    """A field for each fact that is worth asking; an empty one states nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, names: Iterable[str], values: Mapping[str, Any], version: int) -> None:
        super().__init__(data)
        known = statable()
        self.initial["version"] = version
        for name in names:
            self.fields[name] = _field(known[name], fact_label(name))
            value = values.get(name)
            self.initial[name] = {True: "true", False: "false"}[value] if isinstance(value, bool) else value

    @property
    def answers(self) -> dict[str, Any]:
        """Name → what is stated; None where nothing is."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {name: None if value == "" else value for name, value in found.items()}


def _yes_or_no(value: Any) -> Any:
    """What a choice of yes and no means; empty where it says neither."""
    return {"true": True, "false": False, True: True, False: False}.get(value, "")


def _field(fact: Fact, label: str) -> forms.Field:
    if fact.type == "bool":
        return forms.TypedChoiceField(label=label, required=False, choices=YES_NO, coerce=_yes_or_no, empty_value=None)
    if fact.type == "number":
        return forms.DecimalField(label=label, required=False, min_value=0, max_digits=15, decimal_places=2)
    if fact.type == "date":
        return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    choices = [("", UNSAID), *((one, one) for one in fact.choices)]
    return forms.ChoiceField(label=label, required=False, choices=choices)
