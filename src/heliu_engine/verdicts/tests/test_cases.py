"""The hand-written verdicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from heliu_engine.quantities import extract
from heliu_engine.verdicts import Verdict, compare

TABLE = [
    tuple(part.strip() for part in line.split("|"))
    for line in Path(__file__).with_name("cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_there_are_enough_cases():
    assert len(TABLE) >= 310
    assert len(set(TABLE)) == len(TABLE)


@pytest.mark.parametrize(("required", "offered", "expected"), TABLE)
def test_a_verdict_is_the_one_that_an_engineer_gives(required: str, offered: str, expected: str):
    texts = ["" if text == "-" else text for text in (required, offered)]
    wanted = [] if expected == "-" else [each.split() for each in expected.split(";")]
    parameters = [extract(text) for text in texts]
    for verdicts in (
        compare(*parameters),
        compare(*parameters, required_text=texts[0], offered_text=texts[1]),
    ):
        assert [verdict.outcome for verdict in verdicts] == [outcome for outcome, *_ in wanted]
        for verdict, (_, *figure) in zip(verdicts, wanted, strict=True):
            assert_figures(verdict, figure)


def assert_figures(verdict: Verdict, figure: list[str]) -> None:
    assert (verdict.offered is None) == (verdict.outcome == "not_stated")
    if verdict.outcome == "incomparable":
        assert [verdict.obstacle] == figure
        assert verdict.missed_by is None
        return
    assert verdict.obstacle is None
    if figure:
        assert verdict.missed_by == pytest.approx(float(figure[0]), abs=6e-5)
    else:
        assert verdict.missed_by is None
