"""Sources with a mapping: JSON and tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.ingestion.connectors.base import AnswerError, SettingsError
from heliu.ingestion.connectors.mapping import parse_rules
from heliu.ingestion.connectors.paths import PathError, parse_path, value_at
from heliu.ingestion.connectors.registry import CONNECTORS, FILE_CONNECTORS
from heliu.ingestion.connectors.tests.sources import Source, always, entries, run, troubles

MAPPING = {
    "external_id": "no", "title": "info.title", "description": "info.text", "organisation": "owner[0].name",
    "keywords": {"path": "tags", "split": "|"}, "budget": {"path": "money", "unit": "元"},
    "cooperation": {"path": "mode", "table": {"1": "licence", "2": "转让"}}, "region": "place",
    "deadline": {"path": "until", "date": "%d.%m.%Y"}, "tier": {"constant": "members"},
    "url": "link", "modified": "changed", "deleted": "gone",
}  # fmt: skip
DEMAND = {
    "no": 7, "info": {"title": "耐低温密封圈", "text": "现有密封圈在低温下失效。"}, "owner": [{"name": "示例泵业"}],
    "tags": "密封|橡胶", "money": "300000", "mode": ["1", "2"], "place": "天津市河西区", "until": "31.12.2027",
    "link": "https://feed.example/7", "changed": "2026-11-01T08:00:00+08:00", "gone": 0, "unknown": {"x": [1]},
}  # fmt: skip
CHOSEN = {"address": "https://feed.example/api", "records": "demand", "list": "data.rows", "mapping": MAPPING}


def test_json_is_read_like_cells_of_a_file() -> None:
    (entry,) = entries(run("json", CHOSEN, Source(always({"data": {"rows": [DEMAND]}}))))
    assert (entry.external_id, entry.kind, entry.url, entry.modified) == (
        "7", "demand", "https://feed.example/7", "2026-11-01T00:00:00Z",
    )  # fmt: skip
    assert entry.facts == {"owner": "示例泵业"}
    assert entry.fields == {
        "title_zh": "耐低温密封圈", "description_zh": "现有密封圈在低温下失效。", "keywords_zh": ["密封", "橡胶"],
        "budget_min": Decimal(30), "budget_max": Decimal(30), "cooperation": ["licence", "assignment"],
        "region": "120103",
        "deadline": date(2027, 12, 31), "tier": "members",
    }  # fmt: skip


def test_bad_entries_are_told_by_the_source_s_own_names() -> None:
    rows = [
        {**DEMAND, "until": "2027-12-31"}, {**DEMAND, "no": None}, {**DEMAND, "place": "朝阳区"}, "text",
        {**DEMAND, "money": "9" * 40}, {**DEMAND, "info": {}, "gone": True}, {**DEMAND, "info": {"title": ["a", {}]}},
        {**DEMAND, "owner": [{"name": {}}]}, {**DEMAND, "owner": [{"name": {"nested": 1}}]},
    ]  # fmt: skip
    found = run("json", CHOSEN, Source(always({"data": {"rows": rows}})))
    codes = [getattr(one, "code", "deleted" if getattr(one, "deleted", False) else "fine") for one in found]
    assert codes == [
        "bad_value",
        "no_id",
        "bad_value",
        "no_entry",
        "bad_value",
        "deleted",
        "bad_value",
        "fine",
        "bad_value",
    ]
    assert found[0].data["field"] == "deadline = until"
    assert "%d.%m.%Y" in found[0].data["reason"]
    assert found[5].deleted
    assert not found[5].fields


def test_pages_follow_by_address_or_number_and_stay_with_the_host() -> None:
    def linked(url: str, question: dict[str, str]) -> bytes:
        following = {"": "?page=2", "2": "https://evil.example/3"}[question.get("page", "")]
        return always({"data": {"rows": [DEMAND]}, "next": following})(url, question)  # type: ignore[return-value]

    source = Source(linked)
    assert (
        len(
            run("json", {**CHOSEN, "next": "next", "since_parameter": "from"}, source, datetime(2026, 1, 2, tzinfo=UTC))
        )
        == 2
    )
    assert source.urls == ["https://feed.example/api?from=2026-01-02", "https://feed.example/api?page=2"]

    def counted(url: str, question: dict[str, str]) -> bytes:
        rows = [DEMAND] if question["p"] in "01" else None
        return always({"data": {"rows": rows}})(url, question)  # type: ignore[return-value]

    source = Source(counted)
    assert len(run("json", {**CHOSEN, "page_parameter": "p", "first_page": 0}, source)) == 2
    assert [one["p"] for one in source.asked] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"list": "a..b"}, "list", "no_path"), ({"mapping": ["x"]}, "mapping", "no_mapping"),
        ({"mapping": {**MAPPING, "colour": "c"}}, "mapping", "no_field"), ({"records": "page"}, "records", "no_choice"),
        ({"mapping": {**MAPPING, "title": {"path": "t", "upper": 1}}}, "mapping", "no_transform"),
        ({"mapping": {"title": "t"}}, "mapping", "no_id_mapped"),
        ({"mapping": {"external_id": "t"}}, "mapping", "no_title_mapped"),
        ({"mapping": {**MAPPING, "deadline": {"path": "u", "date": "%H"}}}, "mapping", "no_date_format"),
        ({"mapping": {**MAPPING, "budget": {"path": "u", "unit": "USD"}}}, "mapping", "no_choice"),
        ({"mapping": {**MAPPING, "标题": "t"}}, "mapping", "twice_mapped"),
        ({"mapping": {**MAPPING, "region": {"path": "p", "table": {"a": 1}}}}, "mapping", "no_table"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_meant_is_refused(change: Any, field: str, code: str) -> None:
    with pytest.raises(SettingsError) as refused:
        CONNECTORS["json"].check({**CHOSEN, **change})
    assert (refused.value.field, refused.value.code) == (field, code)
    assert "%(" not in str(refused.value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("a.b", 1), ("$.a.b", 1), ("c[0].d", 2), ("c[*].d", [2, 3]), ('["e.f"]', 4), ("a.x", None), ("c[9]", None),
        ("c.d", None), ("a[*]", []), ("[0]", None), ("中 文", 5),
    ],
)  # fmt: skip
def test_paths(path: str, value: Any) -> None:
    whole = {"a": {"b": 1}, "c": [{"d": 2}, {"d": 3}], "e.f": 4, "中 文": 5}
    assert value_at(whole, parse_path(path)) == value
    assert value_at(whole, parse_path("")) is whole


NESTED = st.recursive(
    st.none() | st.text("a", max_size=2),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("a0", max_size=2), inner),
)


@given(st.text(alphabet="a.[]*\"'0$ ", max_size=20), NESTED)
def test_any_text_is_a_path_or_none(text: str, value: Any) -> None:
    try:
        steps = parse_path(text)
    except PathError:
        return
    value_at(value, steps)


CSV = (
    "编号,标题,描述,预算（元）,状态\nX-1,耐低温密封圈,低温失效,300000,在\n,高压阀门,高压泄漏,,在\n"
    "X-3,旧需求,旧,,已删除\nX-4,坏需求,坏,很多,在\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_tables_are_recognised_as_those_of_the_catalog(encoding: str) -> None:
    chosen = {"records": "demand", "address": "https://feed.example/x.csv", "mapping": {"deleted": "状态"}}
    source = Source(always(CSV.encode(encoding)))
    first, second, gone, bad = run("table", chosen, source)
    assert first.fields["title_zh"] == "耐低温密封圈"
    assert first.fields["budget_min"] == Decimal(30)
    assert first.external_id == "X-1"
    assert second.external_id.startswith("title:")
    assert gone.deleted
    assert gone.external_id == "X-3"
    assert [bad] == troubles([first, second, gone, bad])
    assert bad.where == "5"


def test_rules_come_before_names_in_tables() -> None:
    table = b"title,kind of,until\nA seal,2,23/11/27\n"
    mapping = {
        "cooperation": {"path": "Kind of", "table": {"2": "licence"}},
        "deadline": {"path": "until", "date": "%d/%m/%y"},
        "region": {"constant": "120000"},
    }  # fmt: skip
    chosen = FILE_CONNECTORS["table"].check({"records": "demand", "mapping": mapping})
    (entry,) = entries(list(FILE_CONNECTORS["table"].read(chosen, table, "t.csv")))
    assert entry.fields["cooperation"] == ["licence"]
    assert entry.fields["region"] == "120000"
    assert entry.fields["deadline"] == date(2027, 11, 23)


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4", b"<html>", b"PK\x03\x04rubbish", b"a,b\n1,2\n"])
def test_what_is_no_such_table_is_refused(body: bytes) -> None:
    with pytest.raises(AnswerError):
        list(FILE_CONNECTORS["table"].read(FILE_CONNECTORS["table"].check({}), body, "t.csv"))


def test_a_table_names_its_headers_whatever_they_look_like() -> None:
    rules = parse_rules("mapping", {"title": "a[..b"}, "demand", lambda _text: ())
    assert rules["title"].written == "a[..b"
