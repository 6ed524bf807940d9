"""Whatever is given, taking apart ends, loses no place, and takes time with the length alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heliu_engine.coach import ELEMENTS, take_apart

LENGTH = 100_000
SECONDS = 20.0
"""Far beyond the half second that is usual, far below the hours of a pattern that runs wild."""
PIECES = (
    "目前", "要求", "希望", "采用", "问题", "难以", "开裂", "现有基础：", "技术难题\n", "主要指标:", "合作方式：",
    "联合开发", "保密", "预算50万元", "2027年6月前完成", "≥5MPa", "-40℃", "耐", "防", "不", "涂层", "电池",
    "公司成立于2003年", "就", "一", "的", "，", "。", "；", "、", "（1）", "(", ")", "（", "1.", "A、", "①", " ", "\n",
    "- ", "Background:", "Problem: ", "we need ", "at least 3 kg", "is a ", "problem ", "but ", "and we ",
    "a partner for ", "by the end of 2027", "leaks ", "\x00", "\u200b", "é", "ß", "İ", "😀", "鋰電池", "㎡", "<p>",
)  # fmt: skip
mixed = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(st.one_of(st.text(max_size=80), mixed), st.one_of(st.just(""), st.text(max_size=20), mixed))
@example("合作方式:(0", "")
def test_places_give_the_text_and_never_overlap(text: str, title: str):
    sheet = take_apart(text, title=title)
    assert (sheet.text, sheet.title) == (text, title)
    starts = [element.span[0] for element in sheet.elements]
    assert starts == sorted(starts)
    for name in ELEMENTS:
        place = 0
        for element in sheet.stated(name):
            assert text[slice(*element.span)] == element.text
            assert place <= element.span[0] < element.span[1] <= len(text)
            place = element.span[1]
    assert len(sheet.stated("object")) <= 1
    if sheet.title_object is not None:
        start, end = sheet.title_object
        assert 0 <= start < end <= len(title)


@given(mixed)
def test_the_same_text_gives_the_same_sheet(text: str):
    assert take_apart(text, title="防腐涂层") == take_apart(text, title="防腐涂层")


@pytest.mark.parametrize(
    "piece",
    [
        "7",
        "一",
        "目前",
        "(",
        " ",
        "- ",
        "\n-",
        "\x00\x07",
        "<td>问题</td>",
        "电池材料",
        "is a ",
        "a, and ",
        "①",
        "两年，",
    ],
)
def test_a_hundred_kilobytes_end(piece: str):
    text = "的" + (piece * (LENGTH // len(piece)))
    begin = time.process_time()
    sheet = take_apart(text, title="电池")
    assert time.process_time() - begin < SECONDS
    assert all(text[slice(*element.span)] == element.text for element in sheet.elements)


def test_html_and_control_characters_are_text_like_any_other():
    sheet = take_apart("<p>涂层开裂严重</p>\n<script>if (a<5) {}</script>\x00\n预算50万元\x1b[0m")
    assert {element.name for element in sheet.elements} >= {"problem", "budget"}
