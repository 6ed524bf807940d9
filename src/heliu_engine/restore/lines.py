"""The lines of a page's tree: what stands between one block and the next, with the links in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from heliu_engine.text.scripts import HAN

SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea", "button", "canvas",
    "math", "head",
))  # fmt: skip
"""Elements that show no running text."""
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "td", "th",
    "ul",
))  # fmt: skip
"""Elements that begin a line of their own."""
_CELLS = frozenset(("td", "th"))
_BLANKS = re.compile("[ \t\r\n\f\u00a0]+")
_BLANK_BETWEEN_HAN = re.compile(f"(?<=[{HAN}，。；：、！？])[ \t\r\n\f]*[\r\n][ \t\r\n\f]*(?=[{HAN}])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
ANCESTORS = 6
"""How many of the blocks around a line it remembers."""
_LONGEST_LABEL = 300
"""Characters of a link's text that are kept."""


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
    links: tuple[int, ...] = ()
    """Numbers of the links in it, in the order of the page."""


@dataclass(slots=True)
class Anchor:
    """A link as it stands in a page."""

    target: str
    """Its href, as it is written."""
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    @property
    def text(self) -> str:
        return plain("".join(self.pieces))

    def add(self, text: str) -> None:
        kept = text[: _LONGEST_LABEL - self.length]
        self.pieces.append(kept)
        self.length += len(kept)


def plain(text: str) -> str:
    """Text as a browser shows it: one blank for many, none where a line of Chinese was broken."""
    return _BLANKS.sub(" ", _BLANK_BETWEEN_HAN.sub("", text)).strip()


def read_lines(tree: etree._Element, anchors: list[Anchor]) -> Iterator[Line]:
    """The lines of a tree; the links on the way are put into ``anchors``."""
    yield from _Lines(tree, anchors).read()


class _Lines:
    """Walks a page once and gathers what stands between one block and the next."""

    def __init__(self, tree: etree._Element, anchors: list[Anchor]) -> None:
        self._tree = tree
        self._anchors = anchors
        self._pieces: list[tuple[str, int]] = []
        """Text with the number of the link it lies in, -1 for none."""
        self._blocks: list[int] = [0]
        self._open: list[int] = []
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
            if event == "start" and is_skipped(element):
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
        elif tag in BLOCKS and tag not in _CELLS:
            yield from self._flush()
        if tag in BLOCKS:
            self._number += 1
            self._blocks.append(self._number)
        if tag == "pre":
            self._kept += 1
        if tag == "a":
            self._open.append(len(self._anchors))
            self._anchors.append(Anchor((element.get("href") or "").strip()))
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._headings.append(int(tag[1]))
        yield from self._text(element.text)

    def _leave(self, element: etree._Element) -> Iterator[Line]:
        tag = element.tag
        if tag in BLOCKS:
            if tag not in _CELLS:
                yield from self._flush()
            if len(self._blocks) > 1:
                self._blocks.pop()
        if tag == "pre":
            self._kept -= 1
        if tag == "a":
            self._open.pop()
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
        if not text:
            return
        link = self._open[-1] if self._open else -1
        self._pieces.append((text, link))
        if link >= 0:
            self._anchors[link].add(text)

    def _flush(self) -> Iterator[Line]:
        if not self._pieces:
            return
        whole = "".join(text for text, _ in self._pieces)
        linked = sum(len(_BLANKS.sub("", text)) for text, link in self._pieces if link >= 0)
        links = tuple(dict.fromkeys(link for _, link in self._pieces if link >= 0))
        self._pieces = []
        text = "\t".join(part for part in map(plain, whole.split("\t")) if part)
        if text:
            heading = self._headings[-1] if self._headings else 0
            yield Line(text, heading, min(linked, len(text)), tuple(self._blocks[: -ANCESTORS - 1 : -1]), links)


def is_skipped(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in SKIPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))
