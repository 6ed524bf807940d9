"""The verdicts of several results side by side, as the page of a record shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heliu.matching.adapters.answers import Need, Result
from heliu.matching.verdicts.statements import Statement, Verdict

COLUMNS = 4
"""Results side by side: more cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter of the record, and what is said of it beside each result."""

    statement: Statement
    cells: tuple[tuple[Verdict, ...], ...]
    """A cell for each result: one verdict on what a demand requires; of what is offered, one for each demand's
    parameter that it answers."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A record's parameters against several results."""

    results: tuple[Result, ...]
    rows: tuple[Row, ...]
    missing: tuple[tuple[Verdict, ...], ...] = ()
    """For each result, what it requires and the record does not state; empty where no result lacks anything."""
    required: bool = True
    """Whether the record requires; else the results do."""
    silent: int = 0
    """Further results between which and the record nothing can be compared, since one side states none of it."""


def comparison_of(need: Need, results: Iterable[Result]) -> Comparison | None:
    """The parameters of a record beside the credible results that say something of one; None where none does."""
    judged = [result for result in results if result.credible and result.verdicts]
    telling = tuple(result for result in judged if any(verdict.offered for verdict in result.verdicts))[:COLUMNS]
    if not telling:
        return None
    silent = sum(not any(verdict.offered for verdict in result.verdicts) for result in judged)
    if need.states == "required":
        # The same need was held against each of them, so each has its verdicts in the same order.
        rows = [Row(cells[0].required, tuple((cell,) for cell in cells)) for cells in _across(telling)]
        return Comparison(telling, tuple(rows), silent=silent)
    missing = tuple(tuple(verdict for verdict in result.verdicts if not verdict.offered) for result in telling)
    return Comparison(telling, _offered_rows(telling), missing if any(missing) else (), required=False, silent=silent)


def _across(judged: Sequence[Result]) -> Iterable[tuple[Verdict, ...]]:
    return zip(*(result.verdicts for result in judged), strict=True)


def _offered_rows(judged: Sequence[Result]) -> tuple[Row, ...]:
    """A row for each statement that answers something, in the order of the text."""
    offered = {verdict.offered for result in judged for verdict in result.verdicts if verdict.offered is not None}
    ordered = sorted(offered, key=lambda statement: (statement.field, statement.span))
    return tuple(
        Row(
            statement,
            tuple(tuple(verdict for verdict in result.verdicts if verdict.offered == statement) for result in judged),
        )
        for statement in ordered
    )
