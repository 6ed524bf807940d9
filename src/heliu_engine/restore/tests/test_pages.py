"""Whole pages: fields, planted headlines, edits that lead from one text to the other, hostile input, time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu_engine.errors import InputError
from heliu_engine.restore import apply_edits, restore
from heliu_engine.restore.layout import lay_out
from heliu_engine.restore.tests.damage import Way, damaged, fits
from heliu_engine.restore.tests.texts import CLEAN, LEGITIMATE

SPAM = "国产97最新在线视频_亚洲精品免费观看_日韩三级成人网站_欧美小视频"
BODY = [paragraph for text in (CLEAN[0], CLEAN[1]) for paragraph in text.split("\n")]
TITLE = "十二家企业提出二十七项技术需求 产学研深度融合"
NEWS = [
    "示例科技网 > 要闻 > 本地",
    "",
    TITLE,
    "",
    "发布时间:2026-07-27 10:55:00来源: 示例日报",
    "",
    f"  原标题:{TITLE}",
    "",
    *(f"  {paragraph}" for paragraph in BODY),
    "",
    "(责编:王示例)",
    "",
    "版权声明:凡注明“来源:示例科技网”的作品,版权归示例(北京)传播有限公司。未经许可不得转载。",
]
HTML = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>{headline}</title>
<style>p {{ color: red }}</style><script>var a = "<p>不是正文，也不该出现。</p>";</script></head><body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/n">要闻</a></div></body></html>
<div id="main"><h1>{title}</h1><div>发布时间：2026年7月27日&nbsp;&nbsp;来源：示例日报　作者：李示例</div>
<div class="content">{body}<p>（责任编辑：王示例）</p></div>
<ul><li><a href="/1">别的新闻一，也有逗号和很长很长的标题放在这里凑数</a></li>
<li><a href="/2">别的新闻二</a></li></ul></div>
<div style="display: none">看不见的内容，不应该出现在任何地方。</div>
<div>Copyright © 2020-2026 示例科技网 All Rights Reserved</div>
"""


def html(headline: str, title: str, paragraphs: list[str]) -> str:
    body = "".join(f"<p>　　{paragraph}</p>\n" for paragraph in paragraphs)
    return HTML.format(headline=headline, title=title, body=body)


def turned(lines: list[str], way: Way | None = None) -> list[str]:
    return damaged(fits("\n".join(lines)), way or Way(60)).split("\n")


def test_a_hijacked_page_of_text_gives_its_article_and_the_verdict() -> None:
    page = "\n".join([SPAM, "", *turned(NEWS)])
    restored = restore(page.encode("utf-8"))
    article = restored.article
    assert article.title == TITLE
    assert (article.date, article.source) == ("2026-07-27", "示例日报")
    assert article.copyright == "示例(北京)传播有限公司"
    assert restored.body == "\n".join(BODY)
    assert restored.language == "zh"
    assert restored.spam.spam
    assert set(restored.spam.signs) >= {"unrelated", "script", "strung", "other_headline"}
    assert restored.text == "\n".join(["", *NEWS])


def test_the_same_page_without_damage_is_no_spam_and_comes_out_as_it_was() -> None:
    page = "\n".join(NEWS)
    restored = restore(page.encode("gbk"))
    assert (restored.text, restored.edits, restored.spam.spam) == (page, (), False)
    assert (restored.article.title, restored.body) == (TITLE, "\n".join(BODY))


def test_html_gives_the_same_article_and_nothing_that_no_reader_sees() -> None:
    restored = restore(html(f"{TITLE}_要闻_示例科技网", TITLE, BODY).encode("utf-8"))
    article = restored.article
    assert (article.title, article.date, article.source) == (TITLE, "2026-07-27", "示例日报")
    assert article.copyright == "示例科技网"
    assert restored.body == "\n".join(BODY)
    assert "看不见" not in restored.text
    assert "不该出现" not in restored.text
    assert restored.spam.spam is False
    assert restored.edits == ()


def test_a_hijacked_page_of_html_keeps_its_own_title() -> None:
    title, *paragraphs = turned([TITLE, *BODY])
    restored = restore(html(SPAM, title, paragraphs).encode("utf-8"))
    assert restored.spam.spam
    assert restored.article.title == TITLE
    assert restored.body == "\n".join(BODY)


@pytest.mark.parametrize(
    "headline",
    [
        "首页 - 某市科学技术局 - 通知公告 - 政务公开",
        "新闻动态--示例学会官网",
        "警方打击网络博彩投注平台 六合彩开户骗局被揭穿",
        "Home | Example University",
    ],
)
def test_a_general_or_a_plain_headline_is_no_spam_by_its_words(headline: str) -> None:
    paragraphs = [*BODY, "警方提醒，网络博彩和投注平台都是骗局，所谓六合彩开户不过是诱饵，不要上当。"]
    assert restore(html(headline, TITLE, paragraphs).encode()).spam.spam is False


def test_a_notice_in_plain_text_has_its_title_and_whom_it_addresses() -> None:
    restored = restore(CLEAN[2])
    title, *body = CLEAN[2].split("\n")
    assert restored.article.title == title
    assert restored.body == "\n".join(body)


def test_titles_over_several_lines_and_chinese_dates_are_read() -> None:
    page = (
        "<html><head><title>关于促进科技成果转移转化的若干措施__示例网</title></head><body><div>"
        f"<p>关于促进科技成果<br>转移转化的若干措施</p><p>{BODY[0]}</p><p>{BODY[1]}</p><p>二〇二六年三月十五日</p></div>"
    )
    restored = restore(page.encode())
    assert restored.article.title == "关于促进科技成果转移转化的若干措施"
    assert restored.article.date == "2026-03-15"


@pytest.mark.parametrize("way", [Way(60), Way(700), Way(700, decoder="keep"), Way(700, decoder="drop")], ids=str)
def test_the_edits_lead_from_what_was_read_to_the_text(way: Way) -> None:
    for page in ("\n".join([SPAM, *turned(NEWS, way)]), html(SPAM, TITLE, turned(BODY, way))):
        restored = restore(page.encode())
        assert apply_edits(restored.read, restored.edits) == restored.text
        assert restored.read == lay_out(page).text
        assert all(0 <= edit.confidence <= 1 and edit.reason for edit in restored.edits)


FRAGMENTS = st.sampled_from(
    ["<p>", "</p>", "<div", ">", "<!--", "-->", "<![CDATA[", "&#x0;", "&lt;", "<br/>", "</html>", "<script>", "<td>",
     "創(chuàng)", "?jié)", "\ufffd(fā)", "摿Υ", "(", ")", "?", "2019年", "。", "\n", "\r\n", "\u200b", "ä¸­", "锟斤拷",
     "涓枃", "inno-\nva", "Ｌi", "<?xml version='1.0' encoding='utf-7'?>",
     "<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "&a;"]
)  # fmt: skip


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=8)), max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_its_edits_are_true(page: str) -> None:
    restored = restore(page)
    assert apply_edits(restored.read, restored.edits) == restored.text
    assert "root:" not in restored.text


@given(st.one_of(st.binary(max_size=300), st.text(max_size=100).map(lambda text: text.encode("gb18030", "replace"))))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(page: bytes) -> None:
    try:
        restored = restore(page)
    except InputError:
        return
    assert apply_edits(restored.read, restored.edits) == restored.text


def test_no_depth_of_nesting_and_no_entity_does_harm() -> None:
    deep = (
        "<!DOCTYPE html>"
        + "<div>" * 50_000
        + "<p>创新&amp;<b>驱</b>动<script>x</script>"
        + "</div>" * 50_000
        + "<p>末行"
    )
    assert restore(deep.encode()).text == "创新&驱动\n末行"
    bomb = "<!DOCTYPE html [" + "".join(f'<!ENTITY {chr(98 + n)} "&{chr(97 + n)};&{chr(97 + n)};">' for n in range(20))
    assert len(restore((bomb + "]><html><p>&t;</p>").encode()).text) < 5_000
    outside = "<!DOCTYPE html SYSTEM 'http://127.0.0.1:1/x.dtd' [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><html><p>&a;"
    assert "root:" not in restore(outside.encode()).text


PAGES = {
    "clean text": CLEAN[0] + "\n",
    "damaged text": "\n".join(turned(NEWS, Way(700))) + "\n",
    "one damaged line": damaged(fits(CLEAN[4]), Way(700)).replace("\n", ""),
    "lost bytes": "創(chuàng)新?jié)摿?Υ??",
    "html": html(TITLE, TITLE, BODY),
    "open tags": "<div><p>創(chuàng)",
    "brackets": "((((a(b(創(chuàng",
    "cut words": "inno-\n",
}


@pytest.mark.parametrize("piece", PAGES.values(), ids=PAGES.keys())
def test_time_grows_with_length_and_no_faster(piece: str) -> None:
    def seconds(characters: int) -> float:
        page = (piece * (characters // len(piece) + 1))[:characters]
        begun = time.process_time()
        restore(page)
        return time.process_time() - begun

    seconds(2_000)
    short, long = min(seconds(4_000) for _ in range(3)), min(seconds(40_000) for _ in range(2))
    assert long < 25 * short + 0.5


def test_legitimate_pages_stay_as_lines_of_html() -> None:
    restored = restore(html(TITLE, TITLE, list(LEGITIMATE)).encode())
    assert all(text in restored.text for text in LEGITIMATE)
    assert restored.edits == ()
