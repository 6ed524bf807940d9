"""What two records have in common and in what they differ, as a person is told it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np

from heliu_engine.documents import Span
from heliu_engine.identity.aligning import align, runs_of
from heliu_engine.identity.entries import Reason
from heliu_engine.identity.preparing import Prepared
from heliu_engine.identity.shingles import Units

MOST_SPANS = 12
"""Places that are pointed to; the longest are."""
MOST_SAID = 6
"""Amounts or names that are listed."""


def reasons(one: Prepared, other: Prepared, found: Mapping[str, float]) -> tuple[Reason, ...]:
    """What agrees first, then what differs; each sort of reason once, titles and bodies apart."""
    given = (
        *_codes(one, other),
        _title(one, other, found),
        _body(one, other, found),
        _said("numbers", "title", one, other),
        _said("numbers", "body", one, other),
        _said("models", "title", one, other),
        _said("models", "body", one, other),
        _owner(one, other, found),
        _names(one, other),
        _year(one, other),
    )
    return tuple(sorted((reason for reason in given if reason is not None), key=lambda reason: not reason.agrees))


def _codes(one: Prepared, other: Prepared) -> Iterable[Reason]:
    for sort in sorted(one.codes.keys() & other.codes.keys()):
        shared = one.codes[sort] & other.codes[sort]
        left, right = (shared, shared) if shared else (one.codes[sort], other.codes[sort])
        yield Reason("codes", bool(shared), f"{sort} {_listed(left)}", f"{sort} {_listed(right)}")


def _title(one: Prepared, other: Prepared, found: Mapping[str, float]) -> Reason | None:
    if not (len(one.title) and len(other.title)):
        return None
    left, right = _shared_units(one.title, other.title)
    return Reason(
        "title",
        bool(found["title_equal"]) or found["title_contained"] >= 0.5,
        one.entry.title,
        other.entry.title,
        "title",
        left,
        right,
        found["title_contained"],
    )


def _body(one: Prepared, other: Prepared, found: Mapping[str, float]) -> Reason | None:
    if not (one.shingles.size and other.shingles.size):
        return None
    alignment = align(one.ordered, other.ordered)
    left, right = runs_of(alignment.left_known), runs_of(alignment.right_known)
    longest = max(left, key=lambda run: run[1] - run[0], default=None)
    shown = ""
    if longest is not None:
        start, end = one.body.span(*longest)
        shown = one.entry.body[start:end]
    share = found["body_contained"]
    return Reason("body", share >= 0.5, shown, shown, "body", _spans(one.body, left), _spans(other.body, right), share)


def _said(
    nature: Literal["numbers", "models"], field: Literal["title", "body"], one: Prepared, other: Prepared
) -> Reason | None:
    """What each of two fields states that the other record states nowhere; None where one of them adds nothing."""
    mine, its = one.said(nature, field), other.said(nature, field)
    left = [mine[name] for name in mine if not other.says(nature, name)]
    right = [its[name] for name in its if not one.says(nature, name)]
    if not (left and right):
        return None
    if field == "title":
        cuts, texts = (one.title, other.title), (one.entry.title, other.entry.title)
    else:
        cuts, texts = (one.body, other.body), (one.entry.body, other.entry.body)
    spans = _origins(cuts[0], left), _origins(cuts[1], right)
    shown = [_listed(text[start:end] for start, end in places) for text, places in zip(texts, spans, strict=True)]
    return Reason(nature, False, shown[0], shown[1], field, spans[0], spans[1])


def _owner(one: Prepared, other: Prepared, found: Mapping[str, float]) -> Reason | None:
    if not (found["owner_same"] or found["owner_differs"]):
        return None
    return Reason("owner", bool(found["owner_same"]), one.entry.owner, other.entry.owner)


def _names(one: Prepared, other: Prepared) -> Reason | None:
    if not (one.names and other.names):
        return None
    shared = bool(one.names & other.names)
    return Reason("names", shared, _listed(one.entry.names), _listed(other.entry.names))


def _year(one: Prepared, other: Prepared) -> Reason | None:
    mine, its = one.entry.year, other.entry.year
    if mine is None or its is None:
        return None
    return Reason("year", mine == its, str(mine), str(its))


def _shared_units(one: Units, other: Units) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where two titles say the same, word for word, in any order."""
    return _known_units(one, other), _known_units(other, one)


def _known_units(cut: Units, other: Units) -> tuple[Span, ...]:
    known = np.isin(cut.hashes, other.hashes).tolist()
    runs: list[tuple[int, int]] = []
    for place, shared in enumerate(known):
        if shared and runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        elif shared:
            runs.append((place, place))
    return _spans(cut, runs)


def _spans(cut: Units, runs: list[tuple[int, int]]) -> tuple[Span, ...]:
    longest = sorted(runs, key=lambda run: run[0] - run[1])[:MOST_SPANS]
    return tuple(cut.span(*run) for run in sorted(longest))


def _origins(cut: Units, places: list[Span]) -> tuple[Span, ...]:
    return tuple(cut.text.origin(start, end) for start, end in sorted(places)[:MOST_SAID])


def _listed(values: Iterable[str]) -> str:
    return "、".join(sorted(values) if isinstance(values, frozenset) else values)
