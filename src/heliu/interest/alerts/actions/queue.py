"""What waits to be told."""

from __future__ import annotations

from collections.abc import Iterable

from heliu.interest.alerts.models import Arrival
from heliu.kit.jobs import enqueue


def note_arrivals(records: Iterable[tuple[str, int]]) -> None:
    """Write down that the index took these records; one that stands here twice is looked at once."""
    Arrival.objects.bulk_create((Arrival(kind=kind, object_id=pk) for kind, pk in records), batch_size=500)


def ask_for_run() -> None:
    """Let the worker tell what waits, if anything does."""
    if Arrival.objects.exists():
        enqueue("interest.run_alerts")
