"""Lists of public notices as files, for the person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.deals.notice.models import PublicNotice
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx

EXPORT_FORMATS = ("xlsx", "csv")
_WIDTHS = (40, 24, 18, 16, 18, 12, 12, 12, 12, 40, 40)


def header() -> list[str]:
    return [
        _("Name of the result"), _("Provider"), _("What is announced"), _("Proposed price"), _("State"), _("Went up"),
        _("First day"), pgettext("public notice", "Last day"), pgettext("public notice", "Ended"), _("Instrument"),
        _("Address of the page"),
    ]  # fmt: skip


def rows(notices: Iterable[PublicNotice]) -> Iterator[list[Any]]:
    """The cells of each notice."""
    for one in notices:
        yield [
            one.title, one.deal.provider.name, one.get_kind_display(), one.price, one.get_state_display(), one.up_on,
            one.first_day, one.last_day, one.ended_on, one.instrument,
            absolute(one.get_absolute_url()),
        ]  # fmt: skip


def write_notices(stream: BinaryIO, format_name: str, notices: Iterable[PublicNotice]) -> None:
    """Write the whole list as Excel or CSV."""
    found = rows(notices)
    if format_name == "csv":
        stream.writelines(csv_lines(header(), found))
    else:
        write_xlsx(stream, [Sheet(_("Public notices"), header(), found, widths=_WIDTHS)])
