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

from heliu_engine.text.scripts import HAN

_LOOKS_LIKE_HTML = re.compile(
    r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:p|div|table|br|h[1-6]|meta|article)[\s/>]", re.I
)
_MARKUP = re.compile(
    r"<(/?)(html|head|body|p|div|table|tr|td|br|span|a|h[1-6]|ul|li|meta|title|article|section)\b[^<>]*>", re.I
)
_BREAKS_OFF = re.compile(r"^\s*<\?xml[^>]*\?>|</(?:html|body)\s*>|\x00", re.I)
"""What makes the parser stop or refuse: some pages close their end tags in the middle."""

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "select",
        "textarea",
        "button",
        "canvas",
        "math",
        "head",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "td",
        "th",
        "ul",
    ]
)
_UNSEEN = re.compile(r"<(script|style|title|noscript|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_BLOCK_TAG = re.compile(rf"</?(?:br|{'|'.join(sorted(_BLOCKS))})\b[^<>]*>", re.I)
_TAG = re.compile("<[^<>]*>")
_CELLS = frozenset(("td", "th"))
_BLANKS = re.compile("[ \t\r\n\f\u00a0]+")
_BLANK_BETWEEN_HAN = re.compile(f"(?<=[{HAN}，。；：、！？])[ \t\r\n\f]*[\r\n][ \t\r\n\f]*(?=[{HAN}])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
ANCESTORS = 6
"""How many of the blocks around a line it remembers."""


@dataclass(slots=True)
class Line:
    """One line of a page, as it was read."""

    text: str
    heading: int = 0
    """1 to 6 for a heading, 0 for other lines."""
    linked: int = 0
    """Characters of it that are part of a link."""
    blocks: tuple[int, ...] = ()
    """Numbers of the blocks around it, the innermost first."""


@dataclass(slots=True)
class Page:
    """A page as lines, and what it says of itself where no reader looks."""

    lines: list[Line]
    html: bool = False
    titles: list[str] = field(default_factory=list)
    """Of HTML: the window's title, then what it calls its title for others who show it."""
    said: dict[str, str] = field(default_factory=dict)
    """Of HTML: contents of its meta elements by their names, in small letters."""

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
        page.lines = list(_Lines(tree).read())
    return page


def looks_like_html(text: str) -> bool:
    """Whether a text is HTML: it begins like it, or has several tags that close."""
    beginning = text[:2000]
    if _LOOKS_LIKE_HTML.search(beginning) is None:
        return False
    if re.match(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|\?xml)", beginning, re.I | re.S):
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
        line = _plain(unescape(_TAG.sub("", piece)))
        if line:
            yield Line(line)


def _describe(tree: etree._Element, page: Page) -> None:
    for element in tree.iter("title", "meta"):
        if element.tag == "title":
            page.titles.append(_plain("".join(element.itertext())))
            continue
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = element.get("content") or ""
        if name and content:
            page.said.setdefault(name.strip().lower(), _plain(content))
    page.titles += [page.said[name] for name in ("og:title", "articletitle", "title") if page.said.get(name)]
    page.titles = [title for title in dict.fromkeys(page.titles) if title]


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", _BLANK_BETWEEN_HAN.sub("", text)).strip()


class _Lines:
    """Walks a page once and gathers what stands between one block and the next."""

    def __init__(self, tree: etree._Element) -> None:
        self._tree = tree
        self._pieces: list[tuple[str, bool]] = []
        self._blocks: list[int] = [0]
        self._links = 0
        self._headings: list[int] = []
        self._kept = 0
        self._number = 0

    def read(self) -> Iterator[Line]:
        skipping: etree._Element | None = None
        for event, element in etree.iterwalk(self._tree, events=("start", "end")):
            if skipping is not None:
                if event == "end" and element is skipping:
                    skipping = None
                    self._add(element.tail)
                continue
            if event == "start" and _is_skipped(element):
                skipping = element
            elif event == "start":
                yield from self._enter(element)
            else:
                yield from self._leave(element)
        yield from self._flush()

    def _enter(self, element: etree._Element) -> Iterator[Line]:
        tag = element.tag
        if tag == "br":
            yield from self._flush()
        elif tag in _CELLS and self._pieces:
            self._add("\t")
        elif tag in _BLOCKS and tag not in _CELLS:
            yield from self._flush()
        if tag in _BLOCKS:
            self._number += 1
            self._blocks.append(self._number)
        if tag == "pre":
            self._kept += 1
        if tag == "a":
            self._links += 1
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._headings.append(int(tag[1]))
        yield from self._text(element.text)

    def _leave(self, element: etree._Element) -> Iterator[Line]:
        tag = element.tag
        if tag in _BLOCKS:
            if tag not in _CELLS:
                yield from self._flush()
            if len(self._blocks) > 1:
                self._blocks.pop()
        if tag == "pre":
            self._kept -= 1
        if tag == "a":
            self._links -= 1
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._headings.pop()
        yield from self._text(element.tail)

    def _text(self, text: str | None) -> Iterator[Line]:
        if not text:
            return
        if not self._kept:
            self._add(text)
            return
        first, *others = text.split("\n")
        self._add(first)
        for other in others:
            yield from self._flush()
            self._add(other)

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append((text, self._links > 0))

    def _flush(self) -> Iterator[Line]:
        if not self._pieces:
            return
        whole = "".join(text for text, _ in self._pieces)
        linked = sum(len(_BLANKS.sub("", text)) for text, link in self._pieces if link)
        self._pieces = []
        text = "\t".join(part for part in map(_plain, whole.split("\t")) if part)
        if text:
            heading = self._headings[-1] if self._headings else 0
            yield Line(text, heading, min(linked, len(text)), tuple(self._blocks[: -ANCESTORS - 1 : -1]))


def _is_skipped(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))
