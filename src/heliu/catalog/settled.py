"""Which fields of records a file that the installation brings in again does not write over.

Whatever keeps who stands behind a field says so here; what a person brings in is that person's own word.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

Settled = Callable[[str, Collection[int]], Mapping[int, frozenset[str]]]
"""Takes a kind and ids; gives id → the fields of the record that somebody settled by hand."""

_answers: list[Settled] = []


def register_settled(settled: Settled) -> None:
    """Let a higher feature say what is settled. Register in ``AppConfig.ready()``."""
    if settled not in _answers:
        _answers.append(settled)


def settled_by_hand(kind: str, ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Id → the fields that are left alone; one question to each feature for all of them."""
    found: dict[int, frozenset[str]] = {}
    for answer in _answers if ids else ():
        for pk, names in answer(kind, ids).items():
            found[pk] = found.get(pk, frozenset()) | names
    return found
