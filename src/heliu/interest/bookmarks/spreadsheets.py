"""A person's bookmarks as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from heliu.catalog.templatetags.catalog import kind_label
from heliu.interest.bookmarks.models import Bookmark
from heliu.interest.bookmarks.selectors import shown
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx
from heliu.kit.workdays import local_day

EXPORT_FORMATS = ("xlsx", "csv")
_WIDTHS = (14, 48, 28, 20, 60, 12, 12, 40)


def header() -> list[str]:
    return [
        _("Kind"), _("Record"), _("Organisation"), _("Label"), _("Note"), _("Kept since"), _("Still published"),
        _("Address of the page"),
    ]  # fmt: skip


def rows(bookmarks: Iterable[Bookmark], user: Any) -> Iterator[list[Any]]:
    """The cells of each bookmark; of a record that is no longer published only the person's own words."""
    for one in shown(user, bookmarks):
        found = one.record
        owner = getattr(found, "organisation", None) if one.readable else None
        address = absolute(found.get_absolute_url()) if found is not None else None
        yield [
            kind_label(one.bookmark.kind), str(found) if found is not None else None, owner.name if owner else None,
            one.bookmark.label or None, one.bookmark.note or None, local_day(one.bookmark.created_at),
            _("Yes") if found is not None else _("No"), address,
        ]  # fmt: skip


def write_bookmarks(stream: BinaryIO, format_name: str, bookmarks: Iterable[Bookmark], user: Any) -> None:
    """Write the whole list as Excel or CSV."""
    found = rows(bookmarks, user)
    if format_name == "csv":
        stream.writelines(csv_lines(header(), found))
    else:
        write_xlsx(stream, [Sheet(_("Bookmarks"), header(), found, widths=_WIDTHS)])
