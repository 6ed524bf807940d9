"""Reading the sets that are trained on, and which part of each is kept from training."""

from __future__ import annotations

import csv
import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heliu_engine.text import joined

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared" / "data"
BDCI = SHARED / "bdci2019-demand-achievement"


def held_out(key: str, share: float = 0.2) -> bool:
    """Whether a key belongs to the part of the train part that is kept for choosing."""
    return zlib.crc32(key.encode()) % 1000 < 1000 * share


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def own_items() -> list[dict[str, str]]:
    """All needs with their answers, in the order of the files."""
    return own_lines("pairs")


def own_lines(folder: str) -> list[dict[str, Any]]:
    """Every line of the files of a folder here, in the order of their names."""
    return [line for path in sorted((HERE / folder).glob("*.jsonl")) for line in lines(path)]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    title: str
    text: str
    judged: Sequence[tuple[str, float]]
    """Titles of achievements with the level, 1 to 4."""
    named: Sequence[tuple[str, float]] = ()
    """The same by achievement group."""


def judged_demands(*, kept: bool) -> list[Group]:
    """The demand groups of the train part that are kept from training, or the others."""
    titles = {row["achievement_id"]: row["title_keywords"] for row in rows(BDCI / "achievements.csv")}
    titles_of: dict[str, str] = {}
    for row in rows(BDCI / "pairs_train.csv"):
        titles_of.setdefault(row["achievement_group"], titles[row["achievement_id"]])
    records: dict[str, dict[str, Any]] = {}
    for record in lines(BDCI / "demands.jsonl"):
        if record["judged"] and record["split"] == "train":
            records.setdefault(record["demand_group"], record)
    judged: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in rows(BDCI / "qrels_train.csv"):
        judged[row["demand_group"]].append((row["achievement_group"], float(row["level"])))
    return [
        Group(
            name,
            records[name]["title"],
            records[name]["description"] or "",
            [(joined(titles_of[group]), level) for group, level in pairs],
            pairs,
        )
        for name, pairs in sorted(judged.items())
        if held_out(name) == kept
    ]


def read_judgements(name: str, texts: Mapping[str, str]) -> list[Group]:
    """A file of judgements/: each line a demand group of the train part of bdci2019, or one of our needs, and
    ``achievement:level``; ``texts`` has what stands under the title of a need of ours.

    ValueError for a demand of another part: those that no part judges are left alone too, since the demands of the
    test part, which is kept aside, are among them.
    """
    titles: dict[str, str] = {}
    for row in rows(BDCI / "achievements.csv"):
        titles.setdefault(row["achievement_group"], joined(row["title_keywords"]))
    demands = {record["demand_group"]: record for record in lines(BDCI / "demands.jsonl")}
    groups = []
    for line in (HERE / "judgements" / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        key, found = line.split("\t")
        record = demands.get(key)
        if record is not None and record["split"] != "train":
            raise ValueError(f"{name}.tsv judges a demand that is not of the train part: {key}.")
        named = [(group, float(level)) for group, level in (pair.split(":") for pair in found.split())]
        judged = [(titles[group], level) for group, level in named]
        title, text = (key, texts.get(key)) if record is None else (record["title"], record["description"])
        groups.append(Group(key, title, text or "", judged, named))
    return groups


def foretold_demands(*, kept: bool) -> list[Group]:
    """Demands and needs with foretold grades, 0 to 100: those that are kept from training, or the others."""
    return [group for group in read_judgements("foretold", own_texts()) if held_out(group.name) == kept]


def own_texts() -> dict[str, str]:
    """What stands under needs of our own, by the need."""
    return {item["need"]: item["text"] for item in own_lines("texts")}
