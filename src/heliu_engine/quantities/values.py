"""Amounts that make one value: ranges, tolerances, and values that share a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from heliu_engine.quantities.amounts import Amount, may_be_negative
from heliu_engine.quantities.units import BARE, Unit, read_unit, scale

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
_MOST_SHARING = 8
_RANGE = re.compile(
    r" ?(?:\((?!thr|obj)[^()\n]{1,12}\) ?)?(?:-{1,3}|~{1,2}|至|到|to ?|through|thru|\.\.\.?|…)"
    " ?(?:about |approximately |约)?",
    re.I,
)
_BETWEEN = re.compile(r" ?(?:and|和|与|及|到|至|-|~) ?", re.I)
_BETWEEN_BEFORE = re.compile(r"(?:between|介于) ?(?:about |approximately |约)?\Z", re.I)
_BETWEEN_AFTER = re.compile(r" ?之间")
_LIMITS = re.compile(r" ?(?:≤|<=?) ?[^\d≤<。;；,，\n]{1,12}(?:≤|<=?) ?")
_SHARED = re.compile(r" ?(?:/|、|,|，|或者?|和|与|及|or|and|, ?(?:and|or)) ?", re.I)
_TIMES = re.compile(r" ?(?:[×xX*]|by) ?", re.I)
_CLOSING = re.compile(r" ?\) ?")
_LIST_NUMBER = re.compile(r"(?:^|[\n。;；:：！!?？>]|[,，] ?)\s*\(?\Z")
_LIST_MARK = re.compile(r"(?:^|[\n。;；:：，,、]) ?\(\Z")
_CODE_GOES_ON = re.compile(r"[-/]\d")


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
    if second is not None and 0 <= second.start - first.end <= _LONGEST_GAP:
        gap = text[first.end : second.start]
        ranged = _ranged(text, first, second, gap)
        if ranged is not None:
            return 2, [ranged]
        if second.either_side and not gap.strip(" "):
            return 2, _with_tolerance(first, second)
        if gap == "/" and first.unit is None and second.unit is not None and second.unit.kind == "count":
            # A part of a whole: 1/3处.
            return 2, []
    taken = _run_of(text, found, place)
    if taken > 1:
        return taken, _distinct(found[place : place + taken], text)
    return 1, [_single(text, first)]


def _single(text: str, amount: Amount) -> Value:
    if amount.either_side:
        low, high = sorted((-amount.value, amount.value))
        return Value(amount.start, amount.end, "plus_minus", low, high, amount.unit or BARE, spelt=amount.spelt)
    unit, end = amount.unit or BARE, amount.end
    if unit is BARE and not _LIST_MARK.search(text[max(0, amount.start - 4) : amount.start]):
        unit, end = _unit_after_bracket(text, amount) or (unit, end)
    start, number = _signed(amount, unit)
    return Value(start, end, "point", number, number, unit, more=amount.more, spelt=amount.spelt)


def _signed(amount: Amount, unit: Unit) -> tuple[int, float]:
    """Where an amount begins, and its number, with the minus that it may have in this unit."""
    if may_be_negative(amount, unit):
        return amount.start - amount.minus, -amount.value
    return amount.start, amount.value


def _ranged(text: str, first: Amount, second: Amount, gap: str) -> Value | None:
    if second.minus:
        # The dash is that of the range, unless it follows another sign: 5米-10米, -40~-20℃.
        if gap.strip(" ") in {"-", "--"}:
            second = replace(second, minus=0)
        else:
            gap = gap[: len(gap) - second.minus]
    if not _joins(text, first, second, gap) or first.either_side != second.either_side:
        return None
    second_unit, end = second.unit, second.end
    if second_unit is not None and first.unit is not None and _shares_divisor(first.unit, second_unit):
        # $40 to $55 per square foot.
        low, high = sorted((first.value, second.value))
        return Value(first.start, end, "range", low, high, second_unit)
    if second_unit is None:
        closed = _unit_after_bracket(text, second)
        if closed is not None:
            second_unit, end = closed
    elif first.unit is not None and first.unit.kind == "physical" and second_unit.kind == "count":
        # Mach 4-5 vehicles: the unit stood before.
        second_unit, end = first.unit, second.number_end
    common = _common(first.unit, second_unit)
    if common is None:
        return None
    unit, factor = common
    lost = gap == "-" and text[first.number : first.end] == "10" and unit.kind in {"physical", "bare"}
    if unit is BARE and not lost and _is_code(text, first, second):
        return None
    start, low = _signed(first, unit)
    _, high = _signed(second, unit)
    if gap == "--" and low < 0 and unit.kind == "temperature":
        # -40--20℃.
        high = -high
    if lost and 2 <= high < 10:
        # A lost superscript: 10-6 Pa.
        low = high = float(f"1e-{high:.0f}")
        return Value(start, end, "point", low, high, unit)
    low, high = sorted((low * factor, high))
    return Value(start, end, "range", low, high, unit, spelt=first.spelt)


def _joins(text: str, first: Amount, second: Amount, gap: str) -> bool:
    """Whether the words between two amounts make a range of them."""
    if _RANGE.fullmatch(gap) or _LIMITS.fullmatch(gap):
        return True
    if not _BETWEEN.fullmatch(gap):
        return False
    return (
        _BETWEEN_BEFORE.search(text[max(0, first.start - _LONGEST_GAP) : first.start]) is not None
        or _BETWEEN_AFTER.match(text, second.end) is not None
    )


def _common(first: Unit | None, second: Unit | None) -> tuple[Unit, float] | None:
    """The unit of a range and the factor of its first number; None where the two units cannot be one."""
    if first is None or second is None:
        return first or second or BARE, 1.0
    if first.norm == "deg" and second.kind == "temperature":
        return second, 1.0
    factor = scale(first, second)
    if factor is not None:
        return second, factor
    return None


def _shares_divisor(first: Unit, second: Unit) -> bool:
    """Whether the first of two amounts of money leaves it to the second to say what they are divided by."""
    return first.kind == second.kind == "money" and second.norm.startswith(f"{first.norm}/")


def _is_code(text: str, first: Amount, second: Amount) -> bool:
    """Telephone numbers, years and codes: 0371-6554, 2018-2020, 3-4-5."""
    if all(1900 <= amount.value <= 2100 for amount in (first, second)):
        return True
    digits = text[first.number : first.number + 2]
    if digits.startswith("0") and digits[1:].isdigit():
        return True
    return _CODE_GOES_ON.match(text, second.end) is not None or first.value > second.value


def _with_tolerance(first: Amount, second: Amount) -> list[Value]:
    unit, own = first.unit or second.unit or BARE, second.unit
    if first.unit is None or own is None or own.norm == first.unit.norm:
        low, high = first.value - second.value, first.value + second.value
        return [Value(first.start, second.end, "plus_minus", low, high, unit)]
    nominal = Value(first.start, first.end, "point", first.value, first.value, unit)
    return [nominal, Value(second.start, second.end, "plus_minus", -second.value, second.value, own)]


def _run_of(text: str, found: Sequence[Amount], place: int) -> int:
    """How many amounts from here share the unit that the last of them has: 50/60Hz, 2、5、10 mm, 5 x 5 mm."""
    last = place
    while last + 1 < len(found) and last - place < _MOST_SHARING:
        amount, following = found[last], found[last + 1]
        gap = text[amount.end : following.start]
        crossed = _TIMES.fullmatch(gap) is not None
        if amount.spelt or (amount.unit is not None and not (crossed and found[place].unit is not None)):
            break
        if not crossed and (_SHARED.fullmatch(gap) is None or following.either_side):
            break
        if gap.strip() == "、" and _LIST_NUMBER.search(text[max(0, amount.start - 3) : amount.start]):
            break
        last += 1
    unit = found[last].unit
    if last == place or unit is None or unit.kind == "money":
        return 1
    return last - place + 1


def _distinct(run: Sequence[Amount], text: str) -> list[Value]:
    """A value for each amount; equal ones across ``×`` are one: 5 x 5 mm."""
    unit = run[-1].unit or BARE
    crossed = all(_TIMES.fullmatch(text[left.end : right.start]) for left, right in pairwise(run))
    if crossed and len({amount.value for amount in run}) == 1:
        return [Value(run[0].start, run[-1].end, "point", run[0].value, run[0].value, unit)]
    made = []
    for amount in run:
        start, number = _signed(amount, amount.unit or unit)
        made.append(Value(start, amount.end, "point", number, number, amount.unit or unit, more=amount.more))
    return made


def _unit_after_bracket(text: str, amount: Amount) -> tuple[Unit, int] | None:
    """The unit of (0.024~0.06)mm."""
    closing = _CLOSING.match(text, amount.end)
    if closing is None or "(" not in text[max(0, amount.start - 16) : amount.start]:
        return None
    found = read_unit(text, closing.end(), None)
    return None if found is None or found[0].kind in {"count", "bare"} else found
