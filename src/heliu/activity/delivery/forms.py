"""Forms of what is sent out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from heliu.activity.delivery.actions import CHOICES
from heliu.activity.delivery.choices import ChannelKind, DeliveryState, Medium, NoticeClass
from heliu.activity.delivery.models import NoticePreferences
from heliu.kit.outside import LONGEST_URL

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class PreferencesForm(forms.ModelForm):
    """How the person wants to be told, class by class, and when the digest comes."""

    hour = forms.TypedChoiceField(label=_("Hour"), choices=HOURS, coerce=int)

    class Meta:
        model = NoticePreferences
        fields = list(CHOICES)

    def _post_clean(self) -> None:
        """Leave the model alone: the action changes and checks the row as it is now."""


class ChannelForm(forms.Form):
    """What is common to a new channel and one that is changed."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("How you call it here, for example “Case system”.")
    )
    classes = forms.MultipleChoiceField(
        label=_("What it is told"), choices=NoticeClass.choices, widget=forms.CheckboxSelectMultiple,
        initial=NoticeClass.values,
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    url = forms.CharField(
        label=_("Address"), max_length=LONGEST_URL, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    secret = forms.CharField(
        label=_("Secret of the DingTalk robot"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Choose “sign” in the robot's security settings; the secret begins with SEC."),
    )  # fmt: skip


class NewChannelForm(ChannelForm):
    """A new channel of one kind; each kind asks for what it needs."""

    ADDRESSES = {
        ChannelKind.WEBHOOK: _(
            "An address of your system, beginning with https://. The secret is shown once it is added."
        ),
        ChannelKind.WECOM: _(
            "The address that WeCom shows for the robot; it begins with https://qyapi.weixin.qq.com/."
        ),
        ChannelKind.DINGTALK: _(
            "The address that DingTalk shows for the robot; it begins with https://oapi.dingtalk.com/."
        ),
    }

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["url"].help_text = self.ADDRESSES[ChannelKind(kind)]
        if kind != ChannelKind.DINGTALK:
            del self.fields["secret"]
        else:
            self.fields["secret"].required = True


class ChangeChannelForm(ChannelForm):
    """Address and secret are not shown again: they open the way to the other side."""

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["url"].required = False
        self.fields["url"].help_text = _("Leave empty to keep the one it has.")
        if kind != ChannelKind.DINGTALK:
            del self.fields["secret"]
        else:
            self.fields["secret"].help_text = _("Leave empty to keep the one it has.")

    def values(self) -> dict[str, Any]:
        """What is to be changed."""
        return {name: value for name, value in self.cleaned_data.items() if value or name not in ("url", "secret")}


class DeliveryFilterForm(forms.Form):
    """Which deliveries an administrator looks at."""

    medium = forms.ChoiceField(label=_("By"), choices=[("", _("Any")), *Medium.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Any")), *DeliveryState.choices], required=False)
    lane = forms.CharField(label=_("Server"), max_length=200, required=False)
