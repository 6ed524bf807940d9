"""Dates, sources, holders of rights: the ways in which pages write them."""

from __future__ import annotations

import pytest

from heliu_engine.restore.dates import dates
from heliu_engine.restore.fields import _SOURCE, holder_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发布时间:2023-07-27 10:55:00来源", ["2023-07-27"]),
        ("2026年3月5日", ["2026-03-05"]),
        ("2026 年 03 月 05 日", ["2026-03-05"]),
        ("2019/9/26 与 2019.10.01", ["2019-09-26", "2019-10-01"]),
        ("二〇二六年十二月三十一日", ["2026-12-31"]),
        ("二○二六年一月十日", ["2026-01-10"]),
        ("二零一九年十月二十日", ["2019-10-20"]),
        ("March 5, 2026 and 7 Sep 2025", ["2026-03-05", "2025-09-07"]),
        ("2026-02-30，2026-13-01，12026-01-01，2026-01-011", []),
        ("7月26日", []),
        ("电话：2020-1234567", []),
    ],
)
def test_full_dates_are_read_in_iso_8601(text: str, expected: list[str]) -> None:
    assert list(dates(text)) == expected


def test_a_date_without_marks_is_read_only_where_asked_for() -> None:
    assert list(dates("t20230727_1.html")) == []
    assert list(dates("t20230727_1.html", compact=True)) == ["2023-07-27"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10:55:00来源: 天津日报", "天津日报"),
        ("来源：示例网 | 作者：某人", "示例网"),
        ("文章来源：示例日报记者 某某", "示例日报"),
        ("（来源：示例社）", "示例社"),
        ("Source: Example 2026", "Example"),
    ],
)
def test_sources_end_where_something_else_begins(text: str, expected: str) -> None:
    match = _SOURCE.search(text)
    assert match is not None
    assert match["source"] == expected


@pytest.mark.parametrize(
    ("notice", "holder"),
    [
        ("凡本网作品,版权归示例(北京)传播有限公司。任何媒体转载须注明", "示例(北京)传播有限公司"),
        ("示例大学版权所有", "示例大学"),
        ("版权所有：示例省科学技术厅 复制必究", "示例省科学技术厅"),
        ("Copyright © 2001-2026 Example University. All Rights Reserved", "Example University"),
        ("© 2026 示例网 京ICP备00000000号", "示例网"),
        ("版权所有 复制必究", None),
    ],
)
def test_the_holder_of_rights_is_taken_out_of_the_notice(notice: str, holder: str | None) -> None:
    assert holder_of(notice) == holder
