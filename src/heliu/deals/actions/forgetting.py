"""Deleting a deal, which only the operator does: what was contracted is kept."""

from __future__ import annotations

from django.db import transaction

from heliu.activity.actions import forget_record
from heliu.deals.models import Deal


@transaction.atomic
def forget_deal(deal: Deal) -> None:
    """Delete a deal with its parts, timeline and versions, which no foreign key reaches."""
    forget_record(deal)
    versions = Deal.history.filter(id=deal.pk)
    deal.delete()
    versions.delete()
