"""Forms of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.catalog.choices import Tier
from heliu.dealflow.choices import NextStep
from heliu.dealflow.models import LONGEST_TEXT as LONGEST_MESSAGE
from heliu.desk.choices import Activity, TriageOutcome
from heliu.desk.models.ledger import LONGEST_NOTE, MINUTES_A_DAY
from heliu.desk.models.triage import LONGEST_TEXT


def _text(label: Any, most: int, *, rows: int = 3, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, help_text=help_text, widget=forms.Textarea({"rows": rows})
    )


class TriageForm(forms.Form):
    """What becomes of a demand."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=TriageOutcome.choices, widget=forms.RadioSelect)
    duplicate_of = forms.TypedChoiceField(
        label=_("Duplicate of"), coerce=int, required=False, empty_value=None,
        help_text=_("If it is a duplicate: of one of those found."),
    )  # fmt: skip
    questions = forms.MultipleChoiceField(
        label=_("Questions of the coach"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("If you ask back."),
    )  # fmt: skip
    message = _text(
        _("Message to the organisation"), LONGEST_TEXT, help_text=_("If you ask back; its members read it.")
    )
    note = _text(_("Note"), LONGEST_TEXT, rows=2, help_text=_("For you and others with a mandate of the organisation."))

    def __init__(
        self,
        *args: Any,
        duplicates: Sequence[tuple[int, str]] = (),
        questions: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["duplicate_of"].choices = [("", "—"), *duplicates]  # type: ignore[attr-defined]
        self.fields["questions"].choices = questions  # type: ignore[attr-defined]
        for name, offered in (("duplicate_of", duplicates), ("questions", questions)):
            if not offered:
                del self.fields[name]


class TierForm(forms.Form):
    """Another disclosure tier, and why."""

    tier = forms.ChoiceField(label=_("Disclosure tier"), choices=Tier.choices)
    message = forms.CharField(label=_("Why (optional)"), max_length=300, required=False)


class AnswerForm(forms.Form):
    """The organisation's answer."""

    answer = _text(
        _("Answer to the manager"), LONGEST_TEXT, help_text=_("Or change the demand, and say here that you did.")
    )


class TemplateForm(forms.Form):
    """One message for all, before it is edited for each."""

    template = _text(
        _("Message for all"), LONGEST_MESSAGE, rows=7, required=True,
        help_text=_("{recipient}: the organisation; {title}: its record; {demand}: the demand; {step}: the next step."),
    )  # fmt: skip
    next_step = forms.ChoiceField(
        label=_("What you ask for as the next step"), choices=NextStep.choices, initial=NextStep.TALK
    )


class NoteForm(forms.Form):
    """Something that nobody else reads."""

    text = _text(
        _("New note"), LONGEST_NOTE, required=True, help_text=_("Nobody else reads it, administrators neither.")
    )


class HoursForm(forms.Form):
    """Time spent on a case."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MINUTES_A_DAY)
    activity = forms.ChoiceField(label=pgettext_lazy("desk", "Activity"), choices=Activity.choices)
    note = forms.CharField(label=_("What was done (optional)"), max_length=300, required=False)
