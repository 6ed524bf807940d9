"""Fits the weights by which two records are held to be one, and the bounds of the verdicts.

    python training/identity.py [--write]

A logistic model of the features in `heliu_engine.identity.features` and a few products of them. Pairs are all that the
index proposes among the half of the records that is for choosing (`identity_sets.half`), each with a second version,
and a sibling with another amount where it states one. The bounds are the lowest scores from which on the precision on
these pairs is .99 (likely) and .998 (same). The other half is for `benchmarks/identity.py`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from identity_sets import Truth, with_second_versions

from heliu_engine.identity import Index
from heliu_engine.identity.features import NAMES, features
from heliu_engine.identity.preparing import Prepared, prepare
from heliu_engine.identity.weighing import FILE, decided, value_of

PRODUCTS = (
    "body_absent*title_alike", "body_absent*title_equal", "body_absent*title_foreign",
    "body_absent*title_foreign_once", "body_absent*title_length", "body_absent*title_models",
    "body_one_absent*title_alike", "body_one_absent*title_equal", "body_one_absent*title_length",
    "title_alike*body_contained", "body_contained*body_contained*body_contained",
    "body_contained*body_length", "body_whole*body_contained", "title_foreign*body_contained",
    "replaced_numbers*body_contained", "body_replaced*body_contained", "body_replaced*body_replaced",
    "title_equal*body_contained",
)  # fmt: skip
POSITIVE = ("owner_same", "title_equal", "title_contained", "body_contained", "body_whole", "body_alike")
NEGATIVE = (
    "title_foreign", "title_foreign_once", "title_numbers", "title_models", "body_numbers", "body_models",
    "replaced_numbers", "owner_differs",
)  # fmt: skip
"""Weights that may have one sign alone, so that no reason is ever told that speaks against what it says."""
BY_HAND = {"names_shared": 0.8, "names_differ": -1.0, "years_apart": -1.0}
"""No set states persons or years, so these are set, not fitted: to weigh about as much as the owner does."""
PENALTY = 0.003
LIKELY, SAME = 0.992, 0.998
SEED = 11


def pairs(part: int, seed: int) -> tuple[list[tuple[Prepared, Prepared]], npt.NDArray[np.bool_]]:
    """Pairs that the index proposes, and whether each is a record with its second version."""
    known = {identity: entry for identity, (_set, _done, entry) in with_second_versions(part, seed).items()}
    index = Index()
    index.update(known.values())
    found = [(prepare(known[left]), prepare(known[right])) for left, right in index.pairs()]
    truth = Truth(known.values())
    return found, np.array([truth.is_same(one.entry.id, other.entry.id) for one, other in found])


def fitted(
    names: Sequence[str], table: npt.NDArray[np.float64], same: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Bias and weights with the least log loss and squared penalty."""
    given = np.hstack((np.ones((len(table), 1)), table))
    # Mistakes cost more than what is missed: precision is asked for first.
    importance = np.where(same, 1.0, 3.0) / len(same)
    sign = np.where(same, 1.0, -1.0)

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        margins = sign * (given @ weights)
        slope = -sign * importance / (1 + np.exp(np.clip(margins, -500, 500)))
        penalty = PENALTY / len(weights) * np.concatenate(([0.0], weights[1:]))
        total = float(importance @ np.logaddexp(0, -margins)) + float(penalty @ weights) / 2
        return total, given.T @ slope + penalty

    bounds = [(0, None) if name in POSITIVE else (None, 0) if name in NEGATIVE else (None, None) for name in names]
    start = np.zeros(given.shape[1])
    options = {"maxiter": 4000}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, None), *bounds], options=options)
    return np.asarray(found.x)


def bound(scores: npt.NDArray[np.float64], same: npt.NDArray[np.bool_], precision: float) -> float:
    """The lowest score from which on so large a share is right."""
    order = np.argsort(-scores)
    right = np.cumsum(same[order]) / np.arange(1, len(order) + 1)
    last = int(np.flatnonzero(right >= precision)[-1])
    return round(float(scores[order][last]), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"put them into {FILE.name}")
    write = parser.parse_args().write
    found, same = pairs(0, SEED)
    names = (*(name for name in NAMES if name not in BY_HAND), *PRODUCTS)
    counted = [features(*pair) for pair in found]
    table = np.array([[value_of(name, each) for name in names] for each in counted])
    # What identifiers decide needs no weights.
    open_ = np.array([decided(*pair, 0.5, each) == 0.5 for pair, each in zip(found, counted, strict=True)])
    weights = fitted(names, table[open_], same[open_])
    plain = 1 / (1 + np.exp(-(weights[0] + table @ weights[1:])))
    scores = np.array([decided(*pair, score, each) for pair, score, each in zip(found, plain, counted, strict=True)])
    likely, sure = bound(scores, same, LIKELY), bound(scores, same, SAME)
    print(f"{len(same):,} pairs, {int(same.sum()):,} of one record")
    for name, least in (("likely", likely), ("same", sure)):
        flagged = scores >= least
        print(
            f"{name} from {least}: precision {same[flagged].mean():.4f}, of those proposed {flagged[same].mean():.4f}"
        )
    given = {
        "bias": round(float(weights[0]), 3),
        "features": {name: round(float(weight), 3) for name, weight in zip(names, weights[1:], strict=True)} | BY_HAND,
        "likely": likely,
        "same": sure,
    }
    text = json.dumps(given, indent=2) + "\n"
    if write:
        FILE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
