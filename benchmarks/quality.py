"""Everything that is claimed of match quality, measured in one run; writes the evaluation page of the documentation.

    python benchmarks/quality.py [--shared ../shared] [--cache FOLDER] [--only NAME …] [--write]

Inputs and counts of the labelled rankings are those of ``tools/quality.py`` beside the labelled sets, read in place.
Heliu is run through its command, `heliu-engine rank`. A run is deterministic, and keeps every vector in the cache: the
first one encodes some fifty thousand texts, which takes about an hour on two idle cores, later ones take minutes.
With ``--only`` the page is left as it is, unless ``--write`` asks for a page that says what was left out.

Exit status: 0 done, 1 the labelled sets are absent.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evaluation.ablation import ablation
from evaluation.abstention import abstention
from evaluation.classification import classification
from evaluation.counting import TASKS
from evaluation.ours import System, systems
from evaluation.page import files_of
from evaluation.ranking import ranking
from evaluation.readers import SEED, Shared
from evaluation.reasons import faithfulness
from evaluation.seeds import seeds

from heliu_engine.encoding.opening import DEFAULT
from heliu_engine.scoring import model_of
from heliu_engine.scoring.profiles import PARTS

ROOT = Path(__file__).resolve().parent.parent
CLASSES: dict[str, Callable[[Shared], Any]] = {
    "cn-patents-ipc": Shared.subclasses,
    "cn-patents-fsl": Shared.patent_classes,
    "csl-papers": Shared.paper_categories,
}
WEIGHTS = (*PARTS, "same_title", "parameters", "words_of_titles", "scale_of_titles")
OTHERS = ("seeds", "abstention", "ablation", "faithfulness")
MEASURED = (*TASKS, *CLASSES, *OTHERS)


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="where the labelled sets are")
    parser.add_argument(
        "--cache", type=Path, default=ROOT / "var" / "bench", help="where models and vectors are kept (var/bench)"
    )
    parser.add_argument(
        "--only", nargs="+", choices=MEASURED, default=MEASURED, help="these parts; the page is not written"
    )
    parser.add_argument("--write", action="store_true", help="write the page although parts are left out")
    options = parser.parse_args()
    shared = Shared.open(options.shared)
    if shared is None:
        print(f"The labelled sets are not here: {options.shared} is absent. Nothing was measured.", file=sys.stderr)
        return 1
    options.cache.mkdir(parents=True, exist_ok=True)
    figures = measure(shared, options.cache, options.only)
    if set(options.only) == set(MEASURED) or options.write:
        for path, text in files_of(ROOT / "docs", figures).items():
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 0


def measure(shared: Shared, cache: Path, wanted: Sequence[str]) -> dict[str, Any]:
    """The figures of these parts."""
    found = systems(cache)
    default = found[DEFAULT]
    figures: dict[str, Any] = {
        "seed": SEED,
        "systems": {name: _told(system) for name, system in found.items()},
        "left_out": [part for part in MEASURED if part not in wanted],
        "ranking": [],
        "seeds": [],
        "levels": {},
        "abstention": None,
        "ablation": [],
        "classification": [],
        "faithfulness": [],
    }
    for task in (task for task in TASKS if task in wanted):
        with tempfile.TemporaryDirectory() as folder:
            told, levels = ranking(shared, task, found, Path(folder), cache)
        figures["ranking"].append(told)
        figures["levels"] |= levels
        for each in told["measures"]:
            _print(f"{task} {each['measure']}", each["figures"])
        if "ablation" in wanted:
            figures["ablation"].append(ablation(shared, task, found))
            _print(f"{task} ablation", figures["ablation"][-1]["figures"])
    if "seeds" in wanted:
        figures["seeds"] = seeds(shared, found, cache)
        for told in figures["seeds"]:
            _print(
                f"{told['task']} {told['measure']} seeds",
                {str(n): each["gain"] for n, each in enumerate(told["each"], 1)},
            )
    if "abstention" in wanted:
        figures["abstention"] = abstention(shared, default)
        for name, told in figures["abstention"]["sets"].items():
            _print(f"abstained {name}", {kind: counts["abstained"] for kind, counts in told["kinds"].items()})
    for name in (name for name in CLASSES if name in wanted):
        figures["classification"].append(classification(CLASSES[name](shared), default))
        _print(name, figures["classification"][-1]["figures"])
    if "faithfulness" in wanted:
        figures["faithfulness"] = faithfulness(shared, default)
    return figures


def _told(system: System) -> dict[str, Any]:
    model = model_of(system.encoder)
    return {
        "vectors": system.encoder.name,
        "weights": model.name,
        "profiles": {name: {part: getattr(each, part) for part in WEIGHTS} for name, each in model.profiles.items()},
    }


def _print(what: str, figures: dict[str, Any]) -> None:
    print(f"{what:24}" + "  ".join(f"{name} {value}" for name, value in figures.items()), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
