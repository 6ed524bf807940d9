"""Rules as dated data: which instrument says what, from when until when, and how well that was verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from heliu.rulebook.conditions import Condition


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages of the platform."""

    zh: str
    en: str

    def in_language(self, lang: str) -> str:
        return self.en if lang.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that conditions ask about."""

    name: str
    label: Words
    type: str
    """``bool``, ``number``, ``date`` or ``choice``."""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a rule, with the place where it stands."""

    id: str
    article: str
    text: Words
    condition: Condition
    verified: bool
    """Whether somebody read it in the instrument or a stored copy of it; what is from memory is not."""
    departs: Condition | None = None
    """Where this is met, the clause may be departed from; None where it binds everybody it is about."""


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as it holds for a time."""

    instrument: str
    """Title and number of the document, as its issuer writes them."""
    issuer: str
    valid_from: date
    valid_to: date | None
    """Its last day; None where no end is known."""
    source: str
    """Where it was read."""
    verified: bool
    clauses: Sequence[Clause]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Figures of the rule: rates, limits, days."""
    note: Words | None = None
    file: str = ""
    """The data file it stands in."""

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule through time; at most one version of it holds on a day and in a place."""

    name: str
    subject: str
    """What it is about: ``tax``, ``notice``, ``reward``, ``registration``."""
    jurisdiction: str
    """Code of the place it holds in (GB/T 2260), or ``CN``."""
    title: Words
    versions: Sequence[Version]
    """From the oldest on."""

    def on(self, day: date) -> Version | None:
        """The version that holds on a day; None where none does."""
        return next((version for version in self.versions if version.holds_on(day)), None)

    def ended_before(self, day: date) -> Version | None:
        """The last version whose time was over on a day: it is named, and not used."""
        over = [version for version in self.versions if version.valid_to is not None and version.valid_to < day]
        return over[-1] if over else None
