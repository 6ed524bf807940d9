"""Word files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from heliu_engine.errors import ReadingError
from heliu_engine.reading.documents import Document, Table
from heliu_engine.reading.limits import SPAN, UNPACKED, WORD_XML, Budget
from heliu_engine.reading.pages import read_paragraphs

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB, _BREAK, _DELETED = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:del")
_SPAN, _MERGED, _VALUE = qn("w:gridSpan"), qn("w:vMerge"), qn("w:val")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What stands there a second time, for readers that are older."""


def read_word(data: bytes, url: str | None) -> Document:
    """The paragraphs of a Word file as its body, its tables among them with tabs, and once more as tables.

    Text that was deleted with changes tracked is left out, text that was put in stays.
    """
    if len(data) > UNPACKED:
        raise ReadingError("it is too large.")
    file = docx.Document(io.BytesIO(data))
    xml = sum(len(part.blob) for part in file.part.package.iter_parts() if part.content_type.endswith("xml"))
    if xml > WORD_XML:
        raise ReadingError(f"its text and structure take more than {WORD_XML // 2**20} MB.")
    budget = Budget()
    lines: list[str] = []
    tables: list[Table] = []
    for element in _blocks(file.element.body):
        if element.tag == _PARAGRAPH:
            lines += _text(element).split("\n")
        else:
            table = Table(None, tuple(_rows(element, budget)))
            tables.append(table)
            lines += ["\t".join(row).rstrip("\t") for row in table.rows]
    document = read_paragraphs("word", lines, url=url)
    properties = file.core_properties
    return replace(document, title=document.title or _said(properties.title), tables=tuple(tables))


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, also those within frames that say nothing of their own (fields, controls)."""
    walk = etree.iterwalk(body, events=("start",), tag=(_PARAGRAPH, _TABLE))
    for _, element in walk:
        yield element
        walk.skip_subtree()


def _text(element: etree._Element) -> str:
    """The text of a paragraph or cell, with a line for each paragraph in it."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if event == "end":
            if inner.tag == _PARAGRAPH:
                pieces.append("\n")
        elif inner.tag in (_DELETED, _FALLBACK):
            walk.skip_subtree()
        elif inner.tag == _TEXT:
            pieces.append(inner.text or "")
        elif inner.tag in (_TAB, _BREAK):
            pieces.append("\t" if inner.tag == _TAB else "\n")
    return "".join(pieces).strip("\n")


def _rows(table: etree._Element, budget: Budget) -> Iterator[tuple[str, ...]]:
    """The rows of a table; a table within a cell is text of that cell."""
    for row in table.iterchildren(_ROW):
        cells: list[str] = []
        for cell in row.iterchildren(_CELL):
            wide, merged = _merged(cell)
            budget.take(wide)
            cells += ["" if merged else " ".join(_text(cell).split()), *[""] * (wide - 1)]
        if any(cells):
            yield tuple(cells)


def _merged(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell takes, and whether it is the rest of the one above."""
    span, merge = cell.find(f"*/{_SPAN}"), cell.find(f"*/{_MERGED}")
    written = span.get(_VALUE, "") if span is not None else ""
    wide = int(written) if written.isdecimal() and len(written) < 6 else 1
    return min(SPAN, max(1, wide)), merge is not None and merge.get(_VALUE, "continue") == "continue"


def _said(title: Any) -> str | None:
    return title.strip() or None if isinstance(title, str) else None
