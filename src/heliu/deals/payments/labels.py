"""Milestones and payments in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from heliu.deals.labels import yuan
from heliu.deals.payments.models import Milestone, Payment
from heliu.deals.payments.sums import PlanSums
from heliu.kit.workdays import iso_day

STANDING_COLOURS = {
    "waiting": "chip-dark", "planned": "chip-blue", "due": "chip-yellow", "overdue": "chip-orange",
    "received": "chip-green", "void": "chip-dark",
}  # fmt: skip
STATE_COLOURS = {
    "planned": "chip-blue", "delivered": "chip-yellow", "accepted": "chip-green", "dropped": "chip-dark"
}  # fmt: skip

MILESTONE_STEP_LABELS: Mapping[str, Any] = {
    "deliver": pgettext_lazy("milestone", "Deliver"), "accept": pgettext_lazy("milestone", "Accept"),
    "return": pgettext_lazy("milestone", "Return"), "drop": pgettext_lazy("milestone", "Drop"),
    "move": gettext_lazy("Move the date"), "remove": pgettext_lazy("plan", "Remove"),
}  # fmt: skip
PAYMENT_STEP_LABELS: Mapping[str, Any] = {
    "receive": gettext_lazy("Confirm a receipt"), "move": gettext_lazy("Move the date"),
    "void": pgettext_lazy("payment step", "Void"), "remove": pgettext_lazy("plan", "Remove"),
}  # fmt: skip


def due_label(payment: Payment) -> str:
    """When it is due: a day, or so many days after which acceptance."""
    return iso_day(payment.due_on) if payment.due_on is not None else agreed_label(payment)


def agreed_label(payment: Payment) -> str:
    """The same as both sides agreed on it: an acceptance that has come since does not change what is written."""
    if payment.milestone is None:
        return iso_day(payment.due_on)
    days = payment.days_after or 0
    words = {"days": days, "milestone": payment.milestone}
    if not days:
        return _("on the acceptance of “%(milestone)s”") % words
    return (
        ngettext(
            "%(days)d day after the acceptance of “%(milestone)s”",
            "%(days)d days after the acceptance of “%(milestone)s”",
            days,
        )
        % words
    )


def base_label(payment: Payment) -> str:
    """Of what it is: a royalty's sales and rate, the shares of equity; empty for anything else."""
    if payment.is_royalty and payment.net_sales is not None and payment.rate is not None:
        return _("%(rate)s %% of net sales of %(sales)s, %(first)s to %(last)s") % {
            "rate": f"{payment.rate.normalize():f}", "sales": yuan(payment.net_sales),
            "first": iso_day(payment.period_from), "last": iso_day(payment.period_until),
        }  # fmt: skip
    parts = []
    if payment.shares is not None:
        parts.append(
            ngettext("%(number)s share", "%(number)s shares", payment.shares) % {"number": f"{payment.shares:,}"}
        )
    if payment.percentage is not None:
        parts.append(_("%(rate)s %% of the company") % {"rate": f"{payment.percentage.normalize():f}"})
    return " · ".join(parts)


def returns_label(milestone: Milestone) -> str:
    """How often it came back; empty where it never did."""
    if not milestone.returns:
        return ""
    return ngettext("returned once", "returned %(times)d times", milestone.returns) % {"times": milestone.returns}


def coverage_label(sums: PlanSums) -> str:
    """The plan beside the deal amount, in a sentence."""
    if sums.deal_amount is None:
        return _("The deal amount is not set yet, so the plan has nothing to be compared with.")
    words = {"deal": yuan(sums.deal_amount), "amount": yuan(sums.unplanned or sums.above)}
    if sums.above:
        return _("%(amount)s more is planned than the deal amount of %(deal)s.") % words
    if sums.unplanned:
        return _("For %(amount)s of the deal amount of %(deal)s nothing is planned yet.") % words
    if sums.agreed < sums.deal_amount:
        return _("With the royalties the plan comes to the deal amount of %(deal)s or more.") % words
    if sums.royalties:
        return _("The plan comes to the deal amount of %(deal)s exactly, and royalties come on top of it.") % words
    return _("The plan comes to the deal amount of %(deal)s exactly.") % words
