"""What would change if somebody had a seat more, by any method: the question is simply asked again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from heliu_engine.assign.problem import Assignment, Pair, Problem, Side
from heliu_engine.errors import InputError


@dataclass(frozen=True, slots=True)
class Difference:
    """An assignment less another one."""

    score: float
    """In the total."""
    floors: int
    """Partners below floors that are there now and were not before."""
    came: tuple[Pair, ...]
    went: tuple[Pair, ...]


def one_more_seat(
    problem: Problem, before: Assignment, side: Side, name: str, assign: Callable[[Problem], Assignment]
) -> Difference:
    """What one more seat for a participant brings.

    ``assign`` is how ``before`` was made, for example ``partial(assign_stable, proposing="supply")``. For optimal
    assignments `loads` tells the difference in score for everybody at once. InputError where nobody has that id.
    """
    if all(one.id != name for one in problem.side(side)):
        raise InputError(f"{side} {name} does not take part.")
    roomier = tuple(replace(one, capacity=one.capacity + 1) if one.id == name else one for one in problem.side(side))
    changed = replace(problem, demand=roomier) if side == "demand" else replace(problem, supply=roomier)
    return _difference(before, assign(changed))


def _difference(before: Assignment, after: Assignment) -> Difference:
    old, new = {pair.key for pair in before.pairs}, {pair.key for pair in after.pairs}
    return Difference(
        after.total - before.total,
        _missing(before) - _missing(after),
        tuple(pair for pair in after.pairs if pair.key not in old),
        tuple(pair for pair in before.pairs if pair.key not in new),
    )


def _missing(assignment: Assignment) -> int:
    return sum(one.floor - one.reached for one in assignment.shortfalls)
