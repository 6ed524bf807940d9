"""The trained weights that ship with the engine, and weights trained again elsewhere.

A ranking model is a JSON file: its name and, for each profile, the fields of `Profile`. It belongs to the encoder
whose vectors it was fitted to; `model_of` tells which.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from heliu_engine.errors import InputError
from heliu_engine.scoring.levels import Levels
from heliu_engine.scoring.profiles import PARTS, Profile, ProfileName

FOLDER = Path(__file__).resolve().parents[1] / "models"
_OPTIONAL = (
    ("words_of_titles", None), ("scale_of_titles", 1.0), ("same_title", 0.0), ("parameters", 0.0), ("saturation", 1.2),
    ("length_penalty", 0.75), ("steepness", 1.0), ("damping", 0.0), ("credible", None),
)  # fmt: skip
"""Fields of a profile that a file need not have, with their defaults."""
PLAIN = "plain"
"""Fitted to the packaged encoder without adapters; its weights stand in for any other encoder, without levels."""


@dataclass(frozen=True, slots=True)
class RankingModel:
    """Weights for every profile."""

    name: str
    profiles: Mapping[ProfileName, Profile]

    def profile(self, name: str) -> Profile:
        """The profile of that name; InputError for another."""
        for known in get_args(ProfileName):
            if name == known:
                return self.profiles[known]
        raise InputError(f"There is no profile {name!r}; there are {', '.join(get_args(ProfileName))}.")


@lru_cache
def shipped_model(name: str) -> RankingModel:
    """One of the models of this package, for example ``plain``."""
    return load_model(FOLDER / f"{name}.json")


def model_of(encoder: object | None) -> RankingModel:
    """The weights that belong to an encoder's vectors: an encoder names them in its attribute ``ranking``.

    Without an encoder, and for one that names none, they are the plain ones without levels: a level says something
    only on the scale it was fitted on.
    """
    name = getattr(encoder, "ranking", "")
    if name:
        return shipped_model(name)
    plain = shipped_model(PLAIN)
    return RankingModel(
        plain.name, {name: replace(each, levels=None, credible=None) for name, each in plain.profiles.items()}
    )


def load_model(path: Path) -> RankingModel:
    """Read a model; InputError says what is wrong with the file."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        profiles: dict[ProfileName, Profile] = {
            name: profile_from(given["profiles"][name]) for name in get_args(ProfileName)
        }
        return RankingModel(str(given["name"]), MappingProxyType(profiles))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except KeyError as error:
        raise InputError(f"{path} is no ranking model: it lacks {error}.") from error
    except (TypeError, ValueError) as error:
        raise InputError(f"{path} is no ranking model: {error}") from error


def save_model(model: RankingModel, path: Path) -> None:
    """Write a model that `load_model` reads; a file of that name is replaced only by a finished one."""
    given = {"name": model.name, "profiles": {name: profile_to(each) for name, each in model.profiles.items()}}
    partial = path.with_name(path.name + ".part")
    partial.write_text(json.dumps(given, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(path)


def profile_from(given: Mapping[str, Any]) -> Profile:
    """A profile from its JSON form; TypeError for a key that is not known."""
    levels = given.get("levels")
    rest = {key: value for key, value in given.items() if key != "levels"}
    made = None if levels is None else Levels(float(levels["slope"]), tuple(map(float, levels["cuts"])))  # type: ignore[arg-type]
    return Profile(**rest, levels=made)


def profile_to(profile: Profile) -> dict[str, Any]:
    """The JSON form of a profile; fields at their default are left out."""
    found: dict[str, Any] = {name: getattr(profile, name) for name in PARTS}
    for name, default in _OPTIONAL:
        if getattr(profile, name) != default:
            found[name] = getattr(profile, name)
    if profile.levels is not None:
        found["levels"] = {"slope": profile.levels.slope, "cuts": list(profile.levels.cuts)}
    return found
