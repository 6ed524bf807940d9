"""The workbook of a plan computes: LibreOffice gives the platform's sums to the fen."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from openpyxl import load_workbook

from heliu.accounts.tests.factories import fresh
from heliu.dealflow.tests.factories import Calendar
from heliu.deals.payments import actions
from heliu.deals.payments.models import Payment
from heliu.deals.payments.selectors import milestones_of, payments_of, sums_of
from heliu.deals.payments.spreadsheets import write_plan
from heliu.deals.payments.tests.factories import case_with_plan, plan_payment, receive
from heliu.deals.tests.factories import case_at
from heliu.kit.tests.office import OFFICE, WITHOUT, computed

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 1)


def workbook(case) -> bytes:
    stream = io.BytesIO()
    deal = case.now()
    write_plan(stream, deal, milestones_of(deal), payments_of(deal), DAY)
    return stream.getvalue()


@pytest.fixture
def cases(monkeypatch) -> list:
    """A plan with everything, one that plans too little without a deal amount, and an empty one."""
    calendar = Calendar(monkeypatch)
    calendar.set("2026-11-26")
    full = case_at("term_sheet")
    wrong = plan_payment(full, name="=1+1")
    plan_payment(full, kind="other", amount=Decimal("149999.99"), due_on=DAY)
    plan_payment(full, kind="equity")
    void = plan_payment(full, kind="other", amount=Decimal("40000.00"), due_on=date(2027, 2, 28))
    for step in ("price", "contract"):
        full.take(step)
    calendar.set(DAY)
    # 1.005 is less than that as a floating-point number, and more to the fen all the same.
    plan_payment(full, kind="royalty", net_sales=Decimal("100.50"), rate=Decimal(1), due_on=DAY)
    plan_payment(full, kind="royalty", due_on=date(2027, 1, 31))
    receive(full, wrong, "100000.01")
    mistake = receive(full, wrong, "7.77")
    actions.take_back_receipt(actor=fresh(full.two.seller), receipt=mistake, reason="-1")
    receive(full, void, "10000.10")
    actions.void_payment(actor=fresh(full.two.seller), payment=Payment.objects.get(pk=void.pk), reason="免除")
    receive(full, full.now().payments.get(kind="equity"), "80000.00")
    waiting, *_ = case_with_plan("contracted")
    empty = case_at("term_sheet", amount=None, technology_amount=None)
    return [full, waiting, empty]


@pytest.mark.skipif(OFFICE is None, reason=WITHOUT)
def test_libreoffice_computes_the_same_sums(cases, tmp_path):
    for case, book in zip(cases, computed([workbook(one) for one in cases], tmp_path), strict=True):
        sums = sums_of(case.now(), day=DAY)
        sheet = book[book.sheetnames[0]]
        rows = [
            (cash, equity)
            for cash, equity in zip(_figures(sums.cash), _figures(sums.equity), strict=True)
        ]  # fmt: skip
        for row, expected in enumerate(rows, start=4):
            assert [fen(sheet.cell(row, column).value) for column in (2, 3)] == list(expected), row
        assert fen(sheet["B10"].value) == sums.royalties
        assert fen(sheet["B11"].value) == sums.agreed
        if sums.deal_amount is not None:
            assert (fen(sheet["B13"].value), fen(sheet["B14"].value)) == (sums.above, sums.unplanned)
        listed = list(book[book.sheetnames[1]].iter_rows(min_row=2, values_only=True))
        payments = payments_of(case.now())
        assert [[fen(cell) for cell in (row[8], row[9], row[11], row[12])] for row in listed] == [
            [one.amount, one.received, one.voided, one.outstanding] for one in payments
        ]
    full = sums_of(cases[0].now(), day=DAY)
    assert full.royalties == Decimal("43210.89"), "43,209.88 and 1.01"
    assert full.cash.overdue == Decimal("243209.87")


def _figures(found) -> list[Decimal]:
    return [found.planned, found.voided, found.received, found.outstanding, found.due, found.overdue]


def fen(value) -> Decimal:
    """What a cell shows; it may be off by what a floating-point number is, never by half a fen."""
    found = Decimal(str(value)).quantize(Decimal("0.01"))
    assert abs(Decimal(str(value)) - found) < Decimal("0.000001")
    return found


def test_every_sum_is_a_formula_and_no_text_is_one(cases):
    for language in ("en", "zh-hans"):
        with translation.override(language):
            book = load_workbook(io.BytesIO(workbook(cases[0])))
        sums, payments, receipts, _milestones = book.worksheets
        assert {sums.cell(row, 2).data_type for row in (*range(4, 12), 13, 14)} == {"f"}
        assert [payments.cell(row, 10).data_type for row in range(2, 8)] == ["f"] * 6
        texts = [cell for row in payments.iter_rows(min_row=2) for cell in row if cell.value == "=1+1"]
        assert [cell.data_type for cell in texts] == ["s"]
        assert receipts.max_row == 5
        assert any(cell.value == "-1" and cell.data_type == "s" for row in receipts.iter_rows() for cell in row)
