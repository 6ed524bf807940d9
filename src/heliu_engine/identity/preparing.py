"""A record taken apart once, so that it can be held against many others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from heliu_engine.identity.amounts import Said, amounts, models
from heliu_engine.identity.codes import codes_of
from heliu_engine.identity.entries import Entry
from heliu_engine.identity.likeness import Shingles, counted
from heliu_engine.identity.shingles import Hashes, Units, grams, runs, units
from heliu_engine.identity.titles import title_grams
from heliu_engine.text import normalise


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """As much of a record as tells that it is nothing like another one."""

    title: Hashes
    body: Hashes
    """Distinct shingles."""
    codes: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """One record as it is compared."""

    entry: Entry
    title: Units
    body: Units
    title_grams: Hashes
    """Of what the title says beside the words that every title may have."""
    all_grams: Hashes
    """Of title and body together."""
    ordered: Hashes
    """Shingles of the body in their order."""
    shingles: Shingles
    title_amounts: Said
    title_models: Said
    body_amounts: Said
    body_models: Said
    codes: Mapping[str, frozenset[str]]
    names: frozenset[str]

    def said(self, nature: Literal["numbers", "models"], field: Literal["title", "body"]) -> Said:
        """The amounts or names of types in one field."""
        if nature == "numbers":
            return self.title_amounts if field == "title" else self.body_amounts
        return self.title_models if field == "title" else self.body_models

    def says(self, nature: Literal["numbers", "models"], name: str) -> bool:
        """Whether an amount or name of a type stands in either field."""
        return name in self.said(nature, "title") or name in self.said(nature, "body")


def outline(entry: Entry) -> Outline:
    """Take so much of a record."""
    title = title_grams(normalise(entry.title).text)
    return Outline(title, np.unique(runs(units(entry.body).hashes)), codes_of(entry.codes))


def prepare(entry: Entry) -> Prepared:
    """Take a record apart."""
    title, body = units(entry.title), units(entry.body)
    core = title_grams(title.text.text)
    ordered = runs(body.hashes)
    return Prepared(
        entry,
        title,
        body,
        core,
        np.union1d(grams(title), grams(body)),
        ordered,
        counted(ordered),
        amounts(title.text.text),
        models(title.text.text),
        amounts(body.text.text),
        models(body.text.text),
        codes_of(entry.codes),
        frozenset(filter(None, map(_folded, entry.names))),
    )


def _folded(name: str) -> str:
    return "".join(character for character in normalise(name).text if character.isalnum())
