"""Amounts, places, levels and lists as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from heliu.catalog.spreadsheets import cells
from heliu.catalog.spreadsheets.cells import Cell


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (30, 30, 30), ("30", 30, 30), ("30万元", 30, 30), ("1,200 万", 1200, 1200), ("１２００万", 1200, 1200),
        ("300000元", 30, 30), ("1.2亿", 12000, 12000), ("20-50万", 20, 50), ("20万至50万元", 20, 50), ("20~50", 20, 50),
        ("50万以内", None, 50), ("不超过50万元", None, 50), ("≥ 50万元", 50, None), ("约30万元人民币", 30, 30),
        ("面议", None, None), ("—", None, None), ("RMB 300000元", 30, 30), ("2 million", 200, 200),
        (12.5, "12.5", "12.5"),
    ],
)  # fmt: skip
def test_amounts_are_read_in_ten_thousand_yuan(text, low, high):
    expected = tuple(None if end is None else Decimal(end) for end in (low, high))
    assert cells.read_money(Cell(text, "预算（万元）")) == expected
    assert cells.money_range("budget")(Cell(text)) == dict(zip(("budget_min", "budget_max"), expected, strict=True))


def test_the_unit_of_the_header_and_what_is_not_clear():
    assert cells.read_money(Cell(300000, "预算（元）")) == (30, 30)
    assert cells.read_money(Cell("300000", "Budget (CNY)")) == (30, 30)
    assert cells.read_money(Cell("30", "Budget (10,000 CNY)")) == (30, 30)
    with pytest.raises(ValueError, match="元 or 万元"):
        cells.read_money(Cell(1_200_000, "预算"))
    with pytest.raises(ValueError, match="CNY"):
        cells.read_money(Cell("$ 3000"))
    with pytest.raises(ValueError, match="not an amount"):
        cells.read_money(Cell("a lot"))
    with pytest.raises(ValueError, match="range"):
        cells.money("budget_min")(Cell("20-50"))


@pytest.mark.parametrize("text", ["120103", 120103, "天津市河西区", "天津河西区", "天津市/河西区", "Hexi District"])
def test_regions_by_code_and_name(text):
    assert cells.region(Cell(text)) == {"region": "120103"}


def test_regions_that_are_not_clear():
    assert cells.region(Cell("天津")) == {"region": "120000"}
    assert cells.region(Cell("Beijing")) == {"region": "110000"}
    with pytest.raises(ValueError, match="one of the codes"):
        cells.region(Cell("朝阳区"))
    with pytest.raises(ValueError, match="neither"):
        cells.region(Cell("Atlantis"))


def test_industries_choices_and_levels():
    assert cells.industry(Cell("A0111")) == cells.industry(Cell("0111")) == {"industry": "A0111"}
    assert cells.industry(Cell("稻谷种植")) == {"industry": "A0111"}
    for text in ("公开", "public", "Public", "PUBLIC"):
        assert cells.choice("tier", cells.Tier)(Cell(text)) == {"tier": "public"}
    with pytest.raises(ValueError, match="not in the list"):
        cells.choice("tier", cells.Tier)(Cell("maybe"))
    ways = cells.choice_list("ways", cells.Way)
    assert ways(Cell("许可、技术服务")) == ways(Cell(["licence", "service"])) == {"ways": ["licence", "service"]}
    level = {"readiness_scale": "iso16290", "readiness_level": 6}
    assert cells.readiness(Cell("TRL 6")) == cells.readiness(Cell("TRL6级")) == cells.readiness(Cell(6, "TRL")) == level
    assert cells.readiness(Cell("GB/T 22900-2009 第10级"))["readiness_scale"] == "gbt22900-2009"
    assert cells.readiness(Cell("6级")) == {"readiness_level": 6}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("基于 transformer 的检测", "zh"),
        ("Deep learning for 天津 port", "en"),
        ("3D打印", "zh"),
        ("2026", "zh"),
        ("SLM printing", "en"),
    ],
)
def test_languages(text, language):
    assert cells.text_language(text) == language
