"""Records that are merged while a day is to come."""

from __future__ import annotations

from django.db import transaction

from heliu.catalog.models import Record
from heliu.kit.permissions import OPERATOR
from heliu.matchdays.actions.leaving import withdraw_entry
from heliu.matchdays.actions.steps import locked_day
from heliu.matchdays.choices import State
from heliu.matchdays.models import ENTRY_KINDS, Entry


@transaction.atomic
def follow_merge(record: Record, merged: tuple[str, int]) -> int:
    """Let the entries of a merged record be entries of the one that stands for it; gives how many there were.

    An entry leaves its day where that record takes part already or belongs to another organisation. Whether its
    title may be shown is its owner's word again. Undoing the merge leaves entries as they are.
    """
    kind, pk = merged
    if kind not in ENTRY_KINDS:
        return 0
    standing = Entry.objects.standing().filter(**{kind: pk})
    entries = standing.exclude(registration__day__state__in=[State.HELD, State.CANCELLED])
    for entry in entries.select_related("registration__day", "registration__organisation"):
        registration = entry.registration
        locked_day(registration.day)
        there = registration.entries.filter(**{kind: record.pk}).exists()
        if there or record.organisation_id != registration.organisation_id:
            withdraw_entry(actor=OPERATOR, entry=entry)
        else:
            registration.entries.filter(pk=entry.pk).update(**{kind: record.pk}, title_shown=False)
    return len(entries)
