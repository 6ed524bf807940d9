"""The engine in one object: documents in, ranked and explained matches out.

>>> from heliu_engine import Document, Matcher
>>> matcher = Matcher()
>>> matcher.add([Document("a", "海洋平台用防腐涂层"), Document("b", "苹果保鲜方法")])
2
>>> [match.id for match in matcher.match("钢结构防腐").matches]
['a']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from heliu_engine.documents import Document, Filters, Query, Ranking
from heliu_engine.encoding.protocol import Encoder
from heliu_engine.errors import IndexMissing, InputError
from heliu_engine.index import IndexReader, IndexWriter, Snapshot
from heliu_engine.retrieval import (
    Candidate,
    EncodedQuery,
    Ranker,
    Results,
    Trial,
    encode_query,
    find_slots,
    find_slots_of_each_kind,
    query_of_document,
)
from heliu_engine.retrieval.candidates import BY_MEANING, BY_WORDS
from heliu_engine.scoring import (
    PreparedQuery,
    Profile,
    ProfileName,
    RankingModel,
    Requirements,
    Scorer,
    model_of,
    requirements_of,
)

ANYTHING = Filters()
PER_KIND_SHARE = 0.5
"""Of the usual number of candidates, when they are sought for every kind by itself."""
KEPT_QUERIES = 256
"""Queries kept encoded; some 10 kB each, more where their texts are long."""
_EMBED_STEP = 64


class Matcher:
    """Finds, scores and explains. `match`, `score` and `similar` may be called from many threads."""

    def __init__(self, encoder: Encoder | None = None, *, ranking: RankingModel | None = None) -> None:
        """A matcher in memory; without an encoder it knows words only.

        ``ranking`` has the weights of the profiles; without it they are those that ship for this encoder.
        """
        writer = IndexWriter.in_memory(encoder)
        self._begin(IndexReader.of(writer, encoder), writer, None, ranking)

    def _begin(
        self,
        reader: IndexReader,
        writer: IndexWriter | None,
        path: Path | None,
        ranking: RankingModel | None,
        kept_queries: int = KEPT_QUERIES,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._path = path
        self._encoder = reader.encoder
        self._staged = False
        self._ranker = Ranker()
        self._model = ranking or model_of(reader.encoder)
        # What is typed again, paged through or filtered anew is encoded once.
        self._encode = lru_cache(kept_queries)(lambda query: encode_query(query, self._encoder))

    @classmethod
    def open(cls, path: Path | str, encoder: Encoder | None = None, *, ranking: RankingModel | None = None) -> Matcher:
        """The index in a folder, made there if it is new.

        Other processes may read and write it; the right to write is taken with the first change made here
        (`IndexLocked` where another has it) and kept until `close`.
        """
        path = Path(path)
        writer = None
        try:
            reader = IndexReader.open(path, encoder)
        except IndexMissing:
            writer = IndexWriter.open(path, encoder)
            reader = IndexReader.open(path, encoder)
        matcher = cls.__new__(cls)
        matcher._begin(reader, writer, path, ranking)
        return matcher

    @classmethod
    def reading(
        cls, reader: IndexReader, *, ranking: RankingModel | None = None, kept_queries: int = KEPT_QUERIES
    ) -> Matcher:
        """A matcher over an index that somebody else writes.

        ``kept_queries`` is how many queries stay encoded: more where the same many are asked again and again.
        """
        matcher = cls.__new__(cls)
        matcher._begin(reader, None, None, ranking, kept_queries)
        return matcher

    @property
    def ranking(self) -> RankingModel:
        """The weights in use."""
        return self._model

    @property
    def version(self) -> str:
        """Of the newest commit."""
        return self._snapshot().version

    # --- Changing

    def add(self, documents: Iterable[Document]) -> int:
        """Add documents, each in place of the one with its id; how many were new or different."""
        self._staged = True
        return self._writing().add(documents)

    def remove(self, ids: Iterable[str]) -> int:
        """Take documents out; how many of the ids were there."""
        self._staged = True
        return self._writing().remove(ids)

    def commit(self, payload: Mapping[str, Any] | None = None, *, embed: bool = True) -> str:
        """Make changes visible and, on disk, durable; the new version. `match` commits changes made before it.

        With ``embed`` every new text gets its vector first: some 40 documents a second on two cores.
        """
        writer = self._writing()
        while embed and writer.embed(_EMBED_STEP):
            pass
        version = writer.commit(payload)
        self._staged = False
        self._reader.refresh()
        return version

    def save(self, path: Path | str) -> None:
        """Write everything, vectors too, to a folder for `open`; an index that is there is replaced as a whole."""
        self.commit()
        self._writing().copy_to(path)

    def close(self) -> None:
        """Give up the right to write; changes not committed are lost."""
        if self._writer is not None and self._path is not None:
            self._writer.close()
            self._writer = None
            self._staged = False

    def _writing(self) -> IndexWriter:
        if self._writer is None:
            if self._path is None:
                raise InputError("This matcher only reads its index; another process writes it.")
            self._writer = IndexWriter.open(self._path, self._encoder)
        return self._writer

    def __len__(self) -> int:
        return len(self._snapshot())

    def __enter__(self) -> Matcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- Asking

    def match(
        self,
        query: str | Query,
        k: int = 10,
        filters: Filters = ANYTHING,
        profile: ProfileName | Profile = "demand",
        *,
        per_kind: bool = False,
        reasons: bool = True,
    ) -> Ranking:
        """The best ``k`` candidates, or the best ``k`` of each kind, with reasons.

        Candidates come from the words and, where there is an encoder, from the meaning of title and whole text in
        each language; each is scored for itself, so scores compare across queries of one index version.
        """
        snapshot = self._snapshot()
        asked = Query(text=query) if isinstance(query, str) else query
        return self._answer(snapshot, self._encode(asked), k, filters, self._scorer(profile), per_kind, reasons)

    def similar(
        self,
        identity: str,
        k: int = 10,
        filters: Filters = ANYTHING,
        profile: ProfileName | Profile = "general",
        *,
        per_kind: bool = False,
        reasons: bool = True,
    ) -> Ranking:
        """What is most like a candidate or document of this index; itself is left out. InputError for an unknown id."""
        snapshot = self._snapshot()
        slots = snapshot.slots_of_ids([identity]) or sorted(snapshot.slots_of_candidates([identity]))
        if not slots:
            raise InputError(f"There is no document or candidate {identity!r} in the index.")
        itself = snapshot.document(slots[0]).candidate
        encoded = query_of_document(snapshot, slots[0], self._encoder)
        others = Filters(
            filters.kinds,
            filters.regions,
            filters.industries,
            filters.readiness_min,
            filters.readiness_max,
            filters.audiences,
            (*filters.exclude, itself),
        )
        return self._answer(snapshot, encoded, k, others, self._scorer(profile), per_kind, reasons)

    def score(
        self,
        query: str | Query,
        ids: Sequence[str],
        profile: ProfileName | Profile = "demand",
        *,
        reasons: bool = True,
    ) -> Ranking:
        """These candidates (by id, or by the id of one of their documents), scored and ranked, all of them.

        InputError for an id that is not in the index.
        """
        snapshot = self._snapshot()
        encoded = self._encode(Query(text=query) if isinstance(query, str) else query)
        wanted = {self._candidate_of(snapshot, identity) for identity in ids}
        slots = snapshot.slots_of_candidates(wanted)
        allowed = snapshot.allowed(ANYTHING)
        prepared = self._scorer(profile).prepare(encoded.analysed, snapshot)
        required = _requirements(encoded, prepared)
        ranked = self._ranker.ranked(snapshot, prepared, slots, allowed, len(wanted), required)
        return self._results(snapshot, encoded, prepared, ranked, reasons)

    def documents(self, ids: Iterable[str], filters: Filters = ANYTHING) -> dict[str, tuple[Document, ...]]:
        """The documents of these candidates that meet the filters, by candidate, in order of their ids.

        A candidate that has none, or is not in the index, is left out.
        """
        snapshot = self._snapshot()
        allowed = snapshot.allowed(filters)
        found: defaultdict[str, list[Document]] = defaultdict(list)
        for slot in snapshot.slots_of_candidates(ids):
            if allowed[slot]:
                document = snapshot.document(slot)
                found[document.candidate].append(document)
        return {identity: tuple(sorted(own, key=lambda document: document.id)) for identity, own in found.items()}

    def ready(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of the candidates that are in the index with all their vectors, where there is an encoder.

        A text gets its vector some time after it was added; until then a score rests on words alone.
        """
        snapshot = self._snapshot()
        complete: dict[str, bool] = {}
        for slot in snapshot.slots_of_candidates(ids):
            identity = snapshot.document(slot).candidate
            embedded = self._encoder is None or snapshot.vector_count(slot) > 0
            complete[identity] = complete.get(identity, True) and embedded
        return frozenset(identity for identity, embedded in complete.items() if embedded)

    def trial(
        self, query: str | Query, profile: ProfileName | Profile = "demand", *, like: Trial | None = None
    ) -> Trial:
        """The query and the newest commit, to score documents with that are not in the index.

        ``like`` is an earlier trial of this matcher with the same documents: their texts are not encoded again.
        """
        snapshot = self._snapshot()
        encoded = self._encode(Query(text=query) if isinstance(query, str) else query)
        prepared = self._scorer(profile).prepare(encoded.analysed, snapshot)
        trial = Trial(snapshot, encoded, prepared, self._ranker, self._encoder, _requirements(encoded, prepared))
        if like is not None:
            trial.share(like)
        return trial

    @staticmethod
    def _candidate_of(snapshot: Snapshot, identity: str) -> str:
        if snapshot.slots_of_candidates([identity]):
            return identity
        slots = snapshot.slots_of_ids([identity])
        if not slots:
            raise InputError(f"There is no document or candidate {identity!r} in the index.")
        return snapshot.document(slots[0]).candidate

    # --- How

    def _snapshot(self) -> Snapshot:
        if self._staged:
            self.commit()
        self._reader.refresh()
        return self._reader.snapshot

    def _answer(
        self,
        snapshot: Snapshot,
        encoded: EncodedQuery,
        k: int,
        filters: Filters,
        scorer: Scorer,
        per_kind: bool,
        reasons: bool,
    ) -> Ranking:
        if per_kind:
            share = PER_KIND_SHARE
            slots = find_slots_of_each_kind(
                snapshot,
                encoded,
                filters,
                by_words=max(int(share * BY_WORDS), 2 * k),
                by_meaning=max(int(share * BY_MEANING), 2 * k),
            )
        else:
            slots = find_slots(
                snapshot, encoded, filters, by_words=max(BY_WORDS, 2 * k), by_meaning=max(BY_MEANING, 2 * k)
            )
        wanted = k * max(1, len(snapshot.kinds())) if per_kind else k
        prepared = scorer.prepare(encoded.analysed, snapshot)
        required = _requirements(encoded, prepared)
        ranked = self._ranker.ranked(snapshot, prepared, slots, snapshot.allowed(filters), wanted, required)
        ranked = [candidate for candidate in ranked if candidate.answers]
        first = _first_of_each_kind(ranked, k) if per_kind else ranked[:k]
        return self._results(snapshot, encoded, prepared, first, reasons)

    def _scorer(self, profile: ProfileName | Profile) -> Scorer:
        return Scorer(profile, self._model)

    def _results(
        self,
        snapshot: Snapshot,
        encoded: EncodedQuery,
        prepared: PreparedQuery,
        ranked: Sequence[Candidate],
        reasons: bool,
    ) -> Ranking:
        return Results(snapshot, encoded, prepared, self._ranker).of(ranked, reasons=reasons)


def _first_of_each_kind(ranked: Sequence[Candidate], k: int) -> list[Candidate]:
    taken: defaultdict[str, int] = defaultdict(int)
    first = []
    for candidate in ranked:
        if taken[candidate.kind] < k:
            taken[candidate.kind] += 1
            first.append(candidate)
    return first


def _requirements(encoded: EncodedQuery, prepared: PreparedQuery) -> Requirements | None:
    """What the query asks for in numbers, where the profile weighs that."""
    return requirements_of(encoded.query) if prepared.profile.parameters else None
