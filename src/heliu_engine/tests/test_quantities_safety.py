"""Whatever is given, reading ends, loses no place, and keeps paragraphs apart."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heliu_engine.quantities import extract
from heliu_engine.quantities.folding import fold

LENGTH = 100_000
PIECES = (
    "厚度", "不低于", "≥", "≤", "±", "3", "0.5", "1,200", "10", "-20", "~", "-", "至", "to", "mm", "℃", "%", "万元",
    "项", "个月", "以上", "以内", "左右", "降低", "提高", "目前", "要求", "，", "。", "；", "：", "(", ")", "（",
    "）", "\n", " ", "mass", "at least", "less than", "12 kg", "W/m-K", "degrees C", "and", ",", ".", ":", "1e9",
    "10^5", "×", "x", "GB/T",
    "√", "^", "1/2", "½", "⁻¹", "K", "后", "循环", "次", "并", "降", "下", "cutting", "by", "of", "(at ",
    "PA66", "F-35", "二", "三十", "five", '"', "'", "$", "K", "\x96", "\u200b", "é", "Ⅷ", "😀",
)  # fmt: skip
mixed = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
SENTENCES = (
    "涂层厚度不小于0.3mm，附着力≥5MPa。",
    "目前合格率80%，需提高到95%以上。",
    "拟投入经费200万元，申请专利3项。",
    "公司成立于2003年，现有员工200人。",
    "The mass must be less than 3 kg at 40 degrees C.",
    "A cost of $20K and 64 channels",
    "型号A-",
    "温度",
    "不超过",
    "(",
    "20",
    "mm以上",
)
paragraphs = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("".join)


@given(st.one_of(st.text(max_size=80), mixed))
def test_the_offsets_give_the_span(text: str) -> None:
    place = 0
    for found in extract(text):
        assert text[found.start : found.end] == found.span
        assert place <= found.start < found.end
        place = found.end
        numbers = [number for number in (found.low, found.high) if number is not None]
        assert numbers
        assert all(math.isfinite(number) for number in numbers)
        assert (found.low is None) == (found.comparator in {"<=", "<"})
        assert (found.high is None) == (found.comparator in {">=", ">"})
        if found.low is not None and found.high is not None:
            assert found.low <= found.high


@given(st.text(max_size=60))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(paragraphs, paragraphs, paragraphs)
@example("温度20", "(The mass must be less than 3 kg at 40 degrees C.涂层厚度不小于0.3mm，附着力≥5MPa。", "")
def test_a_paragraph_is_read_without_its_neighbours(before: str, text: str, after: str) -> None:
    alone = [(p.start, p.end, p.comparator, p.low, p.high, p.unit_norm, p.role, p.property) for p in extract(text)]
    start = len(before) + 1
    end = start + len(text)
    among = [
        (p.start - start, p.end - start, p.comparator, p.low, p.high, p.unit_norm, p.role, p.property)
        for p in extract(f"{before}\n{text}\n{after}")
        if start <= p.start < end
    ]
    assert among == alone


@pytest.mark.parametrize("piece", ["7", "±", "1-", '<td class="a1">5 mm</td>', "目前", "(", " ", "\x00\x07", "max a "])
def test_a_hundred_kilobytes_end(piece: str) -> None:
    check(piece * (LENGTH // len(piece)))


@pytest.mark.parametrize(
    "piece",
    ["1.", "1,111", "≥5 ", "5(", "5、", "5x", "10x10", "二", "less than ", "five ", "5 m/s/", "5\"", "5 and ", "-",
     "厚度为5毫米", "1e", "5 mm (", "m\u0301", "降低5%", "5 mm or ", "一", "%", "5万",
     "5 m(3 s", "5 m·s⁻¹√", "5 W m-1 ", "5 m^1/2", "后5次", "现有并将", "reduction in ", "by 5 "],
)  # fmt: skip
def test_what_repeats_ends(piece: str) -> None:
    check(piece * (LENGTH // 10 // len(piece)))


def check(text: str) -> None:
    for found in extract(text):
        assert text[found.start : found.end] == found.span


def test_html_and_control_characters_are_text_like_any_other() -> None:
    text = "<p>厚度</p><script>if (a<5) {}</script>\x00长度≥5mm\x1b[0m"
    assert any(found.span.endswith("长度≥5mm") for found in extract(text))
