"""The pairs that a ranking model is fitted to, each with the parts of its score and a label.

All are of the part of the train parts that the encoder was not trained on (`sets.held_out`): on what it was trained on,
meaning would look better than it is. The reviewers' set has no train part; of its dev part the works are read, and not
what their authors say that they know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sets import BDCI, SHARED, Group, foretold_demands, held_out, lines, own_items, rows

from heliu.sample.region import read_region
from heliu_engine.cli.corpus import Corpus, analyse_queries
from heliu_engine.documents import Document, Query
from heliu_engine.encoding import CachedEncoder
from heliu_engine.scoring import Profile, Scorer

PARTS = ("meaning_title", "meaning_whole", "words_title", "words_whole")
EVEN = Profile(1, 1, 1, 1, 1)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """The pairs of one query: a row of ``parts`` (PARTS, each with weight 1) and a label each."""

    parts: Floats
    labels: Floats


def kept_need(item: dict[str, str]) -> bool:
    """Whether a need of our own was kept from training."""
    return held_out(item["need_zh"])


def region_needs(encoder: CachedEncoder) -> list[Case]:
    """The sample region's demands, by title alone and as a whole, in both languages, against its achievements."""
    region = read_region()
    cases = []
    for lang in ("zh", "en"):
        corpus = Corpus(region_supply(lang), encoder)
        names = set(corpus.candidates)
        for need in region_demands(lang):
            expected = names.intersection(region.expected.get(need.id, ()))
            if expected:
                labels = {name: float(name in expected) for name in names}
                asked = [need, Query(title=need.title, lang=lang, id=need.id)]
                cases.extend(scored(encoder, asked, corpus, [labels, labels]))
    return cases


def region_supply(lang: str) -> list[Document]:
    """The sample region's achievements in one language."""
    return [
        Document(row["key"], row["title"][lang], row["description"][lang], tuple(row["keywords"][lang] or ()), lang)
        for row in read_region().achievements
    ]


def region_demands(lang: str) -> list[Query]:
    """The sample region's demands in one language."""
    return [
        Query(row["description"][lang], row["title"][lang], tuple(row["keywords"][lang] or ()), lang, row["key"])
        for row in read_region().demands
    ]


def own_needs(encoder: CachedEncoder) -> list[Case]:
    """Needs of our own that were kept from training and have a decoy, each against the answers and decoys of all."""
    items = [item for item in own_items() if kept_need(item) and "decoy_zh" in item]
    texts = [item["answer_zh"] for item in items] + [item["decoy_zh"] for item in items]
    corpus = Corpus([Document(f"{n:05}", text, lang="zh") for n, text in enumerate(texts)], encoder)
    needs = [Query(title=item["need_zh"], lang="zh", id=str(n)) for n, item in enumerate(items)]
    labels = [{f"{m:05}": float(m == n) for m in range(len(texts))} for n in range(len(needs))]
    return scored(encoder, needs, corpus, labels)


def demands(encoder: CachedEncoder, groups: Sequence[Group], weights: Profile = EVEN) -> list[Case]:
    """Judged pools of demand groups that were not trained on."""
    needs = [Query(group.text, group.title, lang="zh", id=group.name) for group in groups]
    return scored(encoder, needs, achievements(encoder), [dict(group.named) for group in groups], weights)


@lru_cache(1)
def achievements(encoder: CachedEncoder) -> Corpus:
    """The achievements of bdci2019, by group."""
    titles = {row["achievement_group"]: row["title_keywords"] for row in reversed(rows(BDCI / "achievements.csv"))}
    return Corpus([Document(name, title, lang="zh") for name, title in sorted(titles.items())], encoder)


def foretold() -> list[Group]:
    """Demands of our own that were not trained on, with the practitioners' grades as foretold, on their scale."""
    return [
        replace(group, named=[(name, 1 + 3 * grade / 100) for name, grade in group.named])
        for group in foretold_demands(kept=True)
        if group.text
    ]


def questions(encoder: CachedEncoder, weights: Profile, *, answers: bool) -> list[Case]:
    """Each question that was not trained on, against every document or every answer."""
    folder = SHARED / "ncp-policy-qa"
    asked = [
        row
        for row in rows(folder / "questions_train.csv")
        if held_out(row["doc_id"]) and (answers or row["doc_text_available"] == "1")
    ]
    if answers:
        documents = [
            Document(row["answer_id"], row["answer"], lang="zh") for row in rows(folder / "answers_corpus.csv")
        ]
    else:
        documents = [
            Document(row["doc_id"], row["text"][:60], row["text"], lang="zh")
            for row in lines(folder / "policy_docs.jsonl")
        ]
    key = "answer_id" if answers else "doc_id"
    needs = [Query(title=row["question"], lang="zh", id=row["question_id"]) for row in asked]
    corpus = Corpus(documents, encoder)
    judged = [{each.id: float(each.id == row[key]) for each in documents} for row in asked]
    return scored(encoder, needs, corpus, judged, weights)


def works(encoder: CachedEncoder) -> tuple[Floats, list[npt.NDArray[np.int64]]]:
    """The parts of every work of the reviewers of the dev part, as a query, with every one as a document (works, works,
    PARTS), and which works are whose."""
    folder = SHARED / "reviewer-expertise"
    told = {row["expert_id"] for row in rows(folder / "ratings_dev.csv")}
    own = [each["paper_ids"] for each in lines(folder / "experts.jsonl") if each["expert_id"] in told]
    papers = {each["paper_id"]: each for each in lines(folder / "papers.jsonl")}
    names = sorted({name for theirs in own for name in theirs})
    texts = [(papers[name]["title"] or "", papers[name]["abstract"] or "") for name in names]
    corpus = Corpus(
        [Document(name, title, text, lang="en") for name, (title, text) in zip(names, texts, strict=True)], encoder
    )
    asked = [Query(text, title, lang="en", id=name) for name, (title, text) in zip(names, texts, strict=True)]
    cases = scored(encoder, asked, corpus, [dict.fromkeys(names, 0.0)] * len(names))
    places = {name: place for place, name in enumerate(names)}
    return np.stack([case.parts for case in cases]), [np.array([places[name] for name in theirs]) for theirs in own]


def phrases(encoder: CachedEncoder) -> list[Case]:
    """Phrases that were not trained on, against those they were compared with."""
    found = [r for r in rows(SHARED / "us-patent-phrase-similarity" / "pairs_train.csv") if held_out(r["anchor"])]
    judged: dict[str, dict[str, float]] = {}
    for row in found:
        judged.setdefault(row["anchor"], {})[row["target"]] = float(row["score"])
    corpus = Corpus([Document(t, t, lang="en") for t in sorted({row["target"] for row in found})], encoder)
    needs = [Query(title=anchor, lang="en", id=anchor) for anchor in sorted(judged)]
    labels = [judged[need.id] for need in needs]
    return scored(encoder, needs, corpus, labels, replace(EVEN, same_title=1), (*PARTS, "same_title"))


def scored(
    encoder: CachedEncoder,
    needs: Sequence[Query],
    corpus: Corpus,
    judged: Sequence[dict[str, float]],
    weights: Profile = EVEN,
    parts: Sequence[str] = PARTS,
) -> list[Case]:
    """The parts of every judged pair. For a pair of titles those of the whole are left out, so that what is weighed
    anew is its score times a number, the same for all of them."""
    cases = []
    scorer = Scorer(weights)
    for analysed, labels in zip(analyse_queries(needs, encoder), judged, strict=True):
        prepared = scorer.prepare(analysed, corpus.statistics)
        names = sorted(labels)
        found = [prepared.score(corpus.analysed(corpus.candidates[name][0])).parts for name in names]
        cases.append(
            Case(
                np.array([[each.get(part, 0.0) for part in parts] for each in found]),
                np.array([labels[name] for name in names]),
            )
        )
    return cases
