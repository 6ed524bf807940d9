"""Do outcomes teach the true weights, and what is the correction for exposure worth? On logs made up for it.

    python benchmarks/outcomes.py [--seeds 10] [--answers 3000]

A world with known true weights. Each need has forty candidates, whose parts of the score hang together as those of
real pairs do. A ranking with other weights, the present ones, shows ten of them. People look at position ``k`` with
the chance ``1 / k``, open what they looked at the more likely the better it truly is, now and then by mistake, and
dismiss some of what is poor; a few of what they opened is introduced and contracted. A third of the needs comes a
second time under slightly other weights, as after a change of the index: that is what positions can be compared by.

Fitted are, by the same function: clicks as they are (every position counts as looked at), clicks corrected by the
true chances, and clicks corrected by chances estimated from the log. Printed, as mean and standard deviation over the
seeds: the cosine to the true weights, and nDCG@10 of the true relevance over all candidates of fresh needs.
Nothing is written.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from heliu_engine.learning import LoggedResult, OutcomeName, estimate_propensities, fit_weights
from heliu_engine.scoring import PARTS, Profile

Floats = npt.NDArray[np.float64]

TRUE = np.array([0.10, 0.45, 0.05, 0.25, 0.15])
PRESENT = np.array([0.30, 0.10, 0.35, 0.15, 0.10])
CANDIDATES, SHOWN, FRESH = 40, 10, 400
LOOK = 1.0 / np.arange(1, SHOWN + 1)
MISTAKE = 0.05
"""Opened although it is of no use."""
PULL = 0.3
"""Wider than the default: the present weights of this world are further off than a product's would be."""


@dataclass(frozen=True)
class World:
    """Needs with candidates: features of shape (needs, candidates, parts) and relevance from 0 to 1."""

    features: Floats
    relevance: Floats


def make_world(random: np.random.Generator, needs: int) -> World:
    """Parts share a common cause, and each has its own; every fourth pair is of two languages."""
    common = random.normal(size=(needs, CANDIDATES, 1))
    features = 0.3 + 0.12 * common + 0.12 * random.normal(size=(needs, CANDIDATES, len(PARTS)))
    foreign = random.random((needs, CANDIDATES)) < 0.25
    features[..., 2:4] *= ~foreign[..., None]
    features[..., 4] *= foreign
    scores = features @ TRUE
    relevance = 1 / (1 + np.exp(-25 * (scores - np.quantile(scores, 0.9))))
    return World(features, relevance)


def make_log(random: np.random.Generator, world: World) -> list[LoggedResult]:
    """What people did with the answers to these needs."""
    log: list[LoggedResult] = []
    for need in range(len(world.features)):
        for time in range(2 if random.random() < 1 / 3 else 1):
            weights = PRESENT * np.exp(0.25 * random.normal(size=len(PARTS)) * time)
            order = np.argsort(-(world.features[need] @ weights), kind="stable")[:SHOWN]
            for position, candidate in enumerate(order, start=1):
                outcome, reason = behave(random, LOOK[position - 1], world.relevance[need, candidate])
                features = dict(zip(PARTS, world.features[need, candidate].tolist(), strict=True))
                log.append(
                    LoggedResult(
                        f"{need}.{time}", str(candidate), position, features, outcome, reason,
                        float(LOOK[position - 1]), str(need),
                    )
                )  # fmt: skip
    return log


def behave(random: np.random.Generator, look: float, relevance: float) -> tuple[OutcomeName, str]:
    """One result and one person."""
    if random.random() > look:
        return "shown", ""
    if random.random() < MISTAKE + (1 - MISTAKE) * relevance:
        further = random.random() / max(relevance, 0.01)
        return ("contracted" if further < 0.02 else "introduced" if further < 0.1 else "opened"), ""
    return ("dismissed", "field") if random.random() < 0.2 * (1 - relevance) else ("shown", "")


def ndcg(world: World, weights: Floats) -> float:
    """Mean over the needs, gain by the true relevance."""
    discounts = 1 / np.log2(np.arange(2, 12))
    order = np.argsort(-(world.features @ weights), axis=1, kind="stable")[:, :10]
    reached = np.take_along_axis(world.relevance, order, axis=1) @ discounts
    best = -np.sort(-world.relevance, axis=1)[:, :10] @ discounts
    return float((reached / best).mean())


def cosine(one: Floats, other: Floats) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def run(seed: int, needs: int) -> dict[str, Floats]:
    """The weights that each way of reading the log gives."""
    random = np.random.default_rng(seed)
    log = make_log(random, make_world(random, needs))
    chances = estimate_propensities(log)
    readings = {
        "clicks as they are": [replace(row, propensity=1.0) for row in log],
        "corrected, true chances": log,
        "corrected, estimated chances": [replace(row, propensity=chances.at(row.position)) for row in log],
    }
    present = Profile(**dict(zip(PARTS, PRESENT.tolist(), strict=True)))
    fitted = {name: fit_weights(rows, present, seed=seed, pull=PULL) for name, rows in readings.items()}
    if seed == 0:
        shown = ", ".join(f"{name} {count}" for name, count in sorted(fitted["clicks as they are"].outcomes.items()))
        found = " ".join(f"{chances.at(position):.2f}" for position in (2, 5, 10))
        print(f"seed 0: {shown}; chances of positions 2, 5, 10: true 0.50 0.20 0.10,")
        print(f"estimated {found} from {chances.compared} candidates that stood at two\n")
    learned = {name: np.array([fit.after[part] for part in PARTS]) for name, fit in fitted.items()}
    return {"present weights": PRESENT, **learned, "true weights": TRUE}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--answers", type=int, default=3000, help="needs in the log; a third comes twice")
    options = parser.parse_args()
    cosines: dict[str, list[float]] = {}
    gains: dict[str, list[float]] = {}
    for seed in range(options.seeds):
        fresh = make_world(np.random.default_rng(10_000 + seed), FRESH)
        for name, weights in run(seed, options.answers).items():
            cosines.setdefault(name, []).append(cosine(weights, TRUE))
            gains.setdefault(name, []).append(ndcg(fresh, weights))
    print(f"{'':32}{'cosine to the truth':>24}{'nDCG@10, fresh needs':>24}")
    for name, values in cosines.items():
        print(f"{name:32}{_spread(values):>24}{_spread(gains[name]):>24}")
    corrected, naive = (np.array(gains[name]) for name in ("corrected, estimated chances", "clicks as they are"))
    lost = 1 - np.array(gains["present weights"])
    print(f"\nOf what the present weights lose, clicks as they are win back {np.mean((naive - 1 + lost) / lost):.0%}, "
          f"corrected ones {np.mean((corrected - 1 + lost) / lost):.0%}; "
          f"the correction is better in {np.mean(corrected > naive):.0%} of the seeds.")  # fmt: skip
    return 0


def _spread(values: list[float]) -> str:
    return f"{np.mean(values):.3f} ± {np.std(values):.3f}"


if __name__ == "__main__":
    raise SystemExit(main())
