"""Does coaching help? Rich real demands are made vague, and the coach's questions answered from what was taken away.

    python benchmarks/coaching.py [--data ../shared] [--encoder heliu-licensed] [--cache FOLDER] [--json FILE]

The demands are those of ../shared/data/bdci2019-demand-achievement (train and dev part) with a description of at least
150 characters and judgements that differ. Of each only the title is kept, and of that the half of its words that are
most frequent among all achievements: 一种钛材+碳钢的焊接技术 becomes 碳钢焊接技术. What `take_apart` finds in the description
are the answers. A question for an element that the demand does not state is asked, counts, and changes nothing.

The index holds all achievements of the set and all its demands but those with the name of the one that is asked for.
Each answer goes where `answered` puts it. Three orders: the coach's, which knows the vague sentence alone; the fixed
one of the demand sheet; random ones, the mean of several. After each question it is counted among all achievements:

strong found    share of those judged 3 or 4 that are among the first 50
nDCG@10         with the gain 2^level - 2; what nobody judged counts nothing
judged nDCG@10  of the judged ones alone, as everywhere else
as complete     share of the first ten that the complete demand, title and description, finds among its first ten

The encoder is `heliu-licensed`, which was trained on none of these demands. Intervals hold 95 % of the mean gains over
all questions when demands are drawn anew with replacement.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rjieba
from evaluation.readers import Row, lines, rows

from heliu_engine import Document, Filters, Matcher, Query
from heliu_engine.coach import ELEMENTS, ElementName, answered, questions, take_apart
from heliu_engine.encoding import CachedEncoder, open_encoder
from heliu_engine.evaluation import bootstrap_interval, ndcg

ROOT = Path(__file__).resolve().parent.parent
LEAST_LENGTH = 150
ASKED = 5
"""Questions that are asked of each demand."""
DEEP = 50
RANDOM_ORDERS = 10
SEED = 7
MEASURES = ("strong found", "nDCG@10", "judged nDCG@10", "as complete")
Floats = npt.NDArray[np.float64]
Answers = Mapping[ElementName, str]


@dataclass(frozen=True)
class Case:
    """A demand made vague."""

    name: str
    complete: Query
    vague: Query
    answers: Answers
    labels: Mapping[str, float]
    """Levels by achievement group."""


def cases(
    demands: Sequence[Row], labels: Mapping[str, Mapping[str, float]], rarity: Callable[[str], float]
) -> list[Case]:
    """The demands that are rich enough, in the order of their names."""
    first: dict[str, Row] = {}
    for row in demands:
        if row["judged"]:
            first.setdefault(row["demand_group"], row)
    found = []
    for name, row in sorted(first.items()):
        text, judged = row["description"] or "", labels.get(name, {})
        if len(text) < LEAST_LENGTH or len(set(judged.values())) < 2 or max(judged.values()) < 3:
            continue
        sheet = take_apart(text, title=row["title"], lang="zh")
        stated = {each: "\n".join(place.text for place in sheet.stated(each)) for each in ELEMENTS}
        found.append(
            Case(
                name,
                Query(text, row["title"], lang="zh"),
                Query(vague(row["title"], rarity), lang="zh"),
                {each: answer for each, answer in stated.items() if answer},
                judged,
            )
        )
    return found


def vague(title: str, rarity: Callable[[str], float]) -> str:
    """The half of a title's words that say least, at least two of them, in their order."""
    words = rjieba.cut(title)
    kept = sorted(range(len(words)), key=lambda place: (rarity(words[place]), place))[: max(2, len(words) // 2)]
    return "".join(words[place] for place in sorted(kept))


class Bench:
    """The index, and what a need finds in it."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._measured: dict[tuple[str, Query], tuple[float, ...]] = {}
        self._complete: dict[str, list[str]] = {}

    def coach_order(self, case: Case) -> list[ElementName]:
        """What the coach would ask, knowing the vague sentence alone."""
        sheet = take_apart(case.vague.text, lang="zh")
        asked = questions(
            self._matcher,
            case.vague,
            sheet,
            filters=Filters(kinds=("achievement",)),
            needs=Filters(kinds=("demand",), exclude=(demand_id(case.name),)),
        )
        return [question.element for question in asked]

    def path(self, case: Case, order: Sequence[ElementName]) -> Floats:
        """The measures before the first question and after each, shape (ASKED + 1, measures)."""
        need, rows = case.vague, [self.measured(case, case.vague)]
        for element in order[:ASKED]:
            if element in case.answers:
                need = answered(need, element, case.answers[element])
            rows.append(self.measured(case, need))
        return np.array(rows)

    def measured(self, case: Case, need: Query) -> tuple[float, ...]:
        """Each of `MEASURES`."""
        key = case.name, need
        if key not in self._measured:
            found = self.found(need)
            strong = [name for name, level in case.labels.items() if level >= 3]
            gains = [2 ** case.labels.get(name, 1.0) - 2 for name in found[:10]]
            ideal = sorted((2**level - 2 for level in case.labels.values()), reverse=True)[:10]
            judged = sorted(case.labels)
            scores = {match.id: match.score for match in self._matcher.score(need, judged, reasons=False).matches}
            self._measured[key] = (
                len(set(strong) & set(found)) / len(strong),
                _discounted(gains) / _discounted(ideal),
                ndcg([case.labels[name] for name in judged], [scores[name] for name in judged]),
                len(set(found[:10]) & set(self.complete(case)[:10])) / 10,
            )
        return self._measured[key]

    def complete(self, case: Case) -> list[str]:
        """What the complete demand finds."""
        if case.name not in self._complete:
            self._complete[case.name] = self.found(case.complete)
        return self._complete[case.name]

    def found(self, need: Query) -> list[str]:
        ranking = self._matcher.match(need, DEEP, Filters(kinds=("achievement",)), reasons=False)
        return [match.id for match in ranking.matches]


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def documents(achievements: Mapping[str, str], demands: Sequence[Row]) -> Iterator[Document]:
    """One achievement for each group, and one demand for each name."""
    for name, title in achievements.items():
        yield Document(name, title, lang="zh", kind="achievement")
    first: dict[str, Row] = {}
    for row in demands:
        first.setdefault(row["demand_group"], row)
    for name, row in first.items():
        yield Document(demand_id(name), row["title"], row["description"] or "", lang="zh", kind="demand")


def demand_id(name: str) -> str:
    """Of a demand in the index."""
    return f"demand:{name}"


def rarity_in(titles: Sequence[str]) -> Callable[[str], float]:
    """How rare a word is among the titles, which are cut already."""
    counts = Counter(word for title in titles for word in set(title.split()))
    return lambda word: math.log((len(titles) + 1) / (counts[word] + 1))


def report(paths: Mapping[str, Floats]) -> dict[str, Any]:
    """Print each order's measures question by question, then the coach's mean gains with their intervals."""
    told: dict[str, Any] = {"demands": len(paths["coach"]), "orders": {}, "gains": {}}
    for place, measure in enumerate(MEASURES):
        print(f"\n{measure}, before the first question and after each")
        for order, path in paths.items():
            means = path[:, :, place].mean(axis=0)
            told["orders"].setdefault(order, {})[measure] = [round(float(each), 4) for each in means]
            print(f"  {order:8}", " ".join(f"{each:.3f}" for each in means))
        ours = paths["coach"][:, 1:, place].mean(axis=1)
        for order in ("fixed", "random"):
            theirs = paths[order][:, 1:, place].mean(axis=1)
            low, high = bootstrap_interval(ours - theirs, seed=SEED)
            told["gains"].setdefault(order, {})[measure] = [
                round(float(each), 4) for each in ((ours - theirs).mean(), low, high)
            ]
            print(f"  gain over {order}: {(ours - theirs).mean():+.3f} ({low:+.3f} to {high:+.3f})")
    return told


def main() -> int:
    """Ask, count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--encoder", default="heliu-licensed")
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/heliu").expanduser())
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    options = parser.parse_args()
    folder = options.data / "data" / "bdci2019-demand-achievement"
    if not folder.is_dir():
        print(f"There are no demands in {folder}.")
        return 1
    opened = open_encoder(options.encoder, options.cache)
    assert opened is not None
    achievements: dict[str, str] = {}
    for row in rows(folder / "achievements.csv"):
        achievements.setdefault(row["achievement_group"], row["title_keywords"])
    labels: dict[str, dict[str, float]] = {}
    for part in ("train", "dev"):
        for row in rows(folder / f"qrels_{part}.csv"):
            labels.setdefault(row["demand_group"], {})[row["achievement_group"]] = float(row["level"])
    demands = lines(folder / "demands.jsonl")
    matcher = Matcher(CachedEncoder(opened, options.cache))
    matcher.add(documents(achievements, demands))
    matcher.commit()
    bench = Bench(matcher)
    chosen = cases(demands, labels, rarity_in(list(achievements.values())))
    stated = Counter(element for case in chosen for element in case.answers)
    print(len(chosen), "demands; stated by", ", ".join(f"{element} {stated[element]}" for element in ELEMENTS))
    shuffled = np.random.default_rng(SEED)
    paths: dict[str, list[Floats]] = {"coach": [], "fixed": [], "random": []}
    first: Counter[ElementName] = Counter()
    for number, case in enumerate(chosen, 1):
        order = bench.coach_order(case)
        first[order[0]] += 1
        paths["coach"].append(bench.path(case, order))
        paths["fixed"].append(bench.path(case, [each for each in ELEMENTS if each in order]))
        drawn = [[order[place] for place in shuffled.permutation(len(order))] for _ in range(RANDOM_ORDERS)]
        paths["random"].append(np.mean([bench.path(case, each) for each in drawn], axis=0))
        print(f"\r{number} of {len(chosen)}", end="", flush=True)
    print("\nasked first:", ", ".join(f"{element} {count}" for element, count in first.most_common()))
    told = report({order: np.array(path) for order, path in paths.items()})
    if options.json:
        options.json.write_text(json.dumps({"encoder": options.encoder, **told}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
