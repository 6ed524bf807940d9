"""What saying "no credible match" costs and saves, on needs that have an answer and on needs that have none.

Three kinds of needs are put to one corpus: needs whose answer is in it; the same needs with their answer taken out,
which is the best there is without it; and needs for which nothing was ever in it. A result counts as right only where
it is the one answer that was written for the need, so the true risk is at most the one shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluation.counting import rounded
from evaluation.ours import System, Taken
from evaluation.readers import Shared, unanswerable
from heliu_engine.evaluation import area_under_risk, risk_coverage

KINDS = ("answerable", "taken out", "unanswerable")
SETS = ("zh-zh", "zh-en")


def abstention(shared: Shared, system: System) -> dict[str, Any]:
    """Of both sets, by the threshold that ships."""
    threshold = system.profile("demand").credible
    return {
        "system": system.name,
        "threshold": None if threshold is None else rounded(threshold),
        "sets": {name: _of_set(shared, name, system, threshold) for name in SETS},
    }


def _of_set(shared: Shared, name: str, system: System, threshold: float | None) -> dict[str, Any]:
    task = shared.task(name)
    corpus, profile = Taken(task, system.encoder), system.profile("demand")
    found = corpus.rank(profile, k=2)
    without = {
        need: {other: score for other, score in ranked.items() if other != task.gold[need]}
        for need, ranked in found.items()
    }
    needs = {
        "answerable": [_first(ranked, task.gold[need]) for need, ranked in found.items()],
        "taken out": [_first(ranked, None) for ranked in without.values()],
        "unanswerable": [_first(ranked, None) for ranked in corpus.rank(profile, queries=unanswerable(), k=1).values()],
    }
    everything = [each for kind in KINDS for each in needs[kind]]
    curve = risk_coverage([score for score, _ in everything], [right for _, right in everything])
    return {
        "needs": len(everything),
        "area": rounded(area_under_risk(curve)),
        "kinds": {kind: _told(needs[kind], threshold) for kind in KINDS},
        "at_threshold": _at(everything, threshold),
        "curve": [[rounded(point.threshold), rounded(point.coverage), rounded(point.risk)] for point in curve],
    }


def _first(ranked: Mapping[str, float], right: str | None) -> tuple[float, bool]:
    """The score of the best result, and whether it is the right one."""
    name, score = next(iter(ranked.items()))
    return score, name == right


def _told(needs: list[tuple[float, bool]], threshold: float | None) -> dict[str, int]:
    answered = [right for score, right in needs if threshold is None or score >= threshold]
    return {
        "needs": len(needs),
        "right": sum(right for _, right in needs),
        "abstained": len(needs) - len(answered),
        "answered_right": sum(answered),
    }


def _at(needs: list[tuple[float, bool]], threshold: float | None) -> dict[str, float] | None:
    if threshold is None:
        return None
    answered = [right for score, right in needs if score >= threshold]
    wrong = answered.count(False)
    return {
        "coverage": rounded(len(answered) / len(needs)),
        "risk": rounded(wrong / len(answered)) if answered else 0.0,
    }
