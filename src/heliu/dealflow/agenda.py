"""What introductions give a person to do: replies that they owe, and replies that others owe them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.accounts.models import User
from heliu.agenda.sources import Item, Source, register_source
from heliu.dealflow.choices import Side
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import seen_record, with_records


def replies_owed(user: User) -> QuerySet[Introduction]:
    """Open introductions that wait for this person, as the one who has to act."""
    return Introduction.objects.visible_to(user).open().filter(owner=user)


def replies_expected(user: User) -> QuerySet[Introduction]:
    """Open introductions that this person sent."""
    return Introduction.objects.visible_to(user).open().filter(asked_by=user)


def introduction_items(user: User, limit: int) -> Sequence[Item]:
    """Of both sorts those whose reply is due soonest."""
    owed, expected = (
        with_records(found).order_by("due_on", "pk")[:limit] for found in (replies_owed(user), replies_expected(user))
    )
    return [*(_item(user, one, mine=True) for one in owed), *(_item(user, one, mine=False) for one in expected)]


def _item(user: User, introduction: Introduction, *, mine: bool) -> Item:
    asked = introduction.asked_record
    own = asked if mine else introduction.demand if introduction.side == Side.DEMAND else introduction.supply
    other = introduction.from_organisation if mine else introduction.to_organisation
    seen = seen_record(user, own).record
    return Item(
        what=_("Answer an introduction") if mine else _("Introduction not answered yet"),
        about=" · ".join(filter(None, [other.name, seen.title if seen else ""])),
        url=introduction.get_absolute_url(), due_on=introduction.due_on, mine=mine, paused=introduction.is_paused,
        key=str(introduction.pk), step=_("Answer") if mine else "", note=_pause(introduction),
    )  # fmt: skip


def _pause(introduction: Introduction) -> str:
    if introduction.paused_until is None:
        return ""
    words = {"until": introduction.paused_until.isoformat(), "why": introduction.pause_note}
    return (_("Paused until %(until)s: %(why)s") if introduction.pause_note else _("Paused until %(until)s")) % words


def count_introductions(user: User) -> int:
    return replies_owed(user).count() + replies_expected(user).count()


def due_introductions(user: User, day: date) -> int:
    return replies_owed(user).filter(due_on__lte=day, paused_until=None).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_source(
        Source(
            "introductions", gettext_lazy("Introductions"), introduction_items, count_introductions,
            due=due_introductions, all_url=lambda: f"{reverse('introduction_list')}?waiting=me",
        )
    )  # fmt: skip
