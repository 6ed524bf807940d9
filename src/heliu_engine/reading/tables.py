"""Tables of data in HTML; tables that only lay out a page are none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from heliu_engine.reading.documents import Rows, Table
from heliu_engine.reading.limits import SPAN, Budget
from heliu_engine.restore.lines import is_skipped, plain

_LONGEST_CELL = 600
"""Characters of a cell on average, beyond which a table holds running text and lays it out."""
_LONGEST_WALK = 20_000
"""Characters, and pieces of text, of one cell that are read."""
_MOST_LINKED = 0.6
_LEAST = 2
"""Rows and columns of a table of data."""
_BREAKS = frozenset(("br", "p", "div", "li"))


def read_tables(tree: etree._Element | None) -> list[Table]:
    """The tables of data of a page, in order."""
    if tree is None:
        return []
    budget = Budget()
    return [table for element in tree.iter("table") if (table := _table(element, budget)) is not None]


def _table(element: etree._Element, budget: Budget) -> Table | None:
    if element.find(".//table") is not None or is_skipped(element):
        return None
    rows = tuple(_rows(element, budget))
    if not _holds_data(element, rows):
        return None
    caption = element.find("caption")
    title = _cell(caption) if caption is not None else ""
    return Table(title or None, rows)


def _rows(element: etree._Element, budget: Budget) -> Iterator[tuple[str, ...]]:
    covered: dict[int, int] = {}  # For each column, how many rows below a merged cell still takes.
    for row in element.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while covered.get(len(cells), 0) > 0:
                cells.append("")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            budget.take(wide)
            column = len(cells)
            cells += [_cell(cell), *[""] * (wide - 1)]
            for place in range(column, column + wide):
                covered[place] = high
        while covered.get(len(cells), 0) > 0:
            cells.append("")
        budget.take(max(0, len(covered)))
        covered = {place: left - 1 for place, left in covered.items() if left > 1}
        if any(cells):
            yield tuple(cells)


def _span(cell: etree._Element, name: str) -> int:
    written = (cell.get(name) or "").strip()
    return min(SPAN, int(written)) if written.isdecimal() and len(written) < 6 and int(written) else 1


def _cell(element: etree._Element) -> str:
    """What a reader sees of a cell, in one line, cut where no cell is that long."""
    pieces: list[str] = []
    size = 0
    for text, _ in islice(_texts(element), _LONGEST_WALK):
        pieces.append(text)
        size += len(text)
        if size > _LONGEST_WALK:
            break
    return plain("".join(pieces))


def _texts(element: etree._Element) -> Iterator[tuple[str, bool]]:
    """What a reader sees of an element, piece by piece, and whether it is part of a link."""
    skipping: etree._Element | None = None
    links = 0
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if skipping is not None:
            if event == "end" and inner is skipping:
                skipping = None
                yield inner.tail or "", links > 0
        elif event == "start" and is_skipped(inner):
            skipping = inner
        elif event == "start":
            links += inner.tag == "a"
            yield (" " if inner.tag in _BREAKS else "") + (inner.text or ""), links > 0
        else:
            links -= inner.tag == "a"
            yield (inner.tail or "") if inner is not element else "", links > 0


def _holds_data(element: etree._Element, rows: Rows) -> bool:
    filled = [cell for row in rows for cell in row if cell]
    wide = sum(sum(bool(cell) for cell in row) >= _LEAST for row in rows)
    if wide < _LEAST or 2 * wide < len(rows):
        return False
    size = sum(map(len, filled))
    linked = sum(len(plain(text)) for text, link in _texts(element) if link)
    return size <= _LONGEST_CELL * len(filled) and linked <= _MOST_LINKED * size
