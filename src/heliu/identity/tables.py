"""The table of likely duplicates; on a phone each row becomes a card."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from heliu.catalog.templatetags.catalog import kind_label
from heliu.identity.labels import reason_text
from heliu.identity.selectors import Pair
from heliu.kit.lists.tables import CardTable, cell
from heliu.kit.workdays import iso_day

SHOWN_REASONS = 2


class DuplicateTable(CardTable):
    """Rows are `Pair`."""

    pair = cell(_("The two"), look="first", accessor="duplicate")
    kind = cell(_("Kind"), accessor="duplicate")
    score = cell(_("Score"), look="amount", accessor="duplicate")
    reasons = cell(_("Why"), accessor="duplicate")
    owners = cell(_("Organisations"), accessor="duplicate")
    state = cell(_("State"), accessor="duplicate")
    found = cell(_("Found on"), look="date", accessor="duplicate")

    column_sorts = {"score": ("-score", "score"), "found": ("-found",)}

    class Meta(CardTable.Meta):
        fields = ()

    def render_pair(self, record: Pair) -> str:
        return render_to_string("identity/parts/pair.html", {"pair": record}, request=self.request)

    def render_kind(self, record: Pair) -> str:
        return kind_label(record.kind)

    def render_score(self, record: Pair) -> str:
        return f"{record.duplicate.score:.2f}"

    def render_reasons(self, record: Pair) -> str:
        agreeing = [one for one in record.duplicate.reasons if one["agrees"]][:SHOWN_REASONS]
        return "; ".join(reason_text(one) for one in agreeing)

    def render_owners(self, record: Pair) -> str:
        return " · ".join(one.name for one in record.organisations) if record.is_of_records else ""

    def render_state(self, record: Pair) -> Any:
        return format_html('<span class="chip">{}</span>', record.duplicate.get_state_display())

    def render_found(self, record: Pair) -> str:
        return iso_day(record.duplicate.found_at)
