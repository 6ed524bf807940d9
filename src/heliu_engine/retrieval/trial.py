"""Documents that are not in the index, scored as if they were: what a record would be if it said something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from heliu_engine.documents import Document, Filters
from heliu_engine.encoding.protocol import Encoder
from heliu_engine.index import Snapshot
from heliu_engine.index.layout import FIELDS, VECTOR_FIELDS
from heliu_engine.index.semantic import Floats, centred
from heliu_engine.index.texts import language_of, title_and_whole
from heliu_engine.retrieval.candidates import BY_MEANING, BY_WORDS, find_slots
from heliu_engine.retrieval.queries import EncodedQuery
from heliu_engine.retrieval.ranking import Candidate, Ranker
from heliu_engine.scoring import (
    AnalysedDocument,
    AnalysedField,
    PreparedQuery,
    Profile,
    Requirements,
    Scored,
    VectorField,
    analyse_document,
    analyse_field,
    fuse_group,
)
from heliu_engine.scoring.analysis import BETWEEN


class Trial:
    """One query and one commit of an index, with which documents may be tried. Not for several threads.

    A document is scored by the index's statistics as they are, which know nothing of it: in the index itself it would
    be one more among them, which moves a score the less, the more documents there are. Texts are cut and encoded once,
    however many of the documents have them.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        encoded: EncodedQuery,
        prepared: PreparedQuery,
        ranker: Ranker,
        encoder: Encoder | None,
        requirements: Requirements | None,
    ) -> None:
        self._snapshot = snapshot
        self._requirements = requirements
        self._encoded = encoded
        self._prepared = prepared
        self._ranker = ranker
        self._encoder = encoder if snapshot.semantic else None
        self._bare: dict[Document, AnalysedDocument] = {}
        self._keywords: dict[tuple[str, str], AnalysedField | None] = {}
        self._vectors: dict[str, Floats] = {}

    def share(self, other: Trial) -> None:
        """Use what another trial of the same encoder has cut and encoded, and let it use what this one will."""
        self._bare, self._keywords, self._vectors = other._bare, other._keywords, other._vectors

    @property
    def version(self) -> str:
        """Of the index."""
        return self._snapshot.version

    @property
    def semantic(self) -> bool:
        """False where words alone are compared."""
        return self._encoder is not None and bool(self._encoded.analysed.vectors)

    @property
    def lang(self) -> str:
        """Language of the query."""
        return self._encoded.analysed.lang

    @property
    def profile(self) -> Profile:
        """The weights in use."""
        return self._prepared.profile

    def rivals(self, filters: Filters, count: int) -> list[Candidate]:
        """The best candidates of the index that meet the filters, best first, as `Matcher.match` ranks them."""
        slots = find_slots(
            self._snapshot,
            self._encoded,
            filters,
            by_words=max(BY_WORDS, 2 * count),
            by_meaning=max(BY_MEANING, 2 * count),
        )
        allowed = self._snapshot.allowed(filters)
        ranked = self._ranker.ranked(self._snapshot, self._prepared, slots, allowed, count, self._requirements)
        return [candidate for candidate in ranked if candidate.answers][:count]

    def scored(self, candidates: Sequence[Sequence[Document]]) -> list[Scored]:
        """The score of each candidate, which is all of its documents together; texts of all are encoded together."""
        candidates = [[replace(each, lang=language_of(each)) for each in documents] for documents in candidates]
        self._encode(document for documents in candidates for document in documents)
        return [self._fused(documents) for documents in candidates]

    @property
    def dimension(self) -> int:
        """Length of the vectors; 0 where there are none."""
        return self._encoder.dimension if self._encoder is not None else 0

    def placed(self, texts: Sequence[str], lang: str, field: VectorField = "title") -> Floats:
        """Centred vectors of texts of one language, of unit length, as those of a field; `semantic` must hold."""
        self._encode_texts(texts)
        raw = np.stack([self._vectors[text] for text in texts])
        centre = self._snapshot.centre(lang, field)
        return raw if centre is None else centred(raw, centre)

    def worded(self, candidates: Sequence[Sequence[Document]]) -> list[float]:
        """What words alone bring to the score of each candidate, from its best document: nothing is encoded."""
        return [max((self._words(document) for document in documents), default=0.0) for documents in candidates]

    def _words(self, document: Document) -> float:
        analysed = self._cut(document)
        weights = self._prepared.weights(analysed)
        title, whole = self._prepared.words(analysed)
        return weights.words_title * title + weights.words_whole * whole

    def _fused(self, documents: Sequence[Document]) -> Scored:
        scored = [self._score(document) for document in documents]
        if not scored:
            return Scored(0.0, {})
        return scored[0] if len(scored) == 1 else fuse_group(scored, self.profile.damping)[0]

    def _score(self, document: Document) -> Scored:
        scored = self._prepared.score(self._analysed(document))
        if self._requirements is None:
            return scored
        return self._prepared.weighed(scored, self._requirements.met(document))

    def _analysed(self, document: Document) -> AnalysedDocument:
        if self._encoder is None:
            return self._cut(document)
        texts: dict[VectorField, str] = dict(zip(VECTOR_FIELDS, title_and_whole(document), strict=True))
        return replace(self._cut(document), vectors={name: self._vectors[text] for name, text in texts.items() if text})

    def _cut(self, document: Document) -> AnalysedDocument:
        """The document without vectors. Most that are tried differ in their keywords alone, so those are cut apart."""
        bare = replace(document, lang=language_of(document), keywords=())
        if bare not in self._bare:
            self._bare[bare] = analyse_document(bare)
        words = BETWEEN.join(document.keywords), bare.lang
        if words not in self._keywords:
            self._keywords[words] = analyse_field(*words) if words[0] else None
        analysed, keywords = self._bare[bare], self._keywords[words]
        if keywords is None:
            return analysed
        fields = {**analysed.fields, "keywords": keywords}
        return replace(analysed, fields={name: fields[name] for name in FIELDS if name in fields})

    def _encode(self, documents: Iterable[Document]) -> None:
        self._encode_texts(text for document in documents for text in title_and_whole(document) if text)

    def _encode_texts(self, texts: Iterable[str]) -> None:
        if self._encoder is None:
            return
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if not missing:
            return
        # Through half floats, as the index keeps them: a document has the score here that it will have there.
        vectors = self._encoder.encode(missing, role="passage").astype(np.float16).astype(np.float32)
        self._vectors.update(zip(missing, vectors, strict=True))
