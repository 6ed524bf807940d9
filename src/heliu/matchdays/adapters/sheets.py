"""A day as the sheet of which the engine makes a problem."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from heliu.matchdays.adapters.posing import Key, Possible, Seats, Sheet
from heliu.matchdays.choices import RulingKind, Side
from heliu.matchdays.models import CandidateRun, Entry, MatchDay, Ruling, Wish
from heliu.matchdays.selectors.entries import candidates_of, exclusions_in


def sheet_of(day: MatchDay, run: CandidateRun, held: Iterable[Key] = ()) -> Sheet:
    """Who takes part, what they may, want and must not. ``held`` are pairs whose meeting stands already."""
    entries = list(Entry.objects.taking_part().filter(registration__day=day).order_by("pk"))
    demands = {one.pk: _seats(day, one) for one in entries if one.side == Side.DEMAND}
    supplies = {one.pk: _seats(day, one) for one in entries if one.side == Side.SUPPLY}
    there = {(pair[0], pair[1]) for pair in _rulings(day) if pair[0] in demands and pair[1] in supplies}
    standing = {key for key in held if key[0] in demands and key[1] in supplies}
    ranks = _ranks(day)
    return Sheet(
        demands=demands,
        supplies=supplies,
        possible=_possible(run),
        excluded={key: why for key, why in exclusions_in(day).items() if key not in standing},
        settled=there | standing,
        demand_ranks={key: rank for side, key, rank in ranks if side == Side.DEMAND},
        supply_ranks={key: rank for side, key, rank in ranks if side == Side.SUPPLY},
        slots=day.slots,
        tables=day.tables,
        absences={("demand" if one.side == Side.DEMAND else "supply", one.pk): _absences(day, one) for one in entries},
    )


def _absences(day: MatchDay, entry: Entry) -> frozenset[int]:
    """The sessions may have become shorter since they were stated."""
    return frozenset(slot for slot in entry.absences if slot < day.slots)


def _seats(day: MatchDay, entry: Entry) -> Seats:
    """As many meetings as the entry and the day allow, and as it has slots for; a floor never asks for more."""
    demand = entry.side == Side.DEMAND
    most = day.demand_capacity if demand else day.supply_capacity
    capacity = max(0, min(entry.capacity, most, day.slots - len(_absences(day, entry))))
    return Seats(capacity, min(capacity, day.demand_floor if demand else day.supply_floor))


def _possible(run: CandidateRun) -> dict[Key, Possible]:
    rows = candidates_of(run).values_list("demand_id", "supply_id", "expected", "expected_back")
    return {(demand, supply): Possible(expected, back) for demand, supply, expected, back in rows}


def _rulings(day: MatchDay) -> Any:
    locked = Ruling.objects.filter(day=day, kind=RulingKind.LOCKED)
    return locked.values_list("demand_id", "supply_id")


def _ranks(day: MatchDay) -> list[tuple[str, Key, int]]:
    ranked = Wish.objects.filter(entry__registration__day=day, rank__isnull=False)
    rows = ranked.values_list("entry__side", "entry_id", "partner_id", "rank")
    return [
        (side, (entry, partner) if side == Side.DEMAND else (partner, entry), rank)
        for side, entry, partner, rank in rows
        if rank is not None
    ]
