"""The split as a workbook that computes: change an income, a cost or a share, and the payments follow, to the fen.

All arithmetic is on whole numbers (fen or shares, and hundredths of a per cent), written so that no product exceeds
what a cell holds exactly: pool = 10000 q + r, and its part of h hundredths is q·h + r·h/10000.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.deals.benefit.choices import PoolKind
from heliu.deals.benefit.figures import ONE_SHARE, figures_of
from heliu.deals.benefit.labels import name_label, version_label
from heliu.deals.benefit.models import Share, SplitVersion
from heliu.deals.benefit.selectors import paid_to
from heliu.deals.splitting import FEN
from heliu.kit.tabular import Cell, Sheet, write_xlsx
from heliu.kit.workdays import iso_day, local_day

_WHOLE = "#,##0"
_PERCENT = "0.00"
_FIRST = 2
"""The first row below a sheet's header."""


def write_split(stream: BinaryIO, version: SplitVersion) -> None:
    """Write what it is, the way to the pool, and the payment list."""
    write_xlsx(stream, _Book(version).sheets())


def _formula(text: str, number_format: str = _WHOLE) -> Cell:
    return Cell("=" + text, number_format, formula=True)


class _Book:
    def __init__(self, version: SplitVersion) -> None:
        self.version, self.figures = version, figures_of(version)
        self.shares = sorted(version.shares.all(), key=lambda share: share.person)
        self.paid = paid_to(version.split)
        self.money = self.figures.unit == FEN
        self.pool_sheet, self.list_sheet = _("Pool"), _("Payment list")
        self.pool_row = 0

    def sheets(self) -> list[Sheet]:
        about = Sheet(_("About this workbook"), [_("Benefit split"), ""], self._about(), widths=(28, 80), wrap=True)
        pool = Sheet(self.pool_sheet, [_("Line"), _("Value"), _("Remark")], list(self._pool()), widths=(44, 20, 40))
        header = [
            pgettext("person", "Name"), pgettext("benefit", "Organisation"), pgettext("benefit", "Contribution"),
            _("Main contributor"),
            _("Share in per cent"),
            _("Hundredths of a per cent"), _("Whole units"), _("Remainder"), _("Rank of the remainder"), self._gross(),
            _("Paid before"), _("Still due"), _("Paid on"),
        ]  # fmt: skip
        widths = (20, 28, 28, 10, 12, 12, 16, 12, 12, 18, 18, 18, 14)
        return [about, pool, Sheet(self.list_sheet, header, list(self._people()), widths=widths)]

    def _gross(self) -> str:
        if self.money:
            return _("Gross, in yuan")
        return _("Gross, in shares") if self.figures.unit == ONE_SHARE else _("Gross, in per cent of the company")

    def _about(self) -> Iterator[list[Any]]:
        version = self.version
        yield [_("Deal"), version.split.deal.number]
        yield [_("Provider"), version.split.deal.provider.name]
        yield [_("Version"), f"{version_label(version)} · {version.get_state_display()}"]
        if version.reason:
            yield [_("Why there is a new version"), version.reason]
        yield [_("Way of transfer"), version.get_route_display()]
        cited = [version.get_basis_display(), version.rule_name, version.rule_number, iso_day(version.rule_date)]
        yield [_("What the reward follows"), " · ".join(filter(None, cited))]
        if version.departure:
            yield [_("Why the floor is departed from"), version.departure]
        yield [pgettext("workbook", "As of"), iso_day(version.approved_at or local_day())]
        yield [
            _("How it rounds"),
            _("Everybody gets their share rounded down; the units that are left go one each to the largest remainders, "
              "of equal ones to the larger share, of equal shares to whoever was entered first."),
        ]  # fmt: skip

    # -- the way to the pool --------------------------------------------------------------------

    def _pool(self) -> Iterator[list[Any]]:
        yield from self._cash_pool() if not self.version.is_equity else self._equity_pool()

    def _cash_pool(self) -> Iterator[list[Any]]:
        """Income, deductions, net in fen and yuan, the pool in per cent or as stated, the pool in fen and yuan."""
        version, row = self.version, _FIRST
        yield [_("Income, in yuan"), Cell(version.income, "#,##0.00"), version.income_note]
        lines = list(version.deductions.all())
        for line in lines:
            row += 1
            yield [f"{line.get_kind_display()}: {line.name}", Cell(line.amount, "#,##0.00")]
        off = f"-SUM(B{_FIRST + 1}:B{row})" if lines else ""
        net = row + 1
        yield [_("Net income, in fen"), _formula(f"MAX(0,ROUND((B{_FIRST}{off})*100,0))")]
        yield [_("Net income, in yuan"), _formula(f"B{net}/100", "#,##0.00")]
        if version.pool_kind == PoolKind.AMOUNT:
            yield [_("Pool as stated, in yuan"), Cell(version.pool_amount, "#,##0.00")]
            in_fen = f"ROUND(B{net + 2}*100,0)"
        else:
            yield [_("Pool, in per cent"), Cell(version.pool_percentage, _PERCENT)]
            in_fen = _part(f"B{net}", f"B{net + 2}")
        self.pool_row = net + 3
        yield [_("Pool, in fen"), _formula(in_fen)]
        yield [_("Pool, in yuan"), _formula(f"B{self.pool_row}/100", "#,##0.00")]

    def _equity_pool(self) -> Iterator[list[Any]]:
        received = self.version.shares_received
        yield [_("Shares received"), received]
        yield [_("Pool, in per cent"), Cell(self.version.pool_percentage, _PERCENT)]
        self.pool_row = _FIRST + 2
        if received:
            yield [_("Pool, in shares"), _formula(_part(f"B{_FIRST}", f"B{_FIRST + 1}"))]
        else:
            yield [_("Pool, in ten-thousandths of a per cent"), _formula(f"ROUND(B{_FIRST + 1}*10000,0)")]

    # -- the payment list -----------------------------------------------------------------------

    def _people(self) -> Iterator[list[Any]]:
        last = _FIRST + len(self.shares) - 1
        for row, share in enumerate(self.shares, start=_FIRST):
            yield self._person(row, last, share)
        if not self.shares:
            return
        sums = {column: _formula(f"SUM({column}{_FIRST}:{column}{last})", self._format()) for column in "JKL"}
        shared = _formula(f"SUM(E{_FIRST}:E{last})", _PERCENT)
        yield [_("Total"), None, None, None, shared, None, None, None, None, *sums.values()]

    def _person(self, row: int, last: int, share: Share) -> list[Any]:
        pool = f"'{self.pool_sheet}'!$B${self.pool_row}"
        q, r = f"INT({pool}/10000)", f"({pool}-10000*INT({pool}/10000))"
        rest = f"{r}*F{row}"
        ahead = [
            f"(H${_FIRST}:H${last}>H{row})",
            f"(H${_FIRST}:H${last}=H{row})*(F${_FIRST}:F${last}>F{row})",
            f"(H${_FIRST}:H${last}=H{row})*(F${_FIRST}:F${last}=F{row})*(ROW(F${_FIRST}:F${last})<ROW(F{row}))",
        ]
        gross = f"G{row}+IF(I{row}<={pool}-SUM(G${_FIRST}:G${last}),1,0)"
        days = [iso_day(one.paid_on) for one in self.version.split.payments.all() if one.person == share.person]
        return [
            name_label(share), share.organisation, share.role, _("Yes") if share.is_main else None,
            Cell(share.percentage, _PERCENT), _formula(f"ROUND(E{row}*100,0)"),
            _formula(f"{q}*F{row}+INT({rest}/10000)"), _formula(f"{rest}-10000*INT({rest}/10000)"),
            _formula(f"1+SUMPRODUCT({'+'.join(ahead)})"), _formula(self._scaled(gross), self._format()),
            Cell(self._before(share), self._format()), _formula(self._rest(row), self._format()), ", ".join(days),
        ]  # fmt: skip

    def _rest(self, row: int) -> str:
        """What is due: rounded to the unit, since the difference of two cells with decimals is not exact."""
        return f"ROUND(J{row}-K{row},{max(0, -int(self.figures.unit.as_tuple().exponent))})"

    def _before(self, share: Share) -> Decimal:
        return self.paid.get(share.person, Decimal(0)).quantize(self.figures.unit)

    def _scaled(self, units: str) -> str:
        per_unit = int(1 / self.figures.unit)
        return f"({units})/{per_unit}" if per_unit > 1 else units

    def _format(self) -> str:
        if self.money:
            return "#,##0.00"
        return _WHOLE if self.figures.unit == ONE_SHARE else "0.0000"


def _part(whole: str, percentage: str) -> str:
    """So many per cent of a whole number, rounded half up, without a product beyond what a cell holds exactly."""
    hundredths = f"ROUND({percentage}*100,0)"
    q = f"INT({whole}/10000)"
    return f"{q}*{hundredths}+ROUND(({whole}-10000*{q})*{hundredths}/10000,0)"
