"""A comparison as Excel: facts, and verdicts where there are any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from heliu.interest.comparing.selectors import SideBySide
from heliu.kit.tabular import Sheet, write_xlsx
from heliu.matching.labels import level_label
from heliu.matching.verdicts.labels import count_label, property_label, value_in_words, verdict_label
from heliu.matching.verdicts.statements import Verdict

_WIDTHS = (28, *([32] * 5), 14)


def write_comparison(stream: BinaryIO, found: SideBySide) -> None:
    """Write what the page shows, all rows of it."""
    titles = [str(column.record) for column in found.columns]
    sheets = [Sheet(_("Facts"), ["", *titles, _("Differs")], _facts(found), widths=_WIDTHS, wrap=True)]
    if found.rows:
        header = [_("Required"), *titles, _("Differs")]
        sheets.append(Sheet(_("Verdicts"), header, _verdicts(found), widths=_WIDTHS, wrap=True))
    write_xlsx(stream, sheets)


def _facts(found: SideBySide) -> Iterator[list[Any]]:
    yield [_("Kind"), *(str(column.kind.label) for column in found.columns), None]
    if found.has_levels:
        yield [_("Match"), *(level_label(column.level) for column in found.columns), None]
    for fact in found.facts:
        cells = [f"{cell.value} ({cell.remark})" if cell.remark else cell.value or None for cell in fact.cells]
        yield [fact.label, *cells, _("Yes") if fact.differs else _("No")]


def _verdicts(found: SideBySide) -> Iterator[list[Any]]:
    counts = [count_label(column.verdicts) if column.verdicts else None for column in found.columns]
    yield [_("In all"), *counts, None]
    for row in found.rows:
        required = f"{property_label(row.statement)} {value_in_words(row.statement)}"
        yield [required, *(_said(cell) for cell in row.cells), _("Yes") if row.differs else _("No")]


def _said(verdict: Verdict | None) -> str | None:
    if verdict is None:
        return None
    words = verdict_label(verdict)
    return f"{words}\n{value_in_words(verdict.offered)}" if verdict.offered else words
