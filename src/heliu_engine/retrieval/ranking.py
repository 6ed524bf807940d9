"""Scores for what was found: pair by pair, then candidate by candidate."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from heliu_engine.index import Snapshot
from heliu_engine.scoring import AnalysedDocument, PreparedQuery, Scored, fuse_group

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
    ) -> list[Candidate]:
        """The best of the candidates that the slots belong to, best first: ``wanted`` or some more.

        They are scored by all their allowed documents, found or not, so that a candidate's score does not depend on
        which of its documents were found.
        """
        damping = prepared.profile.damping

        def score(slot: int) -> Scoring:
            document = self._taken_apart(snapshot, slot)
            scored = prepared.score(document.analysed)
            return Scoring(slot, document.id, document.candidate, document.kind, scored)

        scorings = {slot: score(slot) for slot in slots}
        found = sorted(_fused(scorings.values(), damping), key=lambda candidate: candidate.order)
        complete: list[Scoring] = []
        for first in range(0, len(found), _STEP):
            if first >= wanted + SPARE and (first >= 2 * wanted + SPARE or len(complete) > MOST_DOCUMENTS):
                break
            candidates = [candidate.id for candidate in found[first : first + _STEP]]
            own = [slot for slot in snapshot.slots_of_candidates(candidates) if allowed[slot]]
            complete.extend(scorings.get(slot) or score(slot) for slot in own)
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


def _fused(scorings: Iterable[Scoring], damping: float) -> list[Candidate]:
    groups: defaultdict[str, list[Scoring]] = defaultdict(list)
    for scoring in scorings:
        groups[scoring.candidate].append(scoring)
    found = []
    for identity, members in groups.items():
        if len(members) == 1:
            found.append(Candidate(identity, members[0].kind, members[0].scored, members[0].slot))
            continue
        members.sort(key=lambda scoring: scoring.document_id)
        scored, best = fuse_group([scoring.scored for scoring in members], damping)
        found.append(Candidate(identity, members[best].kind, scored, members[best].slot))
    return found
