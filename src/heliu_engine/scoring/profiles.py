"""How the parts of a score are weighed, for each use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from heliu_engine.errors import InputError
from heliu_engine.scoring.analysis import TextField

ProfileName = Literal["demand", "expert", "policy", "general"]

_EVEN: Mapping[TextField, float] = MappingProxyType({"title": 1.0, "keywords": 1.0, "text": 1.0})


@dataclass(frozen=True, slots=True)
class Profile:
    """Weights of a score's parts (see `heliu_engine.scoring.scorer`) and constants of its formulas."""

    meaning_title: float
    meaning_whole: float
    words_title: float
    words_whole: float
    language: float
    fields: Mapping[TextField, float] = field(default_factory=lambda: _EVEN)
    """How much an occurrence counts by the document's field it stands in."""
    saturation: float = 1.2
    """BM25's k1: occurrences needed for half of a key's weight, in a field of mean length."""
    length_penalty: float = 0.75
    """BM25's b, 0 to 1."""
    damping: float = 0.0
    """How much each next document of a group counts beside the one before it, 0 to 1; see `fuse_group`."""


# Figures are of multilingual-e5-small on train parts, in brackets of dev parts; `make bench-quality` prints them.
_PROFILES: Mapping[ProfileName, Profile] = {
    # bdci2019: nDCG@10 .700 (.649). Any weights near these do as well: .69 to .70 wherever words have half of it.
    "demand": Profile(0.2, 0.2, 0.2, 0.4, 0.25),
    # reviewer-expertise has no train part: loss .250 on dev, .282 without damping. Its whole texts matter most.
    "expert": Profile(0.25, 0.2, 0.1, 0.45, 0.25, damping=0.8),
    # ncp-policy-qa: MRR@10 of documents .887 (.861), of answers .229 (.194). Questions repeat the notice's words.
    "policy": Profile(0.1, 0.2, 0.25, 0.45, 0.25),
    # us-patent-phrase-similarity: Pearson .511 (.496); nDCG@10 of bdci2019 .688 (.635). Meaning has more than half.
    "general": Profile(0.3, 0.3, 0.15, 0.25, 0.25),
}


def profile_of(name: str) -> Profile:
    """The profile of that name; InputError for another."""
    for known in get_args(ProfileName):
        if name == known:
            return _PROFILES[known]
    raise InputError(f"There is no profile {name!r}; there are {', '.join(get_args(ProfileName))}.")
