"""What is found in made-up sentences, worked out by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu_engine.errors import InputError
from heliu_engine.tests.work import calls
from heliu_engine.understanding import STATEMENTS, understand
from heliu_engine.understanding.words import LARGEST

WRITTEN = (
    "天津大学 校长 张三丰 国家重点实验室 《 》 〔2017〕115号 国科发政 2023年7月26日 1月1日 31日 今年 100万元 "
    "$3 million "
    "、 ， 。 和 与 市委 科技局 平台 （ ） “ ” 有限公司 要 推动 急需 突破了 来到 責任單位： 市教委 "
    "EU Regulation (EU) 2019/881 University of Prof. Smith"
)
PIECES = st.sampled_from([*WRITTEN.split(), "\n", " "])
"""Parts of names and marks that belong together, in any order."""
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS, st.sampled_from([None, "2024-02-29", "0001-01-01", "9999-12-31"]))
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_and_names_do_not_overlap(text: str, date: str | None) -> None:
    found = understand(text, date=date)
    for mention in found.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert 0 < mention.confidence <= 1
        assert mention.value
    names = [one for one in found.mentions if one.kind not in STATEMENTS]
    assert all(one.end <= other.start for one, other in itertools.pairwise(names))
    for relation in found.relations:
        assert relation.subject in names
        assert relation.object in names
        assert relation.start <= relation.subject.start
        assert relation.object.end <= relation.end


def values(text: str, kind: str, date: str | None = None) -> list[str]:
    return [one.value for one in understand(text, date=date).mentions if one.kind == kind]


@pytest.mark.parametrize(
    ("written", "date", "value"),
    [
        ("2023年7月26日", None, "2023-07-26"),
        ("二〇二三年七月二十六日", None, "2023-07-26"),
        ("2023-07-26", None, "2023-07-26"),
        ("2023年7月", None, "2023-07"),
        ("7月26日", "2023-07-27", "2023-07-26"),
        ("12月30日", "2023-01-05", "2022-12-30"),
        ("7月26日", None, "--07-26"),
        ("今年", "2023-07-27", "2023"),
        ("昨日", "2023-03-01", "2023-02-28"),
        ("25日", "2023-07-27", "2023-07-25"),
        ("31日", "2023-04-02", "2023-03-31"),
        ("2024年第二季度", None, "2024-04-01/2024-06-30"),
        ("2025—2027年", None, "2025-01-01/2027-12-31"),
        ("“十四五”期间", None, "2021-01-01/2025-12-31"),
        ("26 July 2023", None, "2023-07-26"),
        ("July 26, 2023", None, "2023-07-26"),
    ],
)
def test_dates_are_in_iso_8601(written: str, date: str | None, value: str) -> None:
    assert values(f"项目于{written}启动。", "date", date) == [value]


def test_what_is_no_date_is_none() -> None:
    assert values("2月30日，今年，昨日。", "date") == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("500万元", "5000000 CNY"),
        ("1.2亿元", "120000000 CNY"),
        ("50-300万元", "500000/3000000 CNY"),
        ("一百二十万元", "1200000 CNY"),
        ("3000多万元", "30000000 CNY"),
        ("20万美元", "200000 USD"),
        ("EUR 2 million", "2000000 EUR"),
        ("$1,500", "1500 USD"),
    ],
)
def test_amounts_are_in_units_of_their_currency(written: str, value: str) -> None:
    assert values(f"给予 {written} 。", "amount") == [value]


def test_policies_and_their_numbers() -> None:
    text = "按照《关于促进成果转化的若干措施》（津政办发〔2023〕9号）执行，《天津日报》作了报道。"
    found = understand(text)
    assert [one.value for one in found.mentions if one.kind == "policy"] == ["关于促进成果转化的若干措施"]
    assert [one.value for one in found.mentions if one.kind == "document_number"] == ["津政办发〔2023〕9号"]
    assert [one.kind for one in found.relations] == ["numbered"]
    assert values("根据国科发政[2017]115号文件", "document_number") == ["国科发政〔2017〕115号"]


def test_traditional_characters_and_wide_forms_are_understood_where_they_stand() -> None:
    text = "２０２３年，國家先進計算產業創新中心（天津）"
    found = understand(text)
    assert [(one.kind, one.text) for one in found.mentions] == [
        ("date", "２０２３年"),
        ("platform", "國家先進計算產業創新中心"),
        ("place", "天津"),
    ]
    assert found.mentions[1].value == "国家先进计算产业创新中心"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("省财政厅、省征兵办", "organisation", ["省财政厅"]),
        ("（责任单位：市教委、市征兵办，各区政府）", "organisation", ["市教委", "市征兵办"]),
        ("支持国家重点实验室建设。", "laboratory", []),
        ("各市人民政府要落实。", "organisation", []),
        ("省委、省政府决定", "organisation", ["省委", "省政府"]),
        ("双方开展合作。", "place", []),
        ("天津市南开区", "place", ["天津市南开区"]),
        ("清华、天大等高校参加", "organisation", ["清华大学", "天津大学"]),
        (
            "The University of Oxford and the European Commission met.",
            "organisation",
            ["University of Oxford", "European Commission"],
        ),
    ],
)
def test_names_are_told_from_sorts(text: str, kind: str, value: list[str]) -> None:
    assert values(text, kind) == value


def test_statements_are_clauses_with_their_functions() -> None:
    found = understand("会议强调，要加大对中小企业的贷款支持。企业急需一种耐高温涂层。团队成功研制出国产轴承。")
    said = [(one.kind, one.text, one.functions) for one in found.mentions if one.kind in STATEMENTS]
    assert said == [
        ("measure", "加大对中小企业的贷款支持", ("enterprises", "finance")),
        ("demand", "企业急需一种耐高温涂层", ()),
        ("achievement", "团队成功研制出国产轴承", ()),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "subject", "target"),
    [
        ("天津大学牵头建设国家储能技术创新中心。", "leads", "天津大学", "国家储能技术创新中心"),
        ("科技部印发《科技成果评价办法》。", "issued", "科技部", "科技成果评价办法"),
        ("天津大学与天津膜天膜科技股份有限公司签署协议。", "cooperates_with", "天津大学", "天津膜天膜科技股份有限公司"),
        ("海河实验室位于天津市南开区。", "located_in", "海河实验室", "天津市南开区"),
        ("市财政局拨付500万元。", "funds", "市财政局", "5000000 CNY"),
    ],
)
def test_relations(text: str, kind: str, subject: str, target: str) -> None:
    related = [(one.kind, one.subject.value, one.object.value) for one in understand(text).relations]
    assert (kind, subject, target) in related


def test_a_text_that_is_too_long_and_a_date_that_is_none_are_refused() -> None:
    with pytest.raises(InputError, match="longer than"):
        understand("字" * (LARGEST + 1))
    with pytest.raises(InputError, match="ISO 8601"):
        understand("字", date="yesterday")


@pytest.mark.parametrize(
    "piece",
    [
        "天津大学、",
        "张",
        "A-",
        "1,000,",
        "（",
        "《",
        "市",
        "国家",
        "University of ",
        "要推动",
        "、王教授",
        "2023年",
        "“",
    ],
)
def test_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    understand(piece * 10)  # What is loaded once is not counted.
    one, four = (calls(lambda length=length: understand(piece * (length // len(piece)))) for length in (5_000, 20_000))
    # Quadratic work would be sixteen times as much.
    assert four <= 5.2 * one
