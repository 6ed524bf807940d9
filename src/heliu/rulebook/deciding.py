"""What a rule says of some facts: an answer for every clause, and which missing fact would decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from heliu.rulebook.conditions import COMPARISONS, Answer, Condition, Facts, Test
from heliu.rulebook.rules import Clause, Rule, Version

MOST_TRIED = 6
"""Unstated facts of one clause whose values are tried together."""


@dataclass(frozen=True, slots=True)
class ClauseAnswer:
    """One clause, held against the facts."""

    clause: Clause
    answer: Answer
    unknown: Sequence[str]
    """Names of the facts that nobody has stated and that could still change the answer."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule says on a day. ``answer`` is None where it is unknown, or where no version holds."""

    rule: Rule
    day: date
    version: Version | None
    """None where the rule does not hold on the day."""
    ended: Version | None
    """Where none holds: the version whose time is over, if there was one."""
    clauses: Sequence[ClauseAnswer]
    answer: Answer

    @property
    def deciding(self) -> list[str]:
        """Names of the facts that would decide, those first that settle most clauses; empty where it is decided."""
        if self.answer is not None:
            return []
        counts: dict[str, int] = {}
        for clause in self.clauses:
            for name in clause.unknown:
                counts[name] = counts.get(name, 0) + (1 if len(clause.unknown) == 1 else 0)
        return sorted(counts, key=lambda name: -counts[name])

    @property
    def is_verified(self) -> bool:
        """Whether the version and every clause of it was read by somebody."""
        version = self.version
        return version is not None and version.verified and all(clause.verified for clause in version.clauses)


def decide(rule: Rule, facts: Facts, day: date) -> Decision:
    """Hold the version of the day against the facts: met when every clause is, not met when one is not."""
    version = rule.on(day)
    if version is None:
        return Decision(rule, day, None, rule.ended_before(day), (), None)
    clauses = [_answer(clause, facts) for clause in version.clauses]
    answers = [clause.answer for clause in clauses]
    answer = False if False in answers else None if None in answers else True
    return Decision(rule, day, version, None, clauses, answer)


def _answer(clause: Clause, facts: Facts) -> ClauseAnswer:
    answer = clause.condition.answer(facts)
    return ClauseAnswer(clause, answer, () if answer is not None else _open(clause.condition, facts))


def _open(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """The unstated facts on which the answer depends, in the order in which they stand in the condition.

    A fact counts where, with some values of the other unstated ones, one of its values gives another answer than
    another. Of more than ``MOST_TRIED`` unstated facts all count.
    """
    samples: dict[str, list[object]] = {}
    for test in condition.tests():
        if facts.get(test.fact) is None:
            samples.setdefault(test.fact, []).extend(_samples(test))
    if len(samples) > MOST_TRIED:
        return tuple(samples)
    return tuple(name for name in samples if _matters(condition, facts, name, samples))


def _matters(condition: Condition, facts: Facts, name: str, samples: Mapping[str, Sequence[object]]) -> bool:
    others = [other for other in samples if other != name]
    for values in product(*(samples[other] for other in others)):
        stated = {**facts, **dict(zip(others, values, strict=True))}
        if len({condition.answer({**stated, name: value}) for value in samples[name]}) > 1:
            return True
    return False


def _samples(test: Test) -> list[object]:
    """Values that meet the test and values that do not."""
    if test.comparison == "is":
        other = not test.value[0] if isinstance(test.value[0], bool) else object()
        return [*test.value, other]
    if isinstance(test.value, date):
        return [date.min, test.value, date.max]
    assert test.comparison in COMPARISONS  # noqa: S101 - the parser has seen to that
    return [test.value - 1, test.value, test.value + 1]
