"""What goes in and what comes out when records are asked whether they are one and the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from heliu_engine.documents import Span

Verdict = Literal["same", "likely", "different"]
"""``same``: without a doubt worth naming; ``likely``: for a person to look at; ``different``: not to be proposed."""
Nature = Literal["kind", "codes", "title", "body", "numbers", "models", "owner", "names", "year"]
"""What a reason is about. ``numbers`` are amounts with their units, ``models`` names of types, grades and materials."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as it is compared.

    ``kind`` is the sort of record: entries of two kinds are never one. ``codes`` are identifiers by their sort, for
    example ``{"patent": "ZL201710601862.3", "doi": "10.1000/182"}``; several of one sort are parted by blanks or
    semicolons. An identifier that a source gave is of the sort ``external:SOURCE``, since two sources may count alike.
    ``names`` are the persons behind the record, ``owner`` the name of the organisation.
    """

    id: str
    kind: str
    title: str
    body: str = ""
    owner: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that two records have in common, or in which they differ.

    ``left`` and ``right`` are what each says, as written, for example ``5 kW`` and ``10 kW``; the spans are where it
    says so, in code points of ``field``. Only titles and bodies have spans.
    """

    nature: Nature
    agrees: bool
    left: str
    right: str
    field: Literal["title", "body", ""] = ""
    left_spans: tuple[Span, ...] = ()
    right_spans: tuple[Span, ...] = ()
    share: float | None = None
    """Of titles and bodies: how much of the shorter one the other one has too, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two records are one; ``score`` is the probability, 0 to 1."""

    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)
    """What the score is made of, by name."""


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two records that may be one; ``left`` and ``right`` are their ids, the smaller one first."""

    left: str
    right: str
    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
