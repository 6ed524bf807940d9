"""Conditions over facts, with three answers: met, not met, unknown.

A fact that nobody has stated makes a condition unknown, never "not met", unless the others settle it anyway
(S. C. Kleene's strong logic). A condition is written in a data file as one of

    {fact = "contract_registered", is = true}          {fact = "contract_kind", is = ["transfer", "licence"]}
    {fact = "licence_years", at_least = 5}             at_most, above, below; numbers or dates
    {all = [...]}    {any = [...]}    {not = {...}}    {at_least = 2, of = [...]}
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Facts = Mapping[str, Any]
"""Name → what is stated; None, or no entry, where nobody has stated it."""
Answer = bool | None
"""Met, not met, or None for unknown."""

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge, "at_most": operator.le, "above": operator.gt, "below": operator.lt
}  # fmt: skip


class ConditionError(ValueError):
    """A condition of a data file that cannot be read; the message says what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Test:
    """One fact held against a value."""

    __test__ = False  # not one of pytest's

    fact: str
    comparison: str
    """``is``, or a name of ``COMPARISONS``."""
    value: Any
    """For ``is`` a tuple of the values that fit."""

    def answer(self, facts: Facts) -> Answer:
        stated = facts.get(self.fact)
        if stated is None:
            return None
        if self.comparison == "is":
            return stated in self.value
        return COMPARISONS[self.comparison](stated, self.value)

    def tests(self) -> Iterator[Test]:
        yield self


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of the parts have to be met: all of them, any one of them, or a number between."""

    number: int
    parts: Sequence[Condition]

    def answer(self, facts: Facts) -> Answer:
        answers = [part.answer(facts) for part in self.parts]
        met = answers.count(True)
        if met >= self.number:
            return True
        return None if met + answers.count(None) >= self.number else False

    def tests(self) -> Iterator[Test]:
        for part in self.parts:
            yield from part.tests()


@dataclass(frozen=True, slots=True)
class Not:
    """The part has not to be met."""

    part: Condition

    def answer(self, facts: Facts) -> Answer:
        answer = self.part.answer(facts)
        return None if answer is None else not answer

    def tests(self) -> Iterator[Test]:
        yield from self.part.tests()


Condition = Test | AtLeast | Not


def parse_condition(written: Any) -> Condition:
    """The condition that a data file writes as a table; raises ConditionError."""
    if not isinstance(written, Mapping):
        raise ConditionError(f"a condition is a table, not {written!r}")
    if "fact" in written:
        return _parse_test(written)
    if set(written) == {"not"}:
        return Not(parse_condition(written["not"]))
    if set(written) == {"at_least", "of"}:
        return _parse_parts(written["at_least"], written["of"])
    if set(written) == {"all"}:
        return _parse_parts(len(_list(written["all"])), written["all"])
    if set(written) == {"any"}:
        return _parse_parts(1, written["any"])
    raise ConditionError(f"a condition has either a fact or one of all, any, not, at_least with of: {dict(written)!r}")


def _list(written: Any) -> Sequence[Any]:
    if not isinstance(written, list) or not written:
        raise ConditionError(f"a list of conditions is wanted, not {written!r}")
    return written


def _parse_parts(number: Any, written: Any) -> AtLeast:
    parts = tuple(parse_condition(part) for part in _list(written))
    if not isinstance(number, int) or not 1 <= number <= len(parts):
        raise ConditionError(f"of {len(parts)} conditions {number!r} cannot be asked for")
    return AtLeast(number, parts)


def _parse_test(written: Mapping[str, Any]) -> Test:
    [comparison] = set(written) - {"fact"} if len(written) == 2 else {""}
    fact, value = written["fact"], written.get(comparison)
    if not isinstance(fact, str) or not fact:
        raise ConditionError(f"the name of a fact is a text, not {fact!r}")
    if comparison == "is":
        return Test(fact, comparison, tuple(value) if isinstance(value, list) else (value,))
    if comparison not in COMPARISONS:
        raise ConditionError(f"fact {fact!r} is held against exactly one of is, {', '.join(COMPARISONS)}")
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        raise ConditionError(f"fact {fact!r}: {comparison} takes a number or a date, not {value!r}")
    return Test(fact, comparison, value)
