"""The page of the documentation that tells the figures: what stands between its marks is made from the JSON alone.

Prose is written by hand and holds no figure. A block stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``.
Nothing here needs more than the standard library, so that a test can hold the page against the JSON anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.charts import reliability_chart, risk_chart
from evaluation.published import GOALS, REPORTED
from evaluation.words import (
    ABLATION,
    FAITHFULNESS,
    FEATURES,
    LEVELS,
    MEASURES,
    NEEDS,
    SETS,
    SYSTEMS,
    TASKS,
)

Figures = Mapping[str, Any]

PAGE = "reference/evaluation.md"
JSON = "reference/evaluation.json"
RELIABILITY = "assets/evaluation-reliability.svg"
RISK = "assets/evaluation-risk.svg"
NOTHING = "—"


class BlockMissing(Exception):
    """The page lacks the marks of a block, or has marks of a block that nobody makes."""


def files_of(docs: Path, figures: Figures) -> dict[Path, str]:
    """What each file of the documentation has to hold for these figures."""
    found = {docs / PAGE: rendered((docs / PAGE).read_text(encoding="utf-8"), figures), docs / JSON: as_json(figures)}
    if figures["levels"]:
        found[docs / RELIABILITY] = reliability_chart(figures["levels"][shown_levels(figures)])
    if figures["abstention"]:
        found[docs / RISK] = risk_chart(figures["abstention"])
    return found


def rendered(text: str, figures: Figures) -> str:
    """The page with its blocks made anew; the prose between them stays."""
    marked = re.findall(r"<!-- begin ([a-z]+) -->", text)
    if sorted(marked) != sorted(BLOCKS):
        raise BlockMissing(f"The page marks {', '.join(marked) or 'nothing'}; there are {', '.join(BLOCKS)}.")
    for name, made in BLOCKS.items():
        body = "\n".join(made(figures))
        text, count = re.subn(
            rf"<!-- begin {name} -->\n.*?<!-- end {name} -->",
            # A function, since a backslash in a replacement means something.
            lambda _, name=name, body=body: f"<!-- begin {name} -->\n\n{body}\n\n<!-- end {name} -->",
            text,
            flags=re.DOTALL,
        )
        if count != 1:
            raise BlockMissing(f"The block {name} has no end.")
    return text


def as_json(figures: Figures) -> str:
    """Indented, with lists of numbers on one line."""
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    return re.sub(r"\[\s+([^][{}]*?)\s+\]", lambda found: "[" + " ".join(found[1].split()) + "]", text) + "\n"


def shown_levels(figures: Figures) -> str:
    """The system whose levels are drawn: the first that has any."""
    return next(iter(figures["levels"]))


def run_block(figures: Figures) -> Iterable[str]:
    """Which systems were there, and what was left out."""
    yield from _table(
        ("Heliu with the encoder", "vectors", "weights"),
        ((f"`{name}`", f"`{told['vectors']}`", f"`{told['weights']}`") for name, told in figures["systems"].items()),
    )
    ours = next(iter(figures["systems"]))
    profiles = figures["systems"][ours]["profiles"]
    yield ""
    yield from _table(
        (f"weights of `{ours}`", *(f"`{name}`" for name in profiles)),
        (
            (f"`{part}`", *(number(weights[part], 2) for weights in profiles.values()))
            for part in next(iter(profiles.values()))
        ),
    )
    if figures["left_out"]:
        names = ", ".join(f"`{name}`" for name in figures["left_out"])
        yield from ("", f"Left out of this run: {names}.")


def overview_block(figures: Figures) -> Iterable[str]:
    """The default beside the best untrained method, and what is aimed at."""
    ours = next(iter(figures["systems"]))
    header = (
        "task",
        "measure",
        f"`{ours}`",
        "best untrained",
        "gain, 95 % interval",
        "test part: goal (floor) · untrained",
    )
    lines = []
    for task, measure in _measured(figures):
        gain, best = measure["gains"].get(ours), measure["best_untrained"]
        goal = GOALS[task["task"], measure["measure"]]
        lines.append(
            (
                TASKS[task["task"]],
                MEASURES[measure["measure"]],
                f"**{number(measure['figures'].get(ours))}**",
                f"{number(measure['figures'][best])} {SYSTEMS[best]}",
                _interval(gain),
                f"{number(goal.goal, 2)} ({number(goal.floor, 2)}) · {number(goal.simple)}",
            )
        )
    yield from _table(header, lines)


def methods_block(figures: Figures) -> Iterable[str]:
    """Every method on every measure."""
    measured = list(_measured(figures))
    names = [name for name in SYSTEMS if any(name in measure["figures"] for _, measure in measured)]
    header = ("method", *(f"{TASKS[task['task']]}, {MEASURES[measure['measure']]}" for task, measure in measured))
    yield from _table(
        header,
        ((SYSTEMS[name], *(number(measure["figures"].get(name)) for _, measure in measured)) for name in names),
    )
    yield ""
    for task in figures["ranking"]:
        asked = f"{task['pairs']:,} pairs" if task["pairs"] else f"all {task['documents']:,} documents for each query"
        drawn = " or ".join(sorted({str(measure["units"]) for measure in task["measures"]}))
        words = f"{TASKS[task['task']]}: profile `{task['profile']}`, {task['queries']} queries, {asked}"
        yield f"- {words}; an interval draws {drawn} units."


def gains_block(figures: Figures) -> Iterable[str]:
    """The gains of all that was trained or set by hand, over the best untrained method."""
    measured = list(_measured(figures))
    names = [name for name in SYSTEMS if any(name in measure["gains"] for _, measure in measured)]
    yield from _table(
        ("task", "measure", *(SYSTEMS[name] for name in names)),
        (
            (
                TASKS[task["task"]],
                MEASURES[measure["measure"]],
                *(_interval(measure["gains"].get(name)) for name in names),
            )
            for task, measure in measured
        ),
    )


def seeds_block(figures: Figures) -> Iterable[str]:
    """The gain of each training over the best untrained method, of their average, and of the mean that ships."""
    told = figures["seeds"]
    if not told:
        yield "Not measured in this run."
        return
    names = [f"training {number}" for number in range(1, len(told[0]["each"]) + 1)]
    names += ["average of the figures", "mean of the weights, which ships"]
    columns = [[*measure["each"], measure["average"], measure["shipped"]] for measure in told]
    yield from _table(
        ("", *(f"{TASKS[measure['task']]}, {MEASURES[measure['measure']]}" for measure in told)),
        (
            (name, *(f"{number(each['figure'])}: {_interval(each)}" for each in line))
            for name, line in zip(names, zip(*columns, strict=True), strict=True)
        ),
    )


def levels_block(figures: Figures) -> Iterable[str]:
    """Calibration errors, the diagram, and shares of levels."""
    if not figures["levels"]:
        yield "Not measured in this run."
        return
    yield from _table(
        ("expected calibration error", *(f"at least level {level}" for level in (2, 3, 4))),
        (
            (f"`{name}`", *(number(told["at_least"][level]["error"]) for level in ("2", "3", "4")))
            for name, told in figures["levels"].items()
        ),
    )
    shown = shown_levels(figures)
    told = figures["levels"][shown]
    yield from ("", f"![Reliability of the levels of {shown}](../{RELIABILITY})", "")
    yield from _table(
        (f"of {told['pairs']:,} labels", *LEVELS.values()),
        (
            (words, *(number(told["shares"][level][name]) for level in LEVELS))
            for name, words in (
                ("labelled", "practitioners gave"),
                ("given", f"`{shown}` gives, as the median"),
                ("expected", "mean of its chances"),
            )
        ),
    )
    yield ""
    yield from _table(
        (f"`{shown}`, stated chance", "it happened", "labels"),
        (
            (f"at least {level}: {number(stated)}", number(happened), f"{cases:.0f}")
            for level, each in told["at_least"].items()
            for stated, happened, cases in each["bins"]
        ),
    )


def abstention_block(figures: Figures) -> Iterable[str]:
    """The curve, and what the threshold that ships does to each kind of needs."""
    told = figures["abstention"]
    if not told:
        yield "Not measured in this run."
        return
    shipped = "has no threshold" if told["threshold"] is None else f"has the threshold {number(told['threshold'])}"
    yield f"`{told['system']}` {shipped} in its profile `demand`."
    yield from ("", f"![Risk and coverage](../{RISK})", "")
    yield from _table(
        ("", "needs", "first result right", "abstained", "answered, and right"),
        (
            (
                f"{SETS[name]}: {NEEDS[kind]}",
                str(counts["needs"]),
                str(counts["right"]),
                str(counts["abstained"]),
                str(counts["answered_right"]),
            )
            for name, each in told["sets"].items()
            for kind, counts in each["kinds"].items()
        ),
    )
    yield ""
    yield from _table(
        ("", "coverage at the threshold", "risk there", "area under the curve"),
        (
            (
                SETS[name],
                *(number((each["at_threshold"] or {}).get(part)) for part in ("coverage", "risk")),
                number(each["area"]),
            )
            for name, each in told["sets"].items()
        ),
    )


def ablation_block(figures: Figures) -> Iterable[str]:
    """Each part left out, on every task."""
    told = figures["ablation"]
    if not told:
        yield "Not measured in this run."
        return
    names = [name for name in ABLATION if any(name in each["figures"] for each in told)]
    yield from _table(
        ("", *(f"{TASKS[each['task']]}, {MEASURES[each['measure']]}" for each in told)),
        ((ABLATION[name], *(number(each["figures"].get(name)) for each in told)) for name in names),
    )


def classification_block(figures: Figures) -> Iterable[str]:
    """Classes of titles by each kind of features."""
    told = figures["classification"]
    if not told:
        yield "Not measured in this run."
        return
    yield from _table(
        ("set", "measure", *FEATURES.values(), "gain of the vectors", "gain of both"),
        (
            (
                f"`{each['set']}`, {each['classes']} classes, {each['train']:,} to learn, {each['dev']:,} to judge",
                each["measure"],
                *(number(each["figures"].get(name)) for name in FEATURES),
                _interval(each["gains"]["vectors"]),
                _interval(each["gains"]["both"]),
            )
            for each in told
        ),
    )


def faithfulness_block(figures: Figures) -> Iterable[str]:
    """What becomes of a score without the places that its reasons point to."""
    told = figures["faithfulness"]
    if not told:
        yield "Not measured in this run."
        return
    names = [name for name in FAITHFULNESS if name in told[0]["values"]]
    yield from _table(
        ("results of", "with a reason", "without", *(FAITHFULNESS[name] for name in names)),
        (
            (
                each["name"],
                f"{each['results']:,}",
                f"{each['unexplained']:,}",
                *(_between(each["values"][name]) for name in names),
            )
            for each in told
        ),
    )


def published_block(_: Figures) -> Iterable[str]:
    """What others have reported; facts of their sources."""
    yield from _table(
        ("task", "measure", "system", "reported", "counted on"),
        (
            (TASKS.get(each.task, f"`{each.task}`"), each.measure, each.system, each.figure, each.split)
            for each in REPORTED
        ),
    )


BLOCKS: Mapping[str, Callable[[Figures], Iterable[str]]] = {
    "run": run_block,
    "overview": overview_block,
    "methods": methods_block,
    "gains": gains_block,
    "seeds": seeds_block,
    "levels": levels_block,
    "abstention": abstention_block,
    "ablation": ablation_block,
    "classification": classification_block,
    "faithfulness": faithfulness_block,
    "published": published_block,
}


def number(value: float | None, digits: int = 3) -> str:
    """As it stands in the tables: without the nought before the point."""
    if value is None:
        return NOTHING
    written = f"{abs(value):.{digits}f}"
    sign = "−" if value < 0 and float(written) else ""
    return sign + (written.removeprefix("0") if written.startswith("0.") else written)


def _interval(gain: Figures | None) -> str:
    if gain is None:
        return NOTHING
    return f"{_signed(gain['gain'])} ({_signed(gain['low'])} to {_signed(gain['high'])})"


def _between(value: Sequence[float]) -> str:
    return f"{number(value[0])} ({number(value[1])} to {number(value[2])})"


def _signed(value: float) -> str:
    written = number(value)
    return written if written.startswith("−") else f"+{written}"


def _measured(figures: Figures) -> Iterable[tuple[Figures, Figures]]:
    return ((task, measure) for task in figures["ranking"] for measure in task["measures"])


def _table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterable[str]:
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for line in lines:
        yield "| " + " | ".join(line) + " |"
