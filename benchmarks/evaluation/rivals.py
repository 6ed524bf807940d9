"""Simple methods, scored on the same queries and documents. None of them has seen a label, but the boosted trees.

All take what Heliu takes. A candidate that is several documents, such as an expert with their works, scores by the
mean over them, which is better for each of these methods than the best work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import bm25s
import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.feature_extraction.text import TfidfVectorizer

from evaluation.readers import SEED, Row, Task
from heliu_engine import Encoder, Query
from heliu_engine.encoding import Role, Vectors
from heliu_engine.scoring import VectorField, vector_texts
from heliu_engine.text import words

Floats = npt.NDArray[np.float64]
"""Shape (queries, documents)."""
Scores = dict[str, dict[str, float]]
"""By query and candidate."""

DEPTH = 100
UNTRAINED = ("bm25", "tfidf-title", "tfidf", "tfidf-words", "e5-title", "e5", "sum", "sum-words")
TREES = "trees"


def untrained(task: Task, encoder: Encoder) -> dict[str, Scores]:
    """The scores of the candidates by every untrained method. ``encoder`` is the packaged one as it comes."""
    found = {
        "bm25": by_bm25(task.queries, task.corpus),
        "tfidf-title": by_tfidf(titles(task.queries), titles(task.corpus)),
        "tfidf": by_tfidf(full_texts(task.queries), full_texts(task.corpus)),
        "tfidf-words": by_tfidf(full_texts(task.queries), full_texts(task.corpus), by_words=True),
        "e5-title": by_meaning(task, encoder, "title"),
        "e5": by_meaning(task, encoder, "whole"),
    }
    found["sum"] = (found["tfidf"] + found["e5"]) / 2
    found["sum-words"] = (found["tfidf-words"] + found["e5"]) / 2
    return {method: of_candidates(task, matrix) for method, matrix in found.items()}


def titles(rows: Sequence[Row]) -> list[str]:
    """The title of each, or its text where it has none."""
    return [row.get("title") or row.get("text") or "" for row in rows]


def full_texts(rows: Sequence[Row]) -> list[str]:
    """Title and text of each."""
    return [f"{row.get('title') or ''}\n{row.get('text') or ''}" for row in rows]


def by_bm25(queries: Sequence[Row], corpus: Sequence[Row]) -> Floats:
    """BM25 with the usual constants, k1 1.5 and b .75, over the words that Heliu cuts; stop words are left out."""
    index = bm25s.BM25(method="lucene")
    # bm25s takes no empty list.
    index.index([_terms(text) or [""] for text in full_texts(corpus)], show_progress=False)
    found = np.zeros((len(queries), len(corpus)))
    for place, text in enumerate(full_texts(queries)):
        known = [term for term in _terms(text) if term in index.vocab_dict]
        if known:
            found[place] = index.get_scores(known)
    return found


def by_tfidf(queries: Sequence[str], corpus: Sequence[str], *, by_words: bool = False) -> Floats:
    """Cosine of TF-IDF vectors of characters two and three at a time, or of the words that Heliu cuts."""
    if by_words:
        vectoriser = TfidfVectorizer(analyzer=_terms, sublinear_tf=True)
    else:
        vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True)
    matrix = vectoriser.fit_transform(corpus)
    found: Floats = (vectoriser.transform(queries) @ matrix.T).toarray()
    return found


def by_meaning(task: Task, encoder: Encoder, field: VectorField) -> Floats:
    """Cosine of vectors from which the mean of their side is taken."""
    asked = _centred(side_vectors(task.queries, encoder, "query", field))
    found: Floats = asked @ _centred(side_vectors(task.corpus, encoder, "passage", field)).T
    return found


def side_vectors(rows: Sequence[Row], encoder: Encoder, role: Role, field: VectorField) -> Vectors:
    """The vector of one field of each row, of the other where it has only that."""
    texts = []
    for row in rows:
        found = vector_texts(Query(title=row.get("title") or "", text=row.get("text") or ""))
        texts.append(found.get(field) or next(iter(found.values()), ""))
    distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return encoder.encode(list(distinct), role=role)[[distinct[text] for text in texts]]


def of_candidates(task: Task, matrix: Floats, depth: int = DEPTH) -> Scores:
    """Scores by candidate: those of the pool, or the best of the whole corpus."""
    pooled = task.pooled
    means = {name: matrix[:, places].mean(axis=1) for name, places in task.places.items()}
    found: Scores = {}
    for place, query in enumerate(task.queries):
        identity = query["id"]
        named = means if pooled is None else pooled.get(identity, ())
        scored = sorted(((float(means[name][place]), name) for name in named), key=lambda pair: (-pair[0], pair[1]))
        found[identity] = {name: score for score, name in (scored if pooled is not None else scored[:depth])}
    return found


class BoostedTrees:
    """Boosted trees over the scores of the untrained methods and how each stands within the pool of its query."""

    def __init__(self, train: Task, scores: Mapping[str, Scores]) -> None:
        labels: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        for query, candidate, level in train.gold:
            labels[query, candidate].append(level)
        order, features = _features(scores)
        rows = [(place, level) for place, pair in enumerate(order) for level in labels[pair]]
        known, levels = features[[place for place, _ in rows]], [level for _, level in rows]
        self._squared = _trees("squared_error").fit(known, levels)
        self._absolute = _trees("absolute_error").fit(known, levels)

    def rank(self, scores: Mapping[str, Scores]) -> Scores:
        """Levels foreseen by squared error, the better of the two for an order."""
        return _by_pair(scores, self._squared)

    def levels(self, scores: Mapping[str, Scores]) -> Scores:
        """Levels foreseen by absolute error, which is what they are judged by."""
        return _by_pair(scores, self._absolute)


def _trees(loss: str) -> HistGradientBoostingRegressor:
    return HistGradientBoostingRegressor(
        loss=loss, max_iter=200, learning_rate=0.05, max_leaf_nodes=15, min_samples_leaf=40, random_state=SEED
    )


def _features(scores: Mapping[str, Scores]) -> tuple[list[tuple[str, str]], Floats]:
    """Of each pair the scores, and the same in standard deviations from the mean of the query's pool."""
    order: list[tuple[str, str]] = []
    parts: list[Floats] = []
    first = scores[UNTRAINED[0]]
    for query, candidates in first.items():
        names = sorted(candidates)
        raw = np.array([[scores[method][query][name] for method in UNTRAINED] for name in names])
        spread = raw.std(axis=0)
        order += [(query, name) for name in names]
        parts.append(np.hstack([raw, (raw - raw.mean(axis=0)) / np.where(spread > 0, spread, 1)]))
    return order, np.vstack(parts)


def _by_pair(scores: Mapping[str, Scores], model: HistGradientBoostingRegressor) -> Scores:
    order, features = _features(scores)
    found: Scores = defaultdict(dict)
    for (query, name), value in zip(order, model.predict(features), strict=True):
        found[query][name] = float(value)
    return dict(found)


def _terms(text: str) -> list[str]:
    return [token.term for token in words(text) if token.nature != "stop"]


def _centred(vectors: Vectors) -> Floats:
    moved = vectors.astype(np.float64) - vectors.mean(axis=0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    found: Floats = moved / np.where(lengths > 0, lengths, 1)
    return found
