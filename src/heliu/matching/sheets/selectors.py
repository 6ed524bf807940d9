"""Reading demands for their sheets, each time for somebody."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from heliu.catalog.models import Demand
from heliu.catalog.selectors import readable_records


def get_readable_demand(user: Any, pk: int) -> Demand:
    """A demand that the person may read in full, or "not found": of one with an open title nothing more is told."""
    demand: Demand = get_object_or_404(readable_records(user, "demand"), pk=pk)
    return demand
