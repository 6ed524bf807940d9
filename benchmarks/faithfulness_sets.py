"""What the faithfulness of reasons is measured on: needs, and the documents that they are held against.

The labelled sets are read in place from ``../shared/data``; nothing of them goes into the project. Labels are not
looked at: whether a reason is true to the score does not depend on whether the score is right.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.readers import lines, rows

from heliu.sample.region import read_region
from heliu_engine import Document, Query
from heliu_engine.scoring import ProfileName

SEED = 11
NEEDS = {"bdci": 24, "policy": 10, "sample": 24, "sample across": 24}
"""Needs taken of each set, at random with one seed: so many that a run takes minutes."""
NOTICES = 100
LONGEST = 800
"""Code points of a notice that are read; a whole one takes a second for every text that is held against it."""
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Task:
    """Needs of one set and the documents they are asked of."""

    name: str
    profile: ProfileName
    needs: list[Query]
    documents: list[Document]
    across: bool = False
    """Only documents of another language than the need's are asked."""


def tasks(shared: Path, names: Iterable[str] = tuple(NEEDS)) -> list[Task]:
    """The sets of these names; those of ``shared`` are left out where it is absent."""
    read = {"bdci": demands, "policy": questions, "sample": region, "sample across": across}
    there = (shared / "data").is_dir()
    return [read[name](shared / "data") for name in names if there or name.startswith("sample")]


def demands(data: Path) -> Task:
    """Real demands, train and dev, against the achievements of the pools of those taken: titles alone."""
    folder = data / "bdci2019-demand-achievement"
    titles = {row["achievement_id"]: row["title_keywords"] for row in rows(folder / "achievements.csv")}
    pairs = [*rows(folder / "pairs_train.csv"), *rows(folder / "pairs_dev.csv")]
    records: dict[str, dict[str, Any]] = {}
    for record in lines(folder / "demands.jsonl"):
        if record["judged"]:
            records.setdefault(record["demand_group"], record)
    groups = sorted({row["demand_group"] for row in pairs} & records.keys())
    taken = set(_sample(groups, NEEDS["bdci"]))
    named: dict[str, str] = {}
    for row in pairs:
        if row["demand_group"] in taken:
            named.setdefault(row["achievement_group"], titles[row["achievement_id"]])
    needs = [Query(records[g]["description"] or "", records[g]["title"], lang="zh", id=g) for g in sorted(taken)]
    return Task("bdci", "demand", needs, [Document(group, title, lang="zh") for group, title in sorted(named.items())])


def questions(data: Path) -> Task:
    """Questions, train and dev, against the beginnings of policy notices: the ones that answer, and some others."""
    folder = data / "ncp-policy-qa"
    asked = [*rows(folder / "questions_train.csv"), *rows(folder / "questions_dev.csv")]
    asked = sorted((row for row in asked if row["doc_text_available"] == "1"), key=lambda row: row["question_id"])
    taken = _sample(asked, NEEDS["policy"])
    notices = {row["doc_id"]: row["text"] for row in lines(folder / "policy_docs.jsonl")}
    own = {row["doc_id"] for row in taken} & notices.keys()
    chosen = sorted(own | set(_sample(sorted(notices), NOTICES)))
    needs = [Query(title=row["question"], lang="zh", id=row["question_id"]) for row in taken]
    return Task("policy", "policy", needs, [_notice(name, notices[name]) for name in chosen])


def _notice(identity: str, text: str) -> Document:
    """Most notices begin with their title and a blank; the text does not repeat it here."""
    head, _, rest = text.partition(" ")
    if len(head) > LONGEST_TITLE:
        head, rest = text[:LONGEST_TITLE], text[LONGEST_TITLE:]
    return Document(identity, head, rest[:LONGEST], lang="zh")


def region(_data: Path) -> Task:
    """Demands of the sample region, typed into the box in one of both languages, against achievements in both."""
    needs = _typed("zh", "sample")[::2] + _typed("en", "sample")[1::2]
    return Task("sample", "demand", needs, [*_achievements("zh"), *_achievements("en")])


def across(_data: Path) -> Task:
    """The same across languages, where little but meaning joins both sides."""
    needs = _typed("zh", "sample across")[::2] + _typed("en", "sample across")[1::2]
    return Task("sample across", "demand", needs, [*_achievements("zh"), *_achievements("en")], across=True)


def _typed(language: str, name: str) -> list[Query]:
    taken = _sample(sorted(read_region().demands, key=lambda record: str(record["key"])), NEEDS[name])
    return [Query(record["description"][language], lang=language, id=f"{record['key']}:{language}") for record in taken]


def _achievements(language: str) -> list[Document]:
    return [
        Document(
            f"{record['key']}:{language}",
            record["title"][language],
            record["description"][language],
            tuple(record["keywords"][language] or ()),
            lang=language,
            kind=language,
        )
        for record in read_region().achievements
    ]


def _sample(items: list[Any], count: int) -> list[Any]:
    return random.Random(SEED).sample(items, min(count, len(items)))
