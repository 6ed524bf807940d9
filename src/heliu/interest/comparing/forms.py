"""Against what records are compared."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from heliu.matching.adapters.answers import MAX_LENGTH
from heliu.matching.forms import LONGEST_ADDRESS


class CompareForm(forms.Form):
    """One of the person's own demands, or the text of a need. What is not understood is left aside."""

    ids = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    demand = forms.ChoiceField(label=_("One of your demands"), required=False)
    q = forms.CharField(
        label=_("Or the text of a need"), required=False, max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    differing = forms.BooleanField(label=_("Only what differs"), required=False)

    def __init__(self, *args: Any, demands: QuerySet[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        own = [(str(demand.pk), Truncator(str(demand)).chars(80)) for demand in demands]
        self.has_demands = bool(own)
        current = self.data.get("demand", "")
        if current.isdecimal() and len(current) <= 18 and current not in dict(own):
            # A shared address may name a demand of somebody else; whether it is shown is decided when it is fetched.
            own.append((current, _("The demand of the link")))  # type: ignore[arg-type]
        self.fields["demand"].choices = [("", _("None")), *own]  # type: ignore[attr-defined]

    @property
    def given_ids(self) -> str:
        return str(self.cleaned_data.get("ids", ""))

    @property
    def demand_id(self) -> int | None:
        value = self.cleaned_data.get("demand", "")
        return int(value) if value else None

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.demand_id is None else ""

    @property
    def only_differing(self) -> bool:
        return bool(self.cleaned_data.get("differing"))

    def address(self, ids: str) -> str:
        """The query of this comparison's address; without a need that is too long for one."""
        asked = {"ids": ids, "demand": self.demand_id, "q": self.text if self.fits_address else ""}
        if self.only_differing:
            asked["differing"] = "on"
        return urlencode({name: value for name, value in asked.items() if value}, safe=":,")

    @property
    def fits_address(self) -> bool:
        return len(urlencode({"q": self.text})) < LONGEST_ADDRESS - 400
