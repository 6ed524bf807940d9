"""What the plan asks for before all counts as paid."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from heliu.deals.guards import register_guard
from heliu.deals.labels import yuan
from heliu.deals.models import Deal
from heliu.deals.payments.choices import MilestoneState


def all_settled(deal: Deal) -> Iterator[str]:
    """Every milestone is accepted or dropped, every payment received or voided."""
    done = (MilestoneState.ACCEPTED, MilestoneState.DROPPED)
    for milestone in deal.milestones.exclude(state__in=done).order_by("due_on", "pk"):
        yield _("The milestone “%(name)s” is not accepted.") % {"name": milestone}
    for payment in deal.payments.outstanding():
        words = {"payment": payment, "amount": yuan(payment.outstanding)}
        yield _("Of the payment “%(payment)s” %(amount)s are neither received nor voided.") % words


def register() -> None:
    """Called once, when the application is ready. Royalties may be added after ``settle``, so ``close`` asks again."""
    register_guard("settle", all_settled)
    register_guard("close", all_settled)
