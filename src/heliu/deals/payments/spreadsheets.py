"""Payments as files: the list of all, and the plan of one deal as a workbook that computes its sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.deals.models import Deal
from heliu.deals.payments.labels import base_label, due_label
from heliu.deals.payments.models import Milestone, Payment
from heliu.kit.site import absolute
from heliu.kit.tabular import Cell, Sheet, csv_lines, write_xlsx
from heliu.kit.workdays import local_day

EXPORT_FORMATS = ("xlsx", "csv")
_MONEY, _PERCENT = "#,##0.00", "0.####"
_FIRST = 2
"""The first row below a sheet's header."""
_WIDTHS = (12, 36, 24, 24, 24, 18, 20, 14, 16, 16, 16, 16, 12, 40, 40)


# -- the list of all ------------------------------------------------------------------------------


def header() -> list[str]:
    return [
        _("Number"), _("Deal"), _("Provider"), _("Recipient of the technology"), _("Payment"), _("Kind of payment"),
        _("Due"), _("State"), _("Amount"), pgettext("payment", "Received"), _("Voided"), _("Outstanding"),
        _("Last received on"), _("What it is for"), _("Address of the page"),
    ]  # fmt: skip


def rows(payments: Iterable[Payment]) -> Iterator[list[Any]]:
    """The cells of each payment; their receipts are fetched with them."""
    for one in payments:
        receipts = [receipt.received_on for receipt in one.receipts.all() if receipt.is_standing]
        yield [
            one.deal.number, one.deal.title, one.deal.provider.name, one.deal.recipient.name, str(one),
            one.get_kind_display(), one.due_on or due_label(one), one.standing().label, one.amount, one.received,
            one.voided, one.outstanding, max(receipts, default=None), base_label(one) or one.note,
            absolute(one.get_absolute_url()),
        ]  # fmt: skip


def write_payments(stream: BinaryIO, format_name: str, payments: Iterable[Payment]) -> None:
    """Write the whole list as Excel or CSV."""
    found = rows(payments)
    if format_name == "csv":
        stream.writelines(csv_lines(header(), found))
    else:
        write_xlsx(stream, [Sheet(_("Payments"), header(), found, widths=_WIDTHS)])


# -- the plan of one deal -------------------------------------------------------------------------


def write_plan(
    stream: BinaryIO, deal: Deal, milestones: Sequence[Milestone], payments: Sequence[Payment], day: date | None = None
) -> None:
    """Write the plan of a deal: milestones, payments, receipts, and the sums as formulas over these.

    What was received is added up from the receipts, a royalty's amount computed from its base, what is due compared
    with the day in the sheet of the sums. Change any of it, and the sums follow.
    """
    write_xlsx(stream, _Plan(deal, milestones, payments, day or local_day()).sheets())


def _formula(text: str) -> Cell:
    return Cell(f"={text}", _MONEY, formula=True)


class _Plan:
    """The workbook of a plan."""

    def __init__(self, deal: Deal, milestones: Sequence[Milestone], payments: Sequence[Payment], day: date) -> None:
        self.deal, self.milestones, self.payments, self.day = deal, milestones, payments, day
        self.sums, self.plan, self.receipts = _("Sums"), _("Payments"), _("Receipts")
        self.last = max(_FIRST, _FIRST + len(payments) - 1)

    def sheets(self) -> list[Sheet]:
        return [
            Sheet(self.sums, [_("Sums"), _("Money"), _("Equity (value)")], self._sums(), widths=(44, 20, 20)),
            Sheet(
                self.plan,
                [
                    _("Payment no."), _("Payment"), _("Kind of payment"), _("Counts as money (1) or equity (0)"),
                    _("Due on"), _("Due"), _("Net sales"), _("Rate in per cent"), _("Amount"),
                    pgettext("payment", "Received"),
                    _("Void (1: yes)"), _("Voided"), _("Outstanding"), _("Overdue"), _("Due by the day"),
                    _("Royalty (1: yes)"), _("What it is for"), _("Why it was voided"),
                ],
                self._payments(), widths=(10, 28, 18, 12, 12, 28, 16, 10, 16, 16, 8, 16, 16, 16, 16, 10, 40, 40),
            ),
            Sheet(
                self.receipts,
                [
                    _("Payment no."), _("Received on"), _("Amount received"), _("Counts (1) or taken back (0)"),
                    _("Evidence or reference"), _("Why it was taken back"),
                ],
                self._receipts(), widths=(10, 14, 18, 14, 40, 40),
            ),
            Sheet(
                _("Milestones"),
                [
                    _("Milestone"), _("What is delivered"), _("Acceptance criteria"), _("To be delivered by"),
                    _("State"), _("Delivered on"), _("Accepted on"), _("Times returned"), _("Dates moved"),
                ],
                self._milestones(), widths=(28, 44, 44, 14, 14, 14, 14, 10, 44), wrap=True,
            ),
        ]  # fmt: skip

    def _sums(self) -> Iterator[list[Any]]:
        """B: money, C: equity; the day that "due" is compared with stands in B3."""
        yield [_("Deal"), f"{self.deal.number} {self.deal.title}"]
        yield [pgettext("workbook", "As of"), self.day]
        for label, column in (
            (_("Planned"), "I"), (_("Voided"), "L"), (pgettext("payment", "Received"), "J"), (_("Outstanding"), "M"),
            (_("Due by the day"), "O"), (_("Overdue"), "N"),
        ):  # fmt: skip
            yield [label, *(_formula(self._sum_of(column, "D", kind)) for kind in (1, 0))]
        yield [
            _("Royalties without what was voided"),
            _formula(f"{self._sum_of('I', 'P', 1)}-{self._sum_of('L', 'P', 1)}"),
        ]
        yield [_("Planned for the deal amount"), _formula("B4-B5+C4-C5-B10")]
        amount = self.deal.amount
        yield [_("Deal amount"), None if amount is None else Cell(amount, _MONEY)]
        yield [_("Planned above the deal amount"), _formula('IF(B12="","",MAX(0,B11-B12))')]
        yield [_("Not planned yet, royalties counted"), _formula('IF(B12="","",MAX(0,B12-B11-B10))')]

    def _sum_of(self, column: str, by: str, kind: int) -> str:
        """The sum of a column of the payments whose cell in ``by`` says so."""
        area = f"'{self.plan}'!${{0}}${_FIRST}:${{0}}${self.last}"
        return f"SUMIF({area.format(by)},{kind},{area.format(column)})"

    def _payments(self) -> Iterator[list[Any]]:
        for number, one in enumerate(self.payments, start=1):
            row = number + _FIRST - 1
            received = (
                f"SUMIFS('{self.receipts}'!$C:$C,'{self.receipts}'!$A:$A,A{row},'{self.receipts}'!$D:$D,1)"
            )  # fmt: skip
            day = f"'{self.sums}'!$B$3"
            yield [
                number, str(one), one.get_kind_display(), 0 if one.is_equity else 1, one.due_on, due_label(one),
                None if one.net_sales is None else Cell(one.net_sales, _MONEY),
                None if one.rate is None else Cell(one.rate, _PERCENT),
                _formula(f"ROUND(G{row}*H{row}/100,2)") if one.is_royalty else Cell(one.amount, _MONEY),
                _formula(received), 1 if one.is_void else 0, _formula(f"IF(K{row}=1,I{row}-J{row},0)"),
                _formula(f"I{row}-L{row}-J{row}"), _formula(f'IF(AND(E{row}<>"",E{row}<{day}),M{row},0)'),
                _formula(f'IF(AND(E{row}<>"",E{row}<={day}),M{row},0)'), 1 if one.is_royalty else 0,
                base_label(one) or one.note, one.void_reason,
            ]  # fmt: skip

    def _receipts(self) -> Iterator[list[Any]]:
        for number, one in enumerate(self.payments, start=1):
            for receipt in one.receipts.all():
                yield [
                    number, receipt.received_on, Cell(receipt.amount, _MONEY), 1 if receipt.is_standing else 0,
                    receipt.reference, receipt.taken_back_reason,
                ]  # fmt: skip

    def _milestones(self) -> Iterator[list[Any]]:
        for one in self.milestones:
            yield [
                one.name, one.deliverable, one.criteria, one.due_on, one.get_state_display(), one.delivered_on,
                one.accepted_on, one.returns, "\n".join(f"{move}: {move.reason}" for move in one.moves.all()),
            ]  # fmt: skip
