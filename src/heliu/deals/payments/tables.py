"""The table of payments; on a phone each row becomes a card."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.deals.labels import yuan
from heliu.deals.payments.labels import due_label
from heliu.deals.payments.models import Payment
from heliu.kit.lists.tables import CardTable, cell


class PaymentTable(CardTable):
    """A row says of which deal it is, how it stands, and what is left of it."""

    payment = cell(_("Payment"), look="first", accessor="pk")
    sides = cell(_("Provider → recipient"), accessor="pk")
    due = cell(_("Due"), accessor="due_on")
    state = cell(_("State"), accessor="pk")
    amount = cell(_("Amount"), look="amount", accessor="amount")
    received = cell(pgettext_lazy("payment", "Received"), look="amount", accessor="received")
    outstanding = cell(_("Outstanding"), look="amount", accessor="pk")

    column_sorts = {"payment": ("deal",), "due": ("due", "-due"), "amount": ("-amount",)}

    class Meta(CardTable.Meta):
        model = Payment
        fields = ()

    def render_payment(self, record: Payment) -> str:
        return render_to_string("deals/payments/parts/row.html", {"payment": record})

    def render_sides(self, record: Payment) -> str:
        return f"{record.deal.provider.name} → {record.deal.recipient.name}"

    def render_due(self, record: Payment) -> str:
        return due_label(record)

    def render_state(self, record: Payment) -> str:
        return render_to_string("deals/payments/parts/standing.html", {"standing": record.standing()})

    def render_amount(self, record: Payment) -> str:
        return yuan(record.amount)

    def render_received(self, record: Payment) -> str:
        return yuan(record.received)

    def render_outstanding(self, record: Payment) -> str:
        return yuan(record.outstanding)
