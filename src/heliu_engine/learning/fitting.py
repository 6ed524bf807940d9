"""Weights of a profile from outcomes, corrected for what was shown where.

People open what stands at the top because it stands there; weights fitted to their clicks as they are would repeat
the ranking that made them. Each outcome therefore counts by one over the chance that its position is looked at, which
makes the rank of a good result among those shown an unbiased estimate of what it would be if everything were looked
at: T. Joachims, A. Swaminathan, T. Schnabel, "Unbiased learning-to-rank with biased feedback", WSDM 2017. The ranks
are bounded by logistic losses of score differences instead of their hinge. Small chances are clipped, and the weights
of the outcomes normalised to a mean of 1 (A. Swaminathan, T. Joachims, "The self-normalized estimator for
counterfactual learning", NIPS 2015), so that few of them cannot outvote the rest.

``L(w) = sum_i |g_i| c_i mean_j log(1 + exp(-SLOPE sign(g_i) w (f_i - f_j))) + |w - w0|**2 / (2 pull**2)``

with ``i`` over outcomes that have a gain, ``j`` over the other results of the same answer, ``f`` the parts of the score
before their weights and ``w0`` the present weights. The last term is a normal prior: little data changes little.

Limits. Only what was shown can be learned from; results that no ranking so far has shown are not in the log. Clicks
that were made because of the position alone (trust) are not told from others. A part of weight 0 is not in the log
and keeps it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from heliu_engine.errors import InputError
from heliu_engine.learning.outcomes import LoggedResult, OutcomeName
from heliu_engine.scoring.levels import Levels
from heliu_engine.scoring.profiles import PARTS, Profile

SLOPE = 10.0
"""A score that is higher by 0.1 makes the better of two results e times as likely as the other one."""
PULL = 0.1
"""How far a weight is expected to lie from what it is now."""
CLIP = 0.05
"""The least chance of being looked at that an outcome is divided by."""
LEAST_OUTCOMES = 200
"""Outcomes with a gain below which nothing is fitted."""
SMALLEST = 0.01
"""No weight that is above it falls below: a part without a weight could not be logged any more."""
_FOLDS = 5
_STEPS = 100
_ENOUGH = 1e-10

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """New weights, and what they rest on."""

    profile: Profile
    """The new one: weights of the same sum, levels and threshold carried over to the scale of the new scores."""
    before: Mapping[str, float]
    after: Mapping[str, float]
    outcomes: Mapping[OutcomeName, int]
    answers: int
    """That held an outcome with a gain."""
    clipped: int
    """Outcomes whose chance of being looked at was below the clip."""
    wrong_before: float
    """Share of pairs in the wrong order under the present weights, by the corrected count."""
    wrong_after: float
    """The same under new weights, each fold by weights that were fitted to the others."""


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Differences of features that should be positive under the weights, and how much each counts."""

    differences: Floats
    counts: Floats
    answers: npt.NDArray[np.int64]
    """Number of the answer each pair belongs to."""

    def of(self, chosen: npt.NDArray[np.bool_]) -> _Pairs:
        return _Pairs(self.differences[chosen], self.counts[chosen], self.answers[chosen])

    def wrong(self, weights: Floats) -> float:
        """The counted share of pairs in the wrong order; equal scores are half wrong."""
        margins = self.differences @ weights
        total = float(self.counts.sum())
        return float(self.counts @ ((margins < 0) + 0.5 * (margins == 0))) / total if total else 0.5


def fit_weights(
    log: Iterable[LoggedResult],
    profile: Profile,
    *,
    seed: int,
    pull: float = PULL,
    clip: float = CLIP,
    least: int = LEAST_OUTCOMES,
) -> Fit:
    """Weights for a profile from a log of whole answers; the same log and seed give the same weights.

    ``seed`` divides the answers into folds for the count of pairs in the wrong order. InputError where fewer than
    ``least`` outcomes have a gain, with how many are missing.
    """
    answers: defaultdict[str, list[LoggedResult]] = defaultdict(list)
    for result in log:
        answers[result.answer].append(result)
    # Neither the order of the log nor that of its answers may change the last digits.
    whole = [sorted(answers[name], key=lambda row: (row.position, row.candidate)) for name in sorted(answers)]
    telling = [rows for rows in whole if len(rows) > 1 and any(row.gain for row in rows)]
    outcomes = [row for rows in telling for row in rows if row.gain]
    if len(outcomes) < least:
        missing = least - len(outcomes)
        raise InputError(
            f"The log has {len(outcomes)} outcomes to learn from, {missing} fewer than the {least} needed."
        )
    before = np.array([getattr(profile, name) for name in PARTS], dtype=float)
    pairs = _pairs(telling, clip)
    after = _rescaled(_fitted(pairs, before, pull), before)
    wrong = _crossed(pairs, before, len(telling), pull, seed)
    features = np.array([_vector(row) for rows in telling for row in rows])
    return Fit(
        profile=_carried(profile, after, features @ before, features @ after),
        before=dict(zip(PARTS, before.tolist(), strict=True)),
        after=dict(zip(PARTS, after.tolist(), strict=True)),
        outcomes=Counter(row.outcome for rows in whole for row in rows),
        answers=len(telling),
        clipped=sum(row.propensity < clip for row in outcomes),
        wrong_before=pairs.wrong(before),
        wrong_after=wrong,
    )


def _vector(row: LoggedResult) -> list[float]:
    return [row.features.get(name, 0.0) for name in PARTS]


def _pairs(answers: Sequence[Sequence[LoggedResult]], clip: float) -> _Pairs:
    differences, counts, numbers = [], [], []
    inverse = 0.0
    found = 0
    for number, rows in enumerate(answers):
        features = np.array([_vector(row) for row in rows])
        for place, row in enumerate(rows):
            if not row.gain:
                continue
            others = np.delete(features, place, axis=0)
            count = 1 / max(row.propensity, clip)
            inverse += count
            found += 1
            differences.append(np.sign(row.gain) * (features[place] - others))
            counts.append(np.full(len(others), abs(row.gain) * count / len(others)))
            numbers.append(np.full(len(others), number))
    scale = found / inverse if inverse else 1.0
    return _Pairs(np.concatenate(differences), np.concatenate(counts) * scale, np.concatenate(numbers))


def _fitted(pairs: _Pairs, before: Floats, pull: float) -> Floats:
    """The least loss at or above the smallest weights, by projected Newton steps.

    D. Bertsekas, "Projected Newton methods for optimization problems with simple constraints", SIAM J. Control and
    Optimization 20, 1982. The loss is strictly convex, so there is one answer.
    """
    lowest = np.minimum(before, SMALLEST)
    weights = before.copy()
    value = _loss(pairs, weights, before, pull)
    for _ in range(_STEPS):
        margins = SLOPE * (pairs.differences @ weights)
        missed = _logistic(-margins)
        slope = -SLOPE * (pairs.differences.T @ (pairs.counts * missed)) + (weights - before) / pull**2
        curved = pairs.differences * (pairs.counts * missed * (1 - missed))[:, None]
        curvature = SLOPE**2 * (pairs.differences.T @ curved) + np.eye(len(before)) / pull**2
        free = ~((weights <= lowest) & (slope > 0))
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(curvature[np.ix_(free, free)], -slope[free])
        length = 1.0
        while length > _ENOUGH:
            tried = np.maximum(weights + length * step, lowest)
            reached = _loss(pairs, tried, before, pull)
            if reached <= value + 1e-4 * float(slope @ (tried - weights)):
                break
            length /= 2
        else:
            break
        moved = float(np.abs(tried - weights).max())
        weights, value = tried, reached
        if moved < _ENOUGH:
            break
    return weights


def _loss(pairs: _Pairs, weights: Floats, before: Floats, pull: float) -> float:
    losses = np.logaddexp(0.0, -SLOPE * (pairs.differences @ weights))
    return float(pairs.counts @ losses + ((weights - before) ** 2).sum() / (2 * pull**2))


def _logistic(x: Floats) -> Floats:
    return np.exp(-np.logaddexp(0.0, -x))


def _rescaled(weights: Floats, before: Floats) -> Floats:
    """The same direction with the sum of before, so that scores stay on about the scale they had."""
    return weights * (before.sum() / weights.sum()) if weights.sum() else weights


def _crossed(pairs: _Pairs, before: Floats, answers: int, pull: float, seed: int) -> float:
    """Share of pairs in the wrong order, each under weights that its answer had no part in."""
    folds = np.random.default_rng(seed).permutation(answers) % _FOLDS
    wrong = 0.0
    for fold in range(_FOLDS):
        kept_aside = folds[pairs.answers] == fold
        aside = pairs.of(kept_aside)
        wrong += aside.wrong(_fitted(pairs.of(~kept_aside), before, pull)) * float(aside.counts.sum())
    return wrong / float(pairs.counts.sum())


def _carried(profile: Profile, weights: Floats, old: Floats, new: Floats) -> Profile:
    """The profile with new weights; its levels and threshold by the line that best gives old scores from new ones.

    They were fitted to labels on the scale of the old scores. Where new scores do not follow the old ones at all,
    nothing can be carried over, and the profile has neither.
    """
    changed = replace(profile, **dict(zip(PARTS, weights.tolist(), strict=True)))
    if profile.levels is None and profile.credible is None:
        return changed
    spread = float(np.var(new))
    slope = float(np.mean((new - new.mean()) * (old - old.mean()))) / spread if spread else 0.0
    if slope <= 0:
        return replace(changed, levels=None, credible=None)
    start = float(old.mean()) - slope * float(new.mean())

    def moved(score: float) -> float:
        return (score - start) / slope

    levels = None
    if profile.levels is not None:
        first, second, third = profile.levels.cuts
        levels = Levels(profile.levels.slope * slope, (moved(first), moved(second), moved(third)))
    return replace(changed, levels=levels, credible=None if profile.credible is None else moved(profile.credible))
