"""Forms of pages; what they check beyond their fields is checked by the actions."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.accounts.models import Organisation
from heliu.ingestion.pages.actions import ACCEPTED
from heliu.ingestion.pages.choices import MentionKind
from heliu.kit.outside import LONGEST_URL


class AddPageForm(forms.Form):
    """An address or a file, and whose people read it."""

    url = forms.CharField(
        label=_("Address"), required=False, max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "url"}),
        help_text=_("Of a page or file on the public web. It is fetched once now, and again only when you ask."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("or a file"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_("HTML, text, PDF, Word (.docx), Excel (.xlsx) or CSV."),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("For"), required=False, empty_label=_("for me alone, and reviewers"),
        help_text=_("Its people read the page and make records from it; reviewers read it too."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ModelChoiceField[Any]", self.fields["organisation"])
        field.queryset = organisations
        found = list(organisations[:2])
        if not found:
            del self.fields["organisation"]
        elif len(found) == 1:
            field.initial = found[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("url")) == bool(cleaned.get("file")) and not self.errors:
            raise forms.ValidationError(_("Give either an address or a file."))
        return cleaned


class DecideForm(forms.Form):
    """What a mention is."""

    turn = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=pgettext_lazy("mention", "It is"), choices=MentionKind.choices)
    target = forms.ChoiceField(
        label=pgettext_lazy("mention", "In the catalog"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, targets: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["target"]).choices = targets


class RightsForm(forms.Form):
    """What is said of the rights when a record is made from a page."""

    rights_held = forms.BooleanField(
        required=False, label=_("Our organisation holds the rights in this page, or we have leave to use its words")
    )
