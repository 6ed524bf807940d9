"""The sheet of a demand: what stands in it, and from where."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from heliu.catalog.tests.factories import DemandFactory
from heliu.matching.sheets import labels
from heliu.matching.sheets.adapters import (
    MOST_PARAMETERS,
    MOST_STATEMENTS,
    DemandSheet,
    SheetElement,
    SheetParameter,
    Statement,
    demand_sheet,
)
from heliu.matching.sheets.choices import ELEMENTS, PROSE_FIELDS, Role
from heliu_engine import coach, quantities

pytestmark = pytest.mark.django_db
TEXT = "存在的问题是防腐涂层一年就脱落。要求涂层厚度≥0.3mm，预算50万元。"


def one(sheet: DemandSheet, name: str) -> SheetElement:
    return next(element for element in sheet.elements if element.name == name)


def make(**written) -> DemandSheet:
    demand = DemandFactory(**{"title_zh": "防腐涂层的研发", "title_en": "", "description_en": "", **written})
    return demand_sheet(demand, guarded=True)


def test_the_words_are_the_engines():
    assert coach.ELEMENTS == ELEMENTS
    assert get_args(quantities.Role) == get_args(Role)
    assert {field.name for field in fields(quantities.Parameter)} <= {field.name for field in fields(SheetParameter)}


def test_what_is_not_filled_in_is_read_with_its_place():
    sheet = make(description_zh=TEXT)
    assert [element.name for element in sheet.elements] == list(ELEMENTS)
    problem = one(sheet, "problem")
    assert (problem.source, problem.statements[0].text) == ("text", "存在的问题是防腐涂层一年就脱落")
    assert one(sheet, "budget").statements[0].text == "预算50万元"
    for element in sheet.elements:
        for statement in element.statements:
            stored = getattr(sheet.demand, statement.field)
            assert stored[slice(*statement.span)] == statement.text
            assert sheet.number_of(statement.field, statement.span) or element.name == "parameters"
    assert sheet.missing == ("method", "conditions", "current", "deadline", "cooperation", "confidentiality")


def test_an_object_may_stand_in_the_title_alone():
    sheet = make(description_zh="")
    [statement] = one(sheet, "object").statements
    assert (statement.field, statement.text) == ("title_zh", "防腐涂层")
    assert sheet.number_of(statement.field, statement.span) is None
    with translation.override("en"):
        assert labels.source_label(one(sheet, "object")) == "read from the title"


def test_what_the_owner_filled_in_stands_instead_of_what_is_read():
    written = {name: f"填写：{element}" for element, name in PROSE_FIELDS.items()}
    sheet = make(
        description_zh=TEXT, **written, cooperation=["licence", "consulting"], deadline=date(2027, 6, 30),
        budget_min=Decimal("20"), budget_max=Decimal("30.5"),
    )  # fmt: skip
    assert {element.source for element in sheet.elements} == {"field"}
    assert sheet.missing == ()
    for element, name in PROSE_FIELDS.items():
        assert one(sheet, element).statements == (Statement(name, written[name], (0, len(written[name]))),)
    values = {name: one(sheet, name).statements[0] for name in ("budget", "deadline", "cooperation")}
    assert values["budget"].value == {"low": 20.0, "high": 30.5, "unit": "1e4 CNY"}
    assert values["budget"].text == "20–30.5 万元"
    assert (values["deadline"].text, values["deadline"].value) == ("2027-06-30", "2027-06-30")
    assert (values["cooperation"].text, values["cooperation"].value) == ("许可, 技术咨询", ["licence", "consulting"])


def test_parameters_carry_the_conditions_of_their_sentence():
    sheet = make(
        description_zh="", parameters="在-40 ℃下冲击韧性≥60 J；硬度≤200 HB\n在300 ℃下强度≥5 MPa",
        need_conditions="温度 20 ℃", need_current="冲击韧性 30 J",
    )  # fmt: skip
    told = {(each.property, each.role): each.conditions for each in sheet.measured}
    assert told["冲击韧性", "target"] == ("-40 ℃",)
    assert told["硬度", "target"] == ()
    assert told["强度", "target"] == ("300 ℃",)
    # What a column is for decides what its values are.
    assert {each.field: each.role for each in sheet.measured if each.field != "parameters"} == {
        "need_conditions": "condition",
        "need_current": "current",
    }
    roles = [each.role for each in sheet.measured]
    assert roles == sorted(roles, key=["target", "current", "condition"].index)


def test_what_is_said_twice_stands_once_with_both_places():
    sheet = make(description_zh="要求涂层厚度≥0.3mm。", parameters="涂层厚度≥0.3 mm", need_object="涂层")
    [parameter] = sheet.measured
    assert parameter.field == "parameters"
    [(field, span)] = parameter.repeated
    assert (field, sheet.description[slice(*span)]) == ("description_zh", "涂层厚度≥0.3mm")
    assert sheet.numbers == {span: 1}


def test_without_the_right_a_sheet_is_the_same_whatever_the_guarded_fields_hold():
    secret = {"need_confidentiality": "配方保密", "contact_name": "王工", "contact_phone": "022-00000000"}
    demand = DemandFactory(description_zh=TEXT)
    before = demand_sheet(demand, guarded=False)
    for name, value in secret.items():
        setattr(demand, name, value)
    after = demand_sheet(demand, guarded=False)
    assert replace(after, demand=None) == replace(before, demand=None)
    element = one(after, "confidentiality")
    assert (element.source, element.told, after.contact) == (None, False, None)
    assert "confidentiality" not in after.missing
    told = demand_sheet(demand, guarded=True)
    assert one(told, "confidentiality").statements[0].text == "配方保密"
    assert told.contact == ("王工", "", "022-00000000")
    # What everybody may read in the description is no secret.
    demand.description_zh = "技术资料须签保密协议。"
    assert one(demand_sheet(demand, guarded=False), "confidentiality").statements[0].text.startswith("技术资料")


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "铸件"), ("en", "Casting")])
def test_the_language_of_the_page_decides_which_text_is_read(language, title):
    demand = DemandFactory(
        title_zh="铸件", title_en="Casting", description_zh="铸件在低温下开裂。",
        description_en="The casting must not crack. Hardness must be at least 200 HB.",
    )  # fmt: skip
    with translation.override(language):
        sheet = demand_sheet(demand, guarded=True)
    assert (sheet.title, sheet.lang) == (title, "en" if language == "en" else "zh")
    assert sheet.description == getattr(demand, sheet.description_field)
    assert bool(sheet.measured) == (language == "en")


@pytest.mark.parametrize(
    ("values", "zh", "en"),
    [
        ({"comparator": ">=", "low": 60.0, "high": None}, ("≥", "60"), ("≥", "60")),
        ({"comparator": "<=", "low": None, "high": 1e-7}, ("≤", "1×10⁻⁷"), ("≤", "1×10⁻⁷")),
        ({"comparator": "range", "low": 0.6, "high": 1.1}, ("范围", "0.6–1.1"), ("range", "0.6–1.1")),
        ({"comparator": "plus_minus", "low": 1.4, "high": 1.6}, ("公差", "1.5±0.1"), ("tolerance", "1.5±0.1")),
        ({"comparator": "plus_minus", "low": -0.02, "high": 0.02}, ("公差", "±0.02"), ("tolerance", "±0.02")),
        ({"comparator": "=", "low": 50.0, "high": 50.0, "change": "decrease"}, ("降低", "50"), ("decrease", "50")),
        ({"comparator": ">=", "low": 20.0, "high": None, "change": "increase"}, ("提高 ≥", "20"), ("increase ≥", "20")),
        ({"comparator": "approx", "low": 12000.0, "high": 12000.0}, ("≈", "12000"), ("≈", "12,000")),
    ],
)  # fmt: skip
def test_values_in_words(values, zh, en):
    rest = {"field": "x", "start": 0, "end": 1, "span": "x", "property": "", "unit": "", "unit_norm": ""}
    parameter = SheetParameter(**{**rest, "role": "target", "change": None, **values})
    for language, expected in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert (labels.comparison_label(parameter), labels.value_label(parameter)) == expected


def test_a_report_instead_of_a_need_is_cut_and_says_so():
    sheet = make(description_zh="".join(f"指标{n}号≥{n} mm。设备{n}经常出现故障。" for n in range(1, 400)))
    assert len(sheet.parameters) == MOST_PARAMETERS
    assert sheet.parameters_left_out > 0
    problem = one(sheet, "problem")
    assert (len(problem.statements), problem.left_out > 0) == (MOST_STATEMENTS, True)
    assert str(problem.left_out) in labels.source_label(problem)
    assert str(sheet.parameters_left_out) in labels.left_out_label(sheet.parameters_left_out)


@given(text=st.text(min_size=1, max_size=60), data=st.data())
def test_the_description_is_whole_and_each_place_begins_and_ends_once(text, data):
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda span: span[0] < span[1])
    spans = data.draw(st.lists(places, max_size=8, unique=True))
    statements = tuple(Statement("description_zh", text[slice(*span)], span) for span in spans)
    sheet = DemandSheet(
        demand=None, lang="zh", title="", description=text, description_field="description_zh",
        elements=(SheetElement("problem", "text", statements),), parameters=(), parameters_left_out=0,
        contact_told=False, made_on=date(2026, 11, 26),
    )  # fmt: skip
    segments = sheet.segments()
    assert "".join(segment.text for segment in segments) == text
    marked = "".join("x" * len(segment.text) if segment.marked else "." * len(segment.text) for segment in segments)
    assert marked == "".join("x" if any(a <= i < b for a, b in spans) else "." for i in range(len(text)))
    numbers = sorted(sheet.numbers.values())
    assert sorted(number for segment in segments for number in segment.begin) == numbers
    assert sorted(number for segment in segments for number in segment.end) == numbers
