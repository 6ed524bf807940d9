"""A page as lines: of plain text those it has, of HTML those that a reader sees.

A line of HTML knows what it stood in: whether it was a heading, how much of it was a link, in which blocks it lay.
Nothing is fetched, no entity of the page's own is expanded, and no depth of nesting overflows anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from heliu_engine.restore.lines import BLOCKS, Anchor, Line, plain, read_lines

_LOOKS_LIKE_HTML = re.compile(
    r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:p|div|table|br|h[1-6]|meta|article)[\s/>]", re.I
)
_MARKUP = re.compile(
    r"<(/?)(html|head|body|p|div|table|tr|td|br|span|a|h[1-6]|ul|li|meta|title|article|section)\b[^<>]*>", re.I
)
_BREAKS_OFF = re.compile(r"^\s*<\?xml[^>]*\?>|</(?:html|body)\s*>|\x00", re.I)
"""What makes the parser stop or refuse: some pages close their end tags in the middle."""

_UNSEEN = re.compile(r"<(script|style|title|noscript|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_BLOCK_TAG = re.compile(rf"</?(?:br|{'|'.join(sorted(BLOCKS))})\b[^<>]*>", re.I)
_TAG = re.compile("<[^<>]*>")
_COMMENT = re.compile("<!--.*?-->", re.S)
_BEGINS = re.compile(r"\s*<(?:!doctype|html|\?xml)", re.I)
_LONGEST_TITLE, _MOST_TITLES = 300, 6
"""Of a window's titles: each is held against every line."""


@dataclass(slots=True)
class Page:
    """A page as lines, and what it says of itself where no reader looks."""

    lines: list[Line]
    html: bool = False
    titles: list[str] = field(default_factory=list)
    """Of HTML: the window's title, then what it calls its title for others who show it."""
    said: dict[str, str] = field(default_factory=dict)
    """Of HTML: contents of its meta elements by their names, in small letters."""
    anchors: list[Anchor] = field(default_factory=list)
    """Of HTML: its links, in order."""
    tree: etree._Element | None = field(default=None, repr=False, compare=False)
    """Of HTML that could be parsed."""

    @property
    def text(self) -> str:
        """The page as it was read: what edits count in."""
        return "\n".join(line.text for line in self.lines)


def lay_out(text: str) -> Page:
    """The lines of a page."""
    if not looks_like_html(text):
        return Page([Line(line) for line in text.split("\n")])
    tree = _parsed(text)
    page = Page([], html=True)
    if tree is None:
        page.lines = list(_flat(text))
    else:
        _describe(tree, page)
        page.tree = tree
        page.lines = list(read_lines(tree, page.anchors))
    return page


def looks_like_html(text: str) -> bool:
    """Whether a text is HTML: it begins like it, or has several tags that close."""
    beginning = text[:2000]
    if _LOOKS_LIKE_HTML.search(beginning) is None:
        return False
    if _BEGINS.match(_COMMENT.sub("", beginning)):
        return True
    tags = [match[1] for match in _MARKUP.finditer(text[:20_000])]
    return len(tags) >= 4 and "/" in tags


def _parsed(text: str) -> etree._Element | None:
    """The tree of a page, or None where there is none, or where blocks lie deeper in each other than is parsed."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True, recover=True
    )
    data = _BREAKS_OFF.sub("", text).encode("utf-8", "replace")
    try:
        tree: etree._Element | None = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    cut = any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)
    return None if cut else tree


def _flat(text: str) -> Iterator[Line]:
    """The lines of a page without a tree: whatever stands between tags of blocks."""
    visible = _UNSEEN.sub("", text)
    for piece in _BLOCK_TAG.split(visible):
        line = plain(unescape(_TAG.sub("", piece)))
        if line:
            yield Line(line)


def _describe(tree: etree._Element, page: Page) -> None:
    for element in tree.iter("title", "meta"):
        if element.tag == "title":
            page.titles.append(plain("".join(element.itertext())))
            continue
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = element.get("content") or ""
        if name and content:
            page.said.setdefault(name.strip().lower(), plain(content))
    page.titles += [page.said[name] for name in ("og:title", "articletitle", "title") if page.said.get(name)]
    page.titles = [title[:_LONGEST_TITLE] for title in dict.fromkeys(page.titles) if title][:_MOST_TITLES]
