"""What people write when they answer a blind match."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from heliu.dealflow.blind.models import LONGEST_REASON


class NoForm(forms.Form):
    """A no needs no reason; one that is given stays with the side's own people."""

    reason = forms.CharField(
        label=_("Why (optional)"), required=False, max_length=LONGEST_REASON,
        help_text=_("For your own organisation alone. Nobody else reads it, and matching does not learn from it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
