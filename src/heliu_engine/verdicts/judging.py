"""What is offered held against what is required, number by number."""

from __future__ import annotations

import math
from dataclasses import dataclass

from heliu_engine.verdicts.stated import Stated
from heliu_engine.verdicts.verdict import Obstacle, Outcome

ABOUT = 0.1
"""Of the number: what 约 and approximately allow on the required side."""
_CLOSE = 1e-9
"""Relative: what conversion of units may add or take."""
_NEUTRAL = {
    "operating_temperature": 293.15, "storage_temperature": 293.15, "heat_resistance": 0.0,
    "cold_resistance": math.inf, "operating_pressure": 0.0, "pressure_resistance": 0.0, "altitude": 0.0,
    "measuring_range": 0.0, "humidity": 0.0,
}  # fmt: skip
"""In base units: a single value of a range of use is its upper end from here on, and its lower end below."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outcome with its figures, in the required unit."""

    outcome: Outcome
    missed_by: float | None = None
    share: float | None = None
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers in base units; None where an end is open or not stated."""

    low: float | None
    high: float | None
    low_strict: bool = False
    high_strict: bool = False

    def mirrored(self) -> Interval:
        """The same with its sign turned, so that a ceiling becomes a floor."""
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_strict, self.low_strict)


@dataclass(frozen=True, slots=True)
class _Held:
    """What came out, in base units."""

    outcome: Outcome
    gap: float | None = None
    limit: float | None = None


def judge(required: Stated, offered: Stated, its: Interval | None = None) -> Judgement:
    """Hold two comparable values of one property, neither of them a change, against each other.

    ``its`` stands for the numbers of ``offered`` where they follow from others.
    """
    return _told(required, _held(required, offered, its or interval(offered)))


def judge_changes(required: Stated, its: Interval) -> Judgement:
    """Hold a required change against an offered one: how much of the required kind it is, in base units."""
    mine = interval(required)
    if required.parameter.comparator in {"<=", "<"}:
        return _told(required, _ceiling(mine.high or 0.0, its, strict=mine.high_strict))
    return _told(required, _floor((mine.low or 0.0) - _allowance(required), its, strict=mine.low_strict))


def interval(given: Stated) -> Interval:
    """A parameter as numbers; a deviation ±x as its size x."""
    parameter = given.parameter
    low = None if parameter.low is None else given.base(parameter.low)
    high = None if parameter.high is None else given.base(parameter.high)
    if given.deviation:
        return Interval(high, high)
    if given.sign != parameter.comparator:
        return Interval(None, low, high_strict=given.sign == "<")
    return Interval(low, high, parameter.comparator == ">", parameter.comparator == "<")


def _told(required: Stated, held: _Held) -> Judgement:
    if held.gap is None or not math.isfinite(held.gap):
        # Numbers near the end of what a float holds leave it when they are converted.
        return Judgement(held.outcome)
    missed_by = _tidy(required.back(held.gap))
    share = None
    if held.limit is not None and held.limit != 0 and required.shares:
        share = _tidy(held.gap / abs(held.limit))
    return Judgement(held.outcome, missed_by, share)


def _tidy(number: float) -> float:
    """Without the dust of binary fractions: 7 rather than 6.999999999999993."""
    return float(f"{number:.10g}")


def _held(required: Stated, offered: Stated, its: Interval) -> _Held:
    mine = interval(required)
    key = required.known.key if required.known else ""
    if key in _NEUTRAL:
        return _use(required, offered, its)
    if required.deviation:
        return _ceiling(mine.high or 0.0, its)
    sign, better = required.sign, required.better
    if better == "cover" and sign in {"range", "plus_minus"}:
        return _cover(mine, its)
    if sign in {">=", ">"}:
        reached = its.high if its.high is not None else its.low
        return _floor(mine.low or 0.0, Interval(reached, reached) if better == "cover" else its, strict=mine.low_strict)
    if sign in {"<=", "<"}:
        least = its.low if its.low is not None else its.high
        return _ceiling(mine.high or 0.0, Interval(least, least) if better == "cover" else its, strict=mine.high_strict)
    if sign == "plus_minus" or (sign == "range" and better not in {"up", "down"}):
        return _within(mine, its)
    low, high = mine.low or 0.0, mine.high or 0.0
    allowed = _allowance(required)
    if better == "up":
        return _floor(low - allowed, its)
    if better == "down":
        return _ceiling(high + allowed, its)
    tolerance = max(allowed, required.rounding, offered.rounding if its.low == its.high else 0.0)
    if better == "cover" and its.low != its.high:
        return _cover(mine, its)
    return _about(low, tolerance, its)


def _allowance(required: Stated) -> float:
    parameter = required.parameter
    if parameter.comparator != "approx" or parameter.low is None:
        return 0.0
    return abs(required.base(parameter.low) - required.base(parameter.low * (1 - ABOUT)))


def _floor(limit: float, its: Interval, *, strict: bool = False) -> _Held:
    """At least the limit: what is offered surely counts, what it may reach at best makes it partly."""
    low, high = its.low, its.high
    if low is not None and _reaches(low, limit, strict and not its.low_strict):
        return _Held("met")
    if low is None:
        if high is not None and _reaches(high, limit, strict or its.high_strict):
            return _Held("partly")
        return _Held("missed", max(limit - (high or 0.0), 0.0), limit)
    if high is None:
        edge = _same(low, limit)
        return _Held("partly" if edge else "missed", max(limit - low, 0.0), limit)
    if high != low and _reaches(high, limit, strict or its.high_strict):
        return _Held("partly", max(limit - low, 0.0), limit)
    return _Held("missed", max(limit - high, 0.0), limit)


def _ceiling(limit: float, its: Interval, *, strict: bool = False) -> _Held:
    """At most the limit."""
    held = _floor(-limit, its.mirrored(), strict=strict)
    return _Held(held.outcome, held.gap, None if held.limit is None else -held.limit)


def _within(mine: Interval, its: Interval) -> _Held:
    """What is offered must lie in the required range."""
    low, high = mine.low or 0.0, mine.high or 0.0
    below = None if its.low is None else low - its.low
    above = None if its.high is None else its.high - high
    slack_low, slack_high = _slack(low), _slack(high)
    if below is not None and above is not None and below <= slack_low and above <= slack_high:
        return _Held("met")
    if its.low is not None and its.low - high > slack_high:
        return _Held("missed", its.low - high, high)
    if its.high is not None and low - its.high > slack_low:
        return _Held("missed", low - its.high, low)
    if below is None or above is None:
        return _Held("partly")
    return _Held("partly", max(below, above), low if below >= above else high)


def _about(value: float, tolerance: float, its: Interval) -> _Held:
    """What is offered must be the value, as far as its digits say."""
    held = _within(Interval(value - tolerance, value + tolerance), its)
    if held.outcome == "met" or held.gap is None:
        return held
    ends = [abs(end - value) for end in (its.low, its.high) if end is not None]
    return _Held(held.outcome, min(ends) if held.outcome == "missed" else max(ends), value)


def _use(required: Stated, offered: Stated, its: Interval) -> _Held:
    """Ranges of use: an offer must reach as far up and down as is asked."""
    mine, its = _ends(required, interval(required)), _ends(offered, its)
    if mine.low is not None and mine.high is not None:
        return _cover(mine, its)
    if mine.high is not None:
        if its.high is not None:
            return _floor(mine.high - _allowance(required), Interval(its.high, its.high))
        return _Held("partly")
    if its.low is not None and mine.low is not None:
        return _ceiling(mine.low + _allowance(required), Interval(its.low, its.low))
    return _Held("partly")


def _ends(given: Stated, numbers: Interval) -> Interval:
    """How far down and up a range of use is said to go."""
    if numbers.low is not None and numbers.high is not None and numbers.low != numbers.high:
        return numbers
    value = numbers.high if numbers.high is not None else numbers.low
    neutral = _NEUTRAL.get(given.known.key, 0.0) if given.known else 0.0
    return Interval(None, value) if value is not None and value >= neutral else Interval(value, None)


def _cover(mine: Interval, its: Interval) -> _Held:
    """What is offered must contain the required range."""
    low, high = mine.low or 0.0, mine.high or 0.0
    if its.high is not None and low - its.high > _slack(low):
        return _Held("missed", low - its.high, low)
    if its.low is not None and its.low - high > _slack(high):
        return _Held("missed", its.low - high, high)
    short_low = None if its.low is None else its.low - low
    short_high = None if its.high is None else high - its.high
    if short_low is not None and short_high is not None and short_low <= _slack(low) and short_high <= _slack(high):
        return _Held("met")
    known = [(gap, end) for gap, end, slack in (
        (short_low, low, _slack(low)), (short_high, high, _slack(high)),
    ) if gap is not None and gap > slack]  # fmt: skip
    if not known:
        return _Held("partly")
    gap, end = max(known)
    return _Held("partly", gap, end)


def _reaches(value: float, limit: float, strict: bool) -> bool:
    return not strict if _same(value, limit) else value > limit


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_CLOSE, abs_tol=1e-300)


def _slack(limit: float) -> float:
    return abs(limit) * _CLOSE
