"""Which of the credible matches are told in a round: as few as lets nobody learn by asking again and again.

Somebody who is told "there is a match" learns a little of a record that they may not see. What follows bounds how much:

- Of all the records with which one organisation fits one record, one is told, drawn by lot and not by how well it fits,
  and none of the others for ``REPEAT_DAYS``. Whoever writes twenty needs that differ in a number learns that one of
  them is credible, and not which fits best.
- A record is told of once in a round, an organisation ``MOST_A_MONTH`` times in ``MONTH_DAYS``.
- In every round each pair may have to sit out. So nobody can tell from a notice since when there has been a match, and
  from silence, however long, that there is none.

The lot is drawn with the installation's secret: nobody outside can foresee it, and doing it twice gives the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date

from django.utils.crypto import salted_hmac

CREDIBLE_LEVEL = 3
"""Practitioners call level 3 fairly strong; it is more likely than not to be at least that. A weak match is not worth
two people's attention, and the weaker a match is, the more decoys have one."""
MOST_A_MONTH = 6
MONTH_DAYS = 28
REPEAT_DAYS = 182
"""Half a year: about as long as a need stays the same."""
ROUNDS_TO_ONE = 2
"""A pair takes part in one of so many rounds, on average. Half of all matches are told in the first round that they
could be told in, and 15 of 16 within four."""

Key = tuple[str, int]
"""Kind and id of a record."""


@dataclass(frozen=True, slots=True, order=True)
class End:
    """One of the two records, as far as choosing has to know it."""

    organisation: int
    kind: str
    record: int

    @property
    def key(self) -> Key:
        return self.kind, self.record


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A credible match that could be told."""

    demand: End
    supply: End
    level: int

    @property
    def meetings(self) -> tuple[tuple[int, Key], tuple[int, Key]]:
        """Each organisation with the record it would be told of."""
        return (self.demand.organisation, self.supply.key), (self.supply.organisation, self.demand.key)


@dataclass(frozen=True, slots=True)
class Past:
    """What was told before."""

    told: Mapping[int, int] = field(default_factory=dict)
    """Organisation → how often in the last ``MONTH_DAYS``."""
    met: Set[tuple[int, Key]] = frozenset()
    """Organisations with the records of others of which they were told in the last ``REPEAT_DAYS``."""


def drawn(*facts: object) -> int:
    """A number that looks like a lot to everybody who does not have the installation's secret."""
    return int.from_bytes(salted_hmac("heliu.dealflow.blind", repr(facts), algorithm="sha256").digest()[:8], "big")


def sits_out(opens_on: date, demand: Key, supply: Key) -> bool:
    """Whether this pair is left for a later round, whatever else is credible."""
    return drawn("sits out", opens_on.isoformat(), demand, supply) % ROUNDS_TO_ONE != 0


def choose(candidates: Iterable[Candidate], past: Past, opens_on: date) -> list[Candidate]:
    """Those that are told in the round of this day; the order of ``candidates`` does not matter."""
    lots = {one: drawn("round", opens_on.isoformat(), one.demand.key, one.supply.key) for one in candidates}
    met = set(past.met)
    drawn_ones = []
    for one in sorted(lots, key=lambda each: (lots[each], each)):
        if met.isdisjoint(one.meetings):
            met.update(one.meetings)
            drawn_ones.append(one)
    # Between different records of others it is no secret which fits better: the level is told anyway.
    busy: set[Key] = set()
    told = Counter(past.told)
    chosen = []
    for one in sorted(drawn_ones, key=lambda each: (-each.level, lots[each])):
        ends = (one.demand, one.supply)
        if any(end.key in busy or told[end.organisation] >= MOST_A_MONTH for end in ends):
            continue
        busy.update(end.key for end in ends)
        told.update(end.organisation for end in ends)
        chosen.append(one)
    return chosen
