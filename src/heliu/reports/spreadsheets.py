"""A report as a workbook: the figures compute themselves from the sheet of the records behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from heliu.kit.site import absolute
from heliu.kit.tabular import Cell, Sheet, write_xlsx
from heliu.reports.choices import HOW_READ, Measure
from heliu.reports.figures import Figure
from heliu.reports.scope import Scope

FORMATS = {
    Measure.NUMBER: "#,##0.##", Measure.MONEY: "#,##0.00", Measure.SHARE: "0.0%", Measure.RATIO: "0.00",
    Measure.DAYS: "0.#",
}  # fmt: skip
FIRST = 2
"""The row of a sheet below its header."""


def write_report(stream: BinaryIO, scope: Scope, figures: Sequence[Figure]) -> None:
    """Sheets: figures with live formulas, the records behind each, what the figures mean."""
    records = _("Records")
    rows, spans = _records(figures)
    lines = {figure.indicator.name: FIRST + number for number, figure in enumerate(figures)}
    divisors = {one.indicator.fact: lines[one.indicator.name] for one in figures if one.indicator.fact}
    shown = [
        [
            str(one.indicator.family.label), str(one.indicator.label), str(one.indicator.measure.label),
            Cell(*_value(one, spans, divisors, records)), one.fact.source if one.fact else None,
        ]
        for one in figures
    ]  # fmt: skip
    meanings = [
        [str(one.indicator.label), str(one.indicator.definition), str(HOW_READ[one.indicator.family])]
        for one in figures
    ]
    write_xlsx(
        stream,
        [
            Sheet(
                f"{scope.year}", [_("Family"), _("Indicator"), _("Measure"), scope.organisation.name, _("Source")],
                shown, widths=(40, 44, 14, 22, 40),
            ),
            Sheet(
                records,
                [_("Indicator"), _("Part"), _("Record"), _("Day"), _("Amount"), _("Address of the page")],
                rows, widths=(44, 16, 50, 12, 18, 60),
            ),
            Sheet(
                _("Definitions"), [_("Indicator"), _("What it counts"), _("How far to rely on it")], meanings,
                widths=(44, 70, 70), wrap=True,
            ),
        ],
    )  # fmt: skip


Spans = dict[tuple[str, str], tuple[int, int]]


def _records(figures: Iterable[Figure]) -> tuple[list[list[Any]], Spans]:
    """The lines of the sheet of records, and from which to which line those of each figure stand."""
    lines: list[list[Any]] = []
    spans: Spans = {}
    for figure in figures:
        for part, label, rows in (("rows", _("Counted"), figure.rows), ("of", _("Of these"), figure.of)):
            spans[figure.indicator.name, part] = (FIRST + len(lines), FIRST + len(lines) + len(rows) - 1)
            lines += [
                [
                    str(figure.indicator.label), label, row.label, row.day,
                    None if row.amount is None else Cell(row.amount, "#,##0.00"),
                    absolute(row.url),
                ]
                for row in rows
            ]  # fmt: skip
    return lines, spans


def _value(figure: Figure, spans: Spans, divisors: dict[Any, int], sheet: str) -> tuple[Any, str, bool]:
    """What a cell is made of: value or formula, how it is shown, whether it is a formula."""
    indicator, look = figure.indicator, FORMATS[figure.indicator.measure]
    if figure.value is None or indicator.fact:
        return figure.value, look, False

    def over(part: str, column: str) -> str:
        first, last = spans[indicator.name, part]
        return f"'{sheet}'!{column}{first}:{column}{last}" if last >= first else ""

    def size(part: str, *, amounts: bool) -> str:
        cells = over(part, "E" if amounts else "A")
        return (f"SUM({cells})" if amounts else f"ROWS({cells})") if cells else "0"

    formula = size("rows", amounts=indicator.measure == Measure.MONEY or indicator.by_amount)
    if indicator.measure == Measure.SHARE:
        formula = f"{formula}/{size('of', amounts=indicator.by_amount)}"
    elif indicator.measure == Measure.DAYS:
        formula = f"MEDIAN({over('rows', 'E')})"
    elif indicator.parts:
        formula = f"{formula}/D{divisors[indicator.parts[1]]}"
    return f"={formula}", look, True
