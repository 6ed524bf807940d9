"""Wordings by a model: what it is asked, how its reply is tidied, and what in it was never said."""

from __future__ import annotations

import doctest
import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.coach import (
    ELEMENTS,
    Element,
    Sheet,
    WordingRequest,
    find_inventions,
    messages_for,
    suggest_wording,
)
from heliu_engine.coach.drafter import LONGEST_NEED, LONGEST_WORDING, tidy
from heliu_engine.errors import DrafterError

NEED = "海边钢结构三年就锈，希望涂层耐盐雾1000小时以上。"


def found(wording: str, stated: str) -> list[str]:
    return [place.text for place in find_inventions(wording, stated)]


@pytest.mark.parametrize(
    ("wording", "stated"),
    [
        ("设备在海边使用，工作温度80℃。", "我们在海边用。80℃"),
        ("工作温度不超过80℃。", "80℃以下"),
        ("工作温度为-20℃至80℃。", "-20到80℃"),
        ("温度为25±2℃。", "25±2℃"),
        ("耐盐雾不低于1000小时，附着力一级。", "耐中性盐雾1000小时以上，附着力1级"),
        ("成本降低30%。", "降本30%"),
        ("工期三个月。", "3个月"),
        ("压力0.5 MPa。", "500 kPa"),
        ("电压380V，频率50Hz或60Hz。", "380V，50/60Hz"),
        ("８０℃，３　ｍｍ", "80℃ 3mm"),
        ("The coating withstands at least 5 bar.", "≥5 bar"),
        ("Salt spray of 1,000 hours. The parts are small.", "盐雾1000小时"),
        ("采用SUS304材料，按gb/t 1771试验。", "SUS304，GB/T 1771"),
        ("与天津大学合作。", "天津大学"),
        # Numerals and capitals that say nothing.
        ("十分耐磨的三元材料，一般用于半导体和七氟丙烷，零件一种。", "耐磨"),
        ("It has to resist wear. I would test it.", "耐磨"),
        # Words that the dictionary takes for names.
        ("尼龙密封在海洋环境中的孔径和耐高温性。", ""),
    ],
)
def test_what_was_said_may_be_said_in_other_words(wording, stated):
    assert found(wording, stated) == []


@pytest.mark.parametrize(
    ("wording", "stated", "invented"),
    [
        # Numbers.
        ("工作温度80℃，湿度95%。", "80℃", [("95%", "number")]),
        ("希望2026年12月前完成。", "2026年底", [("12", "number")]),
        ("二〇二六年完成。", "2026年完成", [("二〇二六", "number")]),
        ("分三种工艺试验。", "几种工艺", [("三", "number")]),
        ("It has five layers.", "多层", [("five", "number")]),
        ("分①②两步。", "", [("①", "number"), ("②", "number"), ("两", "number")]),
        ("٨٠ 度", "", [("٨٠", "number")]),
        # The number was said, its unit was not, or another.
        ("耐盐雾1000小时。", "1000", [("1000小时", "number")]),
        ("厚度5 mm。", "5 m", [("5 mm", "number")]),
        ("压力80MPa。", "180MPa", [("80MPa", "number")]),
        # A limit, a sign, a direction that was not said.
        ("工作温度不超过80℃。", "80℃", [("工作温度不超过80℃", "limit")]),
        ("工作温度不低于80℃。", "不超过80℃", [("工作温度不低于80℃", "limit")]),
        ("工作温度为20~80℃。", "-20到80℃", [("工作温度为20~80℃", "limit")]),
        ("成本提高30%。", "成本降低30%", [("成本提高30%", "limit")]),
        ("成本为30%。", "成本降低30%", [("成本为30%", "limit")]),
        # Standards, codes, names.
        ("按GB/T 1771试验。", "试验", [("GB/T", "name"), ("1771", "number")]),
        ("按《涂料试验方法》试验，符合国家标准。", "试验", [("《涂料试验方法》", "name"), ("国家标准", "name")]),
        ("采用PVDF涂层，在青岛挂片。", "涂层，挂片", [("PVDF", "name"), ("青岛", "name")]),
        ("由西门子和天津大学提供。", "", [("西门子", "name"), ("天津大学", "name")]),
        ("Made by Siemens of X12 steel. Tianjin University tests it.", "钢",
         [("Siemens", "name"), ("X12", "name"), ("Tianjin", "name"), ("University", "name")]),
    ],
)  # fmt: skip
def test_what_was_never_said_is_found(wording, stated, invented):
    places = find_inventions(wording, stated)
    assert [(place.text, place.what) for place in places] == invented
    assert all(wording[slice(*place.span)] == place.text for place in places)


FRAGMENTS = st.sampled_from(
    ["耐盐雾1000小时以上", "，", "。", "成本降低30%", "25±2℃", "-20~80℃", "GB/T 1771", "天津大学", "SUS304", "三种",
     "半导体", "at least 5 bar ",
     "Siemens ", "The part ", "10⁵次", "5m", "5 mm", "①", "《规范》", " ", "\n", "1/3", "١"]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=12).map("".join))
def test_a_text_invents_nothing_against_itself(text):
    assert find_inventions(text, text) == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_places_of_any_text_are_in_order_and_apart(wording, stated):
    places = find_inventions(wording, stated)
    ends = [point for place in places for point in place.span]
    assert ends == sorted(ends)
    assert all(place.text and wording[slice(*place.span)] == place.text for place in places)


@pytest.mark.parametrize("text", ["9" * 800, "1.5MPa" * 130, "不超过" * 260, "\x00<b>" * 200, "A/" * 400, "①" * 800])
def test_hostile_wordings_are_safe(text):
    find_inventions(text, text * 25)
    assert find_inventions(text, text) == ()


class Replying:
    """A drafter that says what it was told to say."""

    name = "replying"

    def __init__(self, reply: str) -> None:
        self.reply = reply

    def draft(self, request: WordingRequest) -> str:
        return self.reply


def wording_of(reply: str, answer: str = "-20到80℃"):
    sheet = Sheet(NEED, (), ())
    return suggest_wording(Replying(reply), WordingRequest(sheet, "conditions", answer, "zh"))


def test_a_wording_knows_its_parts_and_gaps():
    wording = wording_of("钢结构在海边使用，温度-20~80℃，湿度95%，按ISO试验。")
    assert wording.with_gaps() == "钢结构在海边使用，温度-20~80℃，湿度＿＿，按＿＿试验。"
    assert "".join(text for text, _place in wording.parts) == wording.text
    assert [place.text for _text, place in wording.parts if place] == ["95%", "ISO"]
    faithful = wording_of("钢结构在海边使用，温度-20~80℃。")
    assert faithful.inventions == ()
    assert faithful.with_gaps() == faithful.text


def test_need_and_answer_are_what_may_be_said():
    assert wording_of("涂层耐盐雾不低于1000小时。").inventions == ()
    assert [place.text for place in wording_of("涂层耐盐雾不低于1500小时。").inventions]


@pytest.mark.parametrize(
    ("reply", "tidied"),
    [
        ("<think>温度要写80吗？</think>\n\n在海边使用。", "在海边使用。"),
        ("```text\n在海边使用。\n```", "在海边使用。"),
        ("“在海边使用。”", "在海边使用。"),
        ("“海边”和“高原”", "“海边”和“高原”"),
        ("# 使用条件\n1. **海边**使用。\n2、耐盐雾。\n- 不起泡", "使用条件\n海边使用。\n耐盐雾。\n不起泡"),
        ("3. 海边", "3. 海边"),
        ("1.5 MPa", "1.5 MPa"),
        ("-20℃", "-20℃"),
        ("海\x00边\u200b使\u202e用", "海边使用"),
    ],
)
def test_a_reply_is_tidied(reply, tidied):
    assert tidy(reply) == tidied


@pytest.mark.parametrize(
    ("reply", "reason"), [("", "empty"), ("<think>…</think> ", "empty"), ("锈" * (LONGEST_WORDING + 1), "too_long")]
)
def test_a_reply_that_is_no_wording_is_refused(reply, reason):
    with pytest.raises(DrafterError) as refused:
        wording_of(reply)
    assert refused.value.reason == reason
    assert "锈锈" not in str(refused.value), "what people write is in no message that may be logged"


@pytest.mark.parametrize(("lang", "name"), [("zh", "使用条件"), ("en", "operating conditions")])
def test_a_model_is_told_rules_need_element_and_answer(lang, name):
    stated = Element("problem", (2, 9), NEED[2:9])
    rules, asked = messages_for(WordingRequest(Sheet(NEED, (stated,), ()), "conditions", " 零下20度 ", lang))
    assert (rules["role"], asked["role"]) == ("system", "user")
    sections = asked["content"].split("\n\n")
    assert [section.partition("\n")[2] for section in sections[::2]] == [NEED, name]
    assert sections[1].endswith(f": {NEED[2:9]}")
    assert sections[3].endswith("\n零下20度")
    for element in ELEMENTS:
        messages_for(WordingRequest(Sheet(NEED, (), ()), element, "", lang))


def test_of_a_long_need_a_model_reads_the_beginning_and_the_check_all():
    need = "锈" * LONGEST_NEED + "耐盐雾1000小时。"
    request = WordingRequest(Sheet(need, (), ()), "parameters", "同上", "zh")
    assert "锈" * (LONGEST_NEED - 1) + "…" in messages_for(request)[1]["content"]
    assert "盐雾" not in messages_for(request)[1]["content"]
    assert suggest_wording(Replying("耐盐雾1000小时。"), request).inventions == ()


@pytest.mark.parametrize("name", ["drafter", "inventions"])
def test_examples_of_docstrings(name):
    failed, tried = doctest.testmod(importlib.import_module(f"heliu_engine.coach.{name}"))
    assert tried
    assert not failed
