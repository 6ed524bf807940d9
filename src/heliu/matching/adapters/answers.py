"""Needs in, records with reasons out; nothing of the engine's own types goes further than this."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from heliu.kit.vocabularies import region_prefix
from heliu.matching.adapters.reading import Question, Reply, Used, ask
from heliu.matching.errors import NeedError
from heliu.matching.kinds import Kind, ProfileName, RecordDocument, Span, get_kind, kind_names, split_group
from heliu.matching.outcomes.requests import MARK
from heliu.matching.selectors import Shown, audiences_of, get_shown
from heliu_engine.documents import Filters, Match, Query, Reason

MAX_LENGTH = 20_000
"""Code points of a need; about ten pages."""
MAX_RESULTS = 100
NEED_KIND = "demand"
"""What is typed is a need as a demand is one: the kinds that answer a demand answer it."""
SPARES = (2, 50, 500)
"""Results asked for beyond those wanted, since some may be gone or hidden by now: few, and more where too few stay."""
_FAIRLY_STRONG = 2
"""Place of level 3 among the probabilities of the levels."""


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody is looking for: what they typed, or the text of a record."""

    text: str
    title: str = ""
    keywords: tuple[str, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What every result must meet; an empty tuple or None asks nothing."""

    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """GB/T 2260 codes; each stands for everything below it."""
    industries: tuple[str, ...] = ()
    """GB/T 4754 codes; each stands for everything below it."""
    readiness: tuple[int, int] | None = None
    """Lowest and highest code, see ``kinds.readiness_range``."""
    without: tuple[str, ...] = ()
    """Groups left out."""


@dataclass(frozen=True, slots=True)
class Why:
    """A place in the need and a place in a record that belong together."""

    nature: str
    """``words``: both share words; ``meaning``: nearest in meaning, and no word need be shared."""
    query_field: str
    """Where ``query_span`` counts: ``text`` of the need, or its ``title``."""
    query_span: Span
    query_marks: tuple[Span, ...]
    query_text: str
    doc_field: str
    """The stored field, for example ``title_zh`` or ``works[0].title_zh``."""
    doc_span: Span
    doc_marks: tuple[Span, ...]
    text: str
    """What the stored field holds there."""
    lang: str
    """Language of the record's text."""
    strength: float


@dataclass(frozen=True, slots=True)
class Result:
    """A record that answers a need."""

    kind: Kind
    record: Any
    readable: bool
    """Whether the person may read more of the record than its title."""
    score: float
    parts: Mapping[str, float]
    """Named summands of the score."""
    reasons: tuple[Why, ...]
    level: int | None = None
    """1 none, 2 weak, 3 fairly strong, 4 strong; None where nothing tells what a score means."""
    chance: float | None = None
    """How likely the match is at least fairly strong, 0 to 1; None where the level is."""
    credible: bool = True
    """Whether the score reaches the threshold of its answer."""
    mark: str = ""
    """Of the logged result, where it was logged."""

    @property
    def address(self) -> str:
        """The record's own address; with the mark behind it, which tells the server what led there."""
        address = self.record.get_absolute_url()
        return f"{address}?{MARK}={self.mark}" if self.mark else address


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that was found, best first."""

    need: Need
    results: tuple[Result, ...]
    semantic: bool
    """Whether meaning was used beside words."""
    problem: str = ""
    """Why it was not, where the installation wants it."""
    index_version: str = ""
    """Empty where there is no index yet."""
    threshold: float | None = None
    """The least score of a credible match; None where nothing tells it, and then everything is taken for credible."""
    answering: tuple[str, ...] = ()
    """Kinds that can answer the need: beside what was asked for, another demand is company and no answer."""
    used: Used | None = None
    """None where there is no index yet."""
    mark: str = ""
    """Of the logged answer, for the next one to replace it; empty where it was not logged."""

    @property
    def abstained(self) -> bool:
        """Whether no answer that this person may know of is credible; the engine does not know the person."""
        return self.threshold is not None and not any(result.credible for result in self._answers)

    @property
    def best_score(self) -> float | None:
        """The highest score of an answer; None where there is none."""
        return max((result.score for result in self._answers), default=None)

    @property
    def _answers(self) -> list[Result]:
        return [result for result in self.results if not self.answering or result.kind.name in self.answering]

    @property
    def by_kind(self) -> dict[str, list[Result]]:
        """Results by the name of their kind, in the order of the kinds."""
        groups: dict[str, list[Result]] = {name: [] for name in kind_names()}
        for result in self.results:
            groups[result.kind.name].append(result)
        return {name: results for name, results in groups.items() if results}


def typed_need(text: str) -> Need:
    """A need as somebody typed it. NeedError where it is empty or too long."""
    if not text.strip():
        raise NeedError(_("Say what is needed."))
    if len(text) > MAX_LENGTH:
        raise NeedError(
            _("This is too long: %(length)d characters. At most %(most)d can be searched for at once.")
            % {"length": len(text), "most": MAX_LENGTH}
        )
    return Need(text)


def record_need(kind: Kind, shown: Shown, lang: str) -> Need:
    """A record as a need, in the preferred language if it is written in that; no more than the person may read."""
    documents = list(kind.to_documents(shown.record, shown.readable))
    own = [document for document in documents if ":work" not in document.id] or documents
    for chosen in sorted(own, key=lambda document: document.lang != lang):
        if not kind.named:
            return Need(chosen.text[:MAX_LENGTH], chosen.title.text, chosen.keywords, chosen.lang)
        # What people did says more than what they are called.
        works = [document.title.text for document in documents if document not in own and document.lang == chosen.lang]
        texts = [piece.text for piece in chosen.body if not piece.field.startswith("title_")] + works
        if any(texts):
            return Need("\n".join(filter(None, texts))[:MAX_LENGTH], "", chosen.keywords, chosen.lang)
    raise NeedError(_("This record has no text to match with."))


def find_matches(
    need: Need, *, user: Any, conditions: Conditions = Conditions(), k: int = 10, per_kind: bool = False,
    profile: ProfileName = "demand",
) -> Answer:  # fmt: skip
    """The best ``k`` records for a need, or the best ``k`` of each kind, that this person may know of.

    The index only proposes: every record is fetched anew as the person, and every reason is checked
    against what the record holds now. So nothing hidden shows, even while the index is behind.
    """
    query = Query(text=need.text, title=need.title, keywords=need.keywords, lang=need.lang)
    filters = filters_of(conditions, user)
    for spare in SPARES:
        reply = ask(Question(query, filters, profile, k + spare, per_kind))
        if reply.ranking is None:
            return Answer(need, (), semantic=False, problem=reply.problem)
        results = _Hydration(need, user).results(reply.ranking.matches)
        if _enough(reply.ranking.matches, results, k, k + spare, per_kind):
            break
    answering = conditions.kinds or get_kind(NEED_KIND).answered_by
    return _answer(need, reply, _first(results, k, per_kind), answering)


def _enough(matches: Sequence[Match], results: Sequence[Result], k: int, asked: int, per_kind: bool) -> bool:
    """Whether the first ``k`` are there, or the index has no more to give."""
    if not per_kind:
        return len(results) >= k or len(matches) < asked
    proposed = Counter(match.kind for match in matches)
    kept = Counter(result.kind.name for result in results)
    return all(kept[kind] >= k or count < asked for kind, count in proposed.items())


def _answer(need: Need, reply: Reply, results: Sequence[Result], answering: tuple[str, ...]) -> Answer:
    ranking = reply.ranking
    assert ranking is not None  # noqa: S101 - the caller looked
    return Answer(
        need=need,
        results=tuple(results),
        semantic=ranking.semantic,
        problem=reply.problem,
        index_version=ranking.index_version,
        threshold=ranking.threshold,
        answering=answering,
        used=reply.used,
    )


def _first(results: Sequence[Result], k: int, per_kind: bool) -> list[Result]:
    if not per_kind:
        return list(results[:k])
    taken: defaultdict[str, int] = defaultdict(int)
    first = []
    for result in results:
        if taken[result.kind.name] < k:
            taken[result.kind.name] += 1
            first.append(result)
    return first


def filters_of(conditions: Conditions, user: Any) -> Filters:
    """The conditions as the engine takes them, in the part of the index that the person searches."""
    low, high = conditions.readiness or (None, None)
    return Filters(
        kinds=conditions.kinds or kind_names(),
        regions=tuple(region_prefix(code) for code in conditions.regions),
        industries=conditions.industries,
        readiness_min=low,
        readiness_max=high,
        audiences=audiences_of(user),
        exclude=conditions.without,
    )


@dataclass
class _Hydration:
    """Fetches what was found, one query a kind (and one for works), as the person who asks."""

    need: Need
    user: Any
    shown: dict[str, dict[int, Shown]] = field(default_factory=dict)

    def results(self, matches: Sequence[Match]) -> list[Result]:
        ids: defaultdict[str, set[int]] = defaultdict(set)
        for match in matches:
            kind, pk = split_group(match.id)
            if kind in kind_names():
                ids[kind].add(pk)
        self.shown = {kind: get_shown(get_kind(kind), wanted, self.user) for kind, wanted in ids.items()}
        return [result for match in matches if (result := self._result(match)) is not None]

    def _result(self, match: Match) -> Result | None:
        name, pk = split_group(match.id)
        shown = self.shown.get(name, {}).get(pk)
        if shown is None:
            return None
        kind = get_kind(name)
        # What the index may say of the record as it is now, which may be less than when it was indexed.
        documents = {document.id: document for document in kind.index_documents(shown.record)}
        reasons = [self._why(kind, reason, documents.get(reason.document_id)) for reason in match.reasons]
        return Result(
            kind=kind,
            record=shown.record,
            readable=shown.readable,
            score=match.score,
            parts=dict(match.parts),
            reasons=tuple(why for why in reasons if why),
            level=match.level,
            chance=math.fsum(match.probabilities[_FAIRLY_STRONG:]) if match.probabilities else None,
            credible=match.credible,
        )

    def _why(self, kind: Kind, reason: Reason, document: RecordDocument | None) -> Why | None:
        """The reason in terms of stored fields; None where the record no longer says so, or where it says nothing."""
        if document is None:
            return None
        whole = document.title.text if reason.doc_field == "title" else document.text
        place = document.locate(reason.doc_field, reason.doc_span)
        if place is None or whole[slice(*reason.doc_span)] != reason.text:
            return None
        piece, span = place
        if reason.nature == "meaning" and kind.is_name(piece.field):
            return None
        marks = []
        for mark in reason.doc_marks:
            found = document.locate(reason.doc_field, mark)
            if found is not None and found[0] is piece and span[0] <= found[1][0] and found[1][1] <= span[1]:
                marks.append(found[1])
        written = self.need.title if reason.query_field == "title" else self.need.text
        return Why(
            nature=reason.nature,
            query_field=reason.query_field,
            query_span=reason.query_span,
            query_marks=reason.query_marks,
            query_text=written[slice(*reason.query_span)],
            doc_field=piece.field,
            doc_span=span,
            doc_marks=tuple(marks),
            text=piece.text[slice(*span)],
            lang=document.lang,
            strength=reason.strength,
        )
