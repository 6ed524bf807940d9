"""Levels come from scores alone, and models are read or refused as a whole."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine import Document, Matcher
from heliu_engine.errors import InputError
from heliu_engine.scoring import Levels, level_of, load_model, model_of, shipped_model
from heliu_engine.scoring.models import FOLDER, PLAIN, profile_from, profile_to
from heliu_engine.tests.fakes import ConceptEncoder

NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def test_a_worked_example() -> None:
    levels = Levels(2.0, (0.0, 1.0, 2.0))
    above = [1 / (1 + math.exp(-2 * (0.5 - cut))) for cut in (0, 1, 2)]
    expected = (1 - above[0], above[0] - above[1], above[1] - above[2], above[2])
    assert levels.probabilities(0.5) == pytest.approx(expected)
    assert level_of(levels.probabilities(0.5)) == 2


@pytest.mark.parametrize(
    ("probabilities", "level"),
    [((0.5, 0.5, 0, 0), 1), ((0.49, 0.01, 0.3, 0.2), 2), ((0.1, 0.2, 0.2, 0.5), 3), ((0, 0, 0.4, 0.6), 4)],
)
def test_the_level_is_the_lower_median(probabilities: Any, level: int) -> None:
    assert level_of(probabilities) == level


@given(
    st.floats(-1e6, 1e6),
    st.floats(0.01, 100),
    st.lists(st.floats(-5, 5), min_size=3, max_size=3, unique=True).map(sorted),
)
def test_probabilities_are_probabilities(score: float, slope: float, cuts: list[float]) -> None:
    chances = Levels(slope, (cuts[0], cuts[1], cuts[2])).probabilities(score)
    assert all(0 <= chance <= 1 for chance in chances)
    assert math.fsum(chances) == pytest.approx(1)
    assert level_of(Levels(slope, (cuts[0], cuts[1], cuts[2])).probabilities(score + 1)) >= level_of(chances)


@pytest.mark.parametrize("name", NAMES)
def test_shipped_models_are_read_and_written_alike(name: str) -> None:
    for profile in shipped_model(name).profiles.values():
        assert profile_from(profile_to(profile)) == profile


@pytest.mark.parametrize("name", NAMES)
def test_shipped_demand_levels_are_calibrated(name: str) -> None:
    demand = shipped_model(name).profile("demand")
    assert demand.levels is not None
    assert demand.levels.slope > 0
    assert list(demand.levels.cuts) == sorted(demand.levels.cuts)
    assert demand.credible is not None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda model: model.pop("name"), "lacks 'name'"),
        (lambda model: model["profiles"].pop("expert"), "lacks 'expert'"),
        (lambda model: model["profiles"]["demand"].update(colour=1), "colour"),
        (lambda model: model["profiles"]["demand"].update(levels={"slope": "steep", "cuts": [1, 2, 3]}), "steep"),
    ],
)
def test_what_is_no_model_is_refused(tmp_path: Path, change: Any, message: str) -> None:
    model = json.loads((FOLDER / f"{PLAIN}.json").read_text())
    change(model)
    path = tmp_path / "model.json"
    path.write_text(json.dumps(model))
    with pytest.raises(InputError, match=message):
        load_model(path)


def test_a_missing_or_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.json cannot be read"):
        load_model(tmp_path / "absent.json")
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(InputError, match=r"broken\.json is no ranking model"):
        load_model(tmp_path / "broken.json")


def test_levels_belong_to_an_encoder() -> None:
    assert model_of(None).profile("demand").levels is None
    assert model_of(ConceptEncoder()).profile("demand").levels is None
    named = ConceptEncoder()
    named.ranking = PLAIN  # type: ignore[attr-defined]
    assert model_of(named) == shipped_model(PLAIN)


def test_a_matcher_abstains_and_says_at_which_threshold() -> None:
    encoder = ConceptEncoder()
    encoder.ranking = PLAIN  # type: ignore[attr-defined]
    matcher = Matcher(encoder)
    matcher.add([Document(f"d{n}", f"钢结构防腐涂层{n}", lang="zh") for n in range(4)])
    found, nothing = matcher.match("钢结构防腐涂层2"), matcher.match("婚礼摄影")
    threshold = shipped_model(PLAIN).profile("demand").credible
    assert (found.abstained, nothing.abstained) == (False, True)
    assert found.threshold == nothing.threshold == threshold
    best = found.matches[0]
    assert best.credible
    assert best.probabilities is not None
    assert best.level == level_of(best.probabilities)
    # What is weak is shown all the same; the caller decides.
    assert all(not match.credible for match in nothing.matches)


def test_words_alone_have_no_level() -> None:
    matcher = Matcher()
    matcher.add([Document("a", "海洋平台用防腐涂层")])
    ranking = matcher.match("钢结构防腐")
    assert (ranking.threshold, ranking.abstained, ranking.matches[0].level) == (None, False, None)
