"""How far trainings differ that have another seed: each of those whose mean ships, ranking alone.

Only tasks of short texts: every training encodes them anew. All take the weights that were fitted to their mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from evaluation.counting import Measure, measures_of, rounded
from evaluation.ours import UNTRAINED as AS_IT_COMES
from evaluation.ours import System, Taken
from evaluation.ranking import best_of, gain_of
from evaluation.readers import Shared, Task
from evaluation.rivals import Scores, untrained
from heliu_engine.encoding import CachedEncoder
from heliu_engine.encoding.adapters import Adapters
from heliu_engine.encoding.opening import DEFAULT
from heliu_engine.encoding.packaged import VARIANTS, packaged_encoder
from heliu_engine.scoring.models import FOLDER

MEASURED = (("bdci", "ndcg@10"), ("bdci", "spearman"), ("zh-zh", "mrr@10"), ("zh-en", "mrr@10"))
"""Means over units: those of several trainings can be averaged unit by unit."""
Figures = dict[str, Any]


def seeds(shared: Shared, found: Mapping[str, System], cache: Path) -> list[Figures]:
    """Of each measure the figure and the gain of each training, of their average, and of the mean that ships."""
    trainings = range(Adapters(FOLDER / f"{VARIANTS[DEFAULT]}.npz").trainings)
    encoders = [CachedEncoder(packaged_encoder(cache, DEFAULT, training=number), cache) for number in trainings]
    told = []
    for name in dict.fromkeys(task for task, _ in MEASURED):
        task = shared.task(name)
        profile = found[DEFAULT].profile(task.profile)
        ranked = [Taken(task, encoder).rank(profile) for encoder in (*encoders, found[DEFAULT].encoder)]
        simple = untrained(task, found[AS_IT_COMES].encoder)
        told += [
            {"task": name, "measure": measure.name, **_compared(measure, task, ranked, simple)}
            for measure in measures_of(name)
            if (name, measure.name) in MEASURED
        ]
    return told


def _compared(measure: Measure, task: Task, ranked: list[Scores], simple: Mapping[str, Scores]) -> Figures:
    rivals = {name: measure.units(task, scores) for name, scores in simple.items()}
    best = best_of(measure, rivals)
    *each, mean = [measure.units(task, scores) for scores in ranked]

    def told(units: npt.NDArray[np.float64]) -> Figures:
        return {"figure": rounded(measure.figure(units.sum(axis=0))), **gain_of(measure, units, rivals[best])}

    return {
        "best_untrained": best,
        "each": [told(units) for units in each],
        "average": told(np.mean(each, axis=0)),
        "shipped": told(mean),
    }
