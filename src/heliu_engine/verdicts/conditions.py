"""Under which conditions a value is stated.

A parameter carries no link to its condition, so the place tells: within one sentence a condition holds for the values
behind it, up to the next condition of its measure; one that no value follows, or that stands in brackets, holds for
the value before it. Where the text is not given, a sentence ends where more than `_GAP` code points hold no
parameter. What a sentence before says of all that follows is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heliu_engine.verdicts.judging import Interval, interval
from heliu_engine.verdicts.properties import Property
from heliu_engine.verdicts.stated import Stated, comparable

_GAP = 40
_SENTENCE_END = re.compile(r"[。！？!?\n；;]|\.(?=\s+[A-Z(]|\s*\Z)")
_BEHIND = re.compile(r"\s*(?:[(（@]|at\b|under\b|when\b|for\b|\s*,?\s*在)", re.I)
_CLOSED = re.compile("[)）]")
_TEMPERATURE_SLACK = 5.0
"""Kelvin: 20 and 25 degrees are one room temperature."""
_SLACK = 0.1
"""Of the larger of two other values: tests at 0.98 and 1 MPa are one."""
_THERMAL = "[temperature]"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a test or of use."""

    stated: Stated
    numbers: Interval

    @property
    def own(self) -> Property | None:
        """Its own property, where its name stands beside it rather than that of the value before."""
        return self.stated.known if self.stated.named else None


def conditions_of(values: Sequence[Stated], text: str = "") -> Mapping[int, tuple[Condition, ...]]:
    """The conditions of each value by its place among ``values``, which are in the order of the text."""
    found: dict[int, tuple[Condition, ...]] = {}
    for first, last in _sentences(values, text):
        found.update(_of_sentence(values, first, last, text))
    return found


def exclude(mine: Sequence[Condition], its: Sequence[Condition]) -> bool:
    """Whether a condition of one side cannot hold together with one of the other."""
    return any(_same_kind(one, other) and _apart(one, other) for one in mine for other in its)


def agree(mine: Sequence[Condition], its: Sequence[Condition]) -> bool:
    """Whether both sides state a condition of one kind."""
    return any(_same_kind(one, other) for one in mine for other in its)


def _sentences(values: Sequence[Stated], text: str) -> list[tuple[int, int]]:
    """Places of the first value of each sentence and of the one behind its last."""
    starts = [0]
    for place in range(1, len(values)):
        left, right = values[place - 1].parameter.end, values[place].parameter.start
        if _SENTENCE_END.search(text, left, right) if text else right - left > _GAP:
            starts.append(place)
    return [(first, last) for first, last in zip(starts, [*starts[1:], len(values)], strict=True) if first < last]


def _of_sentence(values: Sequence[Stated], first: int, last: int, text: str) -> Mapping[int, tuple[Condition, ...]]:
    """One pass: conditions met so far, by their measure; those behind the last value belong to it."""
    holding: dict[str, Condition] = {}
    found: dict[int, dict[str, Condition]] = {}
    latest: int | None = None
    final = max((place for place in range(first, last) if values[place].role != "condition"), default=first)
    for place in range(first, last):
        given = values[place]
        if given.role != "condition":
            latest = place
            found[place] = dict(holding)
        elif latest is not None and _stands_behind(values[latest], given, text):
            found[latest][given.measure] = Condition(given, interval(given))
        elif latest is not None and place > final:
            # One that was stated before goes before one that only trails: 于−30 ℃保持82%，−20 ℃下可充电.
            found[latest].setdefault(given.measure, Condition(given, interval(given)))
        else:
            holding[given.measure] = Condition(given, interval(given))
    return {place: tuple(each.values()) for place, each in found.items() if each}


def _stands_behind(value: Stated, condition: Stated, text: str) -> bool:
    between = text[value.parameter.end : condition.parameter.start]
    # What stands behind a bracket that has closed again is no longer said of the value before it.
    return _BEHIND.match(between) is not None and _CLOSED.search(between) is None


def _same_kind(one: Condition, other: Condition) -> bool:
    if not comparable(one.stated, other.stated):
        return False
    return one.own is None or other.own is None or one.own.key == other.own.key


def _apart(one: Condition, other: Condition) -> bool:
    mine, its = one.numbers, other.numbers
    known = [abs(end) for end in (mine.low, mine.high, its.low, its.high) if end is not None]
    slack = _TEMPERATURE_SLACK if one.stated.measure == _THERMAL else _SLACK * max(known, default=0.0)
    if mine.high is not None and its.low is not None and its.low - mine.high > slack:
        return True
    return its.high is not None and mine.low is not None and mine.low - its.high > slack
