"""The list of agreements as a file, for the person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from heliu.agreements.labels import direction_label
from heliu.agreements.models import Agreement
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx
from heliu.kit.workdays import local_day

EXPORT_FORMATS = ("xlsx", "csv")
_WIDTHS = (26, 28, 28, 40, 24, 22, 16, 12, 12, 12, 12, 66, 40)


def header() -> list[str]:
    return [
        _("Reference"), _("Party A"), _("Party B"), _("Purpose"), _("Who discloses"), _("Way"), _("State"),
        _("Proposed"), _("In force since"), _("Last day"), _("Ended"), _("SHA-256"), _("Address of the page"),
    ]  # fmt: skip


def rows(agreements: Iterable[Agreement]) -> Iterator[list[Any]]:
    """The cells of each agreement."""
    for one in agreements:
        yield [
            one.reference, one.party_a.name, one.party_b.name, one.purpose, direction_label(one),
            one.get_way_display(), one.get_state_display(), local_day(one.proposed_at),
            local_day(one.in_force_at) if one.in_force_at else None, one.ends_on,
            local_day(one.ended_at) if one.ended_at else None, one.content_hash,
            absolute(one.get_absolute_url()),
        ]  # fmt: skip


def write_agreements(stream: BinaryIO, format_name: str, agreements: Iterable[Agreement]) -> None:
    """Write the whole list as Excel or CSV."""
    found = rows(agreements)
    if format_name == "csv":
        stream.writelines(csv_lines(header(), found))
    else:
        write_xlsx(stream, [Sheet(_("Agreements"), header(), found, widths=_WIDTHS)])
