"""By-products: classes of titles, by a linear support vector machine over what ranking has at hand anyway.

The same machine reads three kinds of features of the same titles: characters, one to three at a time, weighted by
TF-IDF, which is what it is held against; the vectors of the default encoder; and both side by side.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC

from evaluation.counting import rounded
from evaluation.ours import System
from evaluation.readers import SEED, Labelled
from evaluation.rivals import side_vectors
from heliu_engine.evaluation import paired_interval

CHARACTERS, VECTORS, BOTH = "characters", "vectors", "both"
FEATURES = (CHARACTERS, VECTORS, BOTH)
MEASURES = {"cn-patents-ipc": "micro-F1", "cn-patents-fsl": "macro-F1", "csl-papers": "accuracy"}
SPREAD = 2.0
"""Length of a vector where that of a row of characters is 1: a dense row has no rare feature that stands out."""

Matrix = npt.NDArray[np.float64]


def classification(labelled: Labelled, system: System) -> dict[str, Any]:
    """The figures of one set by each kind of features; the interval draws titles."""
    train, dev = features(labelled, system)
    classes = MultiLabelBinarizer().fit([*labelled.train_classes, *labelled.dev_classes])
    truth = classes.transform(labelled.dev_classes)
    wanted = classes.transform(labelled.train_classes)
    foreseen = {name: _foreseen(train[name], wanted, dev[name], name) for name in FEATURES}
    if labelled.published:
        known = set(classes.classes_)
        foreseen["published"] = classes.transform([[c for c in each if c in known] for each in labelled.published])
    measure = MEASURES[labelled.name]
    return {
        "set": labelled.name,
        "measure": measure,
        "classes": len(classes.classes_),
        "train": len(labelled.train),
        "dev": len(labelled.dev),
        "features": system.name,
        "figures": {name: rounded(_figure(measure, truth, given)) for name, given in foreseen.items()},
        "gains": {
            name: _gain(measure, truth, foreseen[name], foreseen[CHARACTERS]) for name in FEATURES if name != CHARACTERS
        },
    }


def features(labelled: Labelled, system: System) -> tuple[dict[str, Any], dict[str, Any]]:
    """Rows to learn from and rows to judge by, each by kind of features."""
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    train: dict[str, Any] = {CHARACTERS: vectoriser.fit_transform(labelled.train)}
    dev: dict[str, Any] = {CHARACTERS: vectoriser.transform(labelled.dev)}
    known, asked = (
        side_vectors([{"title": title} for title in titles], system.encoder, "passage", "title").astype(np.float64)
        for titles in (labelled.train, labelled.dev)
    )
    centre = known.mean(axis=0)
    for rows, vectors in ((train, known), (dev, asked)):
        moved = vectors - centre
        rows[VECTORS] = SPREAD * moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        rows[BOTH] = hstack([rows[CHARACTERS], csr_matrix(rows[VECTORS])]).tocsr()
    return train, dev


def _foreseen(train: Any, wanted: Matrix, dev: Any, name: str) -> Matrix:
    """One machine for each class: every class it is sure of, and the likeliest in any case."""
    # Many features and few rows are quicker in the dual, few features in the primal.
    machine = OneVsRestClassifier(LinearSVC(C=1.0, dual=name != VECTORS, random_state=SEED))
    with warnings.catch_warnings():
        # A class that no title to learn from has is never foreseen, and that is right.
        warnings.filterwarnings("ignore", message="Label not .* is present in all training examples")
        warnings.filterwarnings("error", category=ConvergenceWarning)
        margins = machine.fit(train, wanted).decision_function(dev)
    found = margins > 0 if wanted.sum(axis=1).max() > 1 else np.zeros(margins.shape, bool)
    found[np.arange(len(margins)), margins.argmax(axis=1)] = True
    result: Matrix = found.astype(int)
    return result


def _figure(measure: str, truth: Matrix, given: Matrix) -> float:
    if measure == "accuracy":
        return float(accuracy_score(truth.argmax(axis=1), given.argmax(axis=1)))
    return float(f1_score(truth, given, average=measure.removesuffix("-F1"), zero_division=0))


def _gain(measure: str, truth: Matrix, ours: Matrix, theirs: Matrix) -> dict[str, float]:
    """Of titles drawn with replacement: hits, misses and false alarms add up over titles, by class for macro-F1."""
    first, second = (_sums(measure, truth, given) for given in (ours, theirs))
    figure = {"accuracy": _share, "micro-F1": _micro, "macro-F1": _macro}[measure]
    low, high = paired_interval(first, second, figure, seed=SEED)
    gained = _figure(measure, truth, ours) - _figure(measure, truth, theirs)
    return {"gain": rounded(gained), "low": rounded(low), "high": rounded(high)}


def _sums(measure: str, truth: Matrix, given: Matrix) -> Matrix:
    hits, wrong = truth * given, np.abs(truth - given)
    if measure == "macro-F1":
        return np.hstack([hits, wrong]).astype(np.float64)
    return np.column_stack([hits.sum(axis=1), wrong.sum(axis=1)]).astype(np.float64)


def _share(sums: Matrix) -> Matrix:
    # A title wrongly classed counts twice among what is wrong: one class missed, one too many.
    found: Matrix = sums[..., 0] / (sums[..., 0] + sums[..., 1] / 2)
    return found


def _micro(sums: Matrix) -> Matrix:
    found: Matrix = 2 * sums[..., 0] / (2 * sums[..., 0] + sums[..., 1])
    return found


def _macro(sums: Matrix) -> Matrix:
    hits, wrong = np.split(sums, 2, axis=-1)
    total = 2 * hits + wrong
    found: Matrix = np.where(total > 0, 2 * hits / np.where(total > 0, total, 1), 0.0).mean(axis=-1)
    return found
