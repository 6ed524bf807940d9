"""Who is to be brought together with whom: what goes in, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Side = Literal["demand", "supply"]
SIDES: tuple[Side, Side] = ("demand", "supply")
Method = Literal["optimal", "fair", "stable"]
ShortReason = Literal["candidates", "seats", "method"]
"""Why a floor is not reached. ``candidates``: too few candidates, whatever the others do. ``seats``: the seats that
these candidates have are needed by others to reach floors of their own. ``method``: a stable assignment asks for no
floors."""


def other(side: Side) -> Side:
    """The side across."""
    return "supply" if side == "demand" else "demand"


@dataclass(frozen=True, slots=True)
class Participant:
    """One who takes part; the id is unique on its side."""

    id: str
    capacity: int = 1
    """The most partners it takes, 0 or more."""
    floor: int = 0
    """The fewest it is to have, at most the capacity."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A demand and a supplier that may be brought together. What is no pair is never assigned."""

    demand: str
    supply: str
    score: float
    """What it is worth when it comes about. Six decimals count."""
    demand_score: float | None = None
    """How much the demand's side wants it, for stable assignments; None: as much as the score says."""
    supply_score: float | None = None
    """The same for the supplier."""

    @property
    def key(self) -> tuple[str, str]:
        return self.demand, self.supply

    def wanted(self, side: Side) -> float:
        """How much one side wants it."""
        own = self.demand_score if side == "demand" else self.supply_score
        return self.score if own is None else own


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates of one participant of which it takes only so many: the laboratories of one university."""

    side: Side
    """On which the participant is; the members are on the other one."""
    participant: str
    members: tuple[str, ...]
    at_most: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Two sides and their pairs; the order of nothing in it matters.

    Not expressible: groups of one participant that overlap, groups over several participants (at most five meetings
    for one university), and conditions between pairs of different participants. All but groups in layers would make
    the problem NP-hard.
    """

    demand: tuple[Participant, ...]
    supply: tuple[Participant, ...]
    pairs: tuple[Pair, ...]
    conflicts: frozenset[tuple[str, str]] = frozenset()
    """Demand and supplier that must not meet, though there may be a pair of them."""
    groups: tuple[Group, ...] = ()

    def side(self, side: Side) -> tuple[Participant, ...]:
        return self.demand if side == "demand" else self.supply


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A floor that is not reached, and the constraint that keeps it from being."""

    side: Side
    id: str
    floor: int
    reached: int
    reason: ShortReason
    together: tuple[str, ...] = ()
    """For ``seats``: participants of this side, itself among them, of whom none has more than its floor and who have
    all that can be had for them."""
    full: tuple[str, ...] = ()
    """For ``seats``: their candidates that have no seat left. One seat more at any of them is one partner more."""
    needed: int = 0
    """Floors of ``together``, added up; otherwise the participant's own."""
    available: int = 0
    """Partners that ``together`` can have at most; otherwise, that the participant could have if it were alone."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which pairs are to come about, by ids, and what could not be kept."""

    method: Method
    pairs: tuple[Pair, ...]
    total: float
    """Sum of the scores."""
    shortfalls: tuple[Shortfall, ...]
    """Empty where every floor is reached. An optimal or fair assignment leaves as little as can be."""
