"""Pairs of texts with a grade."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from typing import Any

from batches import LONGEST, Graded, graded
from contrasts import Own
from sets import SHARED, Group, foretold_demands, held_out, judged_demands, own_lines, read_judgements, rows

from heliu_engine.text import joined, sentences


class OwnGraded(Own):
    """Needs and their answers as grades: the answer before what helps in part, both before the decoy (where one was
    written) and another's answer."""

    def batch(self, size: int) -> Graded:
        chosen = self.rng.sample(self.items, size // 4)
        found: list[tuple[str, str, float]] = []
        for place, item in enumerate(chosen):
            other = chosen[place - 1]
            found += [
                (item["need_zh"], item["answer_zh"], 1.0),
                (item["need_zh"], item["near_zh"], 0.6),
                (item["need_zh"], other["answer_zh"], 0.0),
            ]
            if "decoy_zh" in item:
                found.append((item["need_zh"], item["decoy_zh"], 0.3))
        return graded(found)


class Subjects:
    """Titles of papers by topic, sub-field and field, written for this project (training/subjects), as grades."""

    licensed = True
    GRADES = (0.8, 0.5, 0.25, 0.0)
    """Of two titles of one topic, one sub-field, one field, and of none of these."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.topics = own_lines("subjects")
        self.by_field: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for topic in self.topics:
            self.by_field[topic["field"]].append(topic)

    def batch(self, size: int) -> Graded:
        found: list[tuple[str, str, float]] = []
        for topic in self.rng.sample(self.topics, size // 8):
            fellows = [each for each in self.by_field[topic["field"]] if each is not topic]
            near = [each for each in fellows if each["subfield"] == topic["subfield"]]
            other = [each for each in fellows if each["subfield"] != topic["subfield"]]
            for others, grade in zip(([topic], near, other, self.topics), self.GRADES, strict=True):
                for _ in range(2 if others else 0):
                    asked, answered = (self.rng.choice(("titles_en", "titles_en", "titles_zh")) for _ in range(2))
                    title = self.rng.choice(topic[asked])
                    fellow = self.rng.choice(others)
                    if grade == 0.0 and fellow["field"] == topic["field"]:
                        continue
                    passage = self.rng.choice(fellow[answered])
                    if passage != title:
                        found.append((title, passage, grade))
        return graded(found)


class Reviewers:
    """Papers with papers of others, written for this project (training/reviewers), as grades: how well the author of
    one could review the other."""

    licensed = True
    folder = "reviewers"

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.groups = [group for group in own_lines(self.folder) if not held_out(group["title"])]

    def batch(self, size: int) -> Graded:
        found: list[tuple[str, str, float]] = []
        chosen = self.rng.sample(self.groups, size // 8)
        for place, group in enumerate(chosen):
            asked = self._read(group)
            found += [(asked, self._read(paper), paper["grade"] / 100) for paper in group["papers"]]
            found.append((asked, self._read(self.rng.choice(chosen[place - 1]["papers"])), 0.0))
        return graded(found)

    def _read(self, paper: dict[str, str]) -> str:
        whole = f"{paper['title']}\n{paper['abstract']}"[: 2 * LONGEST]
        return self.rng.choice((paper["title"], whole))


class Authors(Reviewers):
    """The same for more papers (training/authors)."""

    folder = "authors"


PASSAGES = 8
"""Of a demand: its first sentences. What it is about stands there as a rule."""


def asked(group: Group, rng: random.Random) -> str:
    """One of the forms in which a demand may be read: its title, that with one of its sentences, everything."""
    form = rng.random()
    if form < 0.5 or not group.text:
        return group.title
    spans = sentences(group.text)[:PASSAGES] if form < 0.8 else []
    if len(spans) > 1:
        start, end = rng.choice(spans)
        return f"{joined(group.title.strip())}\n{group.text[start:end]}"[:LONGEST]
    return f"{group.title}\n{group.text}"[:LONGEST]


class Demands:
    """Achievements judged for a demand by practitioners (bdci2019, train part)."""

    licensed = False

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.groups = judged_demands(kept=False)

    def batch(self, size: int) -> Graded:
        found: list[tuple[str, str, float]] = []
        while len(found) < size:
            group = self.rng.choice(self.groups)
            query = group.title if self.rng.random() < 0.6 or not group.text else f"{group.title}\n{group.text}"
            by_level: defaultdict[float, list[str]] = defaultdict(list)
            for title, level in group.judged:
                by_level[level].append(title)
            take = [(t, lv) for lv, ts in by_level.items() for t in self.rng.sample(ts, min(len(ts), 4))]
            found.extend((query[:LONGEST], title, (level - 1) / 3) for title, level in take if title)
        return graded(found[:size])


class Judged(Demands):
    """Achievements judged by reading, for our own needs and for demands of the train part with achievements that
    nobody had judged for them (judgements/needs.tsv, judgements/demands.tsv): the level that an achievement deserves.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.groups = [
            group
            for name in ("demands", "needs")
            for group in read_judgements(name, {})
            if len({level for _, level in group.judged}) > 1
        ]


class Foretold:
    """Achievements with the level, 0 to 100, that practitioners would give, foretold by reading from what they gave
    for other demands (judgements/foretold.tsv). They grade by field and object more than by what solves the problem;
    so foretold, their grades are met better than by judging what an achievement deserves, or by the grades themselves.
    """

    licensed = False
    OF_A_DEMAND = 12
    """Pairs in a batch; a third of them from the upper quarter."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.groups = [
            replace(group, judged=sorted((pair for pair in group.judged if pair[0]), key=lambda pair: -pair[1]))
            for group in foretold_demands(kept=False)
        ]

    def batch(self, size: int) -> Graded:
        found: list[tuple[str, str, float]] = []
        while len(found) < size:
            group = self.rng.choice(self.groups)
            query = asked(group, self.rng)
            pairs = group.judged
            near = self.rng.sample(pairs[: max(1, len(pairs) // 4)], min(len(pairs) // 4, self.OF_A_DEMAND // 3))
            others = [pair for pair in pairs if pair not in near]
            taken = near + self.rng.sample(others, min(len(others), self.OF_A_DEMAND - len(near)))
            found.extend((query, title, score / 100) for title, score in taken)
        return graded(found[:size])


class OwnPhrases:
    """Technical phrases compared with each other, written and graded for this project (training/phrases)."""

    licensed = True
    OF_AN_ANCHOR = 6

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.by_anchor = self.read()
        self.anchors = list(self.by_anchor)

    def read(self) -> dict[str, list[tuple[str, float]]]:
        return {line["anchor"]: [(target, grade) for target, grade in line["targets"]] for line in own_lines("phrases")}

    def batch(self, size: int) -> Graded:
        found: list[tuple[str, str, float]] = []
        while len(found) < size:
            anchor = self.rng.choice(self.anchors)
            own = self.by_anchor[anchor]
            found.extend((anchor, t, s) for t, s in self.rng.sample(own, min(len(own), self.OF_AN_ANCHOR)))
        return graded(found[:size])


class Phrases(OwnPhrases):
    """The same, compared by others (us-patent-phrase-similarity, train part)."""

    licensed = False

    def read(self) -> dict[str, list[tuple[str, float]]]:
        by_anchor: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for row in rows(SHARED / "us-patent-phrase-similarity" / "pairs_train.csv"):
            if not held_out(row["anchor"]):
                by_anchor[row["anchor"]].append((row["target"], float(row["score"])))
        return by_anchor
