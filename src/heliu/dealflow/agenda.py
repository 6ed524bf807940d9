"""What introductions give a person to do: replies that they owe, and replies that others owe them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heliu.accounts.models import User
from heliu.agenda.sources import Item, Source, register_source
from heliu.catalog.selectors import seen_titles
from heliu.dealflow.choices import Side
from heliu.dealflow.models import Introduction
from heliu.kit.language import localised


def replies_owed(user: User) -> QuerySet[Introduction]:
    """Open introductions that wait for this person, as the one who has to act."""
    return Introduction.objects.visible_to(user).open().filter(owner=user)


def replies_expected(user: User) -> QuerySet[Introduction]:
    """Open introductions that this person sent."""
    return Introduction.objects.visible_to(user).open().filter(asked_by=user)


def introduction_items(user: User, limit: int) -> Sequence[Item]:
    """Of both sorts those whose reply is due soonest."""
    owed = _rows(replies_owed(user), limit)
    expected = _rows(replies_expected(user), limit)
    titles = seen_titles(user, [_own_record(row, mine=True) for row in owed])
    titles |= seen_titles(user, [_own_record(row, mine=False) for row in expected])
    return [*(_item(row, titles, mine=True) for row in owed), *(_item(row, titles, mine=False) for row in expected)]


def _rows(introductions: QuerySet[Introduction], limit: int) -> list[Any]:
    """The columns that an item needs; whole records with their texts would take ten times as long."""
    found = introductions.order_by("due_on", "pk").values_list(
        "pk", "due_on", "paused_until", "pause_note", "side", "demand_id", "achievement_id", "expert_id",
        "from_organisation__name_zh", "from_organisation__name_en", "to_organisation__name_zh",
        "to_organisation__name_en", named=True,
    )  # fmt: skip
    return list(found[:limit])


def _own_record(row: Any, *, mine: bool) -> tuple[str, int]:
    """Kind and id of the record of the person's own side: they know it, whatever they may know of the other's."""
    if (row.side == Side.DEMAND) != mine:
        return "demand", row.demand_id
    return ("achievement", row.achievement_id) if row.achievement_id else ("expert", row.expert_id)


def _item(row: Any, titles: dict[tuple[str, int], str], *, mine: bool) -> Item:
    other = localised(row, "from_organisation__name" if mine else "to_organisation__name")
    return Item(
        what=_("Answer an introduction") if mine else _("Introduction not answered yet"),
        about=" · ".join(filter(None, [other, titles.get(_own_record(row, mine=mine), "")])),
        url=reverse("introduction_detail", args=[row.pk]), due_on=row.due_on, mine=mine,
        paused=row.paused_until is not None, key=str(row.pk), note=_pause(row),
        step=pgettext("agenda", "Reply") if mine else "",
    )  # fmt: skip


def _pause(row: Any) -> str:
    if row.paused_until is None:
        return ""
    words = {"until": row.paused_until.isoformat(), "why": row.pause_note}
    return (_("Paused until %(until)s: %(why)s") if row.pause_note else _("Paused until %(until)s")) % words


def count_introductions(user: User) -> int:
    return replies_owed(user).count() + replies_expected(user).count()


def due_introductions(user: User, day: date) -> int:
    return replies_owed(user).filter(due_on__lte=day, paused_until=None).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_source(
        Source(
            "introductions", gettext_lazy("Introductions"), introduction_items, count_introductions,
            due=due_introductions, all_url=lambda user: f"{reverse('introduction_list')}?waiting=me",
        )
    )  # fmt: skip
