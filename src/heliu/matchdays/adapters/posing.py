"""A day as a problem of the engine: seats, possible pairs, and what was decided by hand.

Nothing here reads the database. The engine knows no pairs that have to be; a pair that is settled is taken out
together with one seat of each side, and put back into the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from heliu.matchdays.errors import Contradiction
from heliu_engine.assign import Pair, Participant, Problem, Side

Key = tuple[int, int]
"""The ids of a demand's and of a supplier's entry."""
_ABOVE_LEVELS = 1000.0
"""What was ranked is wanted more than anything that was not: expected levels end at 4."""


@dataclass(frozen=True, slots=True)
class Seats:
    """How often one entry meets."""

    capacity: int
    floor: int


@dataclass(frozen=True, slots=True)
class Possible:
    """What a pair is worth, as expected levels: to the demand, and to the supplier."""

    expected: float
    expected_back: float


@dataclass(slots=True)
class Sheet:
    """Everything that bears on who is to meet whom."""

    demands: dict[int, Seats]
    supplies: dict[int, Seats]
    possible: dict[Key, Possible]
    excluded: dict[Key, str] = field(default_factory=dict)
    """Pairs that must not meet, and why, as a key of ``labels.EXCLUSIONS``."""
    settled: set[Key] = field(default_factory=set)
    """Pairs that have to meet: locked by hand, or meeting already."""
    demand_ranks: dict[Key, int] = field(default_factory=dict)
    """The place that the demand's side gave the supplier."""
    supply_ranks: dict[Key, int] = field(default_factory=dict)
    slots: int = 0
    tables: int = 0
    absences: dict[tuple[Side, int], frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Posed:
    """The problem that is left when what is settled is taken out, and the whole one."""

    rest: Problem
    whole: Problem
    settled: tuple[Pair, ...]


def name_of(entry: int) -> str:
    """An entry for the engine, whose order of names is then the order of the numbers."""
    return f"{entry:012d}"


def entry_of(name: str) -> int:
    return int(name)


def key_of(pair: Pair) -> Key:
    return entry_of(pair.demand), entry_of(pair.supply)


def contradictions(sheet: Sheet) -> list[Contradiction]:
    """Why what is settled cannot be, in the order of ids; empty where it can."""
    found = [
        Contradiction(f"settled_{sheet.excluded[key]}", pair=key)
        for key in sorted(sheet.settled)
        if key in sheet.excluded
    ]
    met = {"demand": Counter(key[0] for key in sheet.settled), "supply": Counter(key[1] for key in sheet.settled)}
    for side, seats in (("demand", sheet.demands), ("supply", sheet.supplies)):
        for entry, wanted in sorted(met[side].items()):
            room = seats[entry].capacity if entry in seats else 0
            if wanted > room:
                found.append(Contradiction("too_many_settled", entry=entry, wanted=wanted, room=room))
    room = sheet.slots * sheet.tables
    if len(sheet.settled) > room:
        found.append(Contradiction("no_tables_for_settled", wanted=len(sheet.settled), room=room))
    return found


def pose(sheet: Sheet) -> Posed:
    """The problem of a sheet without contradictions."""
    pairs = {key: _pair(sheet, key) for key in sorted({*sheet.possible, *sheet.settled}) if key not in sheet.excluded}
    settled = tuple(pair for key, pair in pairs.items() if key in sheet.settled)
    met = (Counter(pair.demand for pair in settled), Counter(pair.supply for pair in settled))
    whole = Problem(_participants(sheet.demands), _participants(sheet.supplies), tuple(pairs.values()))
    rest = Problem(
        _participants(sheet.demands, met[0]),
        _participants(sheet.supplies, met[1]),
        tuple(pair for key, pair in pairs.items() if key not in sheet.settled),
    )
    return Posed(rest, whole, settled)


def _pair(sheet: Sheet, key: Key) -> Pair:
    """What was put together by hand and is no match of the engine is worth nothing to it."""
    worth = sheet.possible.get(key, Possible(0.0, 0.0))
    return Pair(
        name_of(key[0]),
        name_of(key[1]),
        worth.expected,
        _wanted(sheet.demand_ranks.get(key), worth.expected),
        _wanted(sheet.supply_ranks.get(key), worth.expected_back),
    )


def _wanted(rank: int | None, expected: float) -> float:
    """Ranked ones in their order; after them the others, by the engine's word for this direction."""
    return expected if rank is None else _ABOVE_LEVELS - rank


def _participants(seats: Mapping[int, Seats], met: Counter[str] | None = None) -> tuple[Participant, ...]:
    met = met or Counter()
    return tuple(
        Participant(name_of(entry), max(0, one.capacity - met[name_of(entry)]), max(0, one.floor - met[name_of(entry)]))
        for entry, one in sorted(seats.items())
    )


def counts(keys: Iterable[Key]) -> tuple[Counter[int], Counter[int]]:
    """How often each demand and each supplier occurs."""
    listed = list(keys)
    return Counter(key[0] for key in listed), Counter(key[1] for key in listed)
