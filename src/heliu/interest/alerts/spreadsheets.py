"""What was told, as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from heliu.interest.alerts.models import Alert
from heliu.interest.alerts.selectors import shown
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx
from heliu.kit.workdays import local_day
from heliu.matching.kinds import get_kind
from heliu.matching.labels import level_label

EXPORT_FORMATS = ("xlsx", "csv")
_WIDTHS = (14, 48, 16, 12, 40)


def header() -> list[str]:
    return [_("Kind"), _("Record"), _("Match"), _("Told at"), _("Address of the page")]


def rows(alerts: Iterable[Alert], user: Any) -> Iterator[list[Any]]:
    """The cells of each alert whose record the person may see."""
    for one in shown(user, alerts):
        address = absolute(one.record.get_absolute_url())
        yield [
            str(get_kind(one.alert.kind).label), str(one.record), level_label(one.alert.level), local_day(one.alert.at),
            address,
        ]  # fmt: skip


def write_alerts(stream: BinaryIO, format_name: str, alerts: Iterable[Alert], user: Any) -> None:
    """Write the whole list as Excel or CSV."""
    found = rows(alerts, user)
    if format_name == "csv":
        stream.writelines(csv_lines(header(), found))
    else:
        write_xlsx(stream, [Sheet(_("Alerts"), header(), found, widths=_WIDTHS)])
