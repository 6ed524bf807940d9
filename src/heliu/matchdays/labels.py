"""Matchmaking days in words: why somebody has no meeting, what stands in the way, what a seat would bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from heliu.catalog.choices import Tier

if TYPE_CHECKING:
    from heliu.matchdays.errors import Contradiction
    from heliu.matchdays.models import Entry

PAIRING_PROBLEMS = {
    "no_index": gettext_lazy("There is no index yet. The worker makes it; try again in a few minutes."),
    "no_levels": gettext_lazy(
        "This installation compares words alone: no match has a level, so there is nothing to weigh. Set HELIU_ENCODER."
    ),
    "stalled": gettext_lazy("The worker was stopped before it was done."),
    "broken": gettext_lazy("Something went wrong; the log of the worker says what."),
}
"""Why a run of the engine failed."""

LEFT_OUT = {
    "no_text": gettext_lazy("There is no text to match with."),
    "no_match": gettext_lazy("The engine found no match of the level that the day asks for."),
    "excluded": gettext_lazy(
        "All of its matches are excluded, by wishes or conflicts or because they know each other."
    ),
    "never_together": gettext_lazy("It is never there when those whom it would meet are."),
    "slots": gettext_lazy("Those whom it would meet have no free slot left."),
    "tables": gettext_lazy("All tables are taken."),
    "no_way_found": gettext_lazy("The times at which people are there stand against each other."),
    "seats": gettext_lazy("The seats of those whom it would meet went to others."),
    "declined": gettext_lazy("Its meetings were declined or called off."),
}
"""Why an entry has no meeting."""

EXCLUSIONS = {
    "avoided": gettext_lazy("one organisation does not want to meet the other"),
    "unwanted": gettext_lazy("one side does not want this meeting"),
    "introduced": gettext_lazy("the two have been introduced already"),
    "declined": gettext_lazy("one side declined this meeting"),
    "forbidden": gettext_lazy("an organiser decided that they must not meet"),
}
"""Why a pair must not meet. Who of the two does not want it is told to nobody."""


def entry_name(entry: Entry) -> str:
    """An entry for the organisers of its day: its title, as far as its owner showed that to the day."""
    record = entry.record
    if record.tier != Tier.CONFIDENTIAL or entry.title_shown:
        return record.title
    return _("a confidential record of %(organisation)s") % {"organisation": entry.organisation.name}


def quoted(entries: Sequence[Entry], most: int = 3) -> str:
    """The names of the first few."""
    names = _("“%s”")
    listed = pgettext("between names", ", ").join(names % entry_name(entry) for entry in entries[:most])
    if len(entries) <= most:
        return listed
    rest = len(entries) - most
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", rest) % {
        "names": listed, "count": rest,
    }  # fmt: skip


def contradiction_label(problem: Contradiction, entries: Mapping[int, Entry]) -> str:
    """Which decision by hand cannot be kept, and against what it stands."""
    if problem.pair is not None:
        pair = [entries[pk] for pk in problem.pair]
        why = EXCLUSIONS[problem.what.removeprefix("settled_")]
        return _("%(pair)s have to meet, but %(why)s.") % {"pair": quoted(pair), "why": why}
    words: dict[str, Any] = {"wanted": problem.wanted, "room": problem.room}
    if problem.entry is None:
        return _("%(wanted)d meetings have to be, and the day has room for %(room)d.") % words
    words["name"] = quoted([entries[problem.entry]])
    return _("%(name)s has to be in %(wanted)d meetings and can be in %(room)d.") % words


def shortfall_label(short: Mapping[str, Any], entries: Mapping[int, Entry]) -> str:
    """Why somebody has fewer meetings than are asked for, with the constraint that binds."""
    words: dict[str, Any] = {
        "name": quoted([entries[short["entry"]]]), "reached": short["reached"], "floor": short["floor"],
        "available": short["available"], "needed": short["needed"],
    }  # fmt: skip
    head = _("%(name)s has %(reached)d of at least %(floor)d meetings: ") % words
    if short["reason"] == "candidates":
        return head + _("only %(available)d of its matches could come, whatever the others do.") % words
    if short["reason"] == "method":
        return head + _("a stable choice asks for no minimum.")
    words["full"] = quoted([entries[pk] for pk in short["full"]])
    together = [entries[pk] for pk in short["together"]]
    if len(together) == 1:
        return head + _("no seat is free at %(full)s; one more there would be one meeting more.") % words
    words["together"] = quoted(together)
    return head + _(
        "%(together)s need %(needed)d meetings together, and those whom they could meet have %(available)d seats for "
        "them; one more at %(full)s would be one meeting more."
    ) % words  # fmt: skip


def seat_label(seat: Mapping[str, Any], entries: Mapping[int, Entry]) -> str:
    """What one more seat for somebody would bring to the whole."""
    words: dict[str, Any] = {
        "name": quoted([entries[seat["entry"]]]), "score": f"{seat['score']:+.2f}", "floors": seat["floors"]
    }  # fmt: skip
    if seat["floors"]:
        return _("One more seat for %(name)s: %(floors)d missing meetings fewer, %(score)s expected value.") % words
    return _("One more seat for %(name)s: %(score)s expected value.") % words


def spread_label(spread: Sequence[Sequence[int]]) -> str:
    """How many have how many meetings: ``0: 3, 1: 12, 2: 40``."""
    return pgettext("between names", ", ").join(f"{number}: {count}" for number, count in spread)


def table_label(table: int) -> str:
    return _("Table %(number)d") % {"number": table + 1}


def left_out_label(reason: str) -> str:
    return str(LEFT_OUT.get(reason, reason))
