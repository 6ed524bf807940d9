"""Likely duplicates as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from heliu.catalog.templatetags.catalog import kind_label
from heliu.identity.labels import reason_text
from heliu.identity.models import Duplicate
from heliu.identity.selectors import Pair, load_pairs
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx
from heliu.kit.workdays import local_day

EXPORT_FORMATS = ("xlsx", "csv")
_WIDTHS = (12, 10, 44, 28, 10, 44, 28, 8, 60, 14, 12, 40)


def header() -> list[str]:
    return [
        _("Kind"), _("Left: number"), _("Left: title"), _("Left: organisation"), _("Right: number"),
        _("Right: title"), _("Right: organisation"), _("Score"), _("Why"), _("State"), _("Found on"),
        _("Address of the page"),
    ]  # fmt: skip


def rows(duplicates: Iterable[Duplicate]) -> Iterator[list[Any]]:
    """The cells of each pair."""
    for pair in load_pairs(duplicates):
        one = pair.duplicate
        yield [
            kind_label(pair.kind), one.left_id, str(pair.left), _owner(pair, pair.left), one.right_id,
            str(pair.right), _owner(pair, pair.right), round(one.score, 3),
            "; ".join(reason_text(reason) for reason in one.reasons), str(one.get_state_display()),
            local_day(one.found_at), absolute(one.get_absolute_url()),
        ]  # fmt: skip


def _owner(pair: Pair, record: Any) -> str | None:
    return record.organisation.name if pair.is_of_records else None


def write_duplicates(stream: BinaryIO, format_name: str, duplicates: Iterable[Duplicate]) -> None:
    """Write the whole list as Excel or CSV."""
    found = rows(duplicates)
    if format_name == "csv":
        stream.writelines(csv_lines(header(), found))
    else:
        write_xlsx(stream, [Sheet(_("Likely duplicates"), header(), found, widths=_WIDTHS)])
