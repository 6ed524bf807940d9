"""What plans give a person to do: deliveries, acceptances, payments to make, receipts to confirm.

They are shown to those of either side who look after the deal or brought it about, and to the owners of their
organisation; only while the contract is signed and the deal is not over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heliu.accounts.choices import MemberRole
from heliu.accounts.models import User
from heliu.accounts.permissions import acting_for, memberships_of
from heliu.agenda.sources import Item, Source, register_source
from heliu.deals.choices import UNDER_CONTRACT, Stage
from heliu.deals.models import Deal
from heliu.deals.payments.choices import MilestoneState
from heliu.deals.payments.models import Milestone, Payment
from heliu.kit.workdays import local_day

_SIGNED = Q(stage__in=UNDER_CONTRACT) | Q(stage=Stage.ON_HOLD, held_from__in=UNDER_CONTRACT)
_PEOPLE = ("owner", "manager", "introduction__asked_by", "introduction__replied_by")


def _deals(user: User, side: str) -> QuerySet[Deal]:
    """The deals that concern the person as somebody of this side."""
    owned = [pk for pk, role in memberships_of(user).items() if role == MemberRole.OWNER]
    mine = Q(**{f"{side}__in": owned})
    for name in _PEOPLE:
        mine |= Q(**{name: user})
    found = Deal.objects.visible_to(user).filter(_SIGNED, mine, **{f"{side}__in": acting_for(user)})
    return found.order_by()


def deliveries(user: User, side: str) -> QuerySet[Milestone]:
    """Milestones that the side still has to deliver (``provider``) or waits for (``recipient``)."""
    return Milestone.objects.filter(deal__in=_deals(user, side), state=MilestoneState.PLANNED)


def answers(user: User, side: str) -> QuerySet[Milestone]:
    """Milestones that the side has to accept or to return (``recipient``) or waits for (``provider``)."""
    return Milestone.objects.filter(deal__in=_deals(user, side), state=MilestoneState.DELIVERED)


def payments_owed(user: User, side: str) -> QuerySet[Payment]:
    """Payments with a date that are outstanding."""
    return Payment.objects.outstanding().filter(deal__in=_deals(user, side), due_on__isnull=False)


def plan_items(user: User, limit: int) -> Sequence[Item]:
    """Of what the person has to do and of what they wait for those that are due soonest."""
    if not acting_for(user):
        return []
    today = local_day()
    paid = payments_owed(user, "provider")
    own = [
        *(_delivery(one, mine=True) for one in _first(deliveries(user, "provider"), "due_on", limit)),
        *(_answer(one, mine=True) for one in _first(answers(user, "recipient"), "accept_by", limit)),
        *(_payment(one) for one in _first(payments_owed(user, "recipient"), "due_on", limit)),
        *(_receipt(one, mine=True) for one in _first(paid.filter(due_on__lte=today), "due_on", limit)),
    ]
    theirs = [
        *(_delivery(one, mine=False) for one in _first(deliveries(user, "recipient"), "due_on", limit)),
        *(_answer(one, mine=False) for one in _first(answers(user, "provider"), "accept_by", limit)),
        *(_receipt(one, mine=False) for one in _first(paid.filter(due_on__gt=today), "due_on", limit)),
    ]
    return [*sorted(own, key=_day)[:limit], *sorted(theirs, key=_day)[:limit]]


def _day(item: Item) -> date:
    return item.due_on or date.max


def _first(found: QuerySet[Any], day: str, limit: int) -> QuerySet[Any]:
    return found.select_related("deal").order_by(day, "pk")[:limit]


def _item(part: Milestone | Payment, what: str, due_on: date | None, step: str, key: str, *, mine: bool) -> Item:
    held = part.deal.stage == Stage.ON_HOLD
    # Somebody may act for both sides, and then have to do what they wait for.
    key = key if mine else f"{key}-wait"
    return Item(
        what=what, about=f"{part.deal.number} {part.deal.title} · {part}", url=part.get_absolute_url(), due_on=due_on,
        mine=mine, paused=held, key=key, step=step if mine else "", note=_("The deal is on hold.") if held else "",
    )  # fmt: skip


def _delivery(one: Milestone, *, mine: bool) -> Item:
    what = _("Deliver a milestone") if mine else _("Milestone not delivered yet")
    return _item(one, what, one.due_on, pgettext("agenda", "Deliver"), f"deliver-{one.pk}", mine=mine)


def _answer(one: Milestone, *, mine: bool) -> Item:
    what = _("Accept a milestone or return it") if mine else _("Milestone not accepted yet")
    return _item(one, what, one.accept_by, pgettext("agenda", "Accept"), f"accept-{one.pk}", mine=mine)


def _payment(one: Payment) -> Item:
    what = _("Transfer shares") if one.is_equity else _("Make a payment")
    return _item(one, what, one.due_on, pgettext("agenda", "Look at it"), f"pay-{one.pk}", mine=True)


def _receipt(one: Payment, *, mine: bool) -> Item:
    """The provider has nothing to confirm before the day has come."""
    what = _("Confirm the receipt of a payment") if mine else _("Payment not received yet")
    return _item(one, what, one.due_on, pgettext("agenda", "Confirm"), f"receive-{one.pk}", mine=mine)


def count_plan(user: User) -> int:
    if not acting_for(user):
        return 0
    return sum(
        found.count()
        for side in ("provider", "recipient")
        for found in (deliveries(user, side), answers(user, side), payments_owed(user, side))
    )


def due_plan(user: User, day: date) -> int:
    """How many things the person has to do by a day, of deals that are not on hold: one query."""
    if not acting_for(user):
        return 0
    today = local_day()
    running = ~Q(deal__stage=Stage.ON_HOLD)
    by_day = [
        deliveries(user, "provider").filter(running, due_on__lte=day),
        answers(user, "recipient").filter(running, accept_by__lte=day),
        payments_owed(user, "recipient").filter(running, due_on__lte=day),
        payments_owed(user, "provider").filter(running, due_on__lte=min(day, today)),
    ]
    first, *others = (found.order_by().values("pk") for found in by_day)
    return first.union(*others, all=True).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_source(
        Source(
            "payments", gettext_lazy("Milestones and payments"), plan_items, count_plan, due=due_plan,
            all_url=lambda user: reverse("payment_list"),
        )
    )  # fmt: skip
