"""The page of why-not's figures says what its JSON says, and its goals are met."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"


@pytest.fixture
def benchmark(monkeypatch):
    """The module that sums and writes."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("whynot_page")


def test_the_page_is_the_one_that_its_figures_make(benchmark):
    figures = json.loads((REFERENCE / "why-not.json").read_text(encoding="utf-8"))
    assert (REFERENCE / "why-not.md").read_text(encoding="utf-8") == benchmark.page(figures)
    assert figures["held_share"] >= benchmark.GOAL_HELD
    assert figures["answered_share"] >= benchmark.GOAL_ANSWERED
    assert figures["near_misses"] == len(figures["rows"]) >= 200
    promised = [row for row in figures["rows"] if row["promised"] is not None]
    assert figures["promises"] == len(promised)
    assert figures["held"] == sum(0 < row["kept"] <= 10 for row in promised)


def test_the_interval_of_a_share(benchmark):
    """By hand: 8 of 10 with z = 2 lies between 0.4839 and 0.9446."""
    low, high = benchmark.wilson(8, 10, 2.0)
    assert low == pytest.approx(0.4839, abs=1e-4)
    assert high == pytest.approx(0.9446, abs=1e-4)
    assert benchmark.wilson(0, 0) == (0.0, 1.0)
