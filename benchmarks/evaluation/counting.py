"""How each task is counted: the sums of each unit that is drawn for an interval, and the figure they make.

The figures are those of ``quality.py`` beside the data; `ranking` checks each against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evaluation.readers import Task
from heliu_engine.evaluation import (
    correlation,
    correlation_sums,
    mean_of_sums,
    ndcg,
    order_loss,
    reciprocal_rank,
    spearman,
)

Floats = npt.NDArray[np.float64]
Scores = Mapping[str, Mapping[str, float]]
FIRST = 10


@dataclass(frozen=True)
class Measure:
    """One figure of a task."""

    task: str
    name: str
    """In the words of the tool."""
    units: Callable[[Task, Scores], Floats]
    """Sums of each unit, always in the same order."""
    figure: Callable[[Floats], Floats] = mean_of_sums
    lower_is_better: bool = False

    def gain(self, ours: Floats) -> Floats:
        """The figure with its sign turned where lower is better, so that a gain is above 0."""
        return -self.figure(ours) if self.lower_is_better else self.figure(ours)


def demand_groups(task: Task) -> dict[str, list[tuple[str, float]]]:
    """Judged achievements with their level; a demand whose achievements have one level only ranks nothing."""
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in task.gold[0]:
        found[row["demand_group"]].append((row["achievement_group"], float(row["level"])))
    return {name: sorted(pairs) for name, pairs in found.items() if len({level for _, level in pairs}) > 1}


def by_ndcg(task: Task, scores: Scores) -> Floats:
    """Of each demand."""
    return _by_demand(task, scores, ndcg)


def by_spearman(task: Task, scores: Scores) -> Floats:
    """Of each demand."""
    return _by_demand(task, scores, spearman)


def by_level_error(task: Task, scores: Scores) -> Floats:
    """Of each demand the distances of its pairs' levels, and how many pairs; ``scores`` are levels."""
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in task.gold[1]:
        given = scores[row["demand_group"]][row["achievement_group"]]
        found[row["demand_group"]][0] += abs(given - int(row["level"]))
        found[row["demand_group"]][1] += 1
    return np.array([found[name] for name in sorted(found)])


def level_score(sums: Floats) -> Floats:
    """The competition's score, 1 / (1 + mean absolute error)."""
    found: Floats = 1 / (1 + mean_of_sums(sums))
    return found


def by_expert(task: Task, scores: Scores) -> Floats:
    """Of each expert what wrongly ordered papers cost, and what all would."""
    rated: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in task.gold:
        rated[row["expert_id"]].append((row["paper_id"], float(row["expertise"])))
    found = [
        order_loss([truth for _, truth in papers], [scores[paper][expert] for paper, _ in papers])
        for expert, papers in sorted(rated.items())
    ]
    return np.array(found)


def by_anchor(task: Task, scores: Scores) -> Floats:
    """Of each phrase that others are held against the sums of a correlation."""
    given: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for anchor, other, truth in task.gold:
        given[anchor].append((scores[anchor][other], truth))
    return np.array([correlation_sums(*zip(*pairs, strict=True)) for _, pairs in sorted(given.items())])


def by_question(task: Task, scores: Scores) -> Floats:
    """Of each question the reciprocal rank of its answer; equal scores stand in the order of their ids."""
    found = []
    for query, right in task.gold.items():
        ranked = sorted(scores.get(query, {}).items(), key=lambda pair: (-pair[1], pair[0]))[:FIRST]
        places = [place for place, (name, _) in enumerate(ranked, start=1) if name == right]
        found.append((1 / places[0] if places else 0.0, 1.0))
    return np.array(found)


def by_need(task: Task, scores: Scores) -> Floats:
    """The same of our own needs, but what scores the same as the answer stands before it: nothing is won by ties."""
    found = []
    for query, right in task.gold.items():
        given = scores.get(query, {})
        names = list(given)
        rank = reciprocal_rank([given[name] for name in names], names.index(right), FIRST) if right in given else 0.0
        found.append((rank, 1.0))
    return np.array(found)


MEASURES = (
    Measure("bdci", "ndcg@10", by_ndcg),
    Measure("bdci", "spearman", by_spearman),
    Measure("bdci", "1/(1+mae)", by_level_error, level_score),
    Measure("reviewer", "loss", by_expert, lower_is_better=True),
    Measure("policy-doc", "mrr@10", by_question),
    Measure("policy-answer", "mrr@10", by_question),
    Measure("phrases", "pearson", by_anchor, correlation),
    Measure("zh-zh", "mrr@10", by_need),
    Measure("zh-en", "mrr@10", by_need),
)
TASKS = tuple(dict.fromkeys(measure.task for measure in MEASURES))


def measures_of(task: str) -> list[Measure]:
    """Those of one task, the chief one first."""
    return [measure for measure in MEASURES if measure.task == task]


def rounded(value: Any) -> float:
    """As figures stand in the JSON: four digits, which hide that machines add up in different orders."""
    return round(float(value), 4)


def _by_demand(task: Task, scores: Scores, measured: Callable[[list[float], list[float]], float]) -> Floats:
    found = []
    for name, pairs in sorted(demand_groups(task).items()):
        given = scores[name]
        found.append((measured([level for _, level in pairs], [given[other] for other, _ in pairs]), 1.0))
    return np.array(found)
