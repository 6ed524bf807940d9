"""The working of a valuation as a workbook that computes: change an input, and everything follows.

Sheets: what it is, the inputs, the working year by year, the results. Every result is a formula over the inputs;
nothing is written as a number that was computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from heliu.kit.tabular import Cell, Sheet, column_letter, write_xlsx
from heliu.kit.workdays import iso_day
from heliu.valuation.choices import Method, Unit
from heliu.valuation.inputs import FACTORS, Flag, Quantity, Yearly
from heliu.valuation.labels import disclaimer, in_words, names_of
from heliu.valuation.models import Valuation
from heliu.valuation.results import Result
from heliu.valuation.sensitivity import End, Range

_MONEY, _PERCENT, _PLAIN = "#,##0.00", "0.00##%", "#,##0.00####"
_FIRST = 2
"""The first row below a sheet's header."""
_END_COLUMNS: Mapping[End, str] = {"low": "B", "base": "C", "high": "D"}


def write_working(stream: BinaryIO, valuation: Valuation, result: Result) -> None:
    """Write the valuation's working, with formulas that are computed where it is opened."""
    about = Sheet(
        _("About this workbook"), [_("Valuation"), ""], _about(valuation, result), widths=(22, 100), wrap=True
    )
    book = _Ranged(result, result.found) if result.found else _Comparables(result)
    write_xlsx(stream, [about, *book.sheets()])


def _about(valuation: Valuation, result: Result) -> Iterator[list[Any]]:
    yield [_("Achievement"), valuation.achievement.title]
    yield [_("Method"), str(result.approach.method.label)]
    if valuation.name:
        yield [_("Name"), valuation.name]
    yield [_("As of"), iso_day(valuation.valued_on)]
    yield [_("Unit of money"), str(Unit.MONEY.label)]
    yield [_("Formula"), result.approach.notation]
    if valuation.note:
        yield [_("Assumptions"), valuation.note]
    yield [_("What it is not"), disclaimer()]
    for warning in result.warnings:
        yield [_("Caution"), warning]
    yield [
        _("How it computes"),
        _("Change the inputs, and the working and the results follow. The rows “Lowest” and “Highest” take for each "
          "input the end that gave them when this file was made."),
    ]  # fmt: skip


def _formula(text: str, number_format: str = _MONEY) -> Cell:
    # Functions that came with Excel 2010 carry a prefix in the file.
    return Cell("=" + text.replace("NORM.S.DIST", "_xlfn.NORM.S.DIST"), number_format, formula=True)


def _format(unit: Unit) -> str:
    return _PERCENT if unit == Unit.PERCENT else _PLAIN


class _Ranged:
    """The workbook of a method whose inputs have ranges."""

    def __init__(self, result: Result, found: Range) -> None:
        self.result, self.approach, self.given, self.found = result, result.approach, result.given, found
        self.inputs, self.results = _("Inputs"), _("Results")
        self.quantities = names_of(self.approach)
        self.rows: dict[str, int] = {}
        self.input_rows: list[list[Any]] = []
        self._lay_out_inputs()

    def sheets(self) -> list[Sheet]:
        header = [_("Input"), _("Lowest"), _("Likely"), _("Highest"), _("Unit"), _("Source")]
        found = [Sheet(self.inputs, header, self.input_rows, widths=(44, 14, 14, 14, 14, 60))]
        if self.approach.columns:
            found.append(Sheet(_("Working"), self._working_header(), self._working(), widths=[16] * 12))
        header = [
            _("Scenario"),
            _("Worth"),
            _("Above the likely value"),
            *(label for label, _unit in self.quantities.values()),
        ]
        return [*found, Sheet(self.results, header, self._results(), widths=(48, 16, 18, *([16] * 12)))]

    # -- inputs ---------------------------------------------------------------------------------

    def _lay_out_inputs(self) -> None:
        """The quantities with their ranges, then the flags, then what is given for each year."""
        for part in self.approach.parts:
            if isinstance(part, Flag):
                row = [str(part.label), None, int(self.given.flags[part.name]), None, _("1: yes, 0: no"), None]
                self._add(part.name, row)
                continue
            name = part.name if isinstance(part, Quantity) else part.level
            one, (label, unit) = self.given.between[name], self.quantities[name]
            cells = [Cell(value, _format(unit)) for value in (one.low, one.base, one.high)]
            self._add(name, [label, *cells, str(unit.label), self.given.sources.get(part.name)])
        self.series = [part for part in self.approach.parts if isinstance(part, Yearly)]
        if not self.series:
            return
        self.input_rows += [[None], [_("Year"), *(str(part.label) for part in self.series)]]
        self.first_year = _FIRST + len(self.input_rows)
        self.years = max(1, self.given.years)
        for year in range(self.years):
            values = [
                Cell((self.given.series[part.name] or [0.0] * self.years)[year], _format(Unit(part.unit)))
                for part in self.series
            ]
            self.input_rows.append([year + 1, *values])

    def _add(self, name: str, row: list[Any]) -> None:
        self.rows[name] = _FIRST + len(self.input_rows)
        self.input_rows.append(row)

    def _input(self, name: str, end: End = "base") -> str:
        return f"'{self.inputs}'!${_END_COLUMNS[end]}${self.rows[name]}"

    def _over_years(self, place: int) -> str:
        letter, last = column_letter(place), self.first_year + self.years - 1
        return f"'{self.inputs}'!${letter}${self.first_year}:${letter}${last}"

    def _flags(self) -> dict[str, str]:
        return {part.name: self._input(part.name) for part in self.approach.parts if isinstance(part, Flag)}

    # -- working --------------------------------------------------------------------------------

    def _working_header(self) -> list[str]:
        names = [str(part.label) for part in self.series]
        return [_("Year"), *names, *(str(column.label) for column in self.approach.columns)]

    def _working(self) -> Iterator[list[Any]]:
        names = ["year", *(part.name for part in self.series), *(column.name for column in self.approach.columns)]
        fixed = {name: self._input(name) for name in self.quantities} | self._flags()
        for number in range(self.years):
            row = _FIRST + number
            cells = {name: f"{column_letter(place)}{row}" for place, name in enumerate(names)}
            given = [
                _formula(
                    f"'{self.inputs}'!{column_letter(place)}{self.first_year + number}",
                    "General" if not place else _PLAIN,
                )
                for place in range(1 + len(self.series))
            ]
            made = [_formula(column.formula.format_map(fixed | cells), _PLAIN) for column in self.approach.columns]
            yield [*given, *made]
        last, letter = _FIRST + self.years - 1, column_letter(len(names) - 1)
        blank = [None] * (len(names) - 2)
        yield [_("Total"), *blank, _formula(f"SUM({letter}{_FIRST}:{letter}{last})")]
        if self.result.paid_at_once is not None:
            yield [_("Entry fee"), *blank, _formula(fixed["entry_fee"])]
            yield [_("With the entry fee"), *blank, _formula(f"{letter}{last + 1}+{letter}{last + 2}")]

    # -- results --------------------------------------------------------------------------------

    def _results(self) -> Iterator[list[Any]]:
        likely: dict[str, End] = dict.fromkeys(self.quantities, "base")
        cases: list[tuple[str, Mapping[str, End]]] = [
            (_("Likely"), likely),
            (_("Lowest"), {**likely, **self.found.lowest}),
            (_("Highest"), {**likely, **self.found.highest}),
        ]  # fmt: skip
        for driver in self.found.drivers:
            label = self.quantities[driver.name][0]
            cases.append((_("%(input)s at its lowest") % {"input": label}, {**likely, driver.name: "low"}))
            cases.append((_("%(input)s at its highest") % {"input": label}, {**likely, driver.name: "high"}))
        row = _FIRST
        for label, ends in cases:
            yield self._case(row, label, {name: self._input(name, end) for name, end in ends.items()})
            row += 1
        likely_refs = {name: self._input(name) for name in self.quantities}
        for volatility, _value in self.result.volatilities:
            label = _("At a volatility of %(rate)s") % {"rate": in_words(volatility, Unit.PERCENT)}
            yield self._case(row, label, {**likely_refs, "volatility": repr(volatility)})
            row += 1
        if self.approach.method == Method.LICENCE:
            yield [_("Seller's floor"), _formula(f"MAX({likely_refs['cost']},{likely_refs['next_best']})")]
            yield [_("Buyer's ceiling"), _formula(likely_refs["buyers_gain"])]

    def _case(self, row: int, label: str, refs: Mapping[str, str]) -> list[Any]:
        """One row: the inputs of a case, and the value over them."""
        inputs = [_formula(refs[name], _format(unit)) for name, (_label, unit) in self.quantities.items()]
        cells = {name: f"${column_letter(3 + place)}{row}" for place, name in enumerate(self.quantities)}
        ranges = {"year": self._over_years(0)} if self.series else {}
        for place, part in enumerate(self.series):
            ranges[part.name] = self._over_years(1 + place)
        value = self.approach.formula.format_map(cells | ranges | self._flags())
        return [label, _formula(value), _formula(f"B{row}-$B${_FIRST}"), *inputs]


class _Comparables:
    """The workbook of comparable deals."""

    def __init__(self, result: Result) -> None:
        self.deals: Sequence[Any] = result.given.comparables
        self.computes = result.prices is not None
        self.inputs, self.working = _("Inputs"), _("Working")
        self.last = _FIRST + len(self.deals) - 1

    def sheets(self) -> list[Sheet]:
        header = [_("Comparable deal"), _("Price"), *(str(label) for label in FACTORS.values()), _("Source")]
        rows = [
            [deal.name, Cell(deal.price, _PLAIN), *(deal.factors[key] for key in FACTORS), deal.source]
            for deal in self.deals
        ]
        found = [Sheet(self.inputs, header, rows, widths=(40, 14, *([16] * len(FACTORS)), 60))]
        if not self.computes:
            return found
        header = [_("Comparable deal"), _("Adjusted price"), _("Likely without it")]
        working = Sheet(self.working, header, self._adjusted(), widths=(40, 18, 18))
        return [*found, working, Sheet(_("Results"), [_("Scenario"), _("Worth")], self._results(), widths=(40, 18))]

    def _adjusted(self) -> Iterator[list[Any]]:
        first, last = column_letter(2), column_letter(1 + len(FACTORS))
        for row in range(_FIRST, self.last + 1):
            inputs = f"'{self.inputs}'!"
            others = [
                f"$B${start}:$B${end}" for start, end in ((_FIRST, row - 1), (row + 1, self.last)) if start <= end
            ]  # fmt: skip
            yield [
                _formula(f"{inputs}A{row}"), _formula(f"{inputs}B{row}*PRODUCT({inputs}{first}{row}:{last}{row})"),
                _formula(f"MEDIAN({','.join(others)})"),
            ]  # fmt: skip

    def _results(self) -> Iterator[list[Any]]:
        prices = f"'{self.working}'!$B${_FIRST}:$B${self.last}"
        yield [_("Likely"), _formula(f"MEDIAN({prices})")]
        yield [_("Lowest"), _formula(f"MIN({prices})")]
        yield [_("Highest"), _formula(f"MAX({prices})")]
        yield [_("Highest by lowest"), _formula(f'IF(B{_FIRST + 1}>0,B{_FIRST + 2}/B{_FIRST + 1},"")', "0.00")]
