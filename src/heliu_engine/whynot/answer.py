"""The whole answer: rank, what holds a candidate back, and what would bring it forward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from heliu_engine.documents import Document, Filters, Query
from heliu_engine.errors import InputError
from heliu_engine.matcher import ANYTHING, Matcher
from heliu_engine.retrieval import Trial
from heliu_engine.scoring import Profile, ProfileName, Scored
from heliu_engine.whynot.conditions import accepted, unmet
from heliu_engine.whynot.edits import CONDITION_KINDS, EDIT_KINDS, Apply, Edit, EditKind, edited
from heliu_engine.whynot.proposals import Proposer
from heliu_engine.whynot.search import Search, Tried
from heliu_engine.whynot.standing import Known, Standing

MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score, beside the same part of whoever stands at place ``k``."""

    name: str
    own: float
    other: float

    @property
    def behind(self) -> float:
        """By how much the candidate falls behind in this part; below 0 where it is ahead."""
        return self.other - self.own


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest edits of their sort that bring the candidate among the first ``k``, and where they bring it."""

    edits: tuple[Edit, ...]
    rank: int
    """After them, by the index as it is."""
    score: float
    credible: bool
    """Whether the score then reaches the profile's threshold; True where nothing tells it."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Where a candidate stands for a query, and what would bring it among the first ``k``."""

    rank: int | None
    """From 1, among the candidates that meet the filters; None where it is beyond the `DEPTH` that are ranked, shares
    nothing with the query, or does not meet the filters."""
    k: int
    score: float
    needed: float
    """The least score of a promise: some more than the score at place ``k`` (see `heliu_engine.whynot.standing`)."""
    parts: tuple[Part, ...]
    """Where it falls behind most comes first; empty where fewer than ``k`` others are found."""
    ahead: str
    """The candidate at place ``k`` that ``parts`` are held against; empty where there is none."""
    unmet: tuple[Edit, ...]
    """Conditions of the filters that keep it out, each with what would meet it."""
    changes: tuple[Change, ...]
    """Smallest first; empty where it is among the first already, or where no change of the kinds tried would do."""
    proposed: Mapping[EditKind, int]
    """How many edits of each kind were proposed, 0 for a kind that gave none; empty where none had to be sought."""
    considered: int
    """Texts of the query that were held against what the candidate says, to find these."""
    tried: int
    """Sets of edits that were scored."""
    index_version: str
    semantic: bool

    @property
    def inside(self) -> bool:
        """Whether it is among the first ``k`` already."""
        return self.rank is not None and self.rank <= self.k

    @property
    def exhausted(self) -> bool:
        """Whether all that could be tried was, and none of it would do."""
        return not self.inside and not self.changes


def rank_of(
    matcher: Matcher,
    query: Query,
    documents: Sequence[Document],
    *,
    filters: Filters = ANYTHING,
    profile: ProfileName | Profile = "demand",
    known: Known | None = None,
) -> int | None:
    """`WhyNot.rank` alone, which is much cheaper than the whole answer. InputError without a document."""
    if not documents:
        raise InputError("A candidate needs a document to be asked about.")
    if unmet(filters, documents):
        return None
    trial = matcher.trial(query, profile)
    standing = Standing.of(trial, filters, documents[0].candidate, 1, known)
    return standing.rank(trial.scored([documents])[0])


def why_not(
    matcher: Matcher,
    query: Query,
    documents: Sequence[Document],
    *,
    k: int = 10,
    filters: Filters = ANYTHING,
    profile: ProfileName | Profile = "demand",
    kinds: Sequence[EditKind] = EDIT_KINDS,
    apply: Apply | None = None,
    known: Known | None = None,
) -> WhyNot:
    """Why a candidate is not among the first ``k`` for a query, and the smallest changes that would bring it there.

    ``documents`` are all documents of the candidate as the index would have them, whether it has them or not.
    ``apply`` makes them anew for given edits; without it they are changed as texts (`edited`). ``kinds`` are the edits
    that may be proposed, ``known`` tells which other candidates it is ranked with; without it, all.

    Every change was tried: the changed documents were scored by the index as it is and ranked among the candidates
    that the filters let through. Deterministic. InputError without a document.
    """
    if not documents:
        raise InputError("A candidate needs a document to be asked about.")
    identity = documents[0].candidate
    make = apply or (lambda edits: edited(documents, edits))
    trial = matcher.trial(query, profile)
    scored = trial.scored([documents])[0]
    base = tuple(unmet(filters, documents))
    standing = Standing.of(trial, filters, identity, k, known)
    rank = None if base else standing.rank(scored)
    last, needed = standing.last, standing.needed
    found = _Found()
    if (rank is None or rank > k) and all(edit.kind in kinds for edit in base):
        if base:
            standing = Standing.of(trial, accepted(filters, base), identity, k, known)
        proposer = Proposer(query, trial, documents, make, frozenset(kinds) - CONDITION_KINDS)
        found = _find(proposer, base, standing, documents)
    return WhyNot(
        rank=rank,
        k=k,
        score=scored.score,
        needed=needed,
        parts=() if last is None else _parts(scored, last.scored),
        ahead="" if last is None else last.id,
        unmet=base,
        changes=found.changes,
        proposed=found.proposed,
        considered=found.considered,
        tried=found.tried,
        index_version=trial.version,
        semantic=trial.semantic,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    changes: tuple[Change, ...] = ()
    proposed: Mapping[EditKind, int] = field(default_factory=dict)
    considered: int = 0
    tried: int = 0


def _find(proposer: Proposer, base: tuple[Edit, ...], standing: Standing, documents: Sequence[Document]) -> _Found:
    trial = proposer.trial
    search = Search(trial, proposer.apply, base, standing.needed)
    if base:
        alone = Tried((), trial.scored([documents])[0])
        if alone.scored.score >= standing.needed:
            return _Found((_change(alone, base, standing, trial),), tried=1)
    proposals = proposer.proposals()
    changes = tuple(_change(tried, base, standing, trial) for tried in _various(search.smallest(proposals)))
    proposed = {kind: proposals.count(kind) for kind in EDIT_KINDS if kind in proposer.kinds}
    return _Found(changes, proposed, proposals.considered, search.count + bool(base))


def _various(found: Sequence[Tried]) -> list[Tried]:
    """The first of each composition of kinds: three keywords that do the same are one piece of advice."""
    by_kinds: dict[tuple[str, ...], Tried] = {}
    for tried in found:
        by_kinds.setdefault(tuple(sorted(edit.kind for edit in tried.edits)), tried)
    return list(by_kinds.values())[:MOST_CHANGES]


def _change(tried: Tried, base: tuple[Edit, ...], standing: Standing, trial: Trial) -> Change:
    rank = standing.rank(tried.scored)
    assert rank is not None  # noqa: S101 - it reached what is needed
    threshold = trial.profile.credible if trial.semantic else None
    score = tried.scored.score
    return Change((*base, *tried.edits), rank, score, threshold is None or score >= threshold)


def _parts(own: Scored, other: Scored) -> tuple[Part, ...]:
    """All parts that either has, whatever the scorer counts."""
    names = list(dict.fromkeys([*own.parts, *other.parts]))
    parts = [Part(name, own.parts.get(name, 0.0), other.parts.get(name, 0.0)) for name in names]
    return tuple(sorted(parts, key=lambda part: (-part.behind, names.index(part.name))))
