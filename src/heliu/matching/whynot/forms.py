"""Which demand is asked about, and the filters of a search."""

from __future__ import annotations

from typing import Any

from django import forms

from heliu.matching.adapters.answers import Conditions
from heliu.matching.forms import NeedForm


class WhyNotForm(NeedForm):
    """The filters of the home page beside the demand. What is not understood is left aside."""

    demand = forms.IntegerField(required=False, min_value=1)

    @property
    def demand_id(self) -> int | None:
        """The demand that was chosen; None where there is none yet, or no number."""
        return self.cleaned_data.get("demand")

    @property
    def filters(self) -> list[Any]:
        """The fields of the filters, for the page."""
        return [self[name] for name in self.FILTERS]

    def conditions(self) -> Conditions:
        """What the search asks of every result, but the kind."""
        chosen = super().conditions()
        return Conditions(regions=chosen.regions, industries=chosen.industries, readiness=chosen.readiness)


class ChooseForm(forms.Form):
    """An own record, as ``kind:pk``, for a demand."""

    record = forms.RegexField(r"^[a-z_]+:\d{1,18}$")
    demand = forms.IntegerField(min_value=1)
