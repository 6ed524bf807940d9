"""Which known records mentions may be: by name, alias, abbreviation or code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from heliu_engine.understanding.gazetteer import KNOWN, SHORT_UNIVERSITIES
from heliu_engine.understanding.mentions import Mention
from heliu_engine.understanding.words import fold

Reason = Literal["code", "name", "alias", "abbreviation"]

_SCORES: dict[Reason, float] = {"code": 1.0, "name": 0.98, "alias": 0.9, "abbreviation": 0.6}


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that mentions may be linked to."""

    id: str
    kind: str
    """A kind of mention: organisation, person, platform …"""
    names: tuple[str, ...]
    """Its name first, then its aliases."""
    codes: tuple[str, ...] = ()
    """Credit codes, document numbers."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a mention may be."""

    id: str
    score: float
    """Between 0 and 1."""
    reason: Reason


@dataclass(frozen=True, slots=True)
class Link:
    """What a mention may be, best first."""

    mention: Mention
    candidates: tuple[Candidate, ...]

    @property
    def id(self) -> str | None:
        """The record that is meant; None where there is none, or where two are equally likely."""
        if not self.candidates or self.candidates[0].reason == "abbreviation":
            return None
        tied = len(self.candidates) > 1 and self.candidates[0].score == self.candidates[1].score
        return None if tied else self.candidates[0].id


def link(mentions: Sequence[Mention], entries: Iterable[Entry]) -> list[Link]:
    """For each mention the records that it may be; statements, amounts and dates are none.

    A person's name alone links nobody: it is given as a candidate, as an abbreviation is, and a person decides.
    """
    known = _index(entries)
    return [Link(mention, _candidates(mention, known)) for mention in mentions if mention.kind not in _NO_RECORD]


_NO_RECORD = frozenset({"measure", "demand", "achievement", "amount", "date"})


def _index(entries: Iterable[Entry]) -> dict[tuple[str, str], dict[str, Reason]]:
    """Kind and key, with the records that bear it and why."""
    known: dict[tuple[str, str], dict[str, Reason]] = defaultdict(dict)

    def add(kind: str, written: str, record: str, reason: Reason) -> None:
        if written and _SCORES[known[kind, written].get(record, "abbreviation")] <= _SCORES[reason]:
            known[kind, written][record] = reason

    for entry in entries:
        for code in entry.codes:
            add(entry.kind, key(code), entry.id, "code")
        for place, name in enumerate(entry.names):
            add(entry.kind, key(name), entry.id, "name" if place == 0 else "alias")
            for short in _short(name):
                add(entry.kind, key(short), entry.id, "abbreviation")
    return known


def _candidates(mention: Mention, known: dict[tuple[str, str], dict[str, Reason]]) -> tuple[Candidate, ...]:
    kind = "policy" if mention.kind == "document_number" else mention.kind
    found: dict[str, Reason] = {}
    for written in (mention.text, mention.value):
        for record, reason in known.get((kind, key(written)), {}).items():
            if mention.kind == "person" and reason != "code":
                reason = "abbreviation"
            if record not in found or _SCORES[reason] > _SCORES[found[record]]:
                found[record] = reason
    candidates = [Candidate(record, _SCORES[reason], reason) for record, reason in found.items()]
    return tuple(sorted(candidates, key=lambda one: (-one.score, one.id)))


def key(written: str) -> str:
    """A name or code in the form in which it is compared: simplified, small letters and digits alone."""
    return "".join(character for character in fold(written).lower() if character.isalnum())


_LEGAL = ("股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团", "公司")


def _short(name: str) -> Iterable[str]:
    """Short forms of a name: without its legal form, and those that are commonly known."""
    for ending in _LEGAL:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            yield name[: -len(ending)]
    yield from (short for short, full in SHORT_UNIVERSITIES.items() if full == name)
    yield from (short for short, (full, _) in KNOWN.items() if full == name and short != name)
