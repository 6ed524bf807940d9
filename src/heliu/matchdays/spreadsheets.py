"""Matchmaking days as files: the list for everybody, a day's plan for its organisers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.catalog.templatetags.catalog import KIND_LABELS
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx
from heliu.matchdays.choices import MeetingState, Side
from heliu.matchdays.labels import entry_name, left_out_label
from heliu.matchdays.models import Entry, MatchDay, Meeting
from heliu.matchdays.selectors.meetings import meetings_in
from heliu.matchdays.selectors.plans import left_out_of

EXPORT_FORMATS = ("xlsx", "csv")


def _header() -> list[str]:
    return [
        _("Number"), _("Title"), _("Day"), _("State"), _("Host"), _("Place"), _("Registration until"),
        pgettext("matchmaking day", "Registered"),
        _("Address of the page"),
    ]  # fmt: skip


def _rows(days: Iterable[MatchDay]) -> Iterator[list[Any]]:
    for day in days:
        yield [
            day.pk, day.title, day.date, day.get_state_display(), day.host.name if day.host else None, day.place,
            timezone.localtime(day.registration_closes), day.registered,  # type: ignore[attr-defined]
            absolute(day.get_absolute_url()),
        ]  # fmt: skip


def write_days(stream: BinaryIO, format_name: str, days: Iterable[MatchDay]) -> None:
    """Write the whole list as Excel or CSV."""
    if format_name == "csv":
        stream.writelines(csv_lines(_header(), _rows(days)))
    else:
        sheet = Sheet(_("Matchmaking days"), _header(), _rows(days), widths=(8, 40, 12, 14, 30, 30, 18, 12, 40))
        write_xlsx(stream, [sheet])


def write_plan(stream: BinaryIO, day: MatchDay) -> None:
    """A day's plan as a workbook of three sheets: meetings, per organisation, left out and why."""
    meetings = list(meetings_in(day))
    write_xlsx(stream, [_meetings(meetings), _organisations(meetings), _left_out(day)])


def _meetings(meetings: list[Meeting]) -> Sheet:
    header = [
        _("Time of day"), _("Table"), _("Demand"), _("Its organisation"), _("Supplier"), _("Its organisation"),
        _("Kind"), _("Expected level"), _("State"), _("Note"),
    ]  # fmt: skip
    rows = (
        [
            one.time_label, one.table + 1, entry_name(one.demand), one.demand.organisation.name,
            entry_name(one.supply), one.supply.organisation.name, str(KIND_LABELS[one.supply.kind]),
            None if one.expected is None else round(one.expected, 2), one.get_state_display(), one.note,
        ]
        for one in meetings
    )  # fmt: skip
    return Sheet(_("Meetings of the day"), header, rows, widths=(14, 8, 36, 28, 36, 28, 12, 14, 12, 30))


def _organisations(meetings: list[Meeting]) -> Sheet:
    header = [
        _("Organisation"), _("Time of day"), _("Table"), _("Own record"), _("Meets"), _("Record of the other side"),
    ]  # fmt: skip
    found = []
    for one in meetings:
        if one.state == MeetingState.PLANNED:
            found.append(_seat(one, one.demand, one.supply))
            found.append(_seat(one, one.supply, one.demand))
    found.sort(key=lambda row: (row[0], row[1], row[2]))
    name = pgettext("sheet of a workbook", "Per organisation")
    return Sheet(name, header, found, widths=(30, 14, 8, 36, 30, 36))


def _seat(meeting: Meeting, own: Entry, partner: Entry) -> list[Any]:
    return [
        own.organisation.name, meeting.time_label, meeting.table + 1, entry_name(own), partner.organisation.name,
        entry_name(partner),
    ]  # fmt: skip


def _left_out(day: MatchDay) -> Sheet:
    header = [_("Organisation"), _("Side"), _("Record"), _("Why")]
    rows = (
        [
            one.entry.organisation.name,
            str(Side(one.entry.side).label),
            entry_name(one.entry),
            left_out_label(one.reason),
        ]
        for one in left_out_of(day)
    )
    return Sheet(pgettext("sheet of a workbook", "Left out"), header, rows, widths=(30, 14, 40, 60))
