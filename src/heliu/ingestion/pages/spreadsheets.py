"""The list of pages, and what one speaks of, as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.ingestion.pages.models import Mention, Page
from heliu.ingestion.pages.selectors import targets_for
from heliu.ingestion.pages.tables import KIND_LABELS
from heliu.kit.permissions import allowed
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx
from heliu.kit.workdays import local_day

EXPORT_FORMATS = ("xlsx", "csv")
_WIDTHS = (48, 24, 14, 12, 28, 18, 14, 48, 40)
_MENTION_WIDTHS = (18, 48, 16, 12, 18, 40, 28)


def write_pages(stream: BinaryIO, format_name: str, pages: Iterable[Page], user: Any) -> None:
    """Write the whole list as Excel or CSV; of pages that were only shared title, source, day and address."""
    header = [
        _("Title"), _("Source"), _("Published on"), _("Kind"), _("Whose"), _("State"), _("Added on"), _("Address"),
        _("Address of the page"),
    ]  # fmt: skip
    _write(stream, format_name, pgettext("web", "Pages"), header, _page_rows(pages, user), _WIDTHS)


def _page_rows(pages: Iterable[Page], user: Any) -> Iterator[list[Any]]:
    for page in pages:
        reads = allowed(user, "ingestion.read_page", page)
        whose = page.organisation.name if page.organisation else str(page.added_by or "")
        yield [
            str(page), page.source or None, page.published_on or None, str(KIND_LABELS.get(page.kind, "")) or None,
            whose if reads else _("shared"), page.get_state_display() if reads else None,
            local_day(page.created_at), page.url or None,
            absolute(page.get_absolute_url()),
        ]  # fmt: skip


def write_mentions(stream: BinaryIO, format_name: str, mentions: Iterable[Mention], user: Any) -> None:
    """Write what a page speaks of as Excel or CSV."""
    header = [
        _("Kind"), pgettext("of a mention", "Name"), pgettext("of a mention", "Decision"),
        pgettext("of a mention", "Confidence"), pgettext("of a mention", "Places"),
        pgettext("mention", "In the catalog"), pgettext("of a mention", "Asked for by"),
    ]  # fmt: skip
    found = list(mentions)
    targets = targets_for(user, found)
    rows = (
        [
            one.get_kind_display(), one.name, one.get_decision_display(), round(one.confidence, 2), len(one.places),
            targets[one.pk].name if one.pk in targets else None, one.details.get("asked_by"),
        ]
        for one in found
    )  # fmt: skip
    _write(stream, format_name, _("Mentions"), header, rows, _MENTION_WIDTHS)


def _write(
    stream: BinaryIO, format_name: str, title: str, header: list[str], rows: Iterator[list[Any]], widths: Any
) -> None:
    if format_name == "csv":
        stream.writelines(csv_lines(header, rows))
    else:
        write_xlsx(stream, [Sheet(title, header, rows, widths=widths)])
