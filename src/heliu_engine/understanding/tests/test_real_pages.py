"""Real pages beside the clone; where they are absent these tests are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from heliu_engine.reading import read_page
from heliu_engine.understanding import STATEMENTS, Understanding, understand
from heliu_engine.understanding.tests.annotations import Count, Passage, passages


def found(passage: Passage) -> frozenset[tuple[int, int, str]]:
    mentions = understand(passage.text).mentions
    return frozenset((one.start, one.end, one.kind) for one in mentions if one.kind not in STATEMENTS)


def test_entities_of_pages_that_were_not_looked_at(shared_data: Path) -> None:
    count, number = Count.empty(), 0
    for passage in passages("test", shared_data):
        number += 1
        count.add(passage.mentions, found(passage))
    assert number >= 40
    assert count.figures()[2] >= 0.80


def test_passages_that_are_absent_are_left_out(tmp_path: Path) -> None:
    with pytest.raises(StopIteration):
        next(passages("test", tmp_path))


@pytest.fixture
def demonstration(shared_data: Path) -> Understanding:
    document = read_page((shared_data / "hijacked-page" / "page.txt").read_bytes())
    return understand(document.body, date=document.date, lang=document.language)


def test_the_hijacked_page_yields_whom_and_what_it_names(demonstration: Understanding) -> None:
    named = {(one.kind, one.value) for one in demonstration.mentions}
    assert named >= {
        ("date", "2023-07-26"),
        ("organisation", "南开大学"),
        ("organisation", "天津大学"),
        ("organisation", "南开大学化学学院"),
        ("organisation", "天开高教科创园"),
        ("organisation", "曙光信息产业股份有限公司"),
        ("laboratory", "元素有机化学国家重点实验室"),
        ("laboratory", "物质绿色创造与制造海河实验室"),
        ("laboratory", "新能源水系电池实验室"),
        ("laboratory", "海河实验室"),
        ("platform", "天津国家芯火双创平台"),
        ("platform", "国家先进计算产业创新中心"),
        ("facility", "核磁共振大型仪器平台"),
        ("chain", "集成电路产业"),
        ("chain", "信创产业"),
        ("place", "京津冀"),
    }
    offices = {
        (one.subject.value, one.object.value, one.label)
        for one in demonstration.relations
        if one.kind == "holds_office"
    }
    assert offices >= {
        ("陈敏尔", "天津市委", "书记"),
        ("杨庆山", "南开大学", "党委书记"),
        ("陈雨露", "南开大学", "校长"),
        ("金东寒", "天津大学", "校长"),
    }
    visited = {(one.subject.value, one.object.value) for one in demonstration.relations if one.kind == "visited"}
    assert ("张工", "曙光信息产业股份有限公司") in visited


def test_each_measure_that_its_speakers_ask_for_has_its_function(demonstration: Understanding) -> None:
    asked = {one.value: one.functions for one in demonstration.mentions if one.kind == "measure"}
    for part, function in (
        ("聚焦科技创新供需匹配对接", "matching"),
        ("创新联合体", "consortia"),
        ("深化京津冀协同创新", "regions"),
        ("融资租赁", "finance"),
        ("算力", "facilities"),
        ("价值评估", "valuation"),
        ("惠企政策", "policies"),
        ("“专精特新”企业", "enterprises"),
        ("成龙配套", "chains"),
        ("科创服务生态圈", "services"),
        ("攻克更多关键核心技术", "calls"),
        ("从实验室走向生产线", "readiness"),
    ):
        answers = [functions for value, functions in asked.items() if part in value]
        assert answers, part
        assert any(function in functions for functions in answers), (part, answers)
