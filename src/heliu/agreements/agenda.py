"""What agreements give a person to do: proposals to answer, agreements that run out; and what the other side owes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heliu.accounts.models import User
from heliu.accounts.permissions import memberships_of
from heliu.agenda.sources import Item, Source, register_source
from heliu.agreements.models import Agreement
from heliu.agreements.selectors import awaited, awaiting, due_for, expiring


def agreement_items(user: User, limit: int) -> Sequence[Item]:
    """Of what the person has to do and of what they wait for that which runs out first."""
    own: list[tuple[Any, Agreement, date | None]] = [
        (_("Answer a confidentiality agreement"), one, one.answer_by)
        for one in awaiting(user).order_by("proposed_at", "pk")[:limit]
    ]
    own += [
        (_("A confidentiality agreement expires soon"), one, one.ends_on)
        for one in expiring(user).order_by("ends_on", "pk")[:limit]
    ]
    own.sort(key=lambda row: (row[2] or date.max, row[1].pk))
    theirs = awaited(user).order_by("proposed_at", "pk")[:limit]
    return [
        *(_item(user, what, one, day, mine=True) for what, one, day in own[:limit]),
        *(_item(user, _("Agreement not answered yet"), one, one.answer_by, mine=False) for one in theirs),
    ]


def _item(user: User, what: Any, agreement: Agreement, day: date | None, *, mine: bool) -> Item:
    """About the other side: the name of their own tells nobody anything."""
    side = agreement.party_a_id if agreement.party_a_id in memberships_of(user) else agreement.party_b_id
    return Item(
        what=what, about=agreement.other(side).name, url=agreement.get_absolute_url(), due_on=day, mine=mine,
        key=str(agreement.pk), step=pgettext("agenda", "Open the agreement") if mine else "",
    )  # fmt: skip


def count_agreements(user: User) -> int:
    return awaiting(user).count() + expiring(user).count() + awaited(user).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_source(
        Source(
            "agreements", gettext_lazy("Confidentiality agreements"), agreement_items, count_agreements, due=due_for,
            all_url=lambda user: f"{reverse('agreement_list')}?waiting=us",
        )
    )  # fmt: skip
