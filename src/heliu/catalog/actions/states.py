"""A record's way to the public and back."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.accounts.selectors import reviewers
from heliu.activity.actions import record_event
from heliu.catalog.actions.errors import NotPossible, ReasonMissing, RecordGone
from heliu.catalog.actions.steps import AnyRecord, announce, locked, people_behind, refuse_unseen, save, transit
from heliu.catalog.choices import State
from heliu.catalog.models import RECORD_MODELS, Record
from heliu.kit.permissions import OPERATOR, require
from heliu.kit.workdays import local_day


@transaction.atomic
def submit_record(*, actor: Actor, record: AnyRecord) -> AnyRecord:
    """Put a draft, or a record that came back, before the reviewers."""
    record = locked(record)
    require(actor, "catalog.submit_record", record)
    transit(record, record.submit)
    save(record, actor, "submitted")
    others = reviewers().exclude(memberships__organisation=record.organisation)
    record_event(record, "submitted", actor=person(actor), notify=others)
    return record


@transaction.atomic
def return_record(*, actor: Actor, record: AnyRecord, reason: str, version: int | None = None) -> AnyRecord:
    """Give a record back to its owner with a reason; one that was published can no longer be found."""
    record = locked(record)
    require(actor, "catalog.review_record", record)
    if not reason.strip():
        raise ReasonMissing(_("Say why the record comes back, so that its owner can mend it."))
    refuse_unseen(record, version)
    was_findable = record.is_findable
    transit(record, partial(record.give_back, reason.strip()))
    save(record, actor, "returned")
    record_event(record, "returned", actor=person(actor), note=reason.strip(), notify=people_behind(record))
    announce(record, was_findable=was_findable)
    return record


@transaction.atomic
def publish_record(*, actor: Actor, record: AnyRecord, version: int | None = None) -> AnyRecord:
    """Let a reviewed record out. ``version`` is the one the reviewer has read: no other is approved."""
    record = locked(record)
    require(actor, "catalog.review_record", record)
    refuse_unseen(record, version)
    transit(record, record.publish)
    save(record, actor, "published")
    data = {"version": record.version}
    record_event(record, "published", actor=person(actor), data=data, notify=people_behind(record))
    announce(record, was_findable=False)
    return record


@transaction.atomic
def close_record(*, actor: Actor, record: AnyRecord, note: str = "") -> AnyRecord:
    """End a record that is solved or given up; it can no longer be found."""
    record = locked(record)
    require(actor, "catalog.close_record", record)
    was_findable = record.is_findable
    transit(record, record.close)
    save(record, actor, "closed")
    record_event(record, "closed", actor=person(actor), note=note.strip(), notify=people_behind(record))
    announce(record, was_findable=was_findable)
    return record


@transaction.atomic
def reopen_record(*, actor: Actor, record: AnyRecord) -> AnyRecord:
    """Take up a closed or expired record as a draft; it is reviewed again before it is found again."""
    record = locked(record)
    require(actor, "catalog.reopen_record", record)
    transit(record, record.reopen)
    save(record, actor, "reopened")
    record_event(record, "reopened", actor=person(actor))
    return record


def expire_due_records(*, today: dt.date | None = None) -> int:
    """Expire every published record whose last day is over; gives how many. Each is a transaction of its own."""
    today = today or local_day()
    done = 0
    for model in RECORD_MODELS.values():
        due = model.objects.filter(state=State.PUBLISHED, expires_on__lt=today)
        for record in list(due):
            done += _expire(record)
    return done


@transaction.atomic
def _expire(record: Record) -> bool:
    try:
        record = locked(record)
        was_findable = record.is_findable
        transit(record, record.expire)
    except (NotPossible, RecordGone):
        return False  # Somebody closed, prolonged or deleted it since the list was read.
    save(record, OPERATOR, "expired")
    record_event(record, "expired", notify=people_behind(record))
    announce(record, was_findable=was_findable)
    return True
