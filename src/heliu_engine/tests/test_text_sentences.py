"""Where sentences end, and which language they are in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.text import clauses, detect_language, sentences

ALPHABET = "电池Ab3.5。！?；，、 \n\r1（一）)”…e.g"


def cut(text: str, limit: int = 160) -> list[str]:
    return [text[start:end] for start, end in sentences(text, limit)]


@given(st.text(st.sampled_from(ALPHABET), max_size=120), st.integers(min_value=5, max_value=40))
def test_spans_are_in_order_and_lose_nothing_that_can_be_read(text: str, limit: int) -> None:
    spans = sentences(text, limit)
    place = 0
    for start, end in spans:
        assert place <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not text[place:start].strip()
        place = end
    assert not any(character.isalpha() for character in text[place:])


@given(st.text(st.sampled_from("电池Ab3 ，；"), max_size=200), st.integers(min_value=5, max_value=40))
def test_no_sentence_is_longer_than_asked(text: str, limit: int) -> None:
    assert all(end - start <= limit for start, end in sentences(text, limit))


def test_both_kinds_of_full_stop() -> None:
    assert cut("需求甲。需求乙！Need C? Yes.") == ["需求甲。", "需求乙！", "Need C?", "Yes."]
    assert cut("他说：“不行。”然后走了") == ["他说：“不行。”", "然后走了"]


def test_numbers_and_abbreviations_do_not_end_a_sentence() -> None:
    assert cut("厚度3.5 mm。See e.g. Fig. 2. Done") == ["厚度3.5 mm。", "See e.g. Fig. 2.", "Done"]
    assert cut("By J. Smith et al. in 2020. Next") == ["By J. Smith et al. in 2020.", "Next"]


def test_a_mark_of_enumeration_stays_with_its_point() -> None:
    assert cut("1.\n安全可靠；\n2.\n长周期运行") == ["1.\n安全可靠；", "2.\n长周期运行"]
    assert cut("1. 安全可靠\n2. 长周期") == ["1. 安全可靠", "2. 长周期"]


def test_long_sentences_break_at_the_softest_mark_that_fits() -> None:
    assert cut("甲甲甲甲；乙乙乙乙；丙丙丙，丁丁", 10) == ["甲甲甲甲；乙乙乙乙；", "丙丙丙，丁丁"]
    assert cut("甲甲甲甲，乙乙乙乙", 5) == ["甲甲甲甲，", "乙乙乙乙"]
    assert cut("甲" * 12, 5) == ["甲" * 5, "甲" * 5, "甲" * 2]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("焊缝附着力不够，涂层一年就脱落；预算待定。", ["焊缝附着力不够", "涂层一年就脱落；预算待定。"]),
        ("泵、阀、管件都做", ["泵、阀、管件都做"]),
        ("A coating of 1,000 layers, for ships; and piers", ["A coating of 1,000 layers", "for ships", "and piers"]),
        ("一句话没有停顿", ["一句话没有停顿"]),
        ("，", ["，"]),
        ("", []),
    ],
)
def test_clauses_end_at_commas_and_short_ones_stay_together(sentence: str, expected: list[str]) -> None:
    assert [sentence[start:end] for start, end in clauses(sentence, (0, len(sentence)))] == expected


@given(st.text(st.sampled_from(ALPHABET), max_size=120))
def test_clauses_lie_inside_their_sentence_in_order(text: str) -> None:
    for sentence in sentences(text):
        place = sentence[0]
        for start, end in clauses(text, sentence):
            assert place <= start < end <= sentence[1]
            place = end


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("防爆锂离子电池的研发", "zh"),
        ("LiFePO4 正极材料 SOC", "zh"),
        ("鋰離子電池", "zh"),
        ("Anti-corrosion coating", "en"),
        ("A pump for 泵 and other hard things", "en"),
        ("リチウム電池の開発", "ja"),
        ("리튬 전지", "ko"),
        ("литиевая батарея", "ru"),
        ("12.5 %", ""),
        ("", ""),
    ],
)
def test_language_is_told_by_script(text: str, language: str) -> None:
    assert detect_language(text) == language
