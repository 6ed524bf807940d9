"""Which lines of a page are the article, and what stands around them: title, date, source, copyright.

The rules know no site. Lines that are prose (long, with punctuation, hardly linked) vote for the blocks they lie in;
the article is what lies in the block with most votes, without lists of links and without lines that speak of the page.
In plain text, where there are no blocks, it is the run of lines from the first prose to the last.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from heliu_engine.restore.dates import dates
from heliu_engine.restore.layout import Line, Page
from heliu_engine.text.scripts import HAN

_PAUSE = re.compile(r"[，；、]|[,;](?=\s|$|[^\x00-\x7f])")
_SENTENCE = re.compile(r"[。！？]|[.!?](?:\s|$)")
_SHORTEST_PROSE, _LONG = 20, 40
_MOST_LINKED = 0.4
_PARENT = 0.6
"""Share of a line's vote that the next outer block gets."""

_ABOUT_THE_PAGE = re.compile(
    r"^[\s\[\(（【《]*(?:责任?编辑|责编|编辑|审核|校对|编审|初审|终审|复审|值班主任|网络编辑|来源|稿源|信息来源|文章来源|发布时间|发布日期|时间|日期|浏览|点击|阅读|"
    r"分享|打印|关闭|字号|字体|上一篇|下一篇|上一条|下一条|相关|推荐|原标题|原题|标签|关键词|关键字|版权|声明|免责|扫一扫|微信|关注|订阅|评论|举报|收藏|"
    r"当前位置|您的?位置|您?现在的?位置|首页|返回|附件下载|Copyright|©|Editor|Share|Print|Tags?\b)",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r"\S+\s*(?:>{1,2}|»|›|＞|→)\s*\S+")
_ORIGINAL_TITLE = re.compile(r"^[\s\[\(（]*原(?:标题|题|題|標題)\s*[:：]\s*(?P<title>.{4,120}?)[\s\]\)）]*$")
_SOURCE = re.compile(
    r"(?:来\s*源|稿\s*源|出\s*处|信息来源|文章来源|Source)\s*[:：]\s*(?P<source>[^\s|｜丨/【】\[\]()（）<>]{2,30}?)"
    r"(?=$|\s|[|｜丨/【】\[\]()（）<>]|作者|编辑|责编|记者|发布|时间|日期|浏览|点击|阅读|字号|字体|字体|查看)",
    re.IGNORECASE,
)
_DATE_CUE = re.compile(r"发布|发表|时间|日期|来源|更新|Posted|Published|Date", re.IGNORECASE)
_COPYRIGHT = re.compile(r"版权|著作权|©|\(c\)\s|Copyright|All Rights Reserved", re.IGNORECASE)
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
_DOCUMENT = re.compile(
    r"^.{0,40}关于.{2,80}(?:通知|公告|通告|意见|办法|决定|函|报告|方案|规定|细则|措施|批复|公示|说明)(?:[（(].{1,12}[)）])?$"
)
"""How papers of administrations are called."""
_NO_TITLE_ENDS = ("。", "：", ":", "；", ";", "，", ",")
_NO_HOLDER = re.compile(
    r"(?:All|Some)?\s*(?:Rights\s*)?Reserved|地址|邮编|电话|[^\s]{0,4}备案|[^\s]ICP|\t|版权|[复複]制必究|翻[版印]|不得|未经|Powered",
    re.IGNORECASE,
)
"""Where the name of a holder ends."""
_DATE_NAMES = (
    "article:published_time", "pubdate", "publishdate", "publish_date", "publishtime", "datepublished", "publish-date",
    "og:published_time", "weibo: article:create_at", "citation_date", "dc.date", "dc.date.issued", "firstpublishedtime",
)  # fmt: skip
_SOURCE_NAMES = ("contentsource", "source", "mediaid", "article:author_source", "copyright")
_TITLE_CUTS = re.compile(r"\s*(?:[_|｜丨]+|\s[-–—]\s|--+|——|-(?=[^-]*$))\s*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class Article:
    """What a page is about. Fields that cannot be told are None."""

    title: str | None
    date: str | None
    source: str | None
    copyright: str | None
    """Who holds the rights where the page says so, else its notice."""
    notice: str | None
    """The whole line that speaks of the rights."""
    body: tuple[int, ...]
    """Numbers of the lines of the article."""


def read_article(page: Page, texts: Sequence[str], headlines: Sequence[str], spam: Collection[int]) -> Article:
    """The article of a page whose restored lines are ``texts`` and whose restored window titles are ``headlines``.

    ``spam`` are the numbers of lines that are a planted headline; they are no part of anything.
    """
    body = _body(page, texts, spam)
    at, title = _title(page, texts, headlines, body, spam)
    title_at = at[-1] if at else None
    body = [*_before(page, texts, body, title_at, spam), *body]
    notice = next((text for text in reversed(texts) if _COPYRIGHT.search(text)), None)
    numbers = tuple(number for number in body if number not in at and not _repeats(texts[number], title))
    return Article(
        title=title,
        date=_date(page, texts, title_at, body),
        source=_source(page, texts, title_at, body),
        copyright=_holder(notice) or notice if notice else None,
        notice=notice,
        body=numbers,
    )


def is_prose(text: str, linked: int = 0) -> bool:
    """Whether a line is a sentence or more of running text, and not a list of links or a line about the page."""
    if len(text) < _SHORTEST_PROSE or linked > _MOST_LINKED * len(text):
        return False
    if _ABOUT_THE_PAGE.match(text) or _BREADCRUMB.match(text) or _COPYRIGHT.search(text):
        return False
    return _SENTENCE.search(text) is not None or (len(text) >= _LONG and _PAUSE.search(text) is not None)


def shared_words(text: str, words: Counter[str]) -> float:
    """Share of a text's word parts (pairs of Chinese characters, Latin words) that occur in other text."""
    own = word_parts(text)
    return sum(words[part] > 0 for part in own) / len(own) if own else 0.0


def word_parts(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters, and Latin words in small letters."""
    pairs = [run[place : place + 2] for run in _HAN_RUN.findall(text) for place in range(len(run) - 1)]
    return pairs + [word.lower() for word in _LATIN_WORD.findall(text)]


def _body(page: Page, texts: Sequence[str], spam: Collection[int]) -> list[int]:
    prose = [
        number
        for number, (line, text) in enumerate(zip(page.lines, texts, strict=True))
        if number not in spam and is_prose(text.strip(), line.linked)
    ]
    if not prose:
        return []
    if not page.html:
        # A title may read like prose; what comes before the line with date and source is not the article.
        told = [number for number in range(prose[0], min(prose[0] + 8, len(texts))) if _tells_date(texts[number])]
        begin = next((number for number in prose if told and number > told[-1]), prose[0])
        inside = range(begin, prose[-1] + 1)
        return [number for number in inside if number not in spam and _belongs(page.lines[number], texts[number])]
    block = _densest_block(page, texts, prose)
    lying = [number for number, line in enumerate(page.lines) if block in line.blocks]
    first = next(number for number in lying if number in set(prose))
    return [number for number in lying if number >= first and _belongs(page.lines[number], texts[number])]


def _belongs(line: Line, text: str) -> bool:
    """Whether a line between prose is part of the article: not empty, not about the page, no list of links."""
    stripped = text.strip()
    if not stripped or (_ABOUT_THE_PAGE.match(stripped) and len(stripped) < 120):
        return False
    return line.linked <= _MOST_LINKED * len(text) and not (_COPYRIGHT.search(stripped) and not is_prose(stripped))


def _before(
    page: Page, texts: Sequence[str], body: Sequence[int], title_at: int | None, spam: Collection[int]
) -> list[int]:
    """The short lines right before the first prose that belong to it: whom a notice addresses, a first heading."""
    if not body or (title_at is None and not page.html):
        return []
    blocks = set(page.lines[body[0]].blocks[1:3])
    found: list[int] = []
    for number in range(body[0] - 1, -1 if title_at is None else title_at, -1):
        line, text = page.lines[number], texts[number].strip()
        if page.html and not blocks & set(line.blocks):
            break
        told = _tells_date(text) or ("\t" in text and next(dates(text), None))
        if number in spam or (text and (told or _BREADCRUMB.match(text) or not _belongs(line, text))):
            break
        if text:
            found.append(number)
    return found[::-1]


def _densest_block(page: Page, texts: Sequence[str], prose: Sequence[int]) -> int:
    votes: defaultdict[int, float] = defaultdict(float)
    for number in prose:
        line = page.lines[number]
        vote = float(len(texts[number]) - line.linked)
        # The innermost block is mostly the paragraph itself.
        for block in line.blocks[1:] or line.blocks:
            votes[block] += vote
            vote *= _PARENT
    return max(votes, key=lambda block: votes[block])


def _repeats(text: str, title: str | None) -> bool:
    return title is not None and text.strip() == title


def _title(
    page: Page, texts: Sequence[str], headlines: Sequence[str], body: Sequence[int], spam: Collection[int]
) -> tuple[range, str | None]:
    """The lines of the title, none for a window's title, and the title."""
    words = Counter(word_parts("\n".join(texts[number] for number in body)))
    original = next((match["title"] for text in texts if (match := _ORIGINAL_TITLE.match(text.strip()))), "")
    last = body[0] if body else len(texts)
    best: tuple[float, int | None, str] = (0.35, None, "")
    for number in range(min(last + 1, len(texts)) if page.html else last):
        text = texts[number].strip()
        if number in spam or not _may_be_title(text, page.lines[number], inside=number == last):
            continue
        score = shared_words(text, words) + 0.15 * (page.lines[number].heading > 0) + 0.1 * number / max(1, last)
        score += 0.6 * _agreement(text, headlines) + 0.4 * bool(original and (original in text or text in original))
        score += 0.3 * (_DOCUMENT.match(text) is not None)
        score += 0.3 * any(_tells_date(other) for other in texts[number + 1 : number + 3])
        if score > best[0]:
            best = (score, number, text)
    if best[1] is not None:
        return _continued(texts, best[1], headlines)
    for headline in headlines:
        parts = [part for part in _TITLE_CUTS.split(headline) if part]
        fitting = [part for part in parts if shared_words(part, words) >= 0.35]
        if fitting:
            return range(0), max(fitting, key=len)
    if original:
        return range(0), original
    return range(0), _TITLE_CUTS.split(headlines[0])[0] if headlines and not body else None


def _continued(texts: Sequence[str], number: int, headlines: Sequence[str]) -> tuple[range, str]:
    """The title that begins in a line, with the lines that go on with it as a window's title tells."""
    title, end = texts[number].strip(), number + 1
    for text in texts[number + 1 : number + 4]:
        longer = title + text.strip()
        if text.strip() == title or not _agreement(longer, headlines):
            break
        title, end = longer, end + 1
    return range(number, end), title


def _may_be_title(text: str, line: Line, *, inside: bool) -> bool:
    if not 4 <= len(text) <= 120 or line.linked > 0.8 * len(text):
        return False
    if inside and not line.heading:
        return False
    return not (
        _ABOUT_THE_PAGE.match(text) or _BREADCRUMB.match(text) or _tells_date(text) or text.endswith(_NO_TITLE_ENDS)
    )


def _agreement(text: str, headlines: Sequence[str]) -> float:
    """How much of a window's title a line is, 0 to 1; 0 unless it is a part of one."""
    plain = re.sub(r"\s+", "", text)
    shares = [len(plain) / len(headline) for title in headlines if plain in (headline := re.sub(r"\s+", "", title))]
    return 0.5 + 0.5 * max(shares) if shares and len(plain) >= 6 else 0.0


def _tells_date(text: str) -> bool:
    """Whether a short line is there for its date or source."""
    return len(text) < 100 and bool(_DATE_CUE.search(text)) and next(dates(text), None) is not None


def _date(page: Page, texts: Sequence[str], title_at: int | None, body: Sequence[int]) -> str | None:
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


def _source(page: Page, texts: Sequence[str], title_at: int | None, body: Sequence[int]) -> str | None:
    start, end = title_at or 0, body[0] if body else len(texts)
    near = [*range(start, end), *range(start), *range(end, len(texts))]
    for number in near:
        if len(texts[number]) < 160 and not _COPYRIGHT.search(texts[number]):
            match = _SOURCE.search(texts[number])
            if match and not re.match(r"https?:", match["source"]):
                return match["source"].strip("“”\"' ：:")
    return next((page.said[name] for name in _SOURCE_NAMES[:-1] if page.said.get(name)), None)


def _holder(notice: str) -> str | None:
    for pattern in _HOLDERS:
        match = pattern.search(notice)
        holder = _NO_HOLDER.split(match["holder"])[0].strip(" .:：©\t-") if match else ""
        if re.search(f"[A-Za-z{HAN}]{{2}}", holder):
            return holder
    return None


def lines_of(article: Article, texts: Sequence[str]) -> Iterator[str]:
    """The lines of the article without the blanks around them."""
    return (texts[number].strip() for number in article.body)
