"""PDF files."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from unicodedata import normalize

import pypdf
from pypdf.errors import DependencyError

from heliu_engine.errors import ReadingError
from heliu_engine.reading.documents import Document
from heliu_engine.reading.limits import OPERATIONS, PAGES
from heliu_engine.reading.pages import read_paragraphs
from heliu_engine.text.scripts import HAN

_PAGE_NUMBER = re.compile(
    r"^\s*[-–—·]?\s*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*(?:共\s*)?\d{1,4}\s*页?)?\s*[-–—·]?\s*$"
)
_SENTENCE_END = re.compile(r"[。！？；：.!?;:…][”’」』）)]?\s*$")
_BEGINS = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|第[一二三四五六七八九十百\d]+[章节条]|\d+[.、．]\s?\D|[•·●■◆▪]|附件)"
)
"""What begins a paragraph, wherever the line before it ended."""
_FULL = 0.8
"""Share of the usual width from which a line is one that goes on."""
_REPEATED = 0.5
"""Share of the pages on which a first or last line has to stand to be a header or footer."""
_LEAST_PAGES = 3
_NO_TITLE = re.compile(
    r"^(?:Microsoft \w+ - |untitled|无标题|文档\s?\d|document\s?\d|.{0,60}\.(?:docx?|wps|pdf|xlsx?|indd)$)", re.I
)
_RADICALS = dict(
    zip(
        "⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_SHAPES = str.maketrans(
    _RADICALS | {chr(code): normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07))}
)
"""Radicals and ligatures as the characters they are: fonts share one shape, and many PDFs name the wrong one."""


class _TooMuch(BaseException):
    """A page draws more than any honest one does. pypdf goes on after an Exception within a form, not after this."""


def read_pdf(data: bytes, url: str | None) -> Document:
    """The text of a PDF, its lines joined to paragraphs, without page numbers and what stands on every page.

    A note says which pages have no text: they are pictures of pages, mostly.
    """
    pages, title = _pages(data)
    blank = [number for number, lines in enumerate(pages, 1) if not any(line.strip() for line in lines)]
    notes = (f"{len(blank)} of {len(pages)} pages have no text; they may be pictures.",) if blank else ()
    document = read_paragraphs("pdf", list(_paragraphs(_without_margins(pages))), url=url, notes=notes)
    return document if document.title else replace(document, title=title)


def _pages(data: bytes) -> tuple[list[list[str]], str | None]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not _opened(reader):
        raise ReadingError("it is protected by a password.")
    count = len(reader.pages)
    if count > PAGES:
        raise ReadingError(f"it has more than {PAGES:,} pages.")
    budget = _Operations()
    try:
        texts = [page.extract_text(visitor_operand_before=budget.count) for page in reader.pages]
    except _TooMuch as error:
        raise ReadingError(f"it takes more than {OPERATIONS:,} operations to draw.") from error
    pages = [text.translate(_SHAPES).split("\n") for text in texts]
    title = reader.metadata.title if reader.metadata is not None else None
    usable = isinstance(title, str) and title.strip() and not _NO_TITLE.match(title.strip())
    return pages, title.strip() if usable and title else None


def _opened(reader: pypdf.PdfReader) -> bool:
    """Whether a file that is only closed for changing opens without a password."""
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        return False


class _Operations:
    """Counts what is drawn, also by forms within forms, which may call each other without end."""

    def __init__(self) -> None:
        self._left = OPERATIONS

    def count(self, *_: Any) -> None:
        self._left -= 1
        if self._left < 0:
            raise _TooMuch


def _without_margins(pages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Pages without page numbers, and without first and last lines that most pages share."""
    stripped = [[line for line in page if line.strip() and not _PAGE_NUMBER.match(line)] for page in pages]
    edges = Counter(edge for page in stripped for edge in {_edge(line) for line in (*page[:1], *page[-1:])})
    shared = {edge for edge, count in edges.items() if len(pages) >= _LEAST_PAGES and count > _REPEATED * len(pages)}
    for page in stripped:
        begin = 1 if page and _edge(page[0]) in shared else 0
        end = len(page) - (1 if len(page) > begin and _edge(page[-1]) in shared else 0)
        yield list(page[begin:end])


def _edge(line: str) -> str:
    """A line without its numbers, which count pages."""
    return re.sub(r"[\d\s]+", "", line)


def _paragraphs(pages: Iterator[list[str]]) -> Iterator[str]:
    """Lines joined where one goes on in the next, over the end of a page as well."""
    lines = [line.strip() for page in pages for line in page]
    widths = sorted(len(line) for line in lines)
    usual = widths[9 * len(widths) // 10] if widths else 0
    paragraph = ""
    goes_on = False
    for line in lines:
        if goes_on and not _BEGINS.match(line):
            paragraph += ("" if _touching(paragraph, line) else " ") + line
        else:
            if paragraph:
                yield paragraph
            paragraph = line
        goes_on = len(line) >= _FULL * usual and _SENTENCE_END.search(line) is None
    if paragraph:
        yield paragraph


def _touching(before: str, after: str) -> bool:
    """Whether no blank belongs between the end of one line and the beginning of the next."""
    wide = re.compile(f"[{HAN}，。；：、！？“”（）《》]")
    return bool(wide.match(before[-1:]) or wide.match(after[:1]))
