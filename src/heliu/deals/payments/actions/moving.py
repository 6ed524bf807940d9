"""Moving the date of a milestone or of a payment: to nobody's cost but one's own."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.deals.payments.actions.common import Part, again, locked_deal, refuse_stale, said, tell, write
from heliu.deals.payments.choices import MilestoneState
from heliu.deals.payments.errors import MilestoneStands, MoneyReceived, NoDueDate, PaymentVoid
from heliu.deals.payments.models import LONGEST_REASON, DueMove, Milestone, Payment
from heliu.kit.permissions import require


@transaction.atomic
def move_due_date(*, actor: Actor, part: Part, version: int, to: date, reason: str) -> Part:
    """Move when a milestone or a payment is due.

    The side to which it is owed postpones it, the side that owes it brings it forward. Both see the old and the new
    date with the reason.
    """
    require(actor, "deals.view_deal", part.deal)
    deal = locked_deal(part.deal)
    part = again(part, deal)
    _refuse_immovable(part)
    old = part.due_on
    if old is None:
        raise NoDueDate
    refuse_stale(part, version)
    reason = said(reason, "reason", LONGEST_REASON)
    if to == old:
        raise ValidationError({"to": _("This is the date that it has.")})
    kind = "milestone" if isinstance(part, Milestone) else "payment"
    require(actor, f"deals.{'postpone' if to > old else 'advance'}_{kind}", part)
    part.due_on = to
    part.version += 1
    write(part, actor, "moved")
    move = DueMove(old=old, new=to, reason=reason, moved_by=person(actor), **{kind: part})
    move.full_clean()
    move.save()
    tell(deal, "due_date_moved", actor, part, more=[str(move), reason])
    return part


def _refuse_immovable(part: Milestone | Payment) -> None:
    """Of what is done with nothing is due any more."""
    if isinstance(part, Milestone):
        if part.state != MilestoneState.PLANNED:
            raise MilestoneStands(part.get_state_display())
    elif part.is_void:
        raise PaymentVoid
    elif not part.outstanding:
        raise MoneyReceived
