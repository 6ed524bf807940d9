"""What people write on the pages of the desk; what else has to hold is checked by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heliu.dealflow.choices import NextStep, RefusalReason
from heliu.dealflow.models import LONGEST_TEXT, Introduction


def _text(label: Any, *, required: bool = False, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class IntroduceForm(forms.Form):
    """A message to the other side; where one of the two records is still to be chosen, it is asked for first."""

    own_record: Any = forms.ModelChoiceField(
        label=_("Which of your records"), queryset=Introduction.objects.none(), empty_label=None
    )
    message = _text(
        _("Message"), required=True, rows=6,
        help_text=_("Why the two fit, and what you would like to know. Write nothing that is confidential."),
    )  # fmt: skip
    next_step = forms.ChoiceField(
        label=_("What you ask for as the next step"), choices=NextStep.choices, widget=forms.RadioSelect,
        initial=NextStep.TALK,
    )  # fmt: skip

    def __init__(self, *args: Any, candidates: QuerySet[Any] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if candidates is None:
            del self.fields["own_record"]
        else:
            self.fields["own_record"].queryset = candidates  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """Yes, with a word if there is one to say."""

    note = _text(_("Answer (optional)"), help_text=_("For example who will get in touch, and when."))


class RefuseForm(forms.Form):
    """No, for a reason of a closed list."""

    reason = forms.ChoiceField(label=_("Reason"), choices=RefusalReason.choices, widget=forms.RadioSelect)
    parameter = forms.CharField(
        label=_("Which parameter"), required=False, max_length=200, help_text=_("If a parameter is missed.")
    )
    note = _text(
        _("In your words (optional)"), help_text=_("The other side reads it. Needed where the reason is another one.")
    )


class WithdrawForm(forms.Form):
    note = _text(_("Why (optional)"))


class PauseForm(forms.Form):
    """How long nobody can answer, and why; both sides see it."""

    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=_("Why"), max_length=200, help_text=_("For example a holiday or a trade fair."))
