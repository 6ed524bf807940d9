"""The question to the engine, and its answer in terms of records."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from heliu.matching.adapters.answers import Conditions, Need, filters_of, record_need
from heliu.matching.adapters.reading import consult
from heliu.matching.adapters.translation import engine_documents
from heliu.matching.errors import NeedError
from heliu.matching.kinds import READINESS_STEP, Kind, get_kind, split_group
from heliu.matching.selectors import Shown, get_shown
from heliu.matching.whynot.adapters.changes import changed_record, field_of, possible_kinds, written
from heliu.matching.whynot.selectors import DEMAND
from heliu_engine.documents import Document, Filters, Query
from heliu_engine.encoding import Encoder
from heliu_engine.matcher import Matcher
from heliu_engine.whynot import EDIT_KINDS, Change, Edit, WhyNot, rank_of, why_not

__all__ = ["EDIT_KINDS", "FIRST", "Explanation", "Held", "Suggestion", "Way", "explain", "place"]

FIRST = 10
"""Places that count as matched."""
ANY = Conditions()
KEPT = 600
"""Seconds for which an answer is kept; a change of the records or of the index makes a new one anyway."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One edit that the owner could make, if it is true."""

    kind: str
    """As `heliu_engine.whynot.EditKind`."""
    text: str
    """The demand's own words; of a condition the code, or the readiness."""
    ground: str
    """What the record says already that this may be another word for."""
    field: str
    """Of the record's form; empty for a condition."""
    value: Any
    """What that field then holds."""
    of_search: bool
    """Whether not the record but the search would have to change."""


@dataclass(frozen=True, slots=True)
class Way:
    """The smallest suggestions of their sort that together bring the record among the first ten."""

    suggestions: tuple[Suggestion, ...]
    rank: int
    score: float
    credible: bool

    @property
    def fields(self) -> dict[str, Any]:
        """What the fields of the form hold once all are made."""
        return {suggestion.field: suggestion.value for suggestion in self.suggestions if suggestion.field}


@dataclass(frozen=True, slots=True)
class Held:
    """A part of the score, the record's own and that of the record at place ten."""

    name: str
    own: float
    other: float

    @property
    def behind(self) -> float:
        return self.other - self.own


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a record is not among the first ten for a demand."""

    rank: int | None
    inside: bool
    score: float
    parts: tuple[Held, ...]
    ahead: tuple[str, int] | None
    """Kind and id of the record at place ten."""
    unmet: tuple[Suggestion, ...]
    ways: tuple[Way, ...]
    proposed: Mapping[str, int]
    """How many edits of each kind could be proposed."""
    considered: int
    """Phrases of the demand that were held against what the record says, to find these."""
    tried: int
    """Sets of edits that were scored."""
    semantic: bool
    index_version: str

    @property
    def exhausted(self) -> bool:
        return not self.inside and not self.ways


def explain(
    *, user: Any, kind: Kind, record: Any, demand: Shown, lang: str, conditions: Conditions = ANY
) -> tuple[Explanation | None, str]:
    """The explanation, and why meaning was left out where it was; no explanation where there is no index yet.

    The need is what the person may read of the demand, and the record is ranked among those the person may know of:
    nothing else enters. NeedError where one of both has nothing to read.
    """
    need = record_need(get_kind(DEMAND), demand, lang)
    asked = _Asked(user, kind, record, need, filters_of(replace(conditions, kinds=(kind.name,)), user))
    if not asked.documents():
        raise NeedError(_("This record has no text to match with."))
    read = consult(partial(_explained, asked))
    return read.value, read.problem


def place(*, user: Any, kind: Kind, record: Any, demand: Shown, lang: str) -> int | None:
    """The record's place for a demand; None beyond what is ranked. NeedError as for `explain`."""
    need = record_need(get_kind(DEMAND), demand, lang)
    asked = _Asked(user, kind, record, need, filters_of(Conditions(kinds=(kind.name,)), user))
    return consult(partial(_placed, asked)).value


@dataclass(frozen=True, slots=True)
class _Asked:
    user: Any
    kind: Kind
    record: Any
    need: Need
    filters: Filters

    def key(self, version: str, encoder: str) -> str:
        """Everything that the answer rests on."""
        facts = (
            self.user.pk, self.kind.name, self.record.pk, self.record.version, self.record.updated_at, self.need,
            self.filters, version, encoder,
        )  # fmt: skip
        return "matching.whynot.1." + hashlib.blake2b(repr(facts).encode(), digest_size=20).hexdigest()

    @property
    def query(self) -> Query:
        """The need as the engine takes it."""
        return Query(self.need.text, self.need.title, self.need.keywords, self.need.lang)

    def documents(self, edits: Sequence[Edit] = ()) -> list[Document] | None:
        """What the index would have of the record after the edits."""
        changed = changed_record(self.record, edits)
        if changed is None:
            return None
        return [replace(each, readiness=self._readiness(each)) for each in engine_documents(self.kind, changed)]

    def _readiness(self, document: Document) -> int | None:
        """The readiness, if it is on the scale that the search asks about: on another it states nothing there."""
        asked = self.filters.readiness_min or self.filters.readiness_max
        level = document.readiness
        if asked is None or level is None or level // READINESS_STEP == asked // READINESS_STEP:
            return level
        return None

    def known(self, groups: Sequence[str]) -> set[str]:
        """Those of the records that the person may know of."""
        ids = [pk for name, pk in map(split_group, groups) if name == self.kind.name]
        return {self.kind.group(pk) for pk in get_shown(self.kind, ids, self.user)}


def _placed(asked: _Asked, matcher: Matcher, encoder: Encoder | None) -> int | None:
    documents = asked.documents()
    if not documents:
        return None
    return rank_of(
        matcher,
        asked.query,
        documents,
        filters=asked.filters,
        profile=get_kind(DEMAND).query_profile,
        known=asked.known,
    )


def _explained(asked: _Asked, matcher: Matcher, encoder: Encoder | None) -> Explanation:
    key = asked.key(matcher.version, encoder.name if encoder else "")
    kept: Explanation | None = cache.get(key)
    if kept is not None:
        return kept
    answer = why_not(
        matcher,
        asked.query,
        asked.documents() or [],
        k=FIRST,
        filters=asked.filters,
        profile=get_kind(DEMAND).query_profile,
        kinds=possible_kinds(asked.kind, asked.record),
        apply=asked.documents,
        known=asked.known,
    )
    explanation = _translated(asked.record, answer)
    cache.set(key, explanation, KEPT)
    return explanation


def _translated(record: Any, answer: WhyNot) -> Explanation:
    return Explanation(
        rank=answer.rank,
        inside=answer.inside,
        score=answer.score,
        parts=tuple(Held(part.name, part.own, part.other) for part in answer.parts),
        ahead=split_group(answer.ahead) if answer.ahead else None,
        unmet=tuple(_suggestion(record, edit, {}) for edit in answer.unmet),
        ways=tuple(_way(record, change) for change in answer.changes),
        proposed={str(name): count for name, count in answer.proposed.items()},
        considered=answer.considered,
        tried=answer.tried,
        semantic=answer.semantic,
        index_version=answer.index_version,
    )


def _way(record: Any, change: Change) -> Way:
    fields = written(record, change.edits) or {}
    suggestions = tuple(_suggestion(record, edit, fields) for edit in change.edits)
    return Way(suggestions, change.rank, change.score, change.credible)


def _suggestion(record: Any, edit: Edit, fields: Mapping[str, Any]) -> Suggestion:
    name = field_of(record, edit)
    return Suggestion(edit.kind, edit.text, edit.ground, name, fields.get(name), edit.subject == "search")
