"""Pairs of texts that belong together."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator

from batches import LONGEST, Contrast
from sets import SHARED, held_out, lines, own_lines, rows


class Own:
    """Needs and their answers, written for this project (training/pairs)."""

    licensed = True
    folder = "pairs"

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.items = [item for item in own_lines(self.folder) if not held_out(item["need_zh"])]

    def batch(self, size: int) -> Contrast:
        chosen = self.rng.sample(self.items, size)
        which = self.rng.choice(("zh zh", "zh en", "zh zh", "zh en", "en zh", "en en"))
        asked, answered = which.split()
        return Contrast(
            [i[f"need_{asked}"] for i in chosen],
            [i[f"answer_{answered}"] for i in chosen],
            [i["answer_zh"] for i in chosen],
        )


class Everyday(Own):
    """Needs in everyday words and technologies in those of the trade, that share none (training/everyday)."""

    folder = "everyday"


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


def policy_questions() -> list[tuple[dict[str, str], str]]:
    """Questions of ncp-policy-qa that are trained on, each with the passage that answers it."""
    folder = SHARED / "ncp-policy-qa"
    answers = {row["answer_id"]: row["answer"] for row in rows(folder / "answers_corpus.csv")}
    asked = rows(folder / "questions_train.csv")
    return [(row, answers[row["answer_id"]]) for row in asked if not held_out(row["doc_id"])]


class Questions:
    """Questions with the passage that answers each (ncp-policy-qa)."""

    licensed = False

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.by_doc: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for row, answer in policy_questions():
            self.by_doc[row["doc_id"]].append((row["question"], answer))
        self.docs = list(self.by_doc)

    def batch(self, size: int) -> Contrast:
        # Questions on one document stand together: its other answers are the hard ones.
        chosen: list[tuple[str, str]] = []
        while len(chosen) < size:
            own = self.by_doc[self.rng.choice(self.docs)]
            chosen.extend(self.rng.sample(own, min(len(own), 3)))
        chosen = chosen[:size]
        return Contrast([c[0] for c in chosen], [c[1][:LONGEST] for c in chosen], [c[1] for c in chosen])


class Clauses(Questions):
    """Questions with the clause that answers each, of notices made up for this project (training/clauses)."""

    licensed = True
    folder = "clauses"

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.by_doc = defaultdict(list)
        for notice in own_lines(self.folder):
            for clause in notice["clauses"]:
                self.by_doc[notice["notice"]].append((clause["question"], clause["answer"]))
        self.docs = list(self.by_doc)


class Notices(Clauses):
    """The same for more notices, half of them of an epidemic (training/notices)."""

    folder = "notices"


class PolicyDocuments:
    """Questions with the document that answers each: its beginning, or where the answer stands (ncp-policy-qa)."""

    licensed = False

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        texts = {row["doc_id"]: row["text"] for row in lines(SHARED / "ncp-policy-qa" / "policy_docs.jsonl")}
        self.asked: list[tuple[str, str, str, str]] = []
        for row, answer in policy_questions():
            if row["doc_id"] in texts:
                text = texts[row["doc_id"]]
                start = max(0, text.find(answer[:12]) - LONGEST // 3)
                self.asked.append((row["question"], text[:LONGEST], text[start : start + LONGEST], row["doc_id"]))

    def batch(self, size: int) -> Contrast:
        chosen = self.rng.sample(self.asked, size)
        passages = [self.rng.choice((beginning, part)) for _, beginning, part, _ in chosen]
        return Contrast([c[0] for c in chosen], passages, [c[3] for c in chosen])
