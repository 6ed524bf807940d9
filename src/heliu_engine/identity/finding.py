"""All records that may be one, among many."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from heliu_engine.errors import InputError
from heliu_engine.identity.comparing import weighed
from heliu_engine.identity.entries import DuplicatePair, Entry
from heliu_engine.identity.features import is_hopeless
from heliu_engine.identity.index import Index
from heliu_engine.identity.preparing import Outline, Prepared, outline, prepare
from heliu_engine.identity.reasons import reasons
from heliu_engine.identity.weighing import shipped

OUTLINED = 200_000
"""Records of which an outline is kept, about 2 kB each."""
HELD = 10_000
"""Records that are kept taken apart at a time, about 10 kB each."""


def find_duplicates(entries: Iterable[Entry]) -> list[DuplicatePair]:
    """Pairs of records that are likely one or surely one, the surest first.

    The order in which the records come makes no difference. InputError where two have the same id.
    """
    known: dict[str, Entry] = {}
    index = Index()
    for entry in entries:
        if entry.id in known:
            raise InputError(f"Two records have the id {entry.id!r}.")
        known[entry.id] = entry
        index.add(entry)

    @lru_cache(maxsize=OUTLINED)
    def outlined(identity: str) -> Outline:
        return outline(known[identity])

    @lru_cache(maxsize=HELD)
    def prepared(identity: str) -> Prepared:
        return prepare(known[identity])

    weights = shipped()
    found: list[DuplicatePair] = []
    for left, right in index.pairs():
        if is_hopeless(outlined(left), outlined(right)):
            continue
        one, other = prepared(left), prepared(right)
        score, features = weighed(one, other)
        if score >= weights.likely:
            found.append(DuplicatePair(left, right, score, weights.verdict(score), reasons(one, other, features)))
    return sorted(found, key=lambda pair: (-pair.score, pair.left, pair.right))
