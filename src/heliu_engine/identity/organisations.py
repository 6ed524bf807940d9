"""Organisations as they are known, and what a name is found to mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

NameSort = Literal["official", "short", "former", "english"]
Ground = Literal[
    "code", "ror", "official", "short", "former", "english", "form", "place", "abbreviation", "unusual", "part"
]
"""Why a name is taken for an organisation.

``form``: but for the legal form. ``place``: but for the region at its beginning. ``abbreviation``: shortened as
universities and institutes are; ``unusual``: as they seldom are. ``part``: the name is that of a part of it.
"""

SCORES: Mapping[Ground, float] = {
    "code": 1.0, "ror": 1.0, "official": 0.98, "english": 0.96, "short": 0.95, "former": 0.93,
    "form": 0.9, "abbreviation": 0.85, "place": 0.75, "unusual": 0.7,
    "part": 0.4,
}  # fmt: skip
"""How sure each ground is by itself; ``benchmarks/organisations.py`` measures it."""
SURE = 0.85
"""Score from which on a name is resolved; below, a person is asked."""
SHARED = 0.5
"""Part of the score that is left where a name means several organisations equally well."""
ELSEWHERE = 0.6
"""Part that is left where the region is another province's."""
PROVINCE = 2
"""Digits of a GB/T 2260 code that name the province."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that is known. ``names`` are by sort; ``code`` is its unified social credit code."""

    id: str
    names: Mapping[NameSort, tuple[str, ...]]
    code: str = ""
    ror: str = ""
    region: str = ""
    """GB/T 2260 code, six digits."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """An organisation that a name may mean."""

    id: str
    score: float
    ground: Ground
    name: str
    """The name of it that was met."""


@dataclass(frozen=True, slots=True)
class OrganisationPair:
    """Two known organisations that may be one, the smaller id first."""

    left: str
    right: str
    score: float
    ground: Ground
    left_name: str
    right_name: str
