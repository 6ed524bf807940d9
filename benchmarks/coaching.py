"""Does coaching help? Rich real demands are made vague, and the coach's questions answered from what was taken away.

    python benchmarks/coaching.py [--data ../shared] [--cache FOLDER] [--only zh|en] [--json FILE]

Two sets of demands: the Chinese ones of ../shared/data/bdci2019-demand-achievement (train and dev part and those
nobody judged) among the achievements of that set, and the US Air Force's topics (dod-sbir-topics) among patents and
projects (nasa-patents, sbir-awards-sample). Those take part that have a text of at least 150 characters in which
`take_apart` finds at least three of the first six elements. Of each only the title is kept, and of that the half of
its words that are most frequent there: 一种钛材+碳钢的焊接技术 becomes 碳钢焊接技术. The answers are
what was found in the text. A question for an element that the demand does not state counts, and changes nothing.

The index holds all achievements and all demands but the one that is asked for. Each answer goes where `answered` puts
it. Three orders: the coach's, which knows the vague sentence alone; the fixed one of the demand sheet; random ones, the
mean of several. Counted before the first question, after each, and with all answers:

as complete      share of the first ten that the complete demand, title and text, finds among its first ten
as complete, 50  the same of the first 50
strong found     share of the achievements that staff judged 3 or 4 that are among the first 50
nDCG@10          with the gain 2^level - 2; what nobody judged counts nothing
judged nDCG@10   of the judged achievements alone, as everywhere else

Each set is read with an encoder that was trained on none of its demands. Intervals hold 95 % of the mean gains over
the first five questions when demands are drawn anew with replacement. What is usual (`USUAL` in
heliu_engine/coach/questions.py) was counted on the train part of the Chinese demands and on the English ones, so the
Chinese ones that are not of the train part are told apart.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rjieba
from evaluation.readers import lines, rows

from heliu_engine import Document, Filters, Matcher, Query
from heliu_engine.coach import ELEMENTS, ElementName, answered, questions, take_apart
from heliu_engine.encoding import CachedEncoder, open_encoder
from heliu_engine.evaluation import bootstrap_interval, ndcg

ROOT = Path(__file__).resolve().parent.parent
LEAST_LENGTH, LEAST_STATED = 150, 3
ASKED = 5
"""Questions whose mean is compared."""
DEEP = 50
RANDOM_ORDERS = 10
SEED = 7
ORDERS = ("coach", "fixed", "random")
MEASURES = ("as complete", "as complete, 50", "strong found", "nDCG@10", "judged nDCG@10")
SUPPLY = Filters(kinds=("achievement",))
Floats = npt.NDArray[np.float64]
Labels = Mapping[str, float]
"""Levels by achievement."""


@dataclass(frozen=True)
class Set:
    """Demands by name, what is there to answer them, and how they were judged."""

    lang: str
    encoder: str
    achievements: Sequence[Document]
    demands: Mapping[str, tuple[str, str]]
    """Title and text."""
    labels: Mapping[str, Labels]
    fitted: frozenset[str]
    """Demands that `USUAL` was counted on."""


def chinese(data: Path) -> Set:
    folder = data / "bdci2019-demand-achievement"
    titles: dict[str, str] = {}
    for row in rows(folder / "achievements.csv"):
        titles.setdefault(row["achievement_group"], row["title_keywords"])
    labels: dict[str, dict[str, float]] = {}
    for part in ("train", "dev"):
        for row in rows(folder / f"qrels_{part}.csv"):
            labels.setdefault(row["demand_group"], {})[row["achievement_group"]] = float(row["level"])
    demands: dict[str, tuple[str, str]] = {}
    fitted: set[str] = set()
    for row in lines(folder / "demands.jsonl"):
        demands.setdefault(row["demand_group"], (row["title"], row["description"] or ""))
        if row["split"] == "train":
            fitted.add(row["demand_group"])
    documents = [Document(name, title, lang="zh", kind="achievement") for name, title in titles.items()]
    return Set("zh", "heliu-licensed", documents, demands, labels, frozenset(fitted))


def english(data: Path) -> Set:
    documents = [
        Document(f"nasa:{place}", row["title"], lang="en", kind="achievement")
        for place, row in enumerate(rows(data / "nasa-patents" / "nasa_patents.csv"))
    ]
    documents += [
        Document(row["award_id"], row["title"], row["abstract"] or "", lang="en", kind="achievement")
        for row in lines(data / "sbir-awards-sample" / "awards.jsonl")
    ]
    demands = {
        row["topic_id"]: (row["title"], f"{row['objective']}\n{row['description']}")
        for row in lines(data / "dod-sbir-topics" / "topics.jsonl")
    }
    return Set("en", "heliu", documents, demands, {}, frozenset(demands))


@dataclass(frozen=True)
class Case:
    """A demand made vague."""

    name: str
    complete: Query
    vague: Query
    answers: Mapping[ElementName, str]
    labels: Labels


def cases(chosen: Set) -> list[Case]:
    """The demands that are rich enough, in the order of their names."""
    counts = Counter(word for each in chosen.achievements for word in set(_known_words(each)))
    found = []
    for name, (title, text) in sorted(chosen.demands.items()):
        sheet = take_apart(text, title=title, lang=chosen.lang)
        stated = {each: "\n".join(place.text for place in sheet.stated(each)) for each in ELEMENTS}
        answers = {each: answer for each, answer in stated.items() if answer}
        if len(text) >= LEAST_LENGTH and len(answers.keys() & set(ELEMENTS[:6])) >= LEAST_STATED:
            need = Query(vague(title, chosen.lang, counts), lang=chosen.lang)
            complete = Query(text, title, lang=chosen.lang)
            found.append(Case(name, complete, need, answers, chosen.labels.get(name, {})))
    return found


def _known_words(achievement: Document) -> list[str]:
    # Chinese titles of the set are cut already.
    return achievement.title.lower().split()


def vague(title: str, lang: str, counts: Mapping[str, int]) -> str:
    """The half of a title's words that say least, at least two of them, in their order."""
    words = rjieba.cut(title) if lang == "zh" else title.split()
    often = sorted(range(len(words)), key=lambda place: (-counts[words[place].lower()], place))
    kept = sorted(often[: max(2, len(words) // 2)])
    return ("" if lang == "zh" else " ").join(words[place] for place in kept)


class Bench:
    """The index, and what a need finds in it."""

    def __init__(self, chosen: Set, cache: Path) -> None:
        opened = open_encoder(chosen.encoder, cache)
        assert opened is not None
        self._matcher = Matcher(CachedEncoder(opened, cache))
        self._matcher.add(chosen.achievements)
        self._matcher.add(
            Document(f"demand:{name}", title, text, lang=chosen.lang, kind="demand")
            for name, (title, text) in chosen.demands.items()
        )
        self._matcher.commit()
        self._measured: dict[tuple[str, Query], tuple[float, ...]] = {}
        self._complete: dict[str, list[str]] = {}

    def coach_order(self, case: Case) -> list[ElementName]:
        """What the coach would ask, knowing the vague sentence alone."""
        needs = Filters(kinds=("demand",), exclude=(f"demand:{case.name}",))
        sheet = take_apart(case.vague.text, lang=case.vague.lang)
        return [each.element for each in questions(self._matcher, case.vague, sheet, filters=SUPPLY, needs=needs)]

    def path(self, case: Case, order: Sequence[ElementName]) -> Floats:
        """The measures before the first question and after each, shape (questions + 1, measures)."""
        need, found = case.vague, [self._measures(case, case.vague)]
        for element in order:
            if element in case.answers:
                need = answered(need, element, case.answers[element])
            found.append(self._measures(case, need))
        return np.array(found)

    def _measures(self, case: Case, need: Query) -> tuple[float, ...]:
        key = case.name, need
        if key not in self._measured:
            found = self._found(need)
            if case.name not in self._complete:
                self._complete[case.name] = self._found(case.complete)
            complete = self._complete[case.name]
            same = (len(set(found[:k]) & set(complete[:k])) / k for k in (10, DEEP))
            self._measured[key] = (*same, *self._judged(case.labels, need, found))
        return self._measured[key]

    def _judged(self, labels: Labels, need: Query, found: Sequence[str]) -> tuple[float, float, float]:
        """By the labels; nothing where they tell nothing apart."""
        strong = {name for name, level in labels.items() if level >= 3}
        if not strong or len(set(labels.values())) < 2:
            return math.nan, math.nan, math.nan
        gains = [2 ** labels.get(name, 1.0) - 2 for name in found[:10]]
        ideal = sorted((2**level - 2 for level in labels.values()), reverse=True)[:10]
        names = sorted(labels)
        scores = {match.id: match.score for match in self._matcher.score(need, names, reasons=False).matches}
        judged = ndcg([labels[name] for name in names], [scores[name] for name in names])
        return len(strong & set(found)) / len(strong), _discounted(gains) / _discounted(ideal), judged

    def _found(self, need: Query) -> list[str]:
        return [match.id for match in self._matcher.match(need, DEEP, SUPPLY, reasons=False).matches]


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def measure(chosen: Set, cache: Path) -> dict[str, Any]:
    """Ask every demand of a set in every order, print and return the means and gains."""
    bench, found = Bench(chosen, cache), cases(chosen)
    stated = Counter(element for case in found for element in case.answers)
    print(
        f"{chosen.lang}: {len(found)} demands; {', '.join(f'{each} {stated[each]}' for each in ELEMENTS)}", flush=True
    )
    shuffled = np.random.default_rng(SEED)
    paths: dict[str, list[Floats]] = {order: [] for order in ORDERS}
    for case in found:
        order = bench.coach_order(case)
        paths["coach"].append(bench.path(case, order))
        paths["fixed"].append(bench.path(case, [each for each in ELEMENTS if each in order]))
        drawn = [[order[place] for place in shuffled.permutation(len(order))] for _ in range(RANDOM_ORDERS)]
        paths["random"].append(np.mean([bench.path(case, each) for each in drawn], axis=0))
    # Questions differ in number where the vague sentence states something: what is missing stays as with all answers.
    most = max(len(path) for path in paths["coach"])
    stacked = {order: np.array([_lengthened(path, most) for path in each]) for order, each in paths.items()}
    told = {"demands": len(found), "all": report(stacked, "all")}
    unfitted = np.array([case.name not in chosen.fitted for case in found])
    if unfitted.any():
        told["unfitted"] = report({order: each[unfitted] for order, each in stacked.items()}, "not counted for USUAL")
    return told


def _lengthened(path: Floats, length: int) -> Floats:
    return np.concatenate([path, np.repeat(path[-1:], length - len(path), axis=0)])


def report(paths: Mapping[str, Floats], name: str) -> dict[str, Any]:
    """Each order's measures question by question, and the coach's mean gains with their intervals."""
    told: dict[str, Any] = {}
    for place, named in enumerate(MEASURES):
        known = ~np.isnan(paths["coach"][:, 0, place])
        if not known.any():
            continue
        print(f"\n{named} ({name}: {known.sum()} demands), before, after each of {ASKED} questions, with all answers")
        means = {order: each[known, :, place] for order, each in paths.items()}
        told[named] = {"demands": int(known.sum()), "orders": {}, "gains": {}}
        for order, each in means.items():
            shown = [*each[:, : ASKED + 1].mean(axis=0), each[:, -1].mean()]
            told[named]["orders"][order] = [round(float(figure), 4) for figure in shown]
            print(f"  {order:8}", " ".join(f"{figure:.3f}" for figure in shown))
        ours, *others = (means[order][:, 1 : ASKED + 1].mean(axis=1) for order in ORDERS)
        for order, theirs in zip(ORDERS[1:], others, strict=True):
            low, high = bootstrap_interval(ours - theirs, seed=SEED)
            told[named]["gains"][order] = [round(float(each), 4) for each in ((ours - theirs).mean(), low, high)]
            print(f"  gain over {order}: {(ours - theirs).mean():+.3f} ({low:+.3f} to {high:+.3f})")
    return told


def main() -> int:
    """Ask, count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/heliu").expanduser())
    parser.add_argument("--only", choices=["zh", "en"])
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    options = parser.parse_args()
    if not (options.data / "data").is_dir():
        print(f"There are no sets in {options.data}.")
        return 1
    told = {
        chosen.lang: measure(chosen, options.cache)
        for read in (chinese, english)
        if (chosen := read(options.data / "data")).lang == (options.only or chosen.lang)
    }
    if options.json:
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
