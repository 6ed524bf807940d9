"""Deals in words."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heliu.deals.choices import LossReason
from heliu.deals.models import Deal
from heliu.deals.stages import DECIDES, PROVIDER, PROVIDER_DECIDES, Step


def days_in_stage(deal: Deal, now: datetime | None = None) -> int:
    """Whole days since the deal entered the stage it is in."""
    return max(0, ((now or timezone.now()) - deal.stage_since).days)


def age_label(deal: Deal) -> str:
    """How long it has been in its stage; empty once it is over."""
    if deal.is_over:
        return ""
    days = days_in_stage(deal)
    return _("since today") if days == 0 else ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days}


_TAKEN_BY = {
    DECIDES: gettext_lazy("an owner of either organisation"),
    PROVIDER: gettext_lazy("the provider"),
    PROVIDER_DECIDES: gettext_lazy("an owner of the provider"),
}


def taken_by_label(step: Step) -> str:
    """Who takes a step, for whoever may not; empty where both sides may."""
    return str(_TAKEN_BY.get(step.who, ""))


def yuan(amount: Decimal | None) -> str:
    """An amount with its fen, as papers write it: ``¥800,000.00``; empty where there is none."""
    return "" if amount is None else f"¥{amount:,.2f}"


def loss_label(deal: Deal) -> str:
    """Why it was lost; empty where it was not."""
    return str(LossReason(deal.loss_reason).label) if deal.loss_reason else ""
