"""Forms of milestones and payments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heliu.deals.models import Deal
from heliu.deals.payments.choices import MilestoneState, PaymentKind
from heliu.deals.payments.models import LONGEST_NOTE, LONGEST_REASON, Milestone, Payment
from heliu.kit.workdays import local_day


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _lines() -> forms.Textarea:
    return forms.Textarea({"rows": 3})


class _PartForm(forms.ModelForm[Any]):
    """A part of a plan with the version that was read; the action writes and checks it, not the form."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_bound:
            self.initial["version"] = self.instance.version

    def _post_clean(self) -> None:
        """What is refused is not half in the record."""

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under the headings of the page."""
        return [("", self.visible_fields())]

    @property
    def answers(self) -> dict[str, Any]:
        """The fields of the record, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class MilestoneForm(_PartForm):
    """What is delivered by when, and what has to hold for it to be accepted."""

    class Meta:
        model = Milestone
        fields = Milestone.editable_fields
        widgets = {"deliverable": _lines(), "criteria": _lines(), "due_on": _day()}


class PaymentForm(_PartForm):
    """A payment; once the contract is signed a royalty, whose date then stands."""

    class Meta:
        model = Payment
        fields = Payment.editable_fields
        widgets = {name: _day() for name in ("due_on", "period_from", "period_until")} | {"note": _lines()}
        help_texts = {
            "name": _("Where it is left empty, the kind stands for it."),
            "amount": _("CNY. Of equity its value; of a royalty left empty, as it follows from sales and rate."),
            "due_on": _("Leave it empty where it falls due after an acceptance."),
            "net_sales": _("CNY, expected or reported; it can be corrected."),
            "shares": _("Of equity: how many shares, or how many per cent."),
        }  # fmt: skip

    def __init__(self, *args: Any, deal: Deal, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].required = False
        standing = deal.milestones.exclude(state=MilestoneState.DROPPED)
        self.fields["milestone"].queryset = standing  # type: ignore[attr-defined]
        if deal.is_signed:
            self._ask_for_a_royalty()

    def _ask_for_a_royalty(self) -> None:
        """Of one that is planned already the date and what it depends on stand; a new one has a date."""
        self.fields["kind"].widget = forms.HiddenInput()
        gone = [*Payment.of_equity, "amount"]
        if self.instance.pk:
            for name in ("kind", "due_on", "milestone", "days_after"):
                self.fields[name].disabled = True
        else:
            gone += ["milestone", "days_after"]
            self.initial["kind"] = PaymentKind.ROYALTY
            self.fields["due_on"].required, self.fields["due_on"].help_text = True, ""
        for name in gone:
            del self.fields[name]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields by what they belong to, each group with its heading; those of every payment have none."""
        if self.fields["kind"].widget.is_hidden:
            return super().groups
        headings = {PaymentKind.ROYALTY: Payment.of_royalties, PaymentKind.EQUITY: Payment.of_equity}
        special = {name for names in headings.values() for name in names} | {"note"}
        groups: list[tuple[Any, list[forms.BoundField]]] = [("", self._bound(set(self.fields) - special))]
        groups += [(kind.label, self._bound(set(names))) for kind, names in headings.items()]
        groups.append(("", self._bound({"note"})))
        return [group for group in groups if group[1]]

    def _bound(self, names: set[str]) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in names]


class ReasonForm(forms.Form):
    """A step that has to say why."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST_NOTE, widget=_lines())


class DeliverForm(forms.Form):
    """What was delivered, and when."""

    on = forms.DateField(label=_("Delivered on"), initial=local_day, widget=_day())
    note = forms.CharField(
        label=_("What was delivered"), max_length=LONGEST_NOTE, widget=_lines(),
        help_text=_("Where it is, and how it meets the criteria. Both sides read it."),
    )  # fmt: skip


class AcceptForm(forms.Form):
    """Since when it counts as accepted: payments are due so many days after it."""

    on = forms.DateField(label=_("Accepted on"), initial=local_day, widget=_day())
    note = forms.CharField(label=_("Note (optional)"), max_length=LONGEST_NOTE, required=False, widget=_lines())


class MoveForm(forms.Form):
    """Another date, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.DateField(label=_("New date"), widget=_day())
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON, widget=_lines())


class ReceiptForm(forms.Form):
    """What came in."""

    amount = forms.DecimalField(label=_("Amount received"), max_digits=15, decimal_places=2, help_text=_("CNY."))
    received_on = forms.DateField(label=_("Received on"), initial=local_day, widget=_day())
    reference = forms.CharField(
        label=_("Evidence or reference (optional)"), max_length=200, required=False,
        help_text=_("The bank's number, the invoice, the entry in the register of shareholders."),
    )  # fmt: skip


class TakeBackForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON, widget=_lines())


class RemoveForm(forms.Form):
    """Nothing to fill in: a word of warning and a button."""
