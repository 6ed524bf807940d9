"""Fits the weights, levels and thresholds of a ranking model to the vectors of an encoder.

    python training/fit.py --encoder heliu|heliu-licensed [--cache FOLDER] [--draws 1000] [--write]

Everything is fitted on what `cases` tells. Each pair is scored once, each part with weight 1 (for a pair of titles
alone, 2, since two parts are left out). Weights that add up to 1 are drawn at random (Dirichlet, one seed) and ranked
by what they reach with texts; the mean of the best is taken. Titles alone tell the share of words between them. Levels
are an ordinal logistic model of the practitioners' labels given the score; for the threshold of a credible match see
`threshold`. What is not fitted is as in the plain weights, which are fitted to no encoder any more: why stands in
docs/reference/model-card.md.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from cases import (
    EVEN,
    PARTS,
    Case,
    Floats,
    demands,
    foretold,
    kept_need,
    own_needs,
    phrases,
    questions,
    region_demands,
    region_needs,
    region_supply,
    works,
)
from scipy.optimize import minimize, minimize_scalar
from sets import Group, judged_demands, own_items

from heliu.sample.region import read_region
from heliu_engine.cli.corpus import Corpus, analyse_queries
from heliu_engine.documents import Query
from heliu_engine.encoding import CachedEncoder, open_encoder
from heliu_engine.encoding.packaged import VARIANTS
from heliu_engine.evaluation import ndcg, reciprocal_rank
from heliu_engine.scoring import Levels, Profile, Scorer, shipped_model
from heliu_engine.scoring.models import FOLDER, PLAIN, profile_to

TRAINED = tuple(name for name, model in VARIANTS.items() if model != PLAIN)
SEED = 5
STEP = 0.01
"""To which weights and shares are rounded."""
LEAST = 0.05
"""So much do words weigh for phrases at least."""
KEPT = 0.8
BEST = 50
"""The best one in so many of the drawn weights are averaged."""

DAMPINGS = (0.4, 0.5, 0.6, 0.7, 0.8)
"""Of which one is taken for experts."""
ALLOWED = 3
"""Best answers of each need by which words are held against nearness."""

SHARES = np.linspace(0, 1, round(1 / STEP) + 1)
OF_TITLES = np.stack([1 - SHARES, 0 * SHARES, SHARES, 0 * SHARES], axis=1)
"""Weights of PARTS for titles alone."""


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

    profiles["demand"] = of_demands(encoder, profiles["demand"], drawn)
    profiles["expert"] = of_works(profiles["expert"], *works(encoder), drawn)
    profiles["policy"] = of_questions(encoder, profiles["policy"], drawn)
    profiles["general"] = of_phrases(profiles["general"], phrases(encoder))

    made = {"name": f"{opened.ranking}-1", "profiles": {name: profile_to(each) for name, each in profiles.items()}}
    text = json.dumps(made, indent=2) + "\n"
    print(text)
    if options.write:
        (FOLDER / f"{opened.ranking}.json").write_text(text, encoding="utf-8")
    return 0


def of_demands(encoder: CachedEncoder, before: Profile, drawn: Floats) -> Profile:
    """With texts by judged demands, the sample region and demands of our own; without by those and by needs of few
    shared words, which are what a firm says first."""
    judged, own, region = judged_demands(kept=True), foretold(), region_needs(encoder)
    reached = [
        reached_by(demands(encoder, [group for group in judged if group.text]), drawn, ndcg_of),
        reached_by(region, drawn, rank_of),
        reached_by(demands(encoder, own), drawn, ndcg_of),
    ]
    weights = mean_of_best("demand: judged, region, foretold", drawn, standardised(reached))
    reached = [
        reached_by(own_needs(encoder), OF_TITLES, rank_of),
        reached_by(demands(encoder, untexted(own)), OF_TITLES, ndcg_of),
    ]
    of_titles = mean_of_best("demand: own needs, titles of foretold", OF_TITLES, standardised(reached))
    found = replace(profile(before, weights, of_titles), language=allowance(region, weights))
    levels = fit_levels(demands(encoder, [group for group in judged if group.text], found))
    scale = fit_scale(demands(encoder, untexted(judged), found), levels)
    found = replace(found, levels=levels, scale_of_titles=scale)
    return replace(found, credible=threshold(encoder, found))


def untexted(groups: Sequence[Group]) -> list[Group]:
    """The same demands, by their titles alone."""
    return [replace(group, text="") for group in groups]


def of_works(before: Profile, parts: Floats, people: Sequence[npt.NDArray[np.int64]], drawn: Floats) -> Profile:
    """By how well each work of a person is found among those of all others, by the person's other works."""
    reached = {
        damping: np.array([rank_of_own(parts @ weights, people, damping) for weights in drawn]) for damping in DAMPINGS
    }
    damping = max(DAMPINGS, key=lambda each: np.sort(reached[each])[-len(drawn) // BEST :].mean())
    weights = mean_of_best(f"expert: own works among others, damping {damping}", drawn, reached[damping])
    return replace(profile(before, weights), damping=damping)


def rank_of_own(scores: Floats, people: Sequence[npt.NDArray[np.int64]], damping: float) -> float:
    """Mean reciprocal rank of each work of a person, whom the others stand for, among the works of all others."""
    found = []
    for own in people:
        others = np.setdiff1d(np.arange(len(scores)), own)
        among = fused(scores[np.ix_(others, own)], damping)
        for work in own if len(own) > 1 else ():
            mine = fused(scores[work, own[own != work]], damping)
            found.append(1 / (1 + (among >= mine).sum()))
    return float(np.mean(found))


def fused(scores: Floats, damping: float) -> Floats:
    """The scores of a person, from those of the works along the last axis; as `heliu_engine.scoring.groups` fuses."""
    weights = damping ** np.arange(scores.shape[-1])
    mean: Floats = -np.sort(-scores, axis=-1) @ (weights / weights.sum())
    return mean


def of_questions(encoder: CachedEncoder, before: Profile, drawn: Floats) -> Profile:
    """By the documents and the answers of questions; fitted to documents alone, weights say less of other documents."""
    even = replace(EVEN, steepness=before.steepness)
    reached = [reached_by(questions(encoder, even, answers=each), drawn, rank_of) for each in (False, True)]
    weights = mean_of_best("policy: documents and answers of ncp-policy-qa", drawn, standardised(reached))
    return profile(before, weights)


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
    """The mean of several measures, each in units of its own spread among the weights: what spreads little says as much
    of them as what spreads widely."""
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


def profile(before: Profile, weights: Floats, of_titles: Floats | None = None) -> Profile:
    """A profile with new weights for texts and for titles alone, of which nothing further is known."""
    share = None if of_titles is None else round(float(of_titles[PARTS.index("words_title")]), 2)
    given = dict(zip(PARTS, weights.tolist(), strict=True))
    return replace(before, **given, words_of_titles=share, levels=None, credible=None)


def fit_levels(cases: Sequence[Case]) -> Levels:
    """Slope and cuts of largest likelihood, over every pair; the parts have their weights."""
    scores, labels = scores_and_labels(cases)

    def made(given: Floats) -> Levels:
        cuts = np.cumsum([given[1], math.exp(given[2]), math.exp(given[3])])
        return Levels(math.exp(given[0]), (cuts[0], cuts[1], cuts[2]))

    start = np.array([math.log(8), 0.35, math.log(0.25), math.log(0.2)])
    options = {"maxiter": 4000, "xatol": 1e-6, "fatol": 1e-9}
    found = made(
        minimize(lambda given: log_loss(made(given), scores, labels), start, method="Nelder-Mead", options=options).x
    )
    print(f"levels: log loss {log_loss(found, scores, labels):.4f} over {len(labels)} pairs", flush=True)
    first, second, third = (round(float(cut), 4) for cut in found.cuts)
    return Levels(round(found.slope, 3), (first, second, third))


def fit_scale(cases: Sequence[Case], levels: Levels) -> float:
    """What the scores of titles alone are to be multiplied by, so that the levels of texts hold for them."""
    scores, labels = scores_and_labels(cases)
    found = minimize_scalar(lambda scale: log_loss(levels, scale * scores, labels), bounds=(0.5, 2), method="bounded")
    before = log_loss(levels, scores, labels)
    print(f"scale of titles: {found.x:.3f}, log loss {before:.4f} to {found.fun:.4f}", flush=True)
    return round(float(found.x), 2)


def scores_and_labels(cases: Sequence[Case]) -> tuple[Floats, Floats]:
    """Of every pair; the parts have their weights."""
    return np.concatenate([case.parts.sum(axis=1) for case in cases]), np.concatenate([case.labels for case in cases])


def log_loss(levels: Levels, scores: Floats, labels: Floats) -> float:
    """Mean over the pairs, of the level that each has."""
    above = 1 / (1 + np.exp(-levels.slope * (scores[:, None] - np.array(levels.cuts))))
    ends = np.concatenate([np.ones((len(scores), 1)), above, np.zeros((len(scores), 1))], axis=1)
    chances = ends[:, :-1] - ends[:, 1:]
    return -float(np.log(np.maximum(chances[np.arange(len(labels)), labels.astype(int) - 1], 1e-12)).mean())


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


if __name__ == "__main__":
    raise SystemExit(main())
