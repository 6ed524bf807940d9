"""The list of introductions as a file, for the person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from heliu.dealflow.labels import refusal_label
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import seen_record
from heliu.kit.language import localised
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx
from heliu.kit.workdays import local_day

EXPORT_FORMATS = ("xlsx", "csv")
_WIDTHS = (8, 24, 24, 30, 30, 18, 16, 12, 12, 12, 8, 12, 24, 40, 40)


def header() -> list[str]:
    return [
        _("Number"), _("From"), _("To"), _("Demand"), _("What could answer it"), _("Next step"), _("State"), _("Sent"),
        _("Reply due"), _("Paused until"), _("Late"), _("Replied on"), _("Reason for declining"), _("Message"),
        _("Address of the page"),
    ]  # fmt: skip


def rows(introductions: Iterable[Introduction], user: Any) -> Iterator[list[Any]]:
    """The cells of each introduction; a record that the person may not know of stays empty."""
    for one in introductions:
        known = [seen_record(user, record).titled for record in (one.demand, one.supply)]
        yield [
            one.pk, one.from_organisation.name, one.to_organisation.name,
            *(localised(record, "title") if record else None for record in known), one.get_next_step_display(),
            one.get_state_display(), one.sent_on, one.due_on, one.paused_until, _("Yes") if one.late else None,
            local_day(one.replied_at) if one.replied_at else None, refusal_label(one), one.message,
            absolute(one.get_absolute_url()),
        ]  # fmt: skip


def write_introductions(stream: BinaryIO, format_name: str, introductions: Iterable[Introduction], user: Any) -> None:
    """Write the whole list as Excel or CSV."""
    found = rows(introductions, user)
    if format_name == "csv":
        stream.writelines(csv_lines(header(), found))
    else:
        write_xlsx(stream, [Sheet(_("Introductions"), header(), found, widths=_WIDTHS)])
