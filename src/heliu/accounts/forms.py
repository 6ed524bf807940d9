"""Forms of accounts and organisations; what they check beyond their fields is checked by the actions."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from heliu.accounts.adapters import is_password_of
from heliu.accounts.choices import MemberRole, OrganisationKind
from heliu.accounts.models import Organisation, User
from heliu.kit.fields import CodeField
from heliu.kit.zones import zone_choices


def _consent_label() -> SafeString:
    """With a link to the notice, made late since addresses are not known when forms are imported."""
    sentence = gettext("I have read the %(link)s and agree to it.")
    link = format_html('<a href="{}" target="_blank">{}</a>', reverse_lazy("privacy"), gettext("privacy notice"))
    before, _mark, after = sentence.partition("%(link)s")
    return format_html("{}{}{}", before, link, after)


class PlainFields:
    """Allauth's fields without texts in the boxes: the label says it already, and pale text is hard to read."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.label = _("E-mail address")


class LoginForm(PlainFields, allauth_forms.LoginForm):
    pass


class AddEmailForm(PlainFields, allauth_forms.AddEmailForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = _("New e-mail address")


class ChangePasswordForm(PlainFields, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(PlainFields, allauth_forms.SetPasswordForm):
    pass


class ResetPasswordForm(PlainFields, allauth_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainFields, allauth_forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(PlainFields, allauth_forms.ReauthenticateForm):
    pass


class SignupForm(PlainFields, allauth_forms.SignupForm):
    """Sign-up with a name and the consent to the privacy notice."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As others shall see it."),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=lazy(_consent_label, SafeString)(),
        error_messages={"required": _("Without your consent no account can be made.")},
    )
    field_order = ["name", "email", "password1", "password2", "consent"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if name := self.cleaned_data.get("name"):
            self.cleaned_data["name"] = " ".join(name.split())
        return cleaned


def _zones(chosen: str) -> list[Any]:
    """The platform's own zone, the one chosen where it is none of those on offer, and those on offer."""
    own = gettext("The platform's: %(zone)s") % {"zone": settings.TIME_ZONE}
    offered = zone_choices()
    known = {name for _area, zones in offered for name, _label in zones} | {""}
    return [("", own), *([] if chosen in known else [(chosen, chosen)]), *offered]


class ProfileForm(forms.ModelForm):
    """How the person is called and written to, and by which clock."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False,
        help_text=_("Times are shown to you in this zone. Days on which something is due are the platform's own."),
    )  # fmt: skip

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["time_zone"].choices = _zones(self.instance.time_zone)  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    """What a new API token is for, and how long it works."""

    LIFETIMES = [(30, _("30 days")), (90, _("90 days")), (365, _("1 year")), (0, _("Without end"))]

    name = forms.CharField(label=_("What the token is for"), max_length=100)
    days = forms.TypedChoiceField(label=_("Works for"), choices=LIFETIMES, coerce=int, initial=90)

    def clean_days(self) -> int | None:
        return self.cleaned_data["days"] or None


class DeleteAccountForm(forms.Form):
    """The password once more; tries are counted together with those of signing in."""

    password = forms.CharField(
        label=_("Your password"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    understood = forms.BooleanField(label=_("I understand that this cannot be undone."))

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not is_password_of(self.user, password):
            raise forms.ValidationError(_("This is not your password."))
        return password


class OrganisationForm(forms.ModelForm):
    """An organisation's facts. The hidden version tells whether somebody else has saved meanwhile."""

    region = CodeField(vocabulary="regions", label=_("Region"), required=False, max_length=200)
    industry = CodeField(vocabulary="industries", label=_("Industry"), required=False, max_length=300)
    # Longer than the codes themselves: people paste them with blanks, or ROR as an address.
    uscc = forms.CharField(label=_("Unified social credit code"), required=False, max_length=40)
    ror = forms.CharField(label=_("ROR id"), required=False, max_length=60, help_text=_("For research bodies."))
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    distinct = forms.BooleanField(label=_("This is another organisation of the same name."), required=False)
    end_verification = forms.BooleanField(
        label=_("I accept that the organisation counts as not verified until a reviewer has looked again."),
        required=False,
    )

    class Meta:
        model = Organisation
        fields = [
            "kind", "name_zh", "name_en", "uscc", "ror", "region", "industry", "website", "description_zh",
            "description_en",
        ]  # fmt: skip
        widgets = {
            "description_zh": forms.Textarea(attrs={"rows": 4, "lang": "zh-Hans"}),
            "description_en": forms.Textarea(attrs={"rows": 4, "lang": "en"}),
            "name_zh": forms.TextInput(attrs={"lang": "zh-Hans"}),
            "name_en": forms.TextInput(attrs={"lang": "en"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask_distinct = self.ask_end = False
        self.fields["version"].initial = self.instance.version

    def _post_clean(self) -> None:
        """Leave the model alone: the action cleans it once, and a form must not change a cached row."""

    def values(self) -> dict[str, Any]:
        """What the action is given."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ClaimForm(forms.Form):
    """How a reviewer can see that the person acts for the organisation."""

    evidence = forms.CharField(
        label=_("How can a reviewer see that you act for it?"), max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "For example your position, a page of the organisation that names you, or an office telephone number."
        ),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """A reason that the people concerned will read."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class DecisionForm(forms.Form):
    """A reviewer's word on a claim; refusing needs it."""

    reason = forms.CharField(
        label=_("Reason or note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The claimant reads it. Needed for a refusal."),
    )  # fmt: skip


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices, initial=MemberRole.MEMBER)


class ManagerForm(forms.Form):
    """Which technology manager to ask, and whether confidential records are opened to them."""

    email = forms.EmailField(
        label=_("E-mail address of the technology manager"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    confidential = forms.BooleanField(label=_("Confidential records too"), required=False)


class ParkForm(forms.Form):
    """The park that the organisation is in."""

    park = forms.ModelChoiceField(
        label=_("Park"), queryset=Organisation.objects.filter(kind=OrganisationKind.PARK, is_active=True),
        empty_label=_("Choose a park"),
    )  # fmt: skip
