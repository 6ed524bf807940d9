"""Forms of reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.reports.actions import Stated
from heliu.reports.choices import Fact
from heliu.reports.models import YearlyFact


class FactsForm(forms.Form):
    """The numbers that no record holds: each with where it is from."""

    def __init__(self, *args: Any, organisation: Organisation, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        known = {one.name: one for one in YearlyFact.objects.filter(organisation=organisation, year=year)}
        for fact in Fact:
            one = known.get(fact)
            self.fields[fact] = forms.DecimalField(
                label=fact.label, required=False, min_value=0, max_digits=17, decimal_places=2,
                initial=one.value if one else None,
            )  # fmt: skip
            self.fields[f"{fact}_source"] = forms.CharField(
                label=_("Source"), required=False, max_length=300, initial=one.source if one else ""
            )

    @property
    def facts(self) -> dict[Fact, Stated]:
        """What was written, by fact."""
        given = self.cleaned_data
        return {fact: Stated(given[fact], given[f"{fact}_source"]) for fact in Fact}
