"""The table of public notices; on a phone each row becomes a card."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.deals.labels import yuan
from heliu.deals.notice.models import PublicNotice
from heliu.kit.lists.tables import CardTable, cell
from heliu.kit.workdays import iso_day


class PublicNoticeTable(CardTable):
    """Rows with what is announced, by whom, and until when."""

    notice = cell(_("Public notice"), look="first", accessor="pk")
    provider = cell(_("Provider"), accessor="pk")
    price = cell(_("Proposed price"), look="amount", accessor="price")
    state = cell(_("State"), accessor="state")
    up = cell(_("Went up"), look="date", accessor="up_on")
    last = cell(pgettext_lazy("public notice", "Last day"), look="date", accessor="last_day")

    column_sorts = {
        "notice": ("title",), "price": ("-price",), "up": ("-up",), "last": ("last_day",),
    }  # fmt: skip

    class Meta(CardTable.Meta):
        model = PublicNotice
        fields = ()

    def render_notice(self, record: PublicNotice) -> str:
        return render_to_string("deals/notice/row.html", {"notice": record})

    def render_provider(self, record: Any) -> str:
        return str(record.deal.provider.name)

    def render_price(self, record: PublicNotice) -> str:
        return yuan(record.price)

    def render_state(self, record: PublicNotice) -> str:
        return render_to_string("deals/notice/state.html", {"notice": record})

    def render_up(self, record: PublicNotice) -> str:
        return iso_day(record.up_on)

    def render_last(self, record: PublicNotice) -> str:
        return iso_day(record.last_day)
