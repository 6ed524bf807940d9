"""Meetings get their slots and tables, without clashes and around those that have theirs already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from heliu.matchdays.adapters.posing import Key, Sheet, entry_of, key_of, name_of
from heliu_engine.assign import Pair, Side, schedule

_ANCHOR = "fixed"
"""Begins the names of the stand-ins for meetings that keep their slot; names of entries are digits."""
_BEFORE_ALL = 1000.0
"""Score of a stand-in: where tables are short, what is fixed is not what gives way."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting with its slot and table, both counted from 0."""

    demand: int
    supply: int
    slot: int
    table: int


@dataclass(frozen=True, slots=True)
class Homeless:
    """A pair that found no place, and why, as a key of ``labels.HURDLES``."""

    demand: int
    supply: int
    hurdle: str
    entry: int | None = None
    """Whose slots are all taken, for the hurdle ``slots``."""


def arrange(
    pairs: Mapping[Key, float], sheet: Sheet, fixed: Iterable[Placed] = ()
) -> tuple[list[Placed], list[Homeless]]:
    """Slots and tables for pairs with their expected levels; ``fixed`` meetings keep theirs and are not given back.

    The engine knows no fixed meetings. Each is told to it as a meeting of two stand-ins who are there in that slot
    only, so that it takes its table, and its two participants as absent then.
    """
    held = list(fixed)
    taken = {(one.demand, one.supply) for one in held}
    new = [Pair(name_of(key[0]), name_of(key[1]), score) for key, score in sorted(pairs.items()) if key not in taken]
    if not new:
        return [], []
    absences: defaultdict[tuple[Side, str], set[int]] = defaultdict(set)
    for (side, entry), slots in sheet.absences.items():
        absences[side, name_of(entry)] |= slots
    stand_ins = []
    for number, one in enumerate(held):
        absences["demand", name_of(one.demand)].add(one.slot)
        absences["supply", name_of(one.supply)].add(one.slot)
        name = f"{_ANCHOR}{number}"
        stand_ins.append(Pair(name, name, _BEFORE_ALL))
        for side in ("demand", "supply"):
            absences[side, name] = set(range(sheet.slots)) - {one.slot}
    plan = schedule([*new, *stand_ins], slots=sheet.slots, tables=sheet.tables, absences=absences)
    meetings = [(*key_of(one.pair), one.slot, one.table) for one in plan.meetings if not _stands_in(one.pair)]
    placed = [Placed(*row) for row in meetings] if not held else _seated(meetings, held, sheet.tables)
    homeless = [
        Homeless(*key_of(one.pair), one.hurdle, None if one.who is None else entry_of(one.who[1]))
        for one in plan.unplaced
        if not _stands_in(one.pair)
    ]
    return placed, homeless


def _stands_in(pair: Pair) -> bool:
    return pair.demand.startswith(_ANCHOR)


def _seated(meetings: Iterable[tuple[int, int, int, int]], held: list[Placed], tables: int) -> list[Placed]:
    """Free tables for new meetings: the one at which the supplier sits already, where it is free."""
    taken: defaultdict[int, set[int]] = defaultdict(set)
    home: dict[int, int] = {}
    for one in held:
        taken[one.slot].add(one.table)
        home.setdefault(one.supply, one.table)
    placed = []
    for demand, supply, slot, _table in sorted(meetings, key=lambda row: (row[2], row[1])):
        free = [table for table in range(tables) if table not in taken[slot]]
        table = home[supply] if home.get(supply) in free else free[0]
        taken[slot].add(table)
        home.setdefault(supply, table)
        placed.append(Placed(demand, supply, slot, table))
    return placed
