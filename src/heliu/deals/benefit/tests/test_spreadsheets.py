"""The workbook of a split computes: LibreOffice gives the platform's payments to the fen."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from heliu.deals.benefit.actions import ShareLine
from heliu.deals.benefit.figures import figures_of
from heliu.deals.benefit.models import SplitVersion
from heliu.deals.benefit.selectors import payment_list
from heliu.deals.benefit.spreadsheets import write_split
from heliu.deals.benefit.tests.factories import approved, drafted
from heliu.kit.tests.office import OFFICE, WITHOUT, computed

pytestmark = pytest.mark.django_db

TIES = [
    ShareLine(f"人{place}", Decimal(share), is_main=True) for place, share in enumerate(("25", "25", "12.5", "37.5"))
]
MANY = [
    ShareLine(f"=1+{place}", Decimal("0.37") if place else Decimal(100) - 99 * Decimal("0.37"), is_main=True)
    for place in range(100)
]


def workbook(version: SplitVersion) -> bytes:
    stream = io.BytesIO()
    write_split(stream, version)
    return stream.getvalue()


def versions() -> list[SplitVersion]:
    """Cash by per cent and by amount, ties of remainders, many people, a large sum, and equity of both sorts."""
    paid = approved()
    paid.pay(1, date(2026, 11, 2))
    paid.pay(2, date(2026, 11, 3))
    return [
        paid.force,
        drafted(pool_kind="amount", pool_amount=Decimal("350000.01")).draft,
        drafted(shares=TIES, off=[], income=Decimal("0.10"), pool_percentage=Decimal(50)).draft,
        drafted(shares=MANY, off=[], income=Decimal("9999999999999.99"), pool_percentage=Decimal("66.67")).draft,
        drafted(route="investment", shares_received=101, pool_percentage=Decimal(50), off=[]).draft,
        drafted(route="investment", pool_percentage=Decimal("33.33"), off=[]).draft,
    ]  # fmt: skip


@pytest.mark.skipif(OFFICE is None, reason=WITHOUT)
def test_libreoffice_computes_the_platforms_payments(tmp_path):
    found = versions()
    for version, book in zip(found, computed([workbook(one) for one in found], tmp_path), strict=True):
        figures = figures_of(version)
        sheet = book[book.sheetnames[-1]]
        *people, total = list(sheet.iter_rows(min_row=2, values_only=True))
        shares = sorted(version.shares.all(), key=lambda share: share.person)
        assert [row[0] for row in people] == [share.name for share in shares]
        for row, share in zip(people, shares, strict=True):
            assert exact(row[9], figures.unit) == figures.amounts[share.person], (version, share)
        assert exact(total[9], figures.unit) == figures.pool
        if version.approved_at:
            lines = {line.share.person: line for line in payment_list(version)}
            for row, share in zip(people, shares, strict=True):
                line = lines[share.person]
                assert (exact(row[10], figures.unit), exact(row[11], figures.unit)) == (line.paid, line.due)
            assert [row[12] for row in people] == ["2026-11-02", "2026-11-03", None]


def exact(value: Any, unit: Decimal) -> Decimal:
    """A cell in whole units; what lies between two of them is a mistake of the workbook, not a matter of rounding."""
    found = Decimal(repr(value)).quantize(unit)
    assert abs(Decimal(repr(value)) - found) < unit / 1000
    return found


def test_what_somebody_wrote_never_becomes_a_formula():
    shared = drafted(shares=[ShareLine("=HYPERLINK(1)", Decimal(100), is_main=True, organisation="+1", role="@x")])
    for language in ("zh-hans", "en"):
        with translation.override(language):
            book = load_workbook(io.BytesIO(workbook(shared.draft)))
        row = next(book[book.sheetnames[-1]].iter_rows(min_row=2))
        assert [cell.data_type for cell in row[:3]] == ["s", "s", "s"]
        assert row[9].data_type == "f"
        pool = book[book.sheetnames[1]]
        assert book.sheetnames[1] in row[6].value, "formulas refer to the sheet by the name it has in this language"
        assert pool["B2"].value == 800000
