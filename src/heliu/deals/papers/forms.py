"""Forms of papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.agreements.choices import Language
from heliu.deals.models import Deal
from heliu.deals.papers.choices import ENCLOSED
from heliu.deals.papers.kinds import kinds, kinds_for
from heliu.kit.language import current_language
from heliu.kit.uploads import ACCEPTED


class MakeForm(forms.Form):
    """Which paper is made, and in which language."""

    kind = forms.ChoiceField(label=_("Kind of paper"))
    language = forms.ChoiceField(label=_("Language of the text"), choices=Language.choices)

    def __init__(self, *args: Any, deal: Deal, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in kinds_for(deal)]  # type: ignore[attr-defined]
        self.fields["language"].initial = current_language()


class EnclosureForm(forms.Form):
    """A file for an item of the registration package."""

    item = forms.ChoiceField(label=_("What it is"), choices=[(one.value, one.label) for one in ENCLOSED])
    upload = forms.FileField(label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}))


class DayForm(forms.Form):
    """The day whose rules are asked."""

    day = forms.DateField(
        label=_("By the rules of"), required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )  # fmt: skip


class TemplateForm(forms.Form):
    """A Word file that papers are made from."""

    kind = forms.ChoiceField(label=_("Kind of paper"))
    language = forms.ChoiceField(label=_("Language of the text"), choices=Language.choices)
    upload = forms.FileField(label=_("Word file (.docx)"), widget=forms.ClearableFileInput(attrs={"accept": ".docx"}))
    note = forms.CharField(label=pgettext_lazy("paper", "What is new"), required=False, max_length=300)
    checked = forms.BooleanField(label=_("A lawyer has checked the text"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in kinds().values()]  # type: ignore[attr-defined]
