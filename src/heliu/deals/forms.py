"""Forms of deals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.catalog.forms import PartForm, PartFormSet
from heliu.deals.choices import LossReason, PartyRole
from heliu.deals.models import Deal
from heliu.deals.parties import LONGEST_NAME, MOST, Party
from heliu.deals.selectors import managers_concerned, people_offered

_DAY = {"type": "date"}
_LINES = ("payment_terms", "terms")
_DAYS = ("starts_on", "ends_on", "signed_on", "registered_on")


class DealForm(forms.ModelForm[Deal]):
    """What a deal says; once the contract is signed, what it fixes is shown and cannot be written."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Deal
        fields = tuple(name for name in Deal.editable_fields if name != "parties")
        widgets = {
            **{name: forms.DateInput(attrs=_DAY, format="%Y-%m-%d") for name in _DAYS},
            **{name: forms.Textarea({"rows": 4}) for name in _LINES},
        }
        help_texts = {
            "amount": _("CNY, the whole contract."),
            "technology_amount": _("CNY, without hardware and other cost that is not technology: never above it."),
        }  # fmt: skip

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people_offered(user, self.instance)  # type: ignore[attr-defined]
        self.fields["manager"].queryset = managers_concerned(self.instance)  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial["version"] = self.instance.version
        if self.instance.is_signed:
            for name in set(Deal.fixed_once_signed) & set(self.fields):
                self.fields[name].disabled = True

    def _post_clean(self) -> None:
        """The action writes and checks the record, not the form: what is refused is not half in it."""

    @property
    def answers(self) -> dict[str, Any]:
        """The fields of the deal, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PartyForm(PartForm):
    """One further party."""

    model = Party
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, required=False)
    role = forms.ChoiceField(label=pgettext_lazy("of a party", "Role"), choices=PartyRole.choices)
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=40, required=False)
    share = forms.DecimalField(
        label=_("Share, %"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        help_text=_("Of a co-provider: of what the provider’s side gets."),
    )  # fmt: skip


class PartyFormSet(PartFormSet):
    """Those of one deal."""

    name, title, add_label = "parties", _("Further parties"), _("Add a party")

    def stored(self) -> list[dict[str, Any]]:
        """As the deal keeps them."""
        return [Party(**row).stored() for row in self.written()]


PARTY_FORMSET: Any = formset_factory(
    PartyForm, formset=PartyFormSet, extra=1, can_delete=True, max_num=MOST, absolute_max=MOST + 5
)


class NoteForm(forms.Form):
    """A step with a word about it."""

    note = forms.CharField(
        label=_("Note (optional)"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )


class WhyForm(forms.Form):
    """A step that has to say why."""

    note = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea({"rows": 2}))


class LoseForm(forms.Form):
    """Giving up, for a reason of a closed list."""

    reason = forms.ChoiceField(label=_("Reason"), choices=LossReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In your words"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed where the reason is another one."),
    )  # fmt: skip


STEP_FORMS: dict[str, type[forms.Form]] = {"hold": WhyForm, "terminate": WhyForm, "lose": LoseForm}
"""Steps that ask more than a note."""
