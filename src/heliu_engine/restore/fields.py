"""What stands around an article: its date, its source, the notice of rights.

No rule knows a site: fields are told by how they are written and by where they stand. Lines between title and article
come first, then those after the article, then those before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from heliu_engine.restore.dates import dates
from heliu_engine.restore.layout import Page
from heliu_engine.text.scripts import HAN

_SOURCE = re.compile(
    r"(?:来\s*源|稿\s*源|出\s*处|信息来源|文章来源|Source)\s*[:：]\s*(?P<source>[^\s|｜丨/【】\[\]()（）<>]{2,30}?)"
    r"(?=$|\s|[|｜丨/【】\[\]()（）<>]|作者|编辑|责编|记者|发布|时间|日期|浏览|点击|阅读|字号|字体|字体|查看)",
    re.IGNORECASE,
)
_DATE_CUE = re.compile(r"发布|发表|时间|日期|来源|更新|Posted|Published|Date", re.IGNORECASE)
COPYRIGHT = re.compile(r"版权|著作权|©|\(c\)\s|Copyright|All Rights Reserved", re.IGNORECASE)
_HOLDERS = (
    re.compile(
        r"(?:版权|著作权)(?:均)?(?:归|属于?|为)\s*(?P<holder>[^，。；,;]{2,40}?)\s*(?:所有)?(?=[，。；,;]|所有|$)"
    ),
    re.compile(r"(?P<holder>[^\s，。；,;:：|]{2,40})\s*(?:版权|著作权)所有"),
    re.compile(r"(?:版权|著作权)所有\s*[:：©]?\s*(?:©|Copyright)?\s*(?P<holder>[^\s，。；,;|]{2,40})"),
    re.compile(
        r"(?:©|\(c\)|Copyright)[\s©]*(?:\(c\)\s*)?(?:(?:19|20)\d\d\s*[-–—~]?\s*(?:(?:19|20)\d\d|now)?)?[\s,.]*(?:by\s+)?"
        r"(?P<holder>[^，。；,;|]{2,60}?)\s*(?=[，。；,;|]|All Rights|版权|$|\.\s)",
        re.IGNORECASE,
    ),
)
_NO_HOLDER = re.compile(
    r"(?:All|Some)?\s*(?:Rights\s*)?Reserved|地址|邮编|电话|[^\s]{0,4}备案|[^\s]ICP|\t|版权|[复複]制必究|翻[版印]|不得|未经|Powered",
    re.IGNORECASE,
)
"""Where the name of a holder ends."""
_DATE_NAMES = (
    "article:published_time", "pubdate", "publishdate", "publish_date", "publishtime", "datepublished", "publish-date",
    "og:published_time", "weibo: article:create_at", "citation_date", "dc.date", "dc.date.issued", "firstpublishedtime",
)  # fmt: skip
_SOURCE_NAMES = ("contentsource", "source", "mediaid", "article:author_source")
_MOMENT = re.compile(r"^\d{4}\s?[-/.年]\s?\d\d?\s?[-/.月]\s?\d\d?日?(?:\s*\d\d?[:：]\d\d(?:[:：]\d\d)?)?")
_PUBLISHER = re.compile(
    f"[{HAN}A-Za-z0-9·]{{1,16}}(?:日报|晚报|时报|早报|晨报|商报|报|网|社|新闻|电视台|广播|周刊|杂志|消息|在线|客户端|发布|委员会|[厅局委办院会])"
)
"""How publishers are called, in Chinese."""


def tells_date(text: str) -> bool:
    """Whether a short line is there for its date or source."""
    return len(text) < 100 and bool(_DATE_CUE.search(text)) and next(dates(text), None) is not None


def date_of(page: Page, texts: Sequence[str], title_at: int | None, body: Sequence[int]) -> str | None:
    for name in _DATE_NAMES:
        for day in dates(page.said.get(name, "")):
            return day
    start, end = title_at or 0, body[0] if body else len(texts)
    near = [*range(start, end), *range(end, min(len(texts), end + 2)), *range(start)]
    for wanted in (_DATE_CUE, None):
        for number in near:
            if len(texts[number]) < 120 and (wanted is None or wanted.search(texts[number])):
                for day in dates(texts[number]):
                    return day
    after = texts[body[-1] :] if body else ()
    return next((day for text in after if len(text) < 60 for day in dates(text)), None)


def source_of(page: Page, texts: Sequence[str], title_at: int | None, body: Sequence[int]) -> str | None:
    start, end = title_at or 0, body[0] if body else len(texts)
    near = [*range(start, end), *range(start), *range(end, len(texts))]
    for number in near:
        if len(texts[number]) < 160 and not COPYRIGHT.search(texts[number]):
            match = _SOURCE.search(texts[number])
            if match and not re.match(r"https?:", match["source"]):
                return match["source"].strip("“”\"' ：:")
    said = next((page.said[name] for name in _SOURCE_NAMES if page.said.get(name)), None)
    return said or _beside_date(texts[start:end]) or _in_notice(texts)


def _beside_date(texts: Sequence[str]) -> str | None:
    """A publisher's name that stands in one line with date and time and nothing else."""
    for text in texts:
        if len(text) < 60 and next(dates(text[:12]), None) is not None:
            rest = _MOMENT.sub("", text).strip(" \t\u3000|｜")
            if _PUBLISHER.fullmatch(rest):
                return rest
    return None


def _in_notice(texts: Sequence[str]) -> str | None:
    """The source that a notice of rights names together with the date."""
    for text in texts:
        if len(text) < 160 and COPYRIGHT.search(text) and tells_date(text):
            match = _SOURCE.search(text)
            if match:
                return match["source"]
    return None


def holder_of(notice: str) -> str | None:
    for pattern in _HOLDERS:
        match = pattern.search(notice)
        holder = _NO_HOLDER.split(match["holder"])[0].strip(" .:：©\t-") if match else ""
        if re.search(f"[A-Za-z{HAN}]{{2}}", holder):
            return holder
    return None
