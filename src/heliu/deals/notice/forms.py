"""Forms of public notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.deals.models import Deal
from heliu.deals.notice.actions.showing import Announcement
from heliu.deals.notice.choices import SHOWS_TO, NoticeKind
from heliu.deals.notice.models import LONGEST_TEXT, PublicNotice
from heliu.kit.language import localised
from heliu.kit.permissions import allowed


class BeginForm(forms.Form):
    """What is written on a notice. Price, rule and days come from the record."""

    title = forms.CharField(label=_("Name of the result"), max_length=200)
    rewards = forms.CharField(
        label=_("Persons and rewards"), widget=forms.Textarea({"rows": 5}),
        help_text=_("One person a line, the amount in yuan at its end: 王敏 125000.00"),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Further words (optional)"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3})
    )
    contact = forms.CharField(
        label=_("Where objections can be made besides (optional)"), required=False, max_length=300,
        help_text=_("An office with its telephone number, for those without an account here."),
    )  # fmt: skip
    shows_to = forms.ChoiceField(
        label=_("Who can read it"), choices=SHOWS_TO, widget=forms.RadioSelect,
        help_text=_("Everybody reads what is announced, by whom and until when; never the other side of the deal."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, user: Any, deal: Deal, kind: str) -> None:
        super().__init__(data)
        self.initial.update(title=localised(deal.supply, "title")[:200], shows_to="internal")
        if kind == NoticeKind.PRICE:
            del self.fields["rewards"]
        if not allowed(user, "deals.publish_notice", PublicNotice(deal=deal)):
            del self.fields["shows_to"]

    def clean_rewards(self) -> list[dict[str, str]]:
        """Names with amounts; the last word of a line is the amount."""
        found = []
        for line in self.cleaned_data["rewards"].splitlines():
            if not line.strip():
                continue
            name, _space, amount = line.strip().replace("\t", " ").rpartition(" ")
            if not name.strip():
                raise ValidationError(_t("This line has no amount at its end: %(line)s") % {"line": line.strip()[:60]})
            found.append({"name": name.strip(), "amount": amount.replace(",", "").lstrip("¥￥")})
        return found

    @property
    def announcement(self) -> Announcement:
        said = self.cleaned_data
        return Announcement(
            said["title"], said["text"], said["contact"], said.get("rewards", ()), said.get("shows_to") == "public"
        )


class ObjectionForm(forms.Form):
    """What speaks against a notice."""

    text = forms.CharField(
        label=_("Your objection"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}),
        help_text=_("What is wrong, and how that can be seen. Only the owners of the provider read your name."),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """The answer to an objection."""

    decision = forms.ChoiceField(
        label=pgettext_lazy("objection", "Decision"), widget=forms.RadioSelect,
        choices=[
            ("rejected", _("Rejected: the notice goes on")),
            ("upheld", _("Upheld: the notice ends, another has to run")),
        ],
    )  # fmt: skip
    outcome = forms.CharField(label=_("Answer in writing"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}))


class WithdrawForm(forms.Form):
    """Taking a notice down."""

    note = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea({"rows": 2}))
