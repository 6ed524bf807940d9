"""Whether reasons are true: the one call of the benchmark that measures it."""

from __future__ import annotations

from typing import Any

from faithfulness import measure
from faithfulness_sets import tasks

from evaluation.counting import rounded
from evaluation.ours import System
from evaluation.readers import Shared


def faithfulness(shared: Shared, system: System) -> list[dict[str, Any]]:
    """Figures of `benchmarks/faithfulness.py`."""
    return [
        {
            "name": each.name,
            "results": each.results,
            "unexplained": each.unexplained,
            "values": {name: [rounded(number) for number in value] for name, value in each.values.items()},
        }
        for each in measure(system.encoder, tasks(shared.data.parent))
    ]
