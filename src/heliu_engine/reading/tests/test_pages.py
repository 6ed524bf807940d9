"""Pages: what is read out of them, what is left off, which headlines are told as planted."""

from __future__ import annotations

import pytest

from heliu_engine.reading import Attachment, Link, Table, read_page
from heliu_engine.reading.tests.samples import LINES, PAGE
from heliu_engine.restore.tests.damage import Way, damaged, fits

URL = "https://kj.example.cn/news/2026/1.html"


def test_a_page_gives_its_article_and_what_belongs_to_it() -> None:
    document = read_page(PAGE.encode(), url=URL)
    assert document.kind == "html"
    assert document.title == "市科技局发布中试平台名单"
    assert (document.date, document.source, document.author) == ("2026-03-05", "示例日报", "王小明")
    assert document.body.startswith("本报讯")
    assert document.body.endswith("给予奖励。")
    assert not any(word in document.body for word in ("首页", "责任编辑", "分享", "相关阅读", "科技大会", "版权"))
    assert document.tables == (
        Table("首批平台", (("平台", "领域与补助", ""), ("一号平台", "新材料", "50万元"), ("", "装备", "30万元"))),
    )
    assert Link("名单详情", "https://kj.example.cn/news/2026/detail.html", in_body=True) in document.links
    assert Link("首页", "https://kj.example.cn/", in_body=False) in document.links
    assert all(link.target.startswith("https://") for link in document.links)
    assert document.attachments == (
        Attachment("首批中试平台名单", "https://kj.example.cn/files/2026/list.pdf", "pdf"),
        Attachment("申请表", "https://kj.example.cn/down?file=form.docx", "docx"),
    )
    assert (document.rights.terms, document.rights.holder) == ("reserved", "示例市科学技术局")
    assert (document.url, document.encoding, document.language) == (URL, "utf-8", "zh")


def test_declared_encodings_are_heard_and_wrong_ones_are_not() -> None:
    page = PAGE.replace('<meta charset="utf-8">', "")
    read = read_page(page.encode(), url=URL)
    assert read_page(page.encode("gb18030"), content_type="text/html; charset=GBK", url=URL).body == read.body
    assert read_page(page.encode("gb18030"), content_type="text/html; charset=utf-8", url=URL).body == read.body
    assert read_page(page.encode(), content_type='text/html; charset="', url=URL).body == read.body


def test_labels_and_cells_of_a_damaged_page_are_restored_with_it() -> None:
    page = damaged(fits(PAGE), Way(700, at_bytes=False))
    assert "發(fā)布" in page
    document = read_page(page.encode())
    assert document.title == "市科技局发布中试平台名单"
    assert "名单详情" in [link.text for link in document.links]
    assert [link.text for link in document.attachments] == ["首批中试平台名单", "申请表"]
    assert document.tables[0].rows[2] == ("", "装备", "30万元")


def test_plain_text_of_a_page_loses_what_stands_around_and_a_letter_loses_nothing() -> None:
    page = (
        "示例网 > 新闻 > 正文\n\n企业提出二十七项难题\n来源：示例日报 2026-03-05\n"
        "会上，十二家企业提出了二十七项难题，九项已有团队。\n责任编辑：赵六\n版权所有：示例网\n"
    )
    read = read_page(page.encode())
    assert (read.title, read.date, read.source) == ("企业提出二十七项难题", "2026-03-05", "示例日报")
    assert read.body == "会上，十二家企业提出了二十七项难题，九项已有团队。"
    # A notice may speak of copyright and have an arrow in it, and is no page for that.
    lines = [*LINES[:4], "软件著作权登记、实验室 > 中试线的转化计入成果。", *LINES[4:]]
    letter = read_page("\n".join(lines).encode())
    assert letter.title == LINES[0]
    assert letter.body.split("\n") == lines[1:]
    assert (letter.rights.terms, letter.rights.notice) == ("unstated", None)


@pytest.mark.parametrize(
    ("headline", "spam"),
    [
        ("市科技局发布中试平台名单_示例市科技网", False),
        ("示例市科学技术局门户网站", False),
        ("新闻动态--示例市科学技术局", False),
        ("Welcome to the home page of the bureau of science and technology", False),
        ("关于我们", False),
        ("在线观看高清视频_欧美三级免费视频", True),
        ("六合彩资料大全 今晚开什么特马", True),
        ("减肥药哪个牌子效果最好_最快瘦身的办法", True),
    ],
)
def test_a_window_title_that_has_nothing_to_do_with_its_page_is_told(headline: str, spam: bool) -> None:
    page = PAGE.replace("市科技局发布中试平台名单_示例市科技网", headline)
    document = read_page(page.encode())
    assert document.spam.spam is spam, document.spam.signs
    assert document.title == "市科技局发布中试平台名单"


def test_planted_links_and_layout_tables_are_no_attachments_and_tables() -> None:
    page = """<!DOCTYPE html><body><table><tr><td><a href="/a">新闻</a></td><td><a href="/b">通知公告</a></td></tr>
    <tr><td><a href="/c">政策</a></td><td><a href="http://[bad">坏</a></td></tr></table>
    <table><tr><td><table><tr><td>内</td><td>1</td></tr><tr><td>外</td><td>2</td></tr></table></td></tr></table>
    <a href="mailto:a@example.cn">邮箱.pdf</a><a href="#top">顶部</a><a href="data:text/html,x">图</a></body>"""
    document = read_page(page.encode(), url="https://example.cn/x/")
    assert [table.rows for table in document.tables] == [(("内", "1"), ("外", "2"))]
    assert document.attachments == ()
    assert [link.target for link in document.links] == [f"https://example.cn/{name}" for name in "abc"]
