"""The workbook computes: its formulas give the platform's figures to the fen."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from heliu.kit.tests.office import OFFICE, WITHOUT, computed
from heliu.kit.workdays import local_day
from heliu.valuation.results import Result, compute
from heliu.valuation.spreadsheets import write_working
from heliu.valuation.tests.factories import INPUTS, inputs_of, one
from heliu.valuation.tests.formulas import Evaluator

HALF_A_FEN = 0.5e-6
"""In 10,000 CNY."""
VARIANTS = [
    *((method, inputs) for method, inputs in INPUTS.items()),
    ("royalty", inputs_of("royalty", mid_year=False, legal_life=one(3, 2, 4))),
    ("licence", {name: one for name, one in INPUTS["licence"].items() if name not in ("sales", "milestones")}),
    ("licence", {name: one for name, one in INPUTS["licence"].items() if name != "milestones"}),
]


def workbook(method: str, result: Result) -> bytes:
    valuation: Any = SimpleNamespace(
        achievement=SimpleNamespace(title="=1+1 涂料"), name="@name", valued_on=local_day(), note="- note"
    )
    stream = io.BytesIO()
    write_working(stream, valuation, result)
    return stream.getvalue()


def expected(result: Result) -> list[float]:
    """The values of the results sheet, in its order."""
    figures = [result.base, result.low, result.high]
    if result.found is None:
        assert result.prices is not None
        return [*figures, result.prices.spread]  # type: ignore[list-item]
    for driver in result.found.drivers:
        figures += [driver.at_low, driver.at_high]
    figures += [value for _volatility, value in result.volatilities]
    if result.room:
        figures += [result.room.floor, result.room.ceiling]
    return figures  # type: ignore[return-value]


def check(book: Any, result: Result) -> None:
    """Results, working and total of a computed workbook against the platform's."""
    results = book[book.sheetnames[-1]]
    figures = [row[1] for row in results.iter_rows(min_row=2, values_only=True) if row[0] is not None]
    assert figures == pytest.approx(expected(result), abs=HALF_A_FEN)
    working = list(book[book.sheetnames[2]].iter_rows(min_row=2, values_only=True))
    if result.working:
        for made, own in zip(working, result.working, strict=False):
            assert list(made) == pytest.approx(list(own), abs=HALF_A_FEN)
        assert len(working) == len(result.working) + (1 if result.paid_at_once is None else 3)
        assert working[-1][-1] == pytest.approx(result.base, abs=HALF_A_FEN)
    if result.compared:
        assert [row[1:3] for row in working] == [
            pytest.approx((one.adjusted, one.without), abs=HALF_A_FEN) for one in result.compared
        ]


@pytest.mark.parametrize(("method", "inputs"), VARIANTS)
def test_the_formulas_give_the_same_figures(method, inputs):
    result = compute(method, inputs)
    check(Evaluator(load_workbook(io.BytesIO(workbook(method, result)))).values(), result)


@pytest.mark.skipif(OFFICE is None, reason=WITHOUT)
def test_libreoffice_computes_the_same_figures(tmp_path):
    results = [compute(method, inputs) for method, inputs in VARIANTS]
    books = [workbook(method, result) for (method, _inputs), result in zip(VARIANTS, results, strict=True)]
    for book, result in zip(computed(books, tmp_path), results, strict=True):
        check(book, result)


def test_the_formulas_refer_to_sheets_in_english_too():
    with translation.override("en"):
        result = compute("npv", INPUTS["npv"])
        book = load_workbook(io.BytesIO(workbook("npv", result)))
        assert book.sheetnames == ["About this workbook", "Inputs", "Working", "Results"]
        check(Evaluator(book).values(), result)


def test_every_result_is_a_formula_and_no_text_is_one():
    """What a person wrote stays text, however it begins; what the platform computed never stands as a number."""
    for method, inputs in VARIANTS:
        book = load_workbook(io.BytesIO(workbook(method, compute(method, inputs))))
        assert book[book.sheetnames[0]]["B2"].data_type == "s"
        for cells in book[book.sheetnames[-1]].iter_rows(min_row=2):
            if cells[0].value is not None:
                assert all(cell.data_type == "f" for cell in cells[1:] if cell.value is not None)
    market = load_workbook(io.BytesIO(workbook("market", compute("market", INPUTS["market"]))))
    assert market[market.sheetnames[1]]["A3"].data_type == "s"


def test_too_few_comparables_write_their_inputs_only():
    few = {"comparables": INPUTS["market"]["comparables"][:2]}
    book = load_workbook(io.BytesIO(workbook("market", compute("market", few))))
    assert len(book.sheetnames) == 2
