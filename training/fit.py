"""Fits the weights, levels and thresholds of a ranking model to the vectors of an encoder.

    python training/fit.py --encoder heliu|heliu-licensed [--cache FOLDER] [--draws 1000] [--write]

Everything is fitted on the part of the train parts that the encoder was not trained on (`sets.held_out`): on what it
was trained on, meaning would look better than it is. Each pair is scored once, each part with weight 1 (for a pair of
titles alone, 2, since two parts are left out). Weights that add up to 1 are drawn at random (Dirichlet, one seed) and
ranked by what they reach; the mean of the best is taken. The reviewers' set has no train part; the weights of experts
were set by hand, between those that are best on its dev part. Levels are an ordinal logistic model of the
practitioners' labels given the score; for the threshold of a credible match see `threshold`. What is not fitted is as
in the plain weights, which are fitted to no encoder any more: why stands in docs/reference/model-card.md.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sets import BDCI, SHARED, Group, foretold_demands, held_out, judged_demands, lines, own_items, rows

from heliu.sample.region import read_region
from heliu_engine.cli.corpus import Corpus, analyse_queries
from heliu_engine.documents import Document, Query
from heliu_engine.encoding import CachedEncoder, open_encoder
from heliu_engine.encoding.packaged import VARIANTS
from heliu_engine.evaluation import ndcg, reciprocal_rank
from heliu_engine.scoring import Levels, Profile, Scorer, shipped_model
from heliu_engine.scoring.models import FOLDER, PLAIN, profile_to

TRAINED = tuple(name for name, model in VARIANTS.items() if model != PLAIN)
PARTS = ("meaning_title", "meaning_whole", "words_title", "words_whole")
EVEN = Profile(1, 1, 1, 1, 1)
SEED = 5
STEP = 0.01
"""To which weights are rounded; more coarsely, those of titles, which are small, would lose their ratio."""
LEAST = 0.05
"""So much do words weigh for phrases at least."""
KEPT = 0.8
BEST = 50
"""The best one in so many of the drawn weights are averaged."""

ALLOWED = 3
"""Best answers of each need by which words are held against nearness."""

Floats = npt.NDArray[np.float64]


def main() -> int:
    """Fit, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", choices=TRAINED, default="heliu")
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/heliu").expanduser())
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--write", action="store_true", help="write the model into the package")
    options = parser.parse_args()
    opened = open_encoder(options.encoder, options.cache)
    assert opened is not None
    encoder = CachedEncoder(opened, options.cache)
    drawn = np.random.default_rng(SEED).dirichlet(np.ones(len(PARTS)), options.draws)
    profiles = dict(shipped_model(PLAIN).profiles)

    judged = judged_demands(kept=True)
    region = region_needs(encoder)
    reached = [
        reached_by(demands(encoder, judged), drawn, ndcg_of),
        reached_by(own_needs(encoder), drawn, rank_of),
        reached_by(region, drawn, rank_of),
    ]
    # Demands of our own, with their texts and by their titles alone.
    whole = foretold()
    titles = [replace(group, text="") for group in whole]
    reached += [reached_by(demands(encoder, groups), drawn, ndcg_of) for groups in (whole, titles)]
    # What spreads little among the weights says as much of them as what spreads widely.
    weights = mean_of_best("demand: judged, own, region, foretold, titles", drawn, standardised(reached))
    found = profile(profiles["demand"], weights)
    found = replace(found, language=allowance(region, weights))
    found = replace(found, levels=fit_levels(demands(encoder, judged, found)))
    profiles["demand"] = replace(found, credible=threshold(encoder, found))
    even = replace(EVEN, steepness=profiles["policy"].steepness)
    reached = [reached_by(questions(encoder, even, answers=each), drawn, rank_of) for each in (False, True)]
    weights = mean_of_best("policy: documents and answers of ncp-policy-qa", drawn, standardised(reached))
    profiles["policy"] = profile(profiles["policy"], weights)
    profiles["general"] = of_phrases(profiles["general"], phrases(encoder))

    made = {"name": f"{opened.ranking}-1", "profiles": {name: profile_to(each) for name, each in profiles.items()}}
    text = json.dumps(made, indent=2) + "\n"
    print(text)
    if options.write:
        (FOLDER / f"{opened.ranking}.json").write_text(text, encoding="utf-8")
    return 0


def of_phrases(before: Profile, cases: Sequence[Case]) -> Profile:
    """The profile whose scores lie straightest with the grades of phrases; beside `PARTS` the cases have
    ``same_title``."""
    labels = np.concatenate([case.labels for case in cases])
    table = np.concatenate([case.parts for case in cases])
    found = []
    # Phrases are titles alone and say nothing of texts, so those weigh the same. Names and numbers, which the encoder
    # hardly tells apart, are left to words, so they have some weight.
    for words in np.arange(LEAST, 1, STEP):
        weights = np.array([1 - words, 1 - words, words, words]) / 2
        scores = table[:, : len(PARTS)] @ weights
        for same in np.arange(0, 1, STEP):
            reached = float(np.corrcoef(scores + same * table[:, -1], labels)[0, 1])
            found.append((reached, weights, same))
    reached, weights, same = max(found, key=lambda each: each[0])
    print(f"general: phrases, Pearson {reached:.4f}; words {2 * weights[-1]:.2f}, same title {same:.2f}", flush=True)
    return replace(profile(before, np.round(weights, 3)), same_title=round(float(same), 2))


class Case:
    """The pairs of one query: a row of ``parts`` (PARTS, each with weight 1) and a label each."""

    def __init__(self, parts: Floats, labels: Floats) -> None:
        self.parts = parts
        self.labels = labels


def ndcg_of(case: Case, scores: Floats) -> float | None:
    """None where all labels are equal."""
    return ndcg(case.labels.tolist(), scores.tolist()) if len(set(case.labels.tolist())) > 1 else None


def rank_of(case: Case, scores: Floats) -> float | None:
    """Of the first right answer."""
    right = np.flatnonzero(case.labels > 0)
    return reciprocal_rank(scores, int(right[scores[right].argmax()]))


def reached_by(cases: Sequence[Case], drawn: Floats, measure: Callable[[Case, Floats], float | None]) -> Floats:
    """What each of the weights reaches, by a measure of each query."""
    # Case by case: the scores of all under all weights would take tens of gigabytes.
    found = [[measure(case, scores) for scores in (case.parts @ drawn.T).T] for case in cases]
    return np.array([row for row in found if None not in row], dtype=np.float64).mean(axis=0)


def standardised(measures: Sequence[Floats]) -> Floats:
    """The mean of several measures, each in units of its own spread among the weights."""
    return np.mean([(each - each.mean()) / each.std() for each in measures], axis=0)


def mean_of_best(name: str, drawn: Floats, reached: Sequence[float] | Floats) -> Floats:
    """Mean of the best, rounded so that it still adds up to 1."""
    order = np.argsort(reached)[::-1][: max(1, len(drawn) // BEST)]
    mean = drawn[order].mean(axis=0)
    rounded = np.floor(mean / STEP) * STEP
    for _ in range(round((1 - rounded.sum()) / STEP)):
        rounded[np.argmax(mean - rounded)] += STEP
    figures = np.array(reached)[order]
    parts = ", ".join(f"{part} {weight:.2f}" for part, weight in zip(PARTS, rounded, strict=True))
    print(f"{name}: best {figures.min():.4f} to {figures.max():.4f}; {parts}", flush=True)
    return np.round(rounded, 2)


def profile(before: Profile, weights: Floats) -> Profile:
    """A profile with new weights, of which nothing further is known."""
    return replace(before, **dict(zip(PARTS, weights.tolist(), strict=True)), levels=None, credible=None)


def fit_levels(cases: Sequence[Case]) -> Levels:
    """Slope and cuts of largest likelihood, over every pair; the parts have their weights."""
    scores = np.concatenate([case.parts.sum(axis=1) for case in cases])
    labels = np.concatenate([case.labels for case in cases])

    def cost(given: Floats) -> float:
        cuts = np.cumsum([given[1], math.exp(given[2]), math.exp(given[3])])
        above = 1 / (1 + np.exp(-math.exp(given[0]) * (scores[:, None] - cuts)))
        ends = np.concatenate([np.ones((len(scores), 1)), above, np.zeros((len(scores), 1))], axis=1)
        chances = ends[:, :-1] - ends[:, 1:]
        return -float(np.log(np.maximum(chances[np.arange(len(labels)), labels.astype(int) - 1], 1e-12)).mean())

    start = np.array([math.log(8), 0.35, math.log(0.25), math.log(0.2)])
    found = minimize(cost, start, method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-6, "fatol": 1e-9}).x
    cuts = np.cumsum([found[1], math.exp(found[2]), math.exp(found[3])])
    print(f"levels: log loss {cost(found):.4f} over {len(labels)} pairs", flush=True)
    return Levels(round(math.exp(found[0]), 3), (round(cuts[0], 4), round(cuts[1], 4), round(cuts[2], 4)))


def allowance(cases: Sequence[Case], weights: Floats) -> float:
    """The weight of the part ``language``: what the best answers in the query's own language have from words for their
    nearness. Pairs of two languages, which share no words, have it for theirs."""
    best = [case.parts[(case.parts @ weights).argsort()[::-1][:ALLOWED]] for case in cases]
    near, words = np.split(np.concatenate(best), 2, axis=1)
    found = float((words @ weights[2:]).mean() / near.mean())
    print(f"language: {found:.3f}", flush=True)
    return round(found, 2)


def threshold(encoder: CachedEncoder, fitted: Profile) -> float:
    """The score that the best match of four in five needs reaches which the supply of the sample region answers.

    To be told that there is nothing where there is something costs a contact that nobody misses, so that is to be
    rare. How many needs are held back that the region does not answer is printed: its demands without an expected
    answer, and the needs of our own that were kept from training, which belong to other trades. Both languages.
    """
    region = read_region()
    answered, unanswered = [], []
    for lang in ("zh", "en"):
        supply, needs = region_supply(lang), region_demands(lang)
        corpus = Corpus(supply, encoder)
        others = [Query(title=item[f"need_{lang}"], lang=lang, id="") for item in own_items() if kept_need(item)]
        for need, analysed in zip([*needs, *others], analyse_queries([*needs, *others], encoder), strict=True):
            prepared = Scorer(fitted).prepare(analysed, corpus.statistics)
            best = max(prepared.score(corpus.analysed(place)).score for place in range(len(supply)))
            if need.id in region.expected:
                answered.append(best)
            elif not need.id or need.id in region.unanswerable:
                unanswered.append(best)
    right, wrong = np.array(answered), np.array(unanswered)
    chosen = math.floor(float(np.quantile(right, 1 - KEPT)) * 1000) / 1000
    print(
        f"threshold {chosen:.3f}: {(right >= chosen).mean():.2f} of {len(right)} answerable needs kept, "
        f"{(wrong < chosen).mean():.2f} of {len(wrong)} others held back",
        flush=True,
    )
    return chosen


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


if __name__ == "__main__":
    raise SystemExit(main())
