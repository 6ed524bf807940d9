"""All systems side by side on every ranking task, with the gain over the best untrained one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy.typing as npt

from evaluation.counting import Measure, measures_of, rounded
from evaluation.levels import calibration
from evaluation.ours import UNTRAINED as AS_IT_COMES
from evaluation.ours import System, answer, write_run
from evaluation.readers import SEED, Shared, Task
from evaluation.rivals import TREES, UNTRAINED, BoostedTrees, Scores, untrained
from heliu_engine.evaluation import paired_interval

ALWAYS_TWO = "always-2"
LEVEL = "1/(1+mae)"
Figures = dict[str, Any]


def ranking(
    shared: Shared, name: str, found: Mapping[str, System], folder: Path, cache: Path
) -> tuple[Figures, Figures]:
    """The figures of one task; beside them those of levels, where the task has any."""
    task = shared.task(name)
    encoder = found[AS_IT_COMES].encoder
    runs: dict[str, Scores] = {}
    levels: dict[str, Scores] = {}
    calibrated: Figures = {}
    for system in found.values():
        answered = answer(system, task, folder, cache)
        runs[system.name] = answered.scores
        if name == "bdci" and answered.levels:
            levels[system.name] = answered.levels
            calibrated[system.name] = calibration(task, answered)
    simple = untrained(task, encoder)
    runs |= simple
    if name == "bdci":
        # The other sets have no graded train part, or one that is too large to encode for a rival's sake.
        train = shared.training_demands()
        trees = BoostedTrees(train, untrained(train, encoder))
        runs[TREES], levels[TREES] = trees.rank(simple), trees.levels(simple)
        levels[ALWAYS_TWO] = {query: dict.fromkeys(names, 2.0) for query, names in simple["bm25"].items()}
    counted = [_counted(measure, task, levels if measure.name == LEVEL else runs) for measure in measures_of(name)]
    for system_name, scores in runs.items():
        _check(shared, task, system_name, scores, levels.get(system_name), counted, folder)
    return {
        "task": name,
        "profile": task.profile,
        "queries": len(task.queries),
        "documents": len(task.corpus),
        "pairs": None if task.pool is None else len(task.pool),
        "measures": counted,
    }, calibrated


def _counted(measure: Measure, task: Task, systems: Mapping[str, Scores]) -> Figures:
    sums = {name: measure.units(task, scores) for name, scores in systems.items()}
    names = [name for name in (*UNTRAINED, ALWAYS_TWO) if name in sums]
    best = best_of(measure, {name: sums[name] for name in names})
    return {
        "measure": measure.name,
        "lower_is_better": measure.lower_is_better,
        "units": len(sums[best]),
        "figures": {name: rounded(measure.figure(each.sum(axis=0))) for name, each in sums.items()},
        "best_untrained": best,
        "gains": {name: gain_of(measure, each, sums[best]) for name, each in sums.items() if name not in names},
    }


def best_of(measure: Measure, sums: Mapping[str, npt.NDArray[Any]]) -> str:
    """The method that is best by a measure, of those whose units are given."""
    return max(sums, key=lambda name: float(measure.gain(sums[name].sum(axis=0))))


def gain_of(measure: Measure, ours: npt.NDArray[Any], theirs: npt.NDArray[Any]) -> Figures:
    """The gain over the same units, with its interval."""
    low, high = paired_interval(ours, theirs, measure.gain, seed=SEED)
    gained = measure.gain(ours.sum(axis=0)) - measure.gain(theirs.sum(axis=0))
    return {"gain": rounded(gained), "low": rounded(low), "high": rounded(high)}


def _check(
    shared: Shared,
    task: Task,
    name: str,
    scores: Scores,
    levels: Scores | None,
    counted: list[Figures],
    folder: Path,
) -> None:
    """Refuse figures that the tool beside the data does not count from the same run. It knows nothing of our needs."""
    if task.name not in shared.tool.TASKS:
        return
    run, table = folder / f"check.{name}.run", folder / "check.csv"
    write_run(run, scores)
    if levels is not None:
        lines = [f"{query},{other},{level!r}\n" for query, each in levels.items() for other, level in each.items()]
        table.write_text("query_id,doc_id,level\n" + "".join(lines), encoding="utf-8")
    told = shared.tool.score(task.name, str(run), None if levels is None else str(table))
    for figures in counted:
        measure = figures["measure"]
        if measure in told and not math.isclose(told[measure], figures["figures"][name], abs_tol=6e-5):
            raise SystemExit(
                f"{task.name} {measure} of {name}: {figures['figures'][name]} here, {told[measure]} by the tool."
            )
