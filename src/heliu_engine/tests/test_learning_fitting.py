"""Weights from outcomes: cases worked by hand, and what must hold of any log."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.documents import Document
from heliu_engine.errors import InputError
from heliu_engine.learning import LoggedResult, features_of, fit_weights
from heliu_engine.learning.fitting import CLIP, PULL, SLOPE
from heliu_engine.matcher import Matcher
from heliu_engine.scoring import PARTS, Levels, Profile, RankingModel, load_model, model_of, save_model

PRESENT = Profile(0.2, 0.2, 0.2, 0.4, 0.25)


def result(answer: str, position: int, part: str = "", value: float = 0.0, **more) -> LoggedResult:
    return LoggedResult(answer, f"{answer}/{position}", position, {part: value} if part else {}, **more)


def answers_that_prefer(part: str, count: int, **more) -> list[LoggedResult]:
    """In each answer, the one of two results that has more of a part was opened."""
    return [
        row
        for number in range(count)
        for row in (result(f"{part}{number}", 1), result(f"{part}{number}", 2, part, 0.5, outcome="opened", **more))
    ]


def made_log(seed: int, answers: int = 60, shown: int = 5) -> list[LoggedResult]:
    random = np.random.default_rng(seed)
    outcomes = ("shown", "shown", "opened", "dismissed", "introduced", "contracted")
    return [
        LoggedResult(
            str(number), str(place), place + 1, dict(zip(PARTS, random.random(len(PARTS)).tolist(), strict=True)),
            outcomes[random.integers(len(outcomes))], propensity=1 / (place + 1),
        )
        for number in range(answers)
        for place in range(shown)
    ]  # fmt: skip


def test_one_outcome_is_the_solution_of_one_equation():
    """With one pair that differs by ``d`` in one part: ``(w - w0) / pull² = SLOPE d / (1 + exp(SLOPE d w))``."""
    d = 0.5
    fit = fit_weights(answers_that_prefer("words_title", 1), PRESENT, seed=0, least=1)
    ratio = fit.after["words_title"] / fit.after["words_whole"]
    weight = ratio * PRESENT.words_whole  # The other weights stay as they are before all are rescaled.
    assert (weight - PRESENT.words_title) / PULL**2 == pytest.approx(SLOPE * d / (1 + math.exp(SLOPE * d * weight)))
    assert sum(fit.after.values()) == pytest.approx(sum(fit.before.values()))


def test_what_is_preferred_gains_weight_and_what_is_dismissed_loses_it():
    liked = fit_weights(answers_that_prefer("words_title", 50), PRESENT, seed=0, least=1)
    rows = [
        replace(row, outcome="dismissed", reason="field") if row.outcome == "opened" else row
        for row in answers_that_prefer("words_title", 50)
    ]
    disliked = fit_weights(rows, PRESENT, seed=0, least=1)
    assert liked.after["words_title"] > PRESENT.words_title > disliked.after["words_title"] > 0
    assert liked.wrong_before == liked.wrong_after == 0
    assert disliked.wrong_before == 1


def test_a_dismissal_beside_the_subject_teaches_nothing():
    rows = made_log(1)
    silent = [replace(row, reason="price") if row.outcome == "dismissed" else row for row in rows]
    left_out = [replace(row, outcome="shown") if row.outcome == "dismissed" else row for row in rows]
    assert fit_weights(silent, PRESENT, seed=0, least=1).after == fit_weights(left_out, PRESENT, seed=0, least=1).after


def test_an_outcome_counts_by_one_over_its_chance_and_no_more_than_the_clip():
    often = answers_that_prefer("words_title", 40, propensity=1.0)
    seldom = answers_that_prefer("meaning_title", 20, propensity=0.25)
    fit = fit_weights(often + seldom, PRESENT, seed=0, least=1)
    assert fit.after["meaning_title"] > fit.after["words_title"], "20 at a quarter outweigh 40"
    naive = fit_weights([replace(row, propensity=1.0) for row in often + seldom], PRESENT, seed=0, least=1)
    assert naive.after["meaning_title"] < naive.after["words_title"]

    def at(chance: float) -> dict[str, float]:
        rows = often + [replace(row, propensity=chance) for row in seldom]
        return dict(fit_weights(rows, PRESENT, seed=0, least=1).after)

    assert at(CLIP) == at(CLIP / 100)
    assert (
        fit_weights(often + [replace(row, propensity=0.001) for row in seldom], PRESENT, seed=0, least=1).clipped == 20
    )


def test_a_log_that_is_too_small_is_refused_with_what_is_missing():
    rows = answers_that_prefer("words_title", 30)
    with pytest.raises(InputError, match="30 outcomes to learn from, 170 fewer than the 200"):
        fit_weights(rows, PRESENT, seed=0)
    assert fit_weights(rows, PRESENT, seed=0, least=30).answers == 30
    alone = [result(str(number), 1, outcome="opened") for number in range(300)]
    with pytest.raises(InputError, match="0 outcomes"):
        fit_weights(alone, PRESENT, seed=0)


def test_a_part_without_weight_keeps_none_and_none_is_lost():
    without = replace(PRESENT, language=0.0)
    rows = made_log(3)
    rows = [replace(row, features={**row.features, "language": 0.0}) for row in rows]
    fit = fit_weights(rows, without, seed=0, least=1, pull=10)
    assert fit.after["language"] == 0
    assert all(fit.after[part] > 0 for part in PARTS if part != "language")


def test_levels_are_carried_over_to_the_new_scale():
    """All results on one line: new scores are a multiple of old ones, and levels stay what they were."""
    profile = replace(PRESENT, levels=Levels(9.0, (0.3, 0.5, 0.7)), credible=0.3)
    fit = fit_weights(answers_that_prefer("words_title", 50), profile, seed=0, least=1)
    old, new = 0.5 * profile.words_title, 0.5 * fit.after["words_title"]
    assert fit.profile.levels is not None
    assert fit.profile.credible is not None
    assert fit.profile.levels.probabilities(new) == pytest.approx(profile.levels.probabilities(old))
    assert fit.profile.credible / profile.credible == pytest.approx(new / old)
    assert fit_weights(answers_that_prefer("words_title", 50), PRESENT, seed=0, least=1).profile.levels is None


def test_levels_that_cannot_be_carried_over_are_dropped():
    profile = replace(PRESENT, levels=Levels(9.0, (0.3, 0.5, 0.7)), credible=0.3)
    same = [row for number in range(20) for row in (result(str(number), 1), result(str(number), 2, outcome="opened"))]
    fit = fit_weights(same, profile, seed=0, least=1)
    assert (fit.profile.levels, fit.profile.credible) == (None, None)


@given(seed=st.integers(0, 10_000), shuffle=st.randoms(use_true_random=False))
def test_any_log_gives_weights_that_do_not_depend_on_its_order(seed, shuffle):
    rows = made_log(seed, answers=12)
    fit = fit_weights(rows, PRESENT, seed=7, least=1)
    mixed = list(rows)
    shuffle.shuffle(mixed)
    assert fit_weights(mixed, PRESENT, seed=7, least=1) == fit
    assert all(weight > 0 for weight in fit.after.values())
    assert sum(fit.after.values()) == pytest.approx(sum(fit.before.values()))
    assert 0 <= fit.wrong_before <= 1
    assert 0 <= fit.wrong_after <= 1


@given(seed=st.integers(0, 10_000))
def test_a_stronger_pull_stays_nearer(seed):
    rows = made_log(seed, answers=12)

    def moved(pull: float) -> float:
        fit = fit_weights(rows, PRESENT, seed=0, least=1, pull=pull)
        return sum(abs(fit.after[part] - fit.before[part]) for part in PARTS)

    assert moved(0.001) < 0.01
    assert moved(0.001) <= moved(0.5) + 1e-9


def test_the_log_is_checked():
    for wrong in ({"position": 0}, {"propensity": 0.0}, {"propensity": 1.5}, {"outcome": "liked"}):
        given_ = {"answer": "a", "candidate": "b", "position": 1, "features": {}, **wrong}
        with pytest.raises(InputError, match="Answer a"):
            LoggedResult(**given_)


def test_parts_of_a_match_become_features_again():
    matcher = Matcher()
    matcher.add([Document("a", "海洋平台用防腐涂层", "耐盐雾一千小时")])
    profile = matcher.ranking.profile("demand")
    [match] = matcher.match("钢结构防腐").matches
    features = features_of(match.parts, profile)
    assert sum(getattr(profile, name) * value for name, value in features.items()) == pytest.approx(match.score)
    assert features_of({"words_title": 0.1}, replace(profile, words_title=0.0)) == {}


def test_new_weights_can_be_kept_and_used(tmp_path):
    fit = fit_weights(made_log(5), model_of(None).profile("demand"), seed=0, least=1)
    model = model_of(None)
    changed = RankingModel("learned", {**model.profiles, "demand": fit.profile})
    save_model(changed, tmp_path / "learned.json")
    assert load_model(tmp_path / "learned.json") == changed
    documents = [Document("a", "海洋平台用防腐涂层", "耐盐雾一千小时"), Document("b", "防腐剂")]
    shipped, learned = Matcher(), Matcher(ranking=load_model(tmp_path / "learned.json"))
    for matcher in (shipped, learned):
        matcher.add(documents)
    assert learned.ranking.name == "learned"
    before, after = (matcher.match("海洋平台防腐").matches[0] for matcher in (shipped, learned))
    ratio = fit.after["words_title"] / fit.before["words_title"]
    assert after.parts["words_title"] == pytest.approx(before.parts["words_title"] * ratio)
    learned.save(tmp_path / "index")
    with Matcher.open(tmp_path / "index", ranking=changed) as opened:
        assert opened.match("海洋平台防腐").matches[0].score == after.score
