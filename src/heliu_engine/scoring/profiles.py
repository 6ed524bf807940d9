"""How the parts of a score are weighed, for each use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from heliu_engine.errors import InputError
from heliu_engine.scoring.analysis import TextField

ProfileName = Literal["demand", "expert", "policy", "general"]


@dataclass(frozen=True, slots=True)
class Profile:
    """Weights of a score's parts."""

    title: float
    whole: float
    words: float
    fields: Mapping[TextField, float]
    saturation: float = 1.2
    length_penalty: float = 0.75


_EVEN: Mapping[TextField, float] = {"title": 1.0, "keywords": 1.0, "text": 1.0}
_PROFILES: Mapping[ProfileName, Profile] = {
    "demand": Profile(0.4, 0.2, 0.4, _EVEN),
    "expert": Profile(0.3, 0.4, 0.3, _EVEN),
    "policy": Profile(0.1, 0.3, 0.6, _EVEN),
    "general": Profile(0.3, 0.3, 0.4, _EVEN),
}


def profile_of(name: str) -> Profile:
    """The profile of that name; InputError for another."""
    for known in get_args(ProfileName):
        if name == known:
            return _PROFILES[known]
    raise InputError(f"There is no profile {name!r}; there are {', '.join(get_args(ProfileName))}.")
