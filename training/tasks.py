"""What the encoder is trained on: pairs of texts that belong together, and pairs with a grade."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sets import HERE, SHARED, Group, held_out, judged_demands, lines, own_items, own_texts, read_judgements, rows

from heliu_engine.text import joined, sentences

LONGEST = 300
"""Characters of a text that are read while training."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """Queries with the passage that answers each; those of the others answer it not."""

    queries: list[str]
    positives: list[str]
    keys: list[str]
    """Of each positive: two of the same key are not held against each other."""


@dataclass(frozen=True, slots=True)
class Graded:
    """Pairs with a grade, 0 to 1: what is graded higher should be nearer."""

    queries: list[str]
    passages: list[str]
    grades: list[float]


Batch = Contrast | Graded


def graded(found: Sequence[tuple[str, str, float]]) -> Graded:
    """Pairs that were drawn, each a query, a passage and a grade."""
    return Graded(
        [query for query, _, _ in found], [passage for _, passage, _ in found], [grade for *_, grade in found]
    )


class Own:
    """Needs and their answers, written for this project (training/pairs)."""

    licensed = True

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.items = [item for item in own_items() if not held_out(item["need_zh"])]

    def batch(self, size: int) -> Contrast:
        chosen = self.rng.sample(self.items, size)
        which = self.rng.choice(("zh zh", "zh en", "zh zh", "zh en", "en zh", "en en"))
        asked, answered = which.split()
        return Contrast(
            [i[f"need_{asked}"] for i in chosen],
            [i[f"answer_{answered}"] for i in chosen],
            [i["answer_zh"] for i in chosen],
        )


class OwnGraded(Own):
    """The same, as grades: the answer before what helps in part, both before the decoy (where one was written) and
    another's answer."""

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


class Patents:
    """Chinese patent titles: two of one IPC subclass belong together (cn-patents-ipc, MIT)."""

    licensed = True

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.by_class: defaultdict[str, list[str]] = defaultdict(list)
        self.classes_of: dict[str, set[str]] = {}
        for row in rows(SHARED / "cn-patents-ipc" / "patents_train.csv"):
            classes = row["ipc_subclasses"].split("|")
            self.classes_of[row["title"]] = set(classes)
            for each in classes:
                self.by_class[each].append(row["title"])
        self.names = [name for name, titles in self.by_class.items() if len(titles) > 1]

    def batch(self, size: int) -> Contrast:
        pairs = [(name, *self.rng.sample(self.by_class[name], 2)) for name in self.rng.sample(self.names, size)]
        return Contrast([p[1] for p in pairs], [p[2] for p in pairs], [p[0] for p in pairs])


class Described:
    """Titles with what is written under them."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.pairs = [pair for pair in self.read() if len(pair[0]) > 3 and len(pair[1]) > 20]

    def read(self) -> Iterator[tuple[str, str]]:
        raise NotImplementedError

    def batch(self, size: int) -> Contrast:
        chosen = self.rng.sample(self.pairs, size)
        passages = []
        for _, text in chosen:
            start = self.rng.choice((0, 0, max(0, len(text) - LONGEST)))
            passages.append(text[start : start + LONGEST])
        return Contrast([p[0] for p in chosen], passages, [p[0] for p in chosen])


class Papers(Described):
    """Chinese papers (csl-papers, Apache-2.0)."""

    licensed = True

    def read(self) -> Iterator[tuple[str, str]]:
        for paper in lines(SHARED / "csl-papers" / "papers.jsonl"):
            yield paper["title"], paper["abstract"]


class EnglishTopics(Described):
    """Calls and awards in English (dod-sbir-topics, CC0; eu-open-calls, EC reuse; sbir-awards-sample, MIT)."""

    licensed = True

    def read(self) -> Iterator[tuple[str, str]]:
        for row in lines(SHARED / "dod-sbir-topics" / "topics.jsonl"):
            yield row["title"], row["objective"] + " " + row["description"]
        for row in lines(SHARED / "eu-open-calls" / "calls.jsonl"):
            yield row["title"], row["description"]
        for row in lines(SHARED / "sbir-awards-sample" / "awards.jsonl"):
            yield row["title"], row["abstract"]


class Subjects:
    """Titles of papers by topic, sub-field and field, written for this project (training/subjects), as grades."""

    licensed = True
    GRADES = (0.8, 0.5, 0.25, 0.0)
    """Of two titles of one topic, one sub-field, one field, and of none of these."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.topics = [topic for path in sorted((HERE / "subjects").glob("*.jsonl")) for topic in lines(path)]
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

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        groups = (group for path in sorted((HERE / "reviewers").glob("*.jsonl")) for group in lines(path))
        self.groups = [group for group in groups if not held_out(group["title"])]

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


class Questions:
    """Questions with the passage that answers each (ncp-policy-qa)."""

    licensed = False

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        folder = SHARED / "ncp-policy-qa"
        answers = {row["answer_id"]: row["answer"] for row in rows(folder / "answers_corpus.csv")}
        asked = [r for r in rows(folder / "questions_train.csv") if not held_out(r["doc_id"])]
        self.by_doc: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for row in asked:
            self.by_doc[row["doc_id"]].append((row["question"], answers[row["answer_id"]], row["answer_id"]))
        self.docs = list(self.by_doc)

    def batch(self, size: int) -> Contrast:
        # Questions on one document stand together: its other answers are the hard ones.
        chosen: list[tuple[str, str, str]] = []
        while len(chosen) < size:
            own = self.by_doc[self.rng.choice(self.docs)]
            chosen.extend(self.rng.sample(own, min(len(own), 3)))
        chosen = chosen[:size]
        return Contrast([c[0] for c in chosen], [c[1][:LONGEST] for c in chosen], [c[1] for c in chosen])


class Clauses(Questions):
    """Questions with the clause that answers each, of notices made up for this project (training/clauses)."""

    licensed = True

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.by_doc = defaultdict(list)
        for notice in (line for path in sorted((HERE / "clauses").glob("*.jsonl")) for line in lines(path)):
            for clause in notice["clauses"]:
                self.by_doc[notice["notice"]].append((clause["question"], clause["answer"], clause["answer"]))
        self.docs = list(self.by_doc)


class PolicyDocuments:
    """Questions with the document that answers each: its beginning, or where the answer stands (ncp-policy-qa)."""

    licensed = False

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        folder = SHARED / "ncp-policy-qa"
        answers = {row["answer_id"]: row["answer"] for row in rows(folder / "answers_corpus.csv")}
        texts = {row["doc_id"]: row["text"] for row in lines(folder / "policy_docs.jsonl")}
        self.asked: list[tuple[str, str, str, str]] = []
        for row in rows(folder / "questions_train.csv"):
            if row["doc_id"] in texts and not held_out(row["doc_id"]):
                text, answer = texts[row["doc_id"]], answers[row["answer_id"]]
                start = max(0, text.find(answer[:12]) - LONGEST // 3)
                self.asked.append((row["question"], text[:LONGEST], text[start : start + LONGEST], row["doc_id"]))

    def batch(self, size: int) -> Contrast:
        chosen = self.rng.sample(self.asked, size)
        passages = [self.rng.choice((beginning, part)) for _, beginning, part, _ in chosen]
        return Contrast([c[0] for c in chosen], passages, [c[3] for c in chosen])


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
            for group in read_judgements("foretold", own_texts())
            if not held_out(group.name)
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


class Phrases:
    """Technical phrases compared with each other (us-patent-phrase-similarity, train part)."""

    licensed = False

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.by_anchor: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for row in rows(SHARED / "us-patent-phrase-similarity" / "pairs_train.csv"):
            if not held_out(row["anchor"]):
                self.by_anchor[row["anchor"]].append((row["target"], float(row["score"])))
        self.anchors = list(self.by_anchor)

    def batch(self, size: int) -> Graded:
        found: list[tuple[str, str, float]] = []
        while len(found) < size:
            anchor = self.rng.choice(self.anchors)
            own = self.by_anchor[anchor]
            found.extend((anchor, t, s) for t, s in self.rng.sample(own, min(len(own), 6)))
        return graded(found[:size])


TASKS = {
    "own": Own,
    "own-graded": OwnGraded,
    "patents": Patents,
    "papers": Papers,
    "topics": EnglishTopics,
    "subjects": Subjects,
    "reviewers": Reviewers,
    "questions": Questions,
    "clauses": Clauses,
    "documents": PolicyDocuments,
    "demands": Demands,
    "phrases": Phrases,
    "judged": Judged,
    "foretold": Foretold,
}
