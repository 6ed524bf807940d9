"""Lists of tasks as files, for the person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from heliu.deals.work.labels import owner_label
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx
from heliu.kit.workdays import local_day

_WIDTHS = (40, 14, 36, 20, 14, 10, 12, 40, 20, 14, 40)


def header() -> list[str]:
    return [
        _("Task"), _("Number"), _("Deal"), _("Who does it"), _("Due on"), _("Overdue"), _("State"), _("Note"),
        _("Given by"), _("Given on"), _("Address of the page"),
    ]  # fmt: skip


def rows(tasks: Iterable[Any]) -> Iterator[list[Any]]:
    """The cells of each task, which has been asked whether it is nobody's."""
    for one in tasks:
        yield [
            one.title, one.deal.number, one.deal.title, owner_label(one, unattended=one.unattended), one.due_on,
            _("Yes") if one.is_overdue else None, one.get_state_display(), one.note, str(one.created_by or ""),
            local_day(one.created_at), absolute(one.get_absolute_url()),
        ]  # fmt: skip


def write_tasks(stream: BinaryIO, format_name: str, tasks: Iterable[Any]) -> None:
    """Write the whole list as Excel or CSV."""
    found = rows(tasks)
    if format_name == "csv":
        stream.writelines(csv_lines(header(), found))
    else:
        write_xlsx(stream, [Sheet(_("Tasks"), header(), found, widths=_WIDTHS)])
