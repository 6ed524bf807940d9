"""Amounts that make one value: ranges, tolerances, and values that share a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from heliu_engine.quantities.amounts import Amount
from heliu_engine.quantities.units import BARE, Unit, read_unit

Shape = Literal["point", "range", "plus_minus"]


@dataclass(frozen=True, slots=True)
class Value:
    """One value in its text, before the words around it are read. For a point, ``low`` and ``high`` are equal."""

    start: int
    end: int
    shape: Shape
    low: float
    high: float
    unit: Unit
    more: bool = False
    """Somewhat more than the number: 500余万元."""
    spelt: bool = False
    """Written in words or Chinese numerals."""


_LONGEST_GAP = 24
_RANGE = re.compile(r" ?(?:-{1,3}|~{1,2}|至|到|to ?|through|thru|\.\.\.?|…) ?(?:about |approximately |约)?", re.I)
_BETWEEN = re.compile(r" ?(?:and|和|与|及|到|至|-|~) ?", re.I)
_BETWEEN_BEFORE = re.compile(r"(?:between|介于|在) ?(?:about |approximately |约)?$", re.I)
_BETWEEN_AFTER = re.compile(r" ?之间")
_LIMITS = re.compile(r" ?(?:≤|<=?) ?[^\d≤<。;；,，\n]{1,12}(?:≤|<=?) ?")
_SHARED = re.compile(r" ?(?:/|、|,|，|或者?|和|与|及|or|and|, ?(?:and|or)|/ ?) ?", re.I)
_TIMES = re.compile(r" ?(?:[×xX*]|by) ?", re.I)
_CLOSING = re.compile(r" ?[)）] ?")
_LIST_NUMBER = re.compile(r"(?:^|[\n。;；:：!！?？>]|[，,] ?)\s*[(（]?$")


def values(text: str, found: Sequence[Amount]) -> list[Value]:
    """The values of a folded text, in order."""
    made: list[Value] = []
    place = 0
    while place < len(found):
        taken, new = _read(text, found, place)
        made.extend(new)
        place += taken
    return made


def _read(text: str, found: Sequence[Amount], place: int) -> tuple[int, list[Value]]:
    first = found[place]
    second = found[place + 1] if place + 1 < len(found) else None
    gap = text[first.end : second.start] if second is not None and second.start - first.end <= _LONGEST_GAP else None
    if second is not None and gap is not None:
        ranged = _ranged(text, first, second, gap, found, place)
        if ranged is not None:
            return 2, ranged
        if second.either_side and not gap.strip():
            return 2, _with_tolerance(first, second)
    taken = _run_of(text, found, place)
    if taken > 1:
        return taken, _distinct(found[place : place + taken], text)
    return 1, [_single(text, first)]


def _single(text: str, amount: Amount) -> Value:
    if amount.either_side:
        low, high = sorted((-amount.value, amount.value))
        return Value(amount.start, amount.end, "plus_minus", low, high, amount.unit or BARE, spelt=amount.han)
    unit, end = amount.unit, amount.end
    if unit is None:
        closed = _unit_after_bracket(text, amount)
        if closed is not None:
            unit, end = closed
    return Value(
        amount.start, end, "point", amount.value, amount.value, unit or BARE, more=amount.more, spelt=amount.han
    )


def _ranged(
    text: str, first: Amount, second: Amount, gap: str, found: Sequence[Amount], place: int
) -> list[Value] | None:
    limits = _LIMITS.fullmatch(gap) is not None
    between = _BETWEEN.fullmatch(gap) is not None and (
        _BETWEEN_BEFORE.search(text[max(0, first.start - 24) : first.start]) is not None
        and (gap.strip().lower() not in {"和", "与", "及"} or _BETWEEN_AFTER.match(text, second.end) is not None)
        or _BETWEEN_AFTER.match(text, second.end) is not None
    )
    if not (limits or between or _RANGE.fullmatch(gap)):
        return None
    second_unit, end = second.unit, second.end
    if second_unit is None:
        closed = _unit_after_bracket(text, second)
        if closed is not None:
            second_unit, end = closed
    unit = _common(first.unit, second_unit)
    if unit is None or (first.either_side != second.either_side):
        return None
    if unit is BARE and _names_something(text, found, place):
        return None
    low, high = sorted((_in_unit(first, unit), _in_unit(second, unit)))
    return [Value(first.start, end, "range", low, high, unit, spelt=first.han)]


def _in_unit(amount: Amount, unit: Unit) -> float:
    """The number in the unit of the range: 1 m to 50 cm keeps the second; only powers of ten are carried over."""
    if amount.unit is None or amount.unit.norm == unit.norm:
        return amount.value
    powers = {"1e4": 1e4, "1e8": 1e8}
    own = amount.unit.norm.split(" ")[0]
    wanted = unit.norm.split(" ")[0]
    return amount.value * powers.get(own, 1.0) / powers.get(wanted, 1.0)


def _common(first: Unit | None, second: Unit | None) -> Unit | None:
    """The unit of a range; None where the two cannot be one."""
    if first is None or second is None:
        return first or second or BARE
    if first.norm == second.norm:
        return second
    if first.norm == "deg" and second.kind == "temperature":
        return second
    if first.kind == second.kind and first.kind in {"money", "count", "mass"}:
        return second
    return None


def _names_something(text: str, found: Sequence[Amount], place: int) -> bool:
    """Telephone numbers, dates and codes: 0371-6554, 2018-2020, 3-4-5."""
    first, second = found[place], found[place + 1]
    if all(1900 <= amount.value <= 2100 for amount in (first, second)):
        return True
    if text[first.number : first.number + 2].startswith("0") and text[first.number + 1 : first.number + 2].isdigit():
        return True
    return bool(re.match(r"[-/]\d", text[second.end : second.end + 2])) or first.value > second.value


def _with_tolerance(first: Amount, second: Amount) -> list[Value]:
    if first.unit is None or (second.unit is not None and first.unit.norm == second.unit.norm):
        unit = second.unit or BARE
        low, high = first.value - second.value, first.value + second.value
        return [Value(first.start, second.end, "plus_minus", low, high, unit)]
    nominal = Value(first.start, first.end, "point", first.value, first.value, first.unit)
    if second.unit is None:
        return [replace(nominal, end=second.end, shape="plus_minus", low=first.value - second.value, high=first.value + second.value)]  # fmt: skip
    return [nominal, Value(second.start, second.end, "plus_minus", -second.value, second.value, second.unit)]


def _run_of(text: str, found: Sequence[Amount], place: int) -> int:
    """How many amounts from here share the unit that the last of them has: 50/60Hz, 2、5、10 mm, 5 x 5 mm."""
    last = place
    while last + 1 < len(found) and last - place < 8:
        gap = text[found[last].end : found[last + 1].start]
        if found[last].unit is not None and not (_TIMES.fullmatch(gap) and found[place].unit is not None):
            break
        shared = _SHARED.fullmatch(gap) is not None
        if not (shared or _TIMES.fullmatch(gap)) or found[last].han:
            break
        if gap.strip() == "、" and _LIST_NUMBER.search(text[max(0, found[last].start - 3) : found[last].start]):
            break
        last += 1
    if last == place or found[last].unit is None or found[last].either_side:
        return 1
    unit = found[last].unit
    return last - place + 1 if unit is not None and unit.kind != "money" else 1


def _distinct(run: Sequence[Amount], text: str) -> list[Value]:
    """A value for each amount; equal ones across ``×`` are one: 5 x 5 mm."""
    unit = run[-1].unit or BARE
    crossed = all(_TIMES.fullmatch(text[a.end : b.start]) for a, b in zip(run, run[1:], strict=False))
    if crossed and len({amount.value for amount in run}) == 1:
        return [Value(run[0].start, run[-1].end, "point", run[0].value, run[0].value, unit)]
    return [
        Value(amount.start, amount.end, "point", amount.value, amount.value, amount.unit or unit, more=amount.more)
        for amount in run
    ]


def _unit_after_bracket(text: str, amount: Amount) -> tuple[Unit, int] | None:
    """The unit of (0.024~0.06)mm."""
    closing = _CLOSING.match(text, amount.end)
    if closing is None or "(" not in text[max(0, amount.start - 16) : amount.start]:
        return None
    found = read_unit(text, closing.end(), None)
    if found is None or found[0].kind in {"count", "bare"}:
        return None
    return found

