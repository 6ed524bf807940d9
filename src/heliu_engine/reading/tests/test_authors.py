"""Authors: the ways in which pages name them, and who is none."""

from __future__ import annotations

import pytest

from heliu_engine.reading import read_page

TEXT = "会上，十二家企业提出了二十七项具体难题，其中九项已经找到可以合作的团队，其余的将继续对接。"
TITLE = "<!DOCTYPE html><title>x</title><h1>企业提出二十七项难题</h1>"
ENGLISH = "Twelve firms told of their problems at the meeting, and nine of them found somebody who can help."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("作者：王小明", "王小明"),
        ("来源：示例网作者：李在山", "李在山"),
        ("2026-03-05 10:22:14 出处：示例网 作者：宪瑞 编辑：宪瑞 人气： 50", "宪瑞"),
        ("示例日报记者 段小超 廖小艳", "段小超、廖小艳"),
        ("执笔/叨叨、胡小刀&李飞", "叨叨、胡小刀、李飞"),
        ("石小佳/示例青年报", "石小佳"),
        ("By Leigh Ann Example and Tom Sample, CNN", "Leigh Ann Example、Tom Sample"),
        ("By Alejandro de la Sample", "Alejandro de la Sample"),
        ("作者：未知 责任编辑：赵六", None),
        ("作者：网络整理", None),
        ("责任编辑：赵六", None),
        ("字号：大 中 小", None),
    ],
)
def test_names_stand_between_title_and_article(line: str, expected: str | None) -> None:
    text = ENGLISH if line.isascii() else TEXT
    page = f"{TITLE}<p>{line}</p><div><p>{text}</p><p>{text}</p></div>"
    assert read_page(page.encode()).author == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("示例社北京12月9日电（记者唐小霁）" + TEXT, TEXT, "唐小霁"),
        ("示例网10月4日讯（记者陈小智 整合） " + TEXT, TEXT, "陈小智"),
        (TEXT, TEXT + "(记者 于小沣 米哲 刘小栋)", "于小沣、米哲、刘小栋"),
        (TEXT, TEXT, None),
    ],
)
def test_reporters_stand_in_brackets_at_the_ends(first: str, last: str, expected: str | None) -> None:
    page = f"{TITLE}<div><p>{first}</p><p>{TEXT}</p><p>{last}</p></div>"
    assert read_page(page.encode()).author == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [("王小明", "王小明"), ("https://example.com/wang", None), ("admin", None), ("示例日报", None), ("104363", None)],
)
def test_what_a_page_says_unseen_counts_where_it_is_a_person(said: str, expected: str | None) -> None:
    page = f'<!DOCTYPE html><title>x</title><meta name="author" content="{said}"><h1>企业提出难题</h1><p>{TEXT}</p>'
    assert read_page(page.encode()).author == expected
