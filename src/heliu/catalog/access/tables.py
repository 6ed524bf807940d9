"""The access log as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.catalog.access.selectors import with_records
from heliu.catalog.choices import AccessKind, AccessStanding, AccessWay, Tier
from heliu.catalog.templatetags.catalog import kind_label
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx

LOG_FORMATS = ("xlsx", "csv")
WIDTHS = (22, 20, 24, 30, 24, 14, 10, 40, 8, 16, 18, 14)


def log_header() -> list[str]:
    return [
        _("When (UTC)"), _("When (here)"), _("Reader"), _("For organisation"), _("As"), _("Kind"), _("Record id"),
        _("Record"), _("Version"), _("Disclosure"), _("What"), _("Through"),
    ]  # fmt: skip


def log_rows(entries: Iterable[Any], user: Any) -> Iterator[list[Any]]:
    """A row for each entry; the title stands where the person may know of the record."""
    for entry in with_records(user, entries):
        yield [
            entry.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
            timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
            _reader(entry),
            entry.organisation.name if entry.organisation else "",
            str(AccessStanding(entry.standing).label), kind_label(entry.kind), entry.record_id,
            entry.record.title if entry.record else "", entry.version, str(Tier(entry.tier).label),
            str(AccessKind(entry.what).label), str(AccessWay(entry.way).label),
        ]  # fmt: skip


def _reader(entry: Any) -> str:
    """Who read it; of what was opened, who opened it."""
    if entry.what == AccessKind.OPENED:
        return _("opened by %(name)s") % {"name": entry.person} if entry.person else ""
    return str(entry.person) if entry.person else _("(deleted account)")


def log_lines(entries: Iterable[Any], user: Any) -> Iterator[bytes]:
    """The log as CSV."""
    return csv_lines(log_header(), log_rows(entries, user))


def write_log(stream: BinaryIO, entries: Iterable[Any], user: Any) -> None:
    """The log as an Excel workbook."""
    write_xlsx(stream, [Sheet(_("Access log"), log_header(), log_rows(entries, user), widths=WIDTHS)])
