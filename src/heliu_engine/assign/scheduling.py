"""The meetings of a matchmaking day, in slots and at tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from heliu_engine.assign.encoding import SCALE, Ints
from heliu_engine.assign.flow import Arcs, cheapest
from heliu_engine.assign.problem import Pair, Side
from heliu_engine.assign.timetable import NONE, Timetable
from heliu_engine.errors import InputError

Hurdle = Literal["never_together", "slots", "tables", "no_way_found"]
"""Why a meeting has no place. ``never_together``: there is no slot in which both are there. ``slots``: one of the two
has more meetings than slots. ``tables``: all tables are taken. ``no_way_found``: absences stand against each other;
there may be a way that was not found."""
Who = tuple[Side, str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A pair with its time and place, both counted from 0."""

    slot: int
    table: int
    pair: Pair


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A meeting that has no place, and why."""

    pair: Pair
    hurdle: Hurdle
    who: Who | None = None
    """The participant that has too few slots."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Meetings by slot and table, and what could not be placed, by ids."""

    meetings: tuple[Meeting, ...]
    unplaced: tuple[Unplaced, ...]


def slots_needed(pairs: Iterable[Pair], *, tables: int | None = None) -> int:
    """The fewest slots that hold all meetings, when everybody is there all the time."""
    busy: Counter[Who] = Counter()
    count = 0
    for pair in pairs:
        busy.update((("demand", pair.demand), ("supply", pair.supply)))
        count += 1
    return max([*busy.values(), -(-count // tables) if tables else 0], default=0)


def schedule(
    pairs: Iterable[Pair],
    *,
    slots: int,
    tables: int | None = None,
    absences: Mapping[Who, Collection[int]] | None = None,
) -> Schedule:
    """A slot and a table for each meeting, so that nobody is in two places; None for as many tables as it takes.

    A pair that comes twice meets twice. Without absences everything is placed where `slots_needed` says so, and
    otherwise the most meetings that can be, of those with the greatest total score. With absences that is the aim, and
    what could not be placed is told. Suppliers keep their table where they can.
    """
    if slots < 1 or (tables is not None and tables < 1):
        raise InputError(f"No meeting fits into {slots} slots at {tables} tables.")
    ordered = sorted(pairs, key=lambda pair: (pair.demand, pair.supply, -pair.score))
    people = sorted({who for pair in ordered for who in _both(pair)})
    numbers = {who: place for place, who in enumerate(people)}
    there = _there(people, slots, absences or {})
    ends = [(numbers[("demand", pair.demand)], numbers[("supply", pair.supply)]) for pair in ordered]
    hurdles: dict[int, tuple[Hurdle, Who | None]] = {
        place: ("never_together", None) for place, (one, another) in enumerate(ends) if not there[one] & there[another]
    }
    room = None if tables is None else tables * slots
    chosen = _chosen(ordered, ends, [place for place in range(len(ends)) if place not in hurdles], there, room)
    timetable = Timetable(ends, there, slots)
    for place in _hardest_first(chosen, ends, there):
        if not timetable.place(place):
            hurdles[place] = ("no_way_found", None)
    for place in _beyond_tables(timetable, ordered, tables):
        hurdles[place] = ("tables", None)
    for place in set(range(len(ends))) - set(chosen) - set(hurdles):
        hurdles[place] = _too_few(people, ends, chosen, there, place)
    return Schedule(
        _at_tables(ordered, timetable.slot_of),
        tuple(Unplaced(ordered[place], *hurdles[place]) for place in sorted(hurdles)),
    )


def _both(pair: Pair) -> tuple[Who, Who]:
    return ("demand", pair.demand), ("supply", pair.supply)


def _there(people: Sequence[Who], slots: int, absences: Mapping[Who, Collection[int]]) -> list[int]:
    """The slots in which each can meet, as bits."""
    found = []
    for who in people:
        bits = (1 << slots) - 1
        for slot in absences.get(who, ()):
            if not 0 <= slot < slots:
                raise InputError(f"{who[0]} {who[1]} is absent in slot {slot}, and there are {slots}.")
            bits &= ~(1 << slot)
        found.append(bits)
    return found


def _chosen(
    pairs: Sequence[Pair], ends: Sequence[tuple[int, int]], places: list[int], there: Sequence[int], room: int | None
) -> list[int]:
    """The most meetings, and of those the best, of which nobody has more than slots; a flow through ``room`` places."""
    slots = [bits.bit_count() for bits in there]
    busy = Counter(end for place in places for end in ends[place])
    enough = all(count <= slots[one] for one, count in busy.items())
    if enough and (room is None or len(places) <= room):
        return places
    source, sink = len(there), len(there) + 1
    tails, heads, capacities = [], [], []
    for place in places:
        tails.append(ends[place][0])
        heads.append(ends[place][1])
        capacities.append(1)
    demands = sorted({ends[place][0] for place in places})
    supplies = sorted({ends[place][1] for place in places})
    tails += [source] * len(demands) + supplies + [sink]
    heads += demands + [sink] * len(supplies) + [source]
    capacities += [slots[one] for one in (*demands, *supplies)] + [len(places) if room is None else room]
    arcs = Arcs(len(there) + 2, *(np.array(numbers, dtype=np.int64) for numbers in (tails, heads, capacities)))
    number, score = _nothing(arcs), _nothing(arcs)
    number[: len(places)] = -1
    score[: len(places)] = [-round(pairs[place].score * SCALE) for place in places]
    flow = cheapest(arcs, [number, score])
    return [place for place, there_is in zip(places, flow.tolist(), strict=False) if there_is]


def _nothing(arcs: Arcs) -> Ints:
    return np.zeros(len(arcs.tails), dtype=np.int64)


def _hardest_first(places: Sequence[int], ends: Sequence[tuple[int, int]], there: Sequence[int]) -> list[int]:
    """Those of people with few slots to spare before others."""
    busy = Counter(end for place in places for end in ends[place])

    def spare(place: int) -> tuple[int, int]:
        one, another = ends[place]
        return (there[one] & there[another]).bit_count(), min(there[end].bit_count() - busy[end] for end in ends[place])

    return sorted(places, key=spare)


def _beyond_tables(timetable: Timetable, pairs: Sequence[Pair], tables: int | None) -> list[int]:
    """Evens out slots with too many meetings, and takes out of them what no chain moves, lowest scores first."""
    removed: list[int] = []
    if tables is None:
        return removed
    for slot in range(len(timetable.counts)):
        while timetable.counts[slot] > tables:
            emptier = [other for other, count in enumerate(timetable.counts) if count < tables]
            if any(timetable.relieve(slot, other) for other in emptier):
                continue
            removed.append(min(timetable.held_in(slot), key=lambda place: (pairs[place].score, place)))
            timetable.remove(removed[-1])
    return removed


def _too_few(
    people: Sequence[Who], ends: Sequence[tuple[int, int]], chosen: Sequence[int], there: Sequence[int], place: int
) -> tuple[Hurdle, Who | None]:
    """Why a meeting was not chosen: one of the two has all slots taken, or else there is no table left."""
    busy = Counter(end for one in chosen for end in ends[one])
    for end in ends[place]:
        if busy[end] >= there[end].bit_count():
            return "slots", people[end]
    return "tables", None


def _at_tables(pairs: Sequence[Pair], slot_of: Sequence[int]) -> tuple[Meeting, ...]:
    """Tables from 0 in each slot; a supplier stays where it sat last if nobody is there."""
    slots: defaultdict[int, list[int]] = defaultdict(list)
    for place, slot in enumerate(slot_of):
        if slot != NONE:
            slots[slot].append(place)
    tables = range(max(map(len, slots.values()), default=0))
    home: dict[str, int] = {}
    meetings = []
    for slot in sorted(slots):
        places = sorted(slots[slot], key=lambda place: pairs[place].supply)
        taken: dict[int, int] = {}
        for place in places:
            if pairs[place].supply in home:
                taken.setdefault(home[pairs[place].supply], place)
        seated = set(taken.values())
        free = (table for table in tables if table not in taken)
        taken |= zip(free, (place for place in places if place not in seated), strict=False)
        for table, place in sorted(taken.items()):
            home[pairs[place].supply] = table
            meetings.append(Meeting(slot, table, pairs[place]))
    return tuple(meetings)
