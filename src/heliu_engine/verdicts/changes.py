"""Changes ("30 % less") held against changes and against values, where what they start from is stated."""

from __future__ import annotations

from collections.abc import Sequence

from heliu_engine.verdicts.judging import Interval, Judgement, interval, judge, judge_changes
from heliu_engine.verdicts.measures import NUMBER, SHARE
from heliu_engine.verdicts.pairing import of_one_property
from heliu_engine.verdicts.stated import Stated, comparable

_RELATIVE = Judgement("incomparable", obstacle="relative")
_SHARES = frozenset({SHARE, NUMBER})


def judged_with_changes(required: Stated, offered: Stated, mine: Sequence[Stated], its: Sequence[Stated]) -> Judgement:
    """A pair of one property of which at least one side is a change.

    ``mine`` and ``its`` are what each text says is the case now. A required change against an offered value needs
    one of them: what the need starts from, or else what the record does. An offered change against a required value
    needs what the record starts from. Points and percent of a share (20 % plus 10 %) cannot be told apart, so a
    verdict is given only where both readings give the same.
    """
    if required.parameter.change and offered.parameter.change:
        if not _one_kind(required, offered):
            return _RELATIVE
        opposite = required.parameter.change != offered.parameter.change
        return judge_changes(required, interval(offered).mirrored() if opposite else interval(offered))
    if required.parameter.change:
        start = _start(required, offered, mine, before=required)
        start = start if start is not None else _start(required, offered, its, before=offered)
        if start is None:
            return _RELATIVE
        units = _units(required, offered, start)
        return _agreed(
            [judge_changes(required, _change_to(required, interval(offered), start, unit)) for unit in units]
        )
    start = _start(offered, required, its, before=offered)
    if start is None:
        return _RELATIVE
    units = _units(offered, required, start)
    return _agreed([judge(required, offered, _after(offered, start, unit)) for unit in units])


def _agreed(readings: Sequence[Judgement]) -> Judgement:
    """The first of several readings, where all come to the same."""
    return readings[0] if readings and len({reading.outcome for reading in readings}) == 1 else _RELATIVE


def _units(change: Stated, value: Stated, start: float) -> tuple[float, ...]:
    """What one of the change may be of the value, in base units: a share of the start, or as much as it says."""
    if change.measure not in _SHARES:
        return (1.0,) if comparable(change, value) or change.measure == value.measure else ()
    if start <= 0:
        return ()
    return (start, 1.0) if value.measure == SHARE else (start,)


def _one_kind(one: Stated, other: Stated) -> bool:
    return comparable(one, other) or {one.measure, other.measure} <= _SHARES


def _start(change: Stated, value: Stated, present: Sequence[Stated], *, before: Stated) -> float | None:
    """What the property is now, in base units: of several the last one before ``before``, else the first behind."""
    fitting = [
        each
        for each in present
        if each.parameter.low is not None
        and each.parameter.low == each.parameter.high
        and each.parameter != value.parameter
        and of_one_property(each, change)
        and comparable(each, value)
    ]
    earlier = [each for each in fitting if each.parameter.start < before.parameter.start]
    chosen = earlier[-1] if earlier else fitting[0] if fitting else None
    return None if chosen is None or chosen.parameter.low is None else chosen.base(chosen.parameter.low)


def _change_to(required: Stated, its: Interval, start: float, unit: float) -> Interval:
    """How much of the required change it is to come from ``start`` to what is offered."""
    low, high = ((None if end is None else (end - start) / unit) for end in (its.low, its.high))
    changed = Interval(low, high, its.low_strict, its.high_strict)
    return changed if required.parameter.change == "increase" else changed.mirrored()


def _after(offered: Stated, start: float, unit: float) -> Interval:
    """Where an offered change leads to from ``start``."""
    its = interval(offered) if offered.parameter.change == "increase" else interval(offered).mirrored()
    low, high = ((None if end is None else start + end * unit) for end in (its.low, its.high))
    return Interval(low, high, its.low_strict, its.high_strict)
