"""Forms of the benefit split."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.deals.benefit.actions import DeductionLine, ShareLine
from heliu.deals.benefit.actions.drafting import MOST_DEDUCTIONS, MOST_PEOPLE
from heliu.deals.benefit.choices import DeductionKind, PoolKind, Route
from heliu.deals.benefit.models import SplitVersion
from heliu.kit.workdays import local_day

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_MONEY: dict[str, Any] = {"max_digits": 15, "decimal_places": 2, "min_value": 0}


class DraftForm(forms.ModelForm[SplitVersion]):
    """What a draft says, but for its deductions and contributors."""

    edits = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = SplitVersion
        fields = SplitVersion.editable_fields
        widgets = {
            "rule_date": _DAY,
            "pay_by": _DAY,
            "route": forms.RadioSelect,
            "pool_kind": forms.RadioSelect,
            "provider_is_public": forms.NullBooleanSelect,
            "departure": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "income": _("CNY. What came in; of own or joint use, the operating profit of the year."),
            "income_note": _("Such as “first instalment” or “licence fee of 2026”."),
            "shares_received": _("How many the provider got. Empty: the parts are given in per cent of the company."),
            "provider_is_public": _("Of these the floors of the law cannot be departed from."),
            "reward_years": _("Of own or joint use."),
            "pool_percentage": _("Of the net income, of the shares, or of the operating profit."),
            "pool_amount": _("CNY."),
            "departure": _("Only where the law lets this unit depart from a floor that is not reached."),
        }  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A choice of two has no empty one.
        for name, choices in (("route", Route.choices), ("pool_kind", PoolKind.choices)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial["edits"] = self.instance.edits

    def _post_clean(self) -> None:
        """The action writes and checks the record, not the form: what is refused is not half in it."""

    @property
    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "edits"}

    @property
    def income_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("route", "income", "income_note", "shares_received", "reward_years")]

    @property
    def rule_fields(self) -> list[forms.BoundField]:
        """The others: rule, pool, day, departure."""
        shown = {field.name for field in self.income_fields}
        return [field for field in self.visible_fields() if field.name not in shown]


class RowForm(forms.Form):
    """One of several rows, whose fields the page lays out itself; the classes are those of Tabler."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            of = {"Select": "form-select", "CheckboxInput": "form-check-input"}
            field.widget.attrs["class"] = of.get(type(field.widget).__name__, "form-control")


class DeductionForm(RowForm):
    """One line that goes off the income."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DeductionKind.choices, initial=DeductionKind.TAX)
    name = forms.CharField(label=_("What for"), max_length=120)
    amount = forms.DecimalField(label=_("Amount, CNY"), **_MONEY)

    def line(self) -> DeductionLine:
        return DeductionLine(**{name: self.cleaned_data[name] for name in ("kind", "name", "amount")})


class ShareForm(RowForm):
    """One contributor."""

    person = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=100)
    percentage = forms.DecimalField(
        label=_("Share, %"), max_digits=5, decimal_places=2, min_value=0, max_value=100,
    )  # fmt: skip
    is_main = forms.BooleanField(label=_("Main contributor"), required=False)
    organisation = forms.CharField(label=pgettext_lazy("benefit", "Organisation"), max_length=200, required=False)
    role = forms.CharField(label=pgettext_lazy("benefit", "Contribution"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail of their account"), required=False)

    def line(self) -> ShareLine:
        return ShareLine(**{name: self.cleaned_data[name] for name in self.base_fields})


def _formset(form: type[forms.Form], most: int) -> Any:
    return forms.formset_factory(
        form, extra=0, can_delete=True, max_num=most, validate_max=True, absolute_max=most + 1
    )  # fmt: skip


DeductionFormSet, ShareFormSet = _formset(DeductionForm, MOST_DEDUCTIONS), _formset(ShareForm, MOST_PEOPLE)
EXTRA = {"off": 1, "people": 2}
"""Empty rows of a form that is opened."""


def deduction_rows(version: SplitVersion, data: Any = None) -> Any:
    initial = [{"kind": one.kind, "name": one.name, "amount": one.amount} for one in version.deductions.all()]
    return _rows(DeductionFormSet, "off", initial, data)


def share_rows(version: SplitVersion, data: Any = None) -> Any:
    names = ShareForm.base_fields
    return _rows(
        ShareFormSet, "people", [{name: getattr(one, name) for name in names} for one in version.shares.all()], data
    )


def _rows(formset: Any, prefix: str, initial: list[dict[str, Any]], data: Any) -> Any:
    # What was sent is held against nothing: the rows of the draft may be others by now.
    rows = formset(data, prefix=prefix, initial=initial if data is None else None)
    rows.extra = EXTRA[prefix]
    return rows


def one_row_more(data: Any) -> Any:
    """What was sent, with one more empty row where the button for it was pressed."""
    data = data.copy()
    prefix = data.pop("more", [""])[0]
    name = f"{prefix}-TOTAL_FORMS"
    if prefix in EXTRA and str(data.get(name, "")).isdecimal():
        data[name] = str(min(int(data[name]) + 1, MOST_PEOPLE))
    return data


def lines_of(rows: Any) -> list[Any]:
    """The rows that are filled in and not to be removed."""
    return [form.line() for form in rows if form.cleaned_data and not form.cleaned_data.get("DELETE")]


class EditsForm(forms.Form):
    """Which draft the person has read."""

    edits = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Whatever has to say why."""

    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea({"rows": 2}))


class PaymentForm(forms.Form):
    """That somebody got what was due to them."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    person = forms.IntegerField(widget=forms.HiddenInput)
    paid_on = forms.DateField(label=_("Paid on"), widget=_DAY, initial=local_day)
    voucher = forms.CharField(label=_("Voucher number (optional)"), max_length=60, required=False)
