"""Marking what was paid."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.models import User
from heliu.deals.benefit.actions.steps import held, held_split, held_version, tell, tell_contributor
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.errors import PaidAlready, SplitMoved
from heliu.deals.benefit.models import RewardPayment, Split
from heliu.deals.benefit.selectors import payment_list
from heliu.deals.models import Deal
from heliu.kit.workdays import local_day


@transaction.atomic
def mark_paid(
    *, actor: User, deal: Deal, version: int, person: int, paid_on: date, voucher: str = ""
) -> RewardPayment:  # fmt: skip
    """Note that a person got on a day what was still due to them by the version in force.

    ``version`` is the number of the one whose list was read: where another is in force by now, SplitMoved. Also of a
    deal that is over: rewards are owed whatever became of it, and either side may close a paid deal.
    """
    deal = held(actor, deal, after_the_end=True)
    split = held_split(deal)
    current = held_version(split, VersionState.APPROVED)
    lines = {line.share.person: line for line in payment_list(current)}
    if current.number != version or person not in lines:
        raise SplitMoved
    line = lines[person]
    if not line.due:
        raise PaidAlready
    if paid_on > local_day():
        raise ValidationError({"paid_on": _("This day is still to come.")})
    payment = RewardPayment(
        split=split, version=current, person=person, amount=line.due, paid_on=paid_on, voucher=voucher.strip(),
        marked_by=actor,
    )  # fmt: skip
    payment.full_clean()
    payment.save()
    _count(split)
    tell(split, "reward_paid", actor, version=version, person=person)
    tell_contributor(line.share, "own_reward_paid", actor)
    return payment


@transaction.atomic
def take_back_payment(*, actor: User, deal: Deal, payment: int, reason: str) -> None:
    """Delete a mark that was a mistake; ``reason`` stays in the timeline."""
    deal = held(actor, deal, after_the_end=True)
    split = held_split(deal)
    found = split.payments.filter(pk=payment).first()
    if found is None:
        raise SplitMoved
    if not reason.strip():
        raise ValidationError({"reason": _("Say what was wrong.")})
    said = {"person": found.person, "amount": str(found.amount), "paid_on": found.paid_on.isoformat()}
    found.delete()
    _count(split)
    tell(split, "reward_taken_back", actor, note=reason.strip(), **said)


def _count(split: Split) -> None:
    """How many people still have something due by the version in force."""
    split.unpaid = sum(bool(line.due) for line in payment_list(held_version(split, VersionState.APPROVED)))
    split.save(update_fields=["unpaid"])
