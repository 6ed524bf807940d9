"""What people write on the pages of agreements; what else has to hold is checked by the actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from heliu.accounts.adapters import is_password_of
from heliu.accounts.models import Organisation, User
from heliu.agreements.choices import Direction, Language
from heliu.agreements.models import LONGEST_NOTE, LONGEST_PURPOSE, LONGEST_TEXT, MOST_MONTHS
from heliu.kit.language import current_language
from heliu.kit.workdays import local_day


class SideForm(forms.Form):
    """For which of the person's organisations, and what for."""

    party_a = forms.ModelChoiceField(
        label=_("Your organisation"), queryset=Organisation.objects.none(), empty_label=None
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("Purpose"), max_length=LONGEST_PURPOSE, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What you will talk about. It stands in the agreement: write nothing confidential."),
    )  # fmt: skip
    direction = forms.ChoiceField(
        label=_("Who discloses"), choices=Direction.choices, initial=Direction.MUTUAL, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ModelChoiceField[Any]", self.fields["party_a"])
        field.queryset = organisations
        field.initial = organisations.first()


class ProposeForm(SideForm):
    """What the two shall agree on beside the text of the template."""

    language = forms.ChoiceField(label=_("Language of the text"), choices=Language.choices)
    term_months = forms.IntegerField(
        label=_("Term in months"), min_value=1, max_value=MOST_MONTHS, initial=24,
        help_text=_("From the day on which both have accepted."),
    )  # fmt: skip
    survival_months = forms.IntegerField(
        label=_("Months of confidentiality after the end"), min_value=0, max_value=MOST_MONTHS, initial=36
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = current_language()


class SignatureForm(forms.Form):
    """Who binds the organisation: name, password once more, and the tick."""

    name = forms.CharField(label=_("Your name as you sign"), max_length=100)
    position = forms.CharField(label=_("Your position (optional)"), max_length=100, required=False)
    password = forms.CharField(
        label=_("Your password once more"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    entitled = forms.BooleanField(label=_("I may bind this organisation, and I have read the text."))
    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, user: User, organisation: Organisation | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.fields["name"].initial = user.name
        if organisation is not None:
            self.fields["entitled"].label = _("I may bind %(name)s, and I have read the text.") % {
                "name": organisation.name
            }

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not is_password_of(self.user, password):
            raise forms.ValidationError(_("This is not your password."))
        return password

    def facts(self) -> dict[str, Any]:
        """What the action is given as the signature."""
        return {name: self.cleaned_data[name] for name in ("name", "position", "password", "entitled", "content_hash")}


class UploadForm(SideForm, SignatureForm):
    """A PDF that both have signed elsewhere, and who uploads it."""

    field_order = ["party_a", "upload", "purpose", "direction", "ends_on", "survival_months", "name", "position"]

    upload = forms.FileField(
        label=_("The PDF that both have signed"), widget=forms.ClearableFileInput(attrs={"accept": ".pdf"})
    )
    ends_on = forms.DateField(
        label=_("Last day of its term"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    survival_months = forms.IntegerField(
        label=_("Months of confidentiality after the end"), min_value=0, max_value=MOST_MONTHS, initial=36
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ends_on"].initial = local_day() + timedelta(days=730)
        self.fields["entitled"].label = _("I may bind my organisation, and both sides have signed this PDF.")


class NoteForm(forms.Form):
    """A word to the other side."""

    note = forms.CharField(
        label=_("Why (the other side reads it)"), required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class CompareForm(forms.Form):
    """A text or a file that may be the agreement's."""

    text = forms.CharField(
        label=_("Text"), required=False, strip=False, max_length=2 * LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    upload = forms.FileField(label=_("or a file"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("text") and not cleaned.get("upload"):
            raise forms.ValidationError(_("Paste the text, or choose a file."))
        limit = settings.HELIU_UPLOAD_LIMIT_MB
        if cleaned.get("upload") and cleaned["upload"].size > limit * 1024 * 1024:
            raise forms.ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": limit})
        return cleaned


class TemplateForm(forms.Form):
    """A version of the template in both languages."""

    text_zh = forms.CharField(
        label=_("Text in Chinese"), max_length=LONGEST_TEXT, strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "lang": "zh-Hans"}),
    )  # fmt: skip
    text_en = forms.CharField(
        label=_("Text in English"), max_length=LONGEST_TEXT, strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "lang": "en"}),
    )  # fmt: skip
    note = forms.CharField(label=_("What has changed"), max_length=300, required=False)
    checked = forms.BooleanField(
        label=_("A lawyer has checked both texts"), required=False,
        help_text=_("Until then pages say that the text is a draft."),
    )  # fmt: skip
