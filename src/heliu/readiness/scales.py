"""Scales of readiness as dated data: levels, each with the questions that decide whether it is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from heliu.catalog.choices import ReadinessScale
from heliu.kit.language import current_language
from heliu.rulebook.rules import Words


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of a level; ``id`` is its level and its place there: ``3.2``."""

    id: str
    text: Words

    def __str__(self) -> str:
        return self.text.in_language(current_language())


@dataclass(frozen=True, slots=True)
class Level:
    """A level by its short name."""

    number: int
    title: Words
    criteria: Sequence[Criterion]

    def __str__(self) -> str:
        return self.title.in_language(current_language())


@dataclass(frozen=True, slots=True)
class Version:
    """A scale as it holds for a time."""

    name: str
    """The scale's."""
    title: Words
    readiness: str
    """The scale of ``catalog.choices.ReadinessScale`` whose level an assessment sets; empty where it sets none."""
    version: str
    """What its issuer calls it: ``2013``."""
    instrument: str
    issuer: str
    valid_from: date
    valid_to: date | None
    """Its last day; None where no end is known."""
    source: str
    verified: bool
    """Whether somebody compared the short names with the text of the issuer; the rest is from memory."""
    own_wording: bool
    """Whether the questions are the house's own words and not those of the instrument."""
    note: Words | None
    levels: Sequence[Level]
    file: str = ""
    """The data file it stands in."""

    def __str__(self) -> str:
        return self.title.in_language(current_language())

    @property
    def wording(self) -> str:
        """Whose words the questions are, for the page."""
        if self.own_wording:
            return _("Our own wording, not that of the standard")
        return _("Wording of the standard, as the operator entered it")

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def criteria(self) -> list[Criterion]:
        """Those of all levels, from low to high."""
        return [criterion for level in self.levels for criterion in level.criteria]

    @property
    def highest(self) -> int:
        return len(self.levels)


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale through time; at most one version of it holds on a day."""

    name: str
    title: Words
    readiness: str
    versions: Sequence[Version]
    """From the oldest on."""

    def __str__(self) -> str:
        return self.title.in_language(current_language())

    def on(self, day: date) -> Version | None:
        """The version that holds on a day; None where none does."""
        return next((version for version in self.versions if version.holds_on(day)), None)

    @property
    def last(self) -> Version:
        return self.versions[-1]


def most_levels(readiness: str) -> int:
    """How many levels the catalog's scale has."""
    return ReadinessScale(readiness).highest


# -- the copy that an assessment keeps --------------------------------------------------------------


def to_copy(version: Version) -> dict[str, Any]:
    """A version as JSON: an assessment keeps what was asked, whatever becomes of the file."""
    note = None if version.note is None else [version.note.zh, version.note.en]
    return {
        "name": version.name, "title": [version.title.zh, version.title.en], "readiness": version.readiness,
        "version": version.version, "instrument": version.instrument, "issuer": version.issuer,
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else None, "source": version.source,
        "verified": version.verified, "own_wording": version.own_wording, "note": note,
        "levels": [
            {
                "title": [level.title.zh, level.title.en],
                "criteria": [[criterion.text.zh, criterion.text.en] for criterion in level.criteria],
            }
            for level in version.levels
        ],
    }  # fmt: skip


def from_copy(copy: Mapping[str, Any]) -> Version:
    """The version that ``to_copy`` wrote down."""
    levels = tuple(
        numbered_level(number, Words(*level["title"]), [Words(*text) for text in level["criteria"]])
        for number, level in enumerate(copy["levels"], start=1)
    )
    return Version(
        copy["name"], Words(*copy["title"]), copy["readiness"], copy["version"], copy["instrument"], copy["issuer"],
        date.fromisoformat(copy["valid_from"]), date.fromisoformat(copy["valid_to"]) if copy["valid_to"] else None,
        copy["source"], copy["verified"], copy["own_wording"], Words(*copy["note"]) if copy["note"] else None, levels,
    )  # fmt: skip


def numbered_level(number: int, title: Words, texts: Sequence[Words]) -> Level:
    """A level whose questions are numbered by their places."""
    return Level(
        number, title, tuple(Criterion(f"{number}.{place}", text) for place, text in enumerate(texts, start=1))
    )
