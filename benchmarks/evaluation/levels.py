"""How far the stated chances of a level are what practitioners said."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

import numpy as np

from evaluation.counting import rounded
from evaluation.readers import Task
from heliu_engine.evaluation import expected_calibration_error, reliability
from heliu_engine.scoring.levels import LEVELS

if TYPE_CHECKING:
    from evaluation.ours import Answer


def calibration(task: Task, answer: Answer) -> dict[str, Any]:
    """Reliability of "at least this level" for levels 2, 3 and 4, and how often each level is given and meant.

    Each label counts, so a pair that two people judged counts twice.
    """
    labels = [(row["demand_group"], row["achievement_group"], int(row["level"])) for row in task.gold[1]]
    chances = np.array([answer.chances[demand, achievement] for demand, achievement, _ in labels])
    meant = np.array([level for _, _, level in labels])
    at_least: dict[str, Any] = {}
    for level in LEVELS[1:]:
        diagram = reliability(chances[:, level - 1 :].sum(axis=1).clip(0, 1).tolist(), (meant >= level).tolist())
        at_least[str(level)] = {
            "error": rounded(expected_calibration_error(diagram)),
            "bins": [[rounded(number) for number in astuple(each)] for each in diagram],
        }
    given = Counter(int(answer.levels[demand][achievement]) for demand, achievement, _ in labels)
    truly = Counter(meant.tolist())
    return {
        "pairs": len(labels),
        "at_least": at_least,
        "shares": {
            str(level): {
                "given": rounded(given[level] / len(labels)),
                "expected": rounded(chances[:, level - 1].mean()),
                "labelled": rounded(truly[level] / len(labels)),
            }
            for level in LEVELS
        },
    }
