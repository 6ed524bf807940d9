"""What a caller gets of ranked candidates: matches with levels, whether they are credible, and reasons."""

from __future__ import annotations

from collections.abc import Sequence

from heliu_engine.documents import Match, Ranking
from heliu_engine.explain import DocumentPlaces, Explainer, SentenceVectors
from heliu_engine.index import Snapshot
from heliu_engine.index.semantic import Floats, centred
from heliu_engine.retrieval.queries import EncodedQuery
from heliu_engine.retrieval.ranking import Candidate, Ranker
from heliu_engine.scoring import PreparedQuery, VectorField, level_of


class Results:
    """Makes the answer to one query, by one commit of an index."""

    def __init__(self, snapshot: Snapshot, encoded: EncodedQuery, prepared: PreparedQuery, ranker: Ranker) -> None:
        self._snapshot = snapshot
        self._encoded = encoded
        self._prepared = prepared
        self._ranker = ranker

    def of(self, ranked: Sequence[Candidate], *, reasons: bool) -> Ranking:
        """The ranking of these candidates, which are in their order already."""
        snapshot, prepared = self._snapshot, self._prepared
        explainer = self._explainer() if reasons and ranked else None
        semantic = snapshot.semantic and bool(self._encoded.analysed.vectors)
        # Scores of words alone are on another scale, of which nothing is known.
        levels = prepared.profile.levels if semantic else None
        threshold = prepared.profile.credible if semantic else None
        chances = [levels.probabilities(candidate.scored.score) if levels else None for candidate in ranked]
        matches = tuple(
            Match(
                id=candidate.id,
                kind=candidate.kind,
                rank=rank,
                score=candidate.scored.score,
                document_id=snapshot.document(candidate.slot).id,
                parts=candidate.scored.parts,
                reasons=explainer.reasons(self._places(candidate.slot)) if explainer is not None else (),
                level=level_of(chance) if chance is not None else None,
                probabilities=chance,
                credible=threshold is None or candidate.scored.score >= threshold,
            )
            for rank, (candidate, chance) in enumerate(zip(ranked, chances, strict=True), start=1)
        )
        abstained = threshold is not None and not any(match.credible for match in matches)
        return Ranking(matches, semantic, snapshot.version, abstained, threshold)

    def _places(self, slot: int) -> DocumentPlaces:
        snapshot = self._snapshot
        document, lang, analysed = snapshot.document(slot), snapshot.lang(slot), self._ranker.analysed(snapshot, slot)
        title = _moved(snapshot, lang, "title", analysed.vectors.get("title"))
        return DocumentPlaces(document, analysed, title, _sentences(snapshot, lang, *snapshot.sentences(slot)))

    def _explainer(self) -> Explainer:
        snapshot, encoded = self._snapshot, self._encoded
        lang, vectors = encoded.analysed.lang, encoded.analysed.vectors
        return Explainer(
            encoded.query,
            self._prepared,
            snapshot,
            _moved(snapshot, lang, "title", vectors.get("title")),
            _sentences(snapshot, lang, encoded.spans, encoded.sentence_vectors),
        )


def _moved(snapshot: Snapshot, lang: str, field: VectorField, vector: Floats | None) -> Floats | None:
    centre = snapshot.centre(lang, field)
    return vector if vector is None or centre is None else centred(vector, centre)


def _sentences(
    snapshot: Snapshot, lang: str, spans: Sequence[tuple[int, int]], vectors: Floats
) -> SentenceVectors | None:
    if not spans:
        return None
    centre = snapshot.centre(lang, "whole")
    return SentenceVectors(spans, vectors, vectors if centre is None else centred(vectors, centre))
