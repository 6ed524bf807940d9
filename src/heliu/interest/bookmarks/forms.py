"""The person's own words on a record."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from heliu.interest.bookmarks.models import LONGEST_LABEL, LONGEST_NOTE


class BookmarkForm(forms.Form):
    """One label, and a note."""

    label = forms.CharField(
        label=_("Label"), required=False, max_length=LONGEST_LABEL, widget=forms.TextInput(attrs={"list": "labels"}),
        help_text=_("One word or a few by which you group what you keep."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nobody else sees it."),
    )  # fmt: skip
