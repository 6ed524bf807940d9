"""The labelled sets, read in place: none of them is copied into the project."""

from __future__ import annotations

import csv
import importlib.util
import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

OWN = Path(__file__).resolve().parents[1] / "data"
AMONG = 2_000
"""Titles among which a need with few shared words has its answer."""
SEED = 20

Row = Mapping[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Task:
    """Queries, a corpus, and what is right."""

    name: str
    profile: str
    queries: Sequence[Row]
    corpus: Sequence[Row]
    pool: Sequence[Pair] | None = None
    """Exactly these pairs are scored; None where each query asks the whole corpus."""
    gold: Any = None
    """As the tool gives it, or the right answer by query."""
    group_by: str = "id"

    @cached_property
    def pooled(self) -> dict[str, set[str]] | None:
        """Candidates by query."""
        if self.pool is None:
            return None
        found: defaultdict[str, set[str]] = defaultdict(set)
        for query, candidate in self.pool:
            found[query].add(candidate)
        return found

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where the documents of each candidate stand in the corpus."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self.corpus):
            found[str(row[self.group_by])].append(place)
        return found


@dataclass(frozen=True)
class Labelled:
    """Titles with their classes, those to learn from and those to judge by."""

    name: str
    train: Sequence[str]
    train_classes: Sequence[Sequence[str]]
    dev: Sequence[str]
    dev_classes: Sequence[Sequence[str]]
    published: Sequence[Sequence[str]] = field(default=())
    """What the source's own classifier says of the dev part, where the source tells."""


class Shared:
    """The folder of labelled sets and the tool that counts on them."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        spec = importlib.util.spec_from_file_location("shared_quality", folder / "tools" / "quality.py")
        assert spec is not None
        assert spec.loader is not None
        self.tool: ModuleType = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.tool)

    @classmethod
    def open(cls, folder: Path) -> Shared | None:
        """None where they are absent."""
        there = (folder / "tools" / "quality.py").is_file() and (folder / "data").is_dir()
        return cls(folder) if there else None

    # --- Ranking

    def task(self, name: str) -> Task:
        """One of the tool's tasks, or of our own needs in Chinese with answers in Chinese or English."""
        if name in ("zh-zh", "zh-en"):
            return self._few_shared_words(name)
        inputs, options = self.tool.TASKS[name]
        queries, corpus, pool, gold = inputs()
        group_by = options[options.index("--group-by") + 1] if "--group-by" in options else "id"
        return Task(name, options[options.index("--profile") + 1], queries, corpus, pool, gold, group_by)

    def training_demands(self) -> Task:
        """Demands of the train part, in the form of the dev part; the gold is the level of each label."""
        folder = self.data / "bdci2019-demand-achievement"
        pairs = rows(folder / "pairs_train.csv")
        titles = {row["achievement_id"]: row["title_keywords"] for row in rows(folder / "achievements.csv")}
        demands: dict[str, Row] = {}
        for row in lines(folder / "demands.jsonl"):
            if row["split"] == "train" and row["judged"]:
                demands.setdefault(row["demand_group"], row)
        named: dict[str, str] = {}
        for row in pairs:
            named.setdefault(row["achievement_group"], titles[row["achievement_id"]])
        labels = [(row["demand_group"], row["achievement_group"], float(row["level"])) for row in pairs]
        return Task(
            "bdci-train",
            "demand",
            [
                {"id": group, "title": row["title"], "text": row["description"] or "", "lang": "zh"}
                for group, row in demands.items()
            ],
            [{"id": group, "title": title, "lang": "zh"} for group, title in named.items()],
            sorted({(demand, achievement) for demand, achievement, _ in labels}),
            labels,
        )

    def _few_shared_words(self, name: str) -> Task:
        lang = name.split("-")[1]
        needs = lines(OWN / "low_overlap.jsonl")
        answers = {row["id"]: row[f"answer_{lang}"] for row in needs}
        others = self._chinese_titles() if lang == "zh" else self._english_titles()
        taken = set(answers.values())
        distinct = [title for title in dict.fromkeys(others) if title not in taken]
        corpus = [{"id": identity, "title": title, "lang": lang} for identity, title in answers.items()]
        corpus += [
            {"id": f"x{number}", "title": title, "lang": lang}
            for number, title in enumerate(distinct[: AMONG - len(answers)])
        ]
        queries = [{"id": row["id"], "title": row["need_zh"], "lang": "zh"} for row in needs]
        return Task(name, "demand", queries, corpus, gold={row["id"]: row["id"] for row in needs})

    def _chinese_titles(self) -> list[str]:
        """All patents and demands, then as many names of products as it takes."""
        patents = [row["title"] for row in rows(self.data / "cn-patents-ipc" / "patents_dev.csv")]
        demands = [row["title"] for row in lines(self.data / "bdci2019-demand-achievement" / "demands.jsonl")]
        products = [row["name"] for row in rows(self.data / "chain-knowledge-graph" / "products.csv")]
        return [*patents, *demands, *random.Random(SEED).sample(products, AMONG)]

    def _english_titles(self) -> list[str]:
        """Of patents, topics, calls and awards, in an order drawn by the seed."""
        titles = [row["title"] for row in rows(self.data / "nasa-patents" / "nasa_patents.csv")]
        for file in ("dod-sbir-topics/topics", "eu-open-calls/calls", "sbir-awards-sample/awards"):
            titles += [row["title"] for row in lines(self.data / f"{file}.jsonl")]
        random.Random(SEED).shuffle(titles)
        return titles

    # --- Classes

    def subclasses(self) -> Labelled:
        """Patent titles with the IPC subclasses that the source counts: those with five patents or more."""
        folder = self.data / "cn-patents-ipc"
        train, dev = rows(folder / "patents_train.csv"), rows(folder / "patents_dev.csv")
        column = "ipc_subclasses_benchmark"
        return Labelled(
            "cn-patents-ipc",
            [row["title"] for row in train],
            [parted(row[column]) for row in train],
            [row["title"] for row in dev],
            [parted(row[column]) for row in dev],
            [parted(row["baseline_pred"]) for row in dev],
        )

    def patent_classes(self) -> Labelled:
        """Patent titles of 36 technology classes."""
        folder = self.data / "cn-patents-fsl"
        titles = {row["patent_id"]: row["title"] for row in lines(folder / "patents.jsonl")}
        train, dev = rows(folder / "labels_train.csv"), rows(folder / "labels_dev.csv")
        return Labelled(
            "cn-patents-fsl",
            [titles[row["patent_id"]] for row in train],
            [[row["label_id"]] for row in train],
            [titles[row["patent_id"]] for row in dev],
            [[row["label_id"]] for row in dev],
        )

    def paper_categories(self) -> Labelled:
        """Titles of papers of 13 categories."""
        folder = self.data / "csl-papers"
        train = rows(folder / "title_category_train.csv")
        dev = [row for row in lines(folder / "papers.jsonl") if row["official_part"] == "dev"]
        return Labelled(
            "csl-papers",
            [row["title"] for row in train],
            [[row["category"]] for row in train],
            [row["title"] for row in dev],
            [[row["category"]] for row in dev],
        )


def unanswerable() -> list[Row]:
    """Needs that nothing in the corpora of the task ``zh-zh`` and ``zh-en`` answers."""
    return [{"id": row["id"], "title": row["need_zh"], "lang": "zh"} for row in lines(OWN / "unanswerable.jsonl")]


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(path: Path) -> list[dict[str, Any]]:
    """A JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def parted(classes: str) -> list[str]:
    """Classes that stand in one column, parted by bars."""
    return [name for name in classes.split("|") if name]
