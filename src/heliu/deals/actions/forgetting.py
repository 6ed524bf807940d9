"""Deleting a deal, which only the operator does: what was contracted is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction

from heliu.activity.actions import forget_record
from heliu.deals.models import Deal
from heliu.deals.payments.models import Receipt


@transaction.atomic
def forget_deal(deal: Deal) -> None:
    """Delete a deal with its parts, and with timelines and versions, which no foreign key reaches."""
    versions = [Deal.history.filter(id=deal.pk)]
    for model in _parts():
        found = list(model.objects.filter(deal=deal))
        for part in found:
            forget_record(part)
        if hasattr(model, "history"):
            versions.append(model.history.filter(id__in=[part.pk for part in found]))
    forget_record(deal)
    # What came in keeps its payment from being deleted by anybody else.
    Receipt.objects.filter(payment__deal=deal).delete()
    deal.delete()
    for rows in versions:
        rows.delete()


def _parts() -> Iterator[Any]:
    """The models of this area whose rows belong to a deal, but for the versions that are kept of them."""
    for model in apps.get_app_config("deals").get_models():
        if not model.__name__.startswith("Historical") and any(field.name == "deal" for field in model._meta.fields):
            yield model
