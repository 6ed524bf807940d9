"""What benefit splits show on pages of other areas: on the deal for the provider's members, on one's account, in what
waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heliu.accounts.models import User
from heliu.activity.delivery.parties import register_parties
from heliu.activity.verbs import register_verbs
from heliu.agenda.sources import Item, Source, register_source
from heliu.deals.benefit import guard, receivers
from heliu.deals.benefit.actions.steps import VERBS
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.models import Share, Split, SplitVersion
from heliu.deals.benefit.selectors import drafts_of, split_of, unpaid_of, version_in
from heliu.deals.benefit.showing import seen_version
from heliu.deals.models import Deal
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def deal_panel(request: HttpRequest, deal: Deal) -> dict[str, Any] | None:
    """On a deal's page, for the provider's members alone."""
    if not allowed(request.user, "deals.view_split", deal):
        return None
    split = split_of(deal)
    found = {"force": version_in(split, VersionState.APPROVED), "draft": version_in(split, VersionState.DRAFT)}
    return {
        "deal": deal, "split": split,
        "may_write": not deal.is_over and allowed(request.user, "deals.write_split", deal),
        **{name: seen_version(version) if version is not None else None for name, version in found.items()},
    }  # fmt: skip


def account_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to one's own rewards, for whoever has any."""
    return {} if Share.objects.visible_to(request.user).exists() else None


# -- what waits for a person ----------------------------------------------------------------------


def items(user: User, most: int) -> Sequence[Item]:
    """Rewards to pay, then drafts to finish or approve; of drafts that wait for another owner as many again."""
    mine = [_to_pay(one) for one in unpaid_of(user).order_by(F("pay_by").asc(nulls_last=True), "pk")[:most]]
    drafts = [_draft(user, one) for one in drafts_of(user)]
    mine += [one for one in drafts if one.mine]
    return [*mine[:most], *[one for one in drafts if not one.mine][:most]]


def _to_pay(version: SplitVersion) -> Item:
    return Item(
        what=_("Pay the rewards of a deal"), about=str(version.split), due_on=version.pay_by,
        url=reverse("benefit_payments", args=[version.split.deal_id]), key=f"pay {version.split_id}",
        step=pgettext("agenda", "Payment list"),
    )  # fmt: skip


def _draft(user: User, version: SplitVersion) -> Item:
    seen = seen_version(version)
    may = seen.signing is not None and seen.signing.may_approve(user)
    what = _("Finish a benefit split") if seen.gaps else _("Approve a benefit split")
    return Item(
        what=what if seen.gaps or may else _("Another owner has to approve a benefit split"),
        about=str(version.split), due_on=None, url=version.split.get_absolute_url(), mine=bool(seen.gaps) or may,
        key=f"draft {version.pk}", step=pgettext("agenda", "Look at it") if seen.gaps or may else "",
    )  # fmt: skip


def count(user: User) -> int:
    return unpaid_of(user).count() + drafts_of(user).count()


def due(user: User, day: date) -> int:
    return unpaid_of(user).filter(pay_by__lte=day).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_verbs(VERBS)
    register_parties(Split, lambda split: [split.deal.provider_id])
    register_parties(Share, lambda share: [])
    guard.register()
    receivers.connect()
    register_panel(
        "deal.detail", "deals/benefit/panel.html", deal_panel, order=60,
        anchor="benefit", title=gettext_lazy("Benefit split"),
    )  # fmt: skip
    register_panel("account.settings", "deals/benefit/account.html", account_panel, order=60)
    register_source(Source("benefit", gettext_lazy("Benefit splits"), items=items, count=count, due=due))
