"""The board, hours and the proof of contribution as files, for the person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.desk.labels import case_title
from heliu.desk.models import TimeEntry
from heliu.desk.selectors.cases import Row
from heliu.desk.selectors.ledger import Statement, known_cases
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx
from heliu.kit.workdays import local_day

EXPORT_FORMATS = ("xlsx", "csv")


def write_board(stream: BinaryIO, format_name: str, rows: Iterable[Row]) -> None:
    """The board as Excel or CSV."""
    header = [
        _("Kind of case"), _("Number"), _("Title"), _("Organisation"), _("State"), _("What it needs next"),
        _("Last step"), _("Days without a step"), _("Stalled"), _("Address of the page"),
    ]  # fmt: skip
    cells: Iterator[list[Any]] = (
        [
            row.record._meta.verbose_name, row.pk, row.record.title, row.record.organisation.name,
            row.record.get_state_display(), str(row.stage.label), local_day(row.moved_at), row.idle_days,
            _("Yes") if row.stalled else None, absolute(row.record.get_absolute_url()),
        ]
        for row in rows
    )  # fmt: skip
    _write(stream, format_name, Sheet(_("Desk"), header, cells, widths=(12, 8, 40, 30, 14, 18, 12, 10, 8, 40)))


def hours_header() -> list[str]:
    return [
        _("Day"),
        _("Organisation"),
        _("Kind of case"),
        _("Case"),
        pgettext("desk", "Activity"),
        _("Minutes"),
        _("What was done"),
    ]


def hours_rows(entries: Iterable[TimeEntry], user: Any) -> list[list[Any]]:
    """Cells of time entries; a case that is not the person's any more is told by its number."""
    found = list(entries)
    known = known_cases(user, found)
    return [
        [
            entry.day, entry.organisation.name if entry.organisation else None, entry.get_kind_display(),
            case_title(entry.kind, entry.record_id, known.get((entry.kind, entry.record_id))),
            entry.get_activity_display(), entry.minutes, entry.note,
        ]
        for entry in found
    ]  # fmt: skip


def write_hours(stream: BinaryIO, format_name: str, entries: Iterable[TimeEntry], user: Any) -> None:
    """Time entries as Excel or CSV."""
    widths = (12, 30, 12, 40, 24, 10, 50)
    _write(stream, format_name, Sheet(_("Hours"), hours_header(), hours_rows(entries, user), widths=widths))


def write_statement(stream: BinaryIO, statement: Statement, user: Any) -> None:
    """The proof of contribution to one case: its facts, what was done, and the hours."""
    facts: list[list[Any]] = [
        [_("Technology manager"), str(user)],
        [_("Organisation"), statement.organisation.name if statement.organisation else None],
        [_("Case"), case_title(statement.kind, statement.record_id, statement.record)],
        [_("From day"), statement.since], [_("To day"), statement.until], [_("Minutes in all"), statement.minutes],
    ]  # fmt: skip
    deeds = [[local_day(deed.at), deed.what, deed.with_whom] for deed in statement.deeds]
    write_xlsx(
        stream,
        [
            Sheet(
                _("Contribution"),
                [pgettext("statement", "Fact"), pgettext("statement", "Value")],
                facts,
                widths=(24, 60),
            ),
            Sheet(_("Steps"), [_("Day"), _("Step"), _("With whom")], deeds, widths=(12, 40, 60)),
            Sheet(_("Hours"), hours_header(), hours_rows(statement.hours, user), widths=(12, 30, 12, 40, 24, 10, 50)),
        ],
    )


def _write(stream: BinaryIO, format_name: str, sheet: Sheet) -> None:
    if format_name == "csv":
        stream.writelines(csv_lines(sheet.header, sheet.rows))
    else:
        write_xlsx(stream, [sheet])
