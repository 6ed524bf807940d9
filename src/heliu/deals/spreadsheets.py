"""Lists of deals as files, for the person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from heliu.deals.ages import has_stalled
from heliu.deals.labels import days_in_stage, loss_label
from heliu.deals.models import Deal
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx
from heliu.kit.workdays import local_day

EXPORT_FORMATS = ("xlsx", "csv")
_WIDTHS = (12, 36, 24, 24, 16, 10, 8, 16, 16, 18, 18, 16, 16, 12, 12, 18, 18, 20, 40)


def header() -> list[str]:
    return [
        _("Number"), _("Title"), _("Provider"), _("Recipient of the technology"), _("Stage"), _("Days in it"),
        _("Stalled"), _("Who looks after it"), _("Technology manager"), _("Kind of contract"),
        _("How the price was found"), _("Deal amount"), _("Technology amount"), _("Begun"), _("Signed on"),
        _("Contract number"), _("Registration number"), _("Why it was lost"), _("Address of the page"),
    ]  # fmt: skip


def rows(deals: Iterable[Deal], limits: Any) -> Iterator[list[Any]]:
    """The cells of each deal."""
    for one in deals:
        yield [
            one.number, one.title, one.provider.name, one.recipient.name, one.get_stage_display(),
            None if one.is_over else days_in_stage(one), _("Yes") if has_stalled(one, limits) else None,
            str(one.owner or ""), str(one.manager or ""), one.get_contract_kind_display(), one.get_pricing_display(),
            one.amount, one.technology_amount, local_day(one.created_at), one.signed_on, one.contract_number,
            one.registration_number, loss_label(one),
            absolute(one.get_absolute_url()),
        ]  # fmt: skip


def write_deals(stream: BinaryIO, format_name: str, deals: Iterable[Deal], limits: Any) -> None:
    """Write the whole list as Excel or CSV."""
    found = rows(deals, limits)
    if format_name == "csv":
        stream.writelines(csv_lines(header(), found))
    else:
        write_xlsx(stream, [Sheet(_("Deals"), header(), found, widths=_WIDTHS)])
