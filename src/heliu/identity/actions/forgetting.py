"""What goes with a record."""

from __future__ import annotations

from django.db.models import Q

from heliu.identity.models import Change, Duplicate, Merge


def forget_record(kind: str, pk: int) -> None:
    """Delete the pairs, merges and notes about a record that is deleted."""
    Duplicate.objects.filter(Q(left_id=pk) | Q(right_id=pk), kind=kind).delete()
    Merge.objects.filter(Q(kept_id=pk) | Q(merged_id=pk), kind=kind).delete()
    Change.objects.filter(kind=kind, object_id=pk).delete()
