"""Verdicts, values and numbers in words."""

from __future__ import annotations

import pytest
from django.utils import translation

from heliu.matching.numbers import number_in_words
from heliu.matching.verdicts import adapters
from heliu.matching.verdicts.labels import count_label, value_in_words, verdict_label
from heliu.matching.verdicts.statements import Statement, Verdict


def stated(comparator="=", low=None, high=None, unit="", change=None) -> Statement:
    if comparator in ("=", "approx"):
        high = low
    return Statement(
        property="强度", comparator=comparator, low=low, high=high, unit=unit, unit_norm="", change=change,
        role="target", field="text", span=(0, 1), text="x", clause=(0, 1), quote="x", lang="zh",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (12.5, "12.5", "12.5"),
        (-30.0, "−30", "−30"),
        (0.0, "0", "0"),
        (1200000.0, "1200000", "1,200,000"),
        (0.08, "0.08", "0.08"),
        (0.1 + 0.2, "0.3", "0.3"),
        (2.5e-9, "2.5×10⁻⁹", "2.5×10⁻⁹"),
        (-1e12, "−1×10¹²", "−1×10¹²"),
    ],
)
def test_numbers(number, zh, en):
    for language, words in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert number_in_words(number) == words


@pytest.mark.parametrize(
    ("statement", "zh", "en"),
    [
        (stated("=", 12.5, unit="MPa"), "12.5 MPa", "12.5 MPa"),
        (stated("<=", high=14.0, unit="元/公斤"), "≤14元/公斤", "≤14 元/公斤"),
        (stated(">", 80.0, unit="%"), ">80%", ">80 %"),
        (stated("range", 80.0, 90.0, "℃"), "80–90 ℃", "80–90 ℃"),
        (stated("approx", 3.0, unit="倍"), "≈3倍", "≈3 倍"),
        (stated("plus_minus", -0.02, 0.02, "mm"), "±0.02 mm", "±0.02 mm"),
        (stated("plus_minus", 18.0, 22.0, "℃"), "20±2 ℃", "20±2 ℃"),
        (stated(">=", 30.0, unit="%", change="decrease"), "降低 ≥30%", "down ≥30 %"),
        (stated("=", 7.0), "7", "7"),
        (stated("=", 7.0, unit=":1"), "7:1", "7:1"),
    ],
)
def test_values(statement, zh, en):
    for language, words in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert value_in_words(statement).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("verdict", "zh", "en"),
    [
        (Verdict("met", stated(), stated()), "满足", "met"),
        (Verdict("not_stated", stated()), "未说明", "not stated"),
        (
            Verdict("missed", stated(">=", 55.0, unit="MPa"), stated(), missed_by=3.2, share=3.2 / 55),
            "未达，差 3.2 MPa（6%）", "missed by 3.2 MPa (6 %)",
        ),
        (
            Verdict("missed", stated("<=", high=14.0, unit="元"), stated(), missed_by=0.04, share=0.04 / 14),
            "未达，超出 0.04元（0.3%）", "missed by 0.04 元 (0.3 %)",
        ),
        (
            Verdict("missed", stated(">=", -5.0, unit="℃"), stated(), missed_by=12.345),
            "未达，差 12.3 ℃", "missed by 12.3 ℃",
        ),
        (
            Verdict("missed", stated(">=", 97.0, unit="%"), stated(), missed_by=2.0, share=2 / 97),
            "未达，差 2 个百分点", "missed by 2 percentage points",
        ),
        (Verdict("missed", stated(">", 5.0), stated(), missed_by=0.0, share=0.0), "未达", "missed"),
        (
            Verdict("partly", stated("range", 1.0, 9.0, "mm"), stated(), missed_by=2.0),
            "部分满足，差 2 mm", "partly met, short by 2 mm",
        ),
        (
            Verdict("incomparable", stated(), stated(), obstacle="conditions"),
            "无法比较：测试条件不同", "cannot be compared: under other conditions",
        ),
    ],
)  # fmt: skip
def test_verdicts(verdict, zh, en):
    for language, words in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert verdict_label(verdict).replace("\u00a0", " ") == words


def test_verdicts_are_counted():
    five = [Verdict(outcome, stated()) for outcome in ("met", "missed", "met", "not_stated", "met")]
    one = [Verdict("incomparable", stated())]
    with translation.override("en"):
        assert count_label(five) == "3 of 5 parameters met, 1 missed, 1 not stated"
        assert count_label(one) == "0 of 1 parameter met, 1 not comparable"
    with translation.override("zh-hans"):
        assert count_label(five) == "5 项指标：3 项满足，1 项未达，1 项未说明"


@pytest.mark.parametrize(
    ("text", "value", "quote"),
    [
        ("先说别的，水中摩擦系数0.06（300 g，生理盐水），再说。", "0.06", "水中摩擦系数0.06（300 g，生理盐水）"),
        ("摩擦系数（水中，300 g）为0.06。", "300 g", "摩擦系数（水中，300 g）为0.06"),
        ("Up to 1,200 h. The adhesion is 6 MPa, after 7 d.", "6 MPa", "The adhesion is 6 MPa"),
        ("x" * 100 + "6 MPa" + "y" * 100, "6 MPa", "x" * 80 + "6 MPa" + "y" * 80),
    ],
)
def test_a_quote_is_the_clause_around_a_value(text, value, quote):
    start = text.index(value)
    low, high = adapters._clause(text, (start, start + len(value)))
    assert text[low:high] == quote
