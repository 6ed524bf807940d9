"""Needs taken apart: which place states which element."""

from __future__ import annotations

import pytest

from heliu_engine.coach import ELEMENTS, Sheet, take_apart
from heliu_engine.coach.objects import object_of_title

CHINESE = """一、技术难题
目前钢结构防腐涂层一年就起泡脱落，我公司采用环氧富锌底漆，耐盐雾只有500h。曾试用氟碳涂料，成本太高。
二、主要指标：
1、耐盐雾不低于3000h；2、附着力≥8MPa；3、能在-40℃低温环境下施工。
三、现有基础
公司成立于2003年，荣获省级荣誉称号。建有喷涂生产线2条。
四、合作方式：与高校联合开发
预算50万元，2027年6月前完成，配方须保密。"""

ENGLISH = """Background: We operate two galvanising lines and coat 40 t of steel a day.
Problem: The coating peels off after one year at sea, and repair is expensive.
Requirements: adhesion of at least 8 MPa; it has to withstand salt spray.
We tried zinc-rich primer. We think of a graphene additive.
We are looking for a partner for joint development, with a budget of EUR 200,000, by the end of 2027. \
The recipe is confidential."""


def stated(sheet: Sheet) -> dict[str, list[str]]:
    """What stands at the places of each element."""
    for element in sheet.elements:
        assert sheet.text[slice(*element.span)] == element.text
    return {name: [element.text for element in sheet.stated(name)] for name in ELEMENTS if sheet.stated(name)}


def test_a_chinese_need_with_headings():
    assert stated(take_apart(CHINESE, title="钢结构防腐涂层的研发")) == {
        "object": ["钢结构防腐涂层"],
        "problem": ["目前钢结构防腐涂层一年就起泡脱落", "成本太高"],
        "method": ["曾试用氟碳涂料"],
        "parameters": ["耐盐雾不低于3000h", "附着力≥8MPa"],
        "conditions": ["能在-40℃低温环境下施工"],
        "current": ["我公司采用环氧富锌底漆，耐盐雾只有500h", "建有喷涂生产线2条"],
        "budget": ["预算50万元"],
        "deadline": ["2027年6月前完成"],
        "cooperation": ["与高校联合开发"],
        "confidentiality": ["配方须保密"],
    }


def test_an_english_need_with_headings():
    found = stated(take_apart(ENGLISH, title="Coating for steel at sea"))
    assert found["problem"] == ["The coating peels off after one year at sea, and repair is expensive"]
    assert found["method"] == ["We tried zinc-rich primer", "We think of a graphene additive"]
    assert found["parameters"] == ["adhesion of at least 8 MPa"]
    assert found["conditions"] == ["it has to withstand salt spray"]
    # What complains of the value that is reached now states both.
    assert found["current"] == [
        "We operate two galvanising lines and coat 40 t of steel a day",
        "The coating peels off after one year at sea",
    ]
    assert found["deadline"] == ["by the end of 2027"]
    assert found["confidentiality"] == ["The recipe is confidential"]
    assert "EUR 200,000" in found["budget"][0]
    assert found["cooperation"][0].startswith("a partner for joint development")
    assert len(found) == len(ELEMENTS)


def test_a_vague_sentence_states_its_object_and_misses_the_rest():
    sheet = take_apart("防爆锂离子电池的研发")
    assert stated(sheet) == {"object": ["防爆锂离子电池"]}
    assert sheet.missing == tuple(name for name in ELEMENTS if name != "object")
    assert take_apart("").missing == ELEMENTS


def test_an_object_that_only_the_title_names():
    sheet = take_apart("老是出问题，急求高手。", title="防爆锂离子电池的研发")
    assert sheet.stated("object") == ()
    assert sheet.title_object is not None
    assert sheet.title[slice(*sheet.title_object)] == "防爆锂离子电池"
    assert "object" not in sheet.missing
    assert "problem" not in sheet.missing


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("如何提高胆碱酯酶的灵敏度问题", "胆碱酯酶"),
        ("新型兽用疫苗的研发及产业化", "兽用疫苗"),
        ("糠醛加氢新型催化剂项目", "糠醛加氢新型催化剂"),
        ("喷涂设备采购", "喷涂设备"),
        ("Development of a corrosion-resistant coating for ships", "corrosion-resistant coating for ships"),
        ("Seeking a new pump", "pump"),
        ("？！", None),
        ("", None),
    ],
)
def test_what_a_title_names(title: str, named: str | None):
    span = object_of_title(title)
    assert (None if span is None else title[slice(*span)]) == named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What is wanted is no problem, though it has the word; what shall be solved is.
        ("要求涂层耐腐蚀、不开裂。", {}),
        ("希望解决焊缝开裂的问题。", {"problem": ["希望解决焊缝开裂的问题"]}),
        # What is praised is no present state.
        ("公司成立于2003年，职工200人。需要新配方。", {}),
        # Values of the present that are bad are both; those that are asked for are parameters.
        ("合格率只有80%，要求达到95%以上。", {"problem", "current", "parameters"}),
        # Money for each piece is no budget.
        ("要求每公斤成本不超过20元。", {"parameters"}),
        ("Only food-grade oil may be used; unit cost below 3 EUR per piece.", {"conditions", "parameters"}),
        # A way that is used is no way in mind.
        ("目前采用石灰中和工艺。需要新的办法。", {"current": ["目前采用石灰中和工艺"]}),
        ("拟采用膜分离技术处理废水。", {"method": ["拟采用膜分离技术处理废水"]}),
    ],
)
def test_clauses(text: str, expected: dict[str, list[str]] | set[str]):
    found = {name: places for name, places in stated(take_apart(text)).items() if name != "object"}
    assert (found if isinstance(expected, dict) else set(found)) == expected


def test_a_sign_before_a_number_is_no_mark_of_a_list():
    for sign in "−-":
        found = stated(take_apart(f"指标：{sign}20 ℃可充电；{sign}30 ℃可用。"))
        assert found["parameters"] == [f"{sign}20 ℃", f"{sign}30 ℃"]
