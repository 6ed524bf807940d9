"""Scores for what was found: pair by pair, then candidate by candidate."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from heapq import heappush, heappushpop
from threading import Lock

import numpy as np
import numpy.typing as npt

from heliu_engine.index import Snapshot
from heliu_engine.scoring import AnalysedDocument, PreparedQuery, Requirements, Scored, fuse_group

SPARE = 10
"""Candidates looked at beyond those wanted: the documents that were not found may change their order."""
MOST_DOCUMENTS = 600
"""No spare ones are looked at beyond this, where candidates have very many documents."""
_STEP = 10
CACHED = 1_000
"""Documents kept taken apart; about 30 kB each."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """One document's part in a ranking."""

    slot: int
    document_id: str
    candidate: str
    kind: str
    scored: Scored


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record by all its documents together."""

    id: str
    kind: str
    scored: Scored
    slot: int
    """Of the document that carries the match."""

    @property
    def order(self) -> tuple[float, str]:
        """Best first; equal scores by id, so that a ranking never depends on how the index came to be."""
        return -self.scored.score, self.id

    @property
    def answers(self) -> bool:
        """Whether it has anything to do with the query. Values alone make nothing an answer, and what misses them may
        still be about the need."""
        return self.scored.score - self.scored.parts.get("parameters", 0.0) > 0


@dataclass(frozen=True, slots=True)
class _TakenApart:
    id: str
    candidate: str
    kind: str
    analysed: AnalysedDocument


class Ranker:
    """Scores documents of snapshots; keeps those taken apart that were scored lately. Threads may share it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, int], _TakenApart] = OrderedDict()
        self._lock = Lock()

    def ranked(
        self,
        snapshot: Snapshot,
        prepared: PreparedQuery,
        slots: Sequence[int],
        allowed: npt.NDArray[np.bool_],
        wanted: int,
        requirements: Requirements | None = None,
    ) -> list[Candidate]:
        """The best of the candidates that the slots belong to, best first: ``wanted`` or some more.

        They are scored by all their allowed documents, found or not, so that a candidate's score does not depend on
        which of its documents were found. ``requirements`` add the part of the parameters to each score. Texts must
        be read for it, so candidates that no verdict can bring among those looked at are left out before.
        """
        damping = prepared.profile.damping

        def score(slot: int) -> Scoring:
            document = self._taken_apart(snapshot, slot)
            scored = prepared.score(document.analysed)
            return Scoring(slot, document.id, document.candidate, document.kind, scored)

        scorings = {slot: score(slot) for slot in slots}
        found = sorted(_fused(scorings.values(), damping), key=lambda candidate: candidate.order)
        if requirements:

            @cache
            def met(slot: int) -> float:
                return requirements.met(snapshot.document(slot))

            def weighed(scoring: Scoring) -> Scoring:
                return replace(scoring, scored=prepared.weighed(scoring.scored, met(scoring.slot)))

            members = _members(scorings.values())
            found = _within_reach(
                found,
                lambda candidate: _fuse(candidate.id, [weighed(each) for each in members[candidate.id]], damping),
                abs(prepared.profile.parameters),
                wanted + SPARE,
            )
        complete: list[Scoring] = []
        for first in range(0, len(found), _STEP):
            if first >= wanted + SPARE and (first >= 2 * wanted + SPARE or len(complete) > MOST_DOCUMENTS):
                break
            candidates = [candidate.id for candidate in found[first : first + _STEP]]
            own = [slot for slot in snapshot.slots_of_candidates(candidates) if allowed[slot]]
            each = [scorings.get(slot) or score(slot) for slot in own]
            complete.extend([weighed(scoring) for scoring in each] if requirements else each)
        return sorted(_fused(complete, damping), key=lambda candidate: candidate.order)

    def analysed(self, snapshot: Snapshot, slot: int) -> AnalysedDocument:
        """A document taken apart, at hand where it was scored lately."""
        return self._taken_apart(snapshot, slot).analysed

    def _taken_apart(self, snapshot: Snapshot, slot: int) -> _TakenApart:
        # A slot is written once in a generation; its vectors may come with a later commit.
        key = (snapshot.meta.generation, slot, snapshot.vector_count(slot))
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        document = snapshot.document(slot)
        made = _TakenApart(document.id, document.candidate, document.kind, snapshot.analysed(slot))
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > CACHED:
                self._kept.popitem(last=False)
        return made


def _within_reach(
    found: Sequence[Candidate], weighed: Callable[[Candidate], Candidate], weight: float, wanted: int
) -> list[Candidate]:
    """The candidates weighed, best first, as far as they can be among the ``wanted`` best.

    A part between ``-weight`` and ``weight`` in each of its documents moves a candidate by no more than ``weight``, for
    a fused score is a mean. So of candidates in the order of their scores without the part, those behind one that
    could not reach the last of the wanted any more cannot either.
    """
    done: list[Candidate] = []
    best: list[float] = []
    for candidate in found:
        if len(best) == wanted and candidate.scored.score + weight < best[0]:
            break
        done.append(weighed(candidate))
        score = done[-1].scored.score
        if len(best) < wanted:
            heappush(best, score)
        else:
            heappushpop(best, score)
    return sorted(done, key=lambda candidate: candidate.order)


def _members(scorings: Iterable[Scoring]) -> dict[str, list[Scoring]]:
    groups: defaultdict[str, list[Scoring]] = defaultdict(list)
    for scoring in scorings:
        groups[scoring.candidate].append(scoring)
    return groups


def _fused(scorings: Iterable[Scoring], damping: float) -> list[Candidate]:
    return [_fuse(identity, members, damping) for identity, members in _members(scorings).items()]


def _fuse(identity: str, members: Sequence[Scoring], damping: float) -> Candidate:
    if len(members) == 1:
        return Candidate(identity, members[0].kind, members[0].scored, members[0].slot)
    ordered = sorted(members, key=lambda scoring: scoring.document_id)
    scored, best = fuse_group([scoring.scored for scoring in ordered], damping)
    return Candidate(identity, ordered[best].kind, scored, ordered[best].slot)
