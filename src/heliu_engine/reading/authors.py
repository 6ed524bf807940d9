"""Who wrote an article, where the page says so.

The names stand in a line of their own between title and article (By …, 作者：…, a reporter of …), in brackets at the
beginning or end of the article (新华社…电（记者…）), or after it, or where no reader looks. Editors, photographers and
what is no name of a person are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from heliu_engine.restore.article import Article
from heliu_engine.text.scripts import HAN

_HAN_NAME = f"[{HAN}](?:[{HAN}·•]{{0,10}})[{HAN}](?![{HAN}]*\\s?[:：])"
"""Two characters or more, unless something follows that a colon ends: 字号：大 中 小."""
_HAN_NAMES = rf"{_HAN_NAME}(?:\s?[、，,&/\s]\s?{_HAN_NAME}){{0,5}}"
_LATIN_NAME = (
    r"[A-ZÀ-ÞĀ-Ž][\w.'’-]*(?:\s+(?:(?:de|la|van|von|der|den|di|da|del|al|bin)\s+){0,2}[A-ZÀ-ÞĀ-Ž][\w.'’-]+){1,3}"
)
_LATIN_NAMES = rf"{_LATIN_NAME}(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+){_LATIN_NAME}){{0,5}}"
_CUE = r"(?:作\s?者|撰\s?[文稿]|撰写|执\s?笔|采\s?写|文字|供\s?稿|作者/|文)"
_PATTERNS = (
    re.compile(
        rf"(?:^|[\s|｜》（(]|(?=作者[:：])){_CUE}\s*[:：/／]\s*(?:[{HAN}]{{1,6}}记者\s*)?(?P<names>{_HAN_NAMES}|{_LATIN_NAMES}|[^\s|｜:：]{{2,24}})"
    ),
    re.compile(rf"》\s?作者\s+(?P<names>{_HAN_NAMES})"),
    re.compile(rf"^\s*[{HAN}A-Za-z]{{0,10}}(?:记者|通讯员)\s*[:：]?\s+(?P<names>{_HAN_NAMES})"),
    re.compile(rf"^\s*(?P<names>{_HAN_NAME})\s?/\s?[{HAN}]{{2,12}}(?:报|网|社|刊|周刊)\s*$"),
    re.compile(rf"^\s*(?i:By|Por|Von|Autori?:?|Author:?|Reported by)\s+(?P<names>{_LATIN_NAMES})"),
    re.compile(rf"(?:^|\d)\s*(?:編集委員|記者)[\s　]+(?P<names>{_HAN_NAME})"),
)
_REPORTER = re.compile(rf"[（(][^（()）]{{0,12}}记者[\s:：]*(?P<names>{_HAN_NAMES})[^（()）]{{0,40}}[）)]")
"""In brackets at the beginning or the end of an article."""
_TRAILERS = re.compile(
    r"\s*(?:综合)?(?:整合|报道|报导|通讯员|摄影|摄|编辑|责任编辑|责编|实习生|文图|图文|浏览|发布|来源|时间|点击|阅读|人气|字号|字体|供图|编译|返回.*|查看.*)(?:[:：/\s、，].*|报道)?$"
)
_NOBODY = re.compile(
    r"未知|佚名|匿名|不详|网络|整理|小编|本站|原创|编辑|管理员|admin|user|unknown|anonymous|editor|staff|desk|administrator|微软|windows|^\W*$",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(r"https?:|www\.|@|\.(?:com|cn|net|org)\b|\d|[网報报社台刊局厅部院署]$", re.IGNORECASE)
_SAID = ("author", "article:author", "byl", "parsely-author", "dc.creator", "dcterms.creator", "citation_author")
_CUTS = re.compile(r"\s*(?:[、，,&/／;；]|\band\b)\s*")
_LONGEST_LINE, _LONGEST = 120, 60
_AROUND = 3
"""Lines after the article in which its authors are looked for."""


def author_of(article: Article, texts: Sequence[str], title_at: int, said: dict[str, str]) -> str | None:
    """The names, joined by 、; None where the page names nobody.

    ``title_at`` is the number of the line after the title, ``said`` what the page says where no reader looks.
    """
    body = article.body
    begin, end = (body[0], body[-1]) if body else (len(texts), len(texts) - 1)
    lines = [
        *texts[min(title_at, begin) : begin],
        *(texts[number] for number in (*body[:6], *body[-3:])),
        *texts[end + 1 : end + 1 + _AROUND],
    ]
    for line in lines:
        names = _named(line) if len(line) <= _LONGEST_LINE else None
        if names:
            return names
    ends = [texts[number] for number in (*body[:2], *body[-2:])]
    for text in (*(text[:_LONGEST_LINE] for text in ends), *(text[-_LONGEST_LINE:] for text in ends)):
        match = _REPORTER.search(text)
        if match is not None and (names := _joined(match["names"])):
            return names
    for name in _SAID:
        names = _joined(said.get(name, ""), person=True)
        if names and names != article.source:
            return names
    return None


def _named(line: str) -> str | None:
    for pattern in _PATTERNS:
        match = pattern.search(line)
        if match is not None:
            return _joined(match["names"])
    return None


def _joined(written: str, *, person: bool = False) -> str | None:
    """Names without what follows them and without what is no name; ``person`` refuses addresses and publishers."""
    if not written or len(written) > _LONGEST or (person and _NO_PERSON.search(written)):
        return None
    return "、".join(dict.fromkeys(_names(written))) or None


def _names(written: str) -> Iterator[str]:
    for part in _CUTS.split(_TRAILERS.sub("", written.strip())):
        for name in _blanked(part):
            name = _TRAILERS.sub("", name.strip(" .·")).strip()
            if 2 <= len(name) <= _LONGEST and not _NOBODY.search(name):
                yield name


def _blanked(part: str) -> list[str]:
    """Chinese names that only blanks keep apart."""
    pieces = part.split()
    return pieces if len(pieces) > 1 and re.fullmatch(f"[{HAN}]+", "".join(pieces)) else [part]
