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
from heliu_engine.restore.fields import COPYRIGHT, date_of, holder_of, source_of, tells_date
from heliu_engine.restore.layout import Page
from heliu_engine.restore.lines import Line
from heliu_engine.text.scripts import HAN

_PAUSE = re.compile(r"[，；、]|[,;](?=\s|$|[^\x00-\x7f])")
_SENTENCE = re.compile(r"[。！？]|[.!?](?:\s|$)")
_SHORTEST_PROSE, _LONG = 20, 40
_MOST_LINKED = 0.4
_PARENT = 0.6
"""Share of a line's vote that the next outer block gets."""

_ABOUT_THE_PAGE = re.compile(
    r"^[\s\[\(（【《]*(?:纠错|责任?编辑|责编|编辑|审核|校对|编审|初审|终审|复审|值班主任|网络编辑|来源|稿源|信息来源|文章来源|发布时间|发布日期|时间|日期|浏览|点击|阅读|"
    r"分享|打印|关闭|字号|字体|上一篇|下一篇|上一条|下一条|相关|推荐|原标题|原题|标签|关键词|关键字|版权|声明|免责|扫一扫|微信|关注|订阅|评论|举报|收藏|"
    r"当前位置|您的?位置|您?现在的?位置|首页|返回|附件下载|Copyright|©|Editor|Share|Print|Tags?\b)",
    re.IGNORECASE,
)
_EDITOR = re.compile(r"^[\s\[\(（【]*(?:纠错[\]】]\s*[\[【(（]*)?\s*(?:责任?编辑|责\s?编|网络编辑|编辑)\s*[:：]")
"""What most Chinese pages end an article with."""
_FURTHER = re.compile(
    r"^\W*(?:相关(?:阅读|新闻|文章|链接|推荐|稿件|内容|报道)|推荐(?:阅读|文章|新闻)|为[你您]推荐|猜你喜欢|精彩推荐|热门(?:文章|新闻|推荐)|"
    r"更多(?:文章|新闻|推荐)|Related|Read more|More (?:from|stories|news)|Most (?:popular|read)|Recommended)\W*",
    re.IGNORECASE,
)
"""What stands above a list of other articles."""
_LONGEST_MARK = 40
"""Characters of a line that ends an article, or begins a list of others."""
_SHORTEST_EDGE = 4
"""Characters that the first and the last line of an article have at least, unless they end like a sentence."""
_BREADCRUMB = re.compile(r"\S+\s*(?:>{1,2}|»|›|＞|→)\s*\S+")
_PATH = re.compile(r"(?:[^>»›＞]{1,20}[>»›＞]){2}[^>»›＞]{1,20}$|(?:当前|[您你](?:现在)?的?)?位置\s*[:：]")
_NOTICE = re.compile(r".{0,60}(?:版\s?权\s?所\s?有|版权声明|All Rights Reserved)|(?:Copyright|©)", re.IGNORECASE)
"""How a page says where it lies in its site, and whose it is."""
_ORIGINAL_TITLE = re.compile(r"^[\s\[\(（]*原(?:标题|题|題|標題)\s*[:：]\s*(?P<title>.{4,120}?)[\s\]\)）]*$")
_DOCUMENT = re.compile(
    r"^.{0,40}关于.{2,80}(?:通知|公告|通告|意见|办法|决定|函|报告|方案|规定|细则|措施|批复|公示|说明)(?:[（(].{1,12}[)）])?$"
)
"""How papers of administrations are called."""
_NO_TITLE_ENDS = ("。", "：", ":", "；", ";", "，", ",")
_TITLE_CUTS = re.compile(r"\s*(?:[_|｜丨]+|\s[-–—]\s|--+|——|-(?=[^-]*$))\s*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_ONE_WORD = re.compile(r"[A-Za-z]+")
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
    body = _trimmed(texts, [*_before(page, texts, body, title_at, spam), *body])
    notice = next((text for text in reversed(texts) if COPYRIGHT.search(text)), None)
    numbers = tuple(number for number in body if number not in at and not _repeats(texts[number], title))
    return Article(
        title=title,
        date=date_of(page, texts, title_at, body),
        source=source_of(page, texts, title_at, body),
        copyright=holder_of(notice) or notice if notice else None,
        notice=notice,
        body=numbers,
    )


def is_prose(text: str, linked: int = 0) -> bool:
    """Whether a line is a sentence or more of running text, and not a list of links or a line about the page."""
    if len(text) < _SHORTEST_PROSE or linked > _MOST_LINKED * len(text):
        return False
    if _ABOUT_THE_PAGE.match(text) or _BREADCRUMB.match(text) or COPYRIGHT.search(text):
        return False
    return _SENTENCE.search(text) is not None or (len(text) >= _LONG and _PAUSE.search(text) is not None)


def is_about_page(text: str) -> bool:
    """Whether a line speaks of the page: where it lies in its site, who edited it, who holds the rights."""
    stripped = text.strip()
    if len(stripped) >= 200:
        return False
    return any(pattern.match(stripped) for pattern in (_EDITOR, _PATH, _NOTICE))


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
        told = [number for number in range(prose[0], min(prose[0] + 8, len(texts))) if tells_date(texts[number])]
        begin = next((number for number in prose if told and number > told[-1]), prose[0])
        inside = range(begin, prose[-1] + 1)
        return [number for number in inside if number not in spam and _belongs(page.lines[number], texts[number])]
    block = _densest_block(page, texts, prose)
    lying = [number for number, line in enumerate(page.lines) if block in line.blocks]
    begun = set(prose).intersection(lying)
    first = min(begun)
    kept = _without_others(page, texts, [number for number in lying if number >= first], begun)
    return [number for number in kept if _belongs(page.lines[number], texts[number])]


def _without_others(page: Page, texts: Sequence[str], lying: Sequence[int], prose: Collection[int]) -> list[int]:
    """The lines of a block up to where its article ends, without lists of other articles.

    An editor's line ends it where more of the prose stands before than after. Below the heading of a list of others
    only those lines remain that lie in the same blocks as the prose before.
    """
    kept: list[int] = []
    near: set[int] | None = None
    homes: set[int] = set()
    whole = sum(len(texts[number]) for number in lying if number in prose)
    before = 0
    for number in lying:
        text, blocks = texts[number].strip(), page.lines[number].blocks[1:3]
        if len(text) <= _LONGEST_MARK and _EDITOR.match(text) and 2 * before > whole:
            break
        if len(text) <= _LONGEST_MARK and _FURTHER.match(text) and homes:
            near = set(homes)
            continue
        if near is not None and near.isdisjoint(blocks):
            continue
        kept.append(number)
        if number in prose:
            before += len(texts[number])
            homes.update(blocks)
    return kept


def _trimmed(texts: Sequence[str], body: Sequence[int]) -> list[int]:
    """The lines without those at both ends that are too short to say anything: counters, labels of pictures."""
    begin, end = 0, len(body)
    while begin < end and _says_nothing(texts[body[begin]]):
        begin += 1
    while end > begin and _says_nothing(texts[body[end - 1]]):
        end -= 1
    return list(body[begin:end])


def _says_nothing(text: str) -> bool:
    stripped = text.strip()
    return len(stripped) < _SHORTEST_EDGE and not stripped.endswith(("。", "：", ":", "！", "？", ".", "!", "?"))


def _belongs(line: Line, text: str) -> bool:
    """Whether a line between prose is part of the article: not empty, not about the page, no list of links."""
    stripped = text.strip()
    if not stripped or (_ABOUT_THE_PAGE.match(stripped) and len(stripped) < 120):
        return False
    return line.linked <= _MOST_LINKED * len(text) and not (COPYRIGHT.search(stripped) and not is_prose(stripped))


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
        told = tells_date(text) or ("\t" in text and next(dates(text), None))
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
        score += 0.3 * any(tells_date(other) for other in texts[number + 1 : number + 3])
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
    if (inside and not line.heading) or _ONE_WORD.fullmatch(text):
        return False
    return not (
        _ABOUT_THE_PAGE.match(text) or _BREADCRUMB.match(text) or tells_date(text) or text.endswith(_NO_TITLE_ENDS)
    )


def _agreement(text: str, headlines: Sequence[str]) -> float:
    """How much of a window's title a line is, 0 to 1; 0 unless it is a part of one."""
    plain = re.sub(r"\s+", "", text)
    shares = [len(plain) / len(headline) for title in headlines if plain in (headline := re.sub(r"\s+", "", title))]
    return 0.5 + 0.5 * max(shares) if shares and len(plain) >= 6 else 0.0


def lines_of(article: Article, texts: Sequence[str]) -> Iterator[str]:
    """The lines of the article without the blanks around them."""
    return (texts[number].strip() for number in article.body)
