"""Writing the timeline and telling people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from heliu.accounts.models import User
from heliu.activity.delivery.choices import Way
from heliu.activity.delivery.planning import plan_event, ways_of
from heliu.activity.models import Event, Notice
from heliu.activity.verbs import class_of
from heliu.kit.permissions import require


@transaction.atomic
def record_event(
    record: Model, verb: str, *, actor: User | None = None, note: str = "", data: dict[str, Any] | None = None,
    notify: Iterable[User] = (),
) -> Event:  # fmt: skip
    """Add an event to a record's timeline and a notice for each person, but not for who did it.

    What the people and the channels of their organisations are sent of it is planned in the same transaction.
    """
    event = Event.objects.create(record=record, verb=verb, actor=actor, note=note, data=data or {})
    recipients = sorted({person.pk for person in notify} - ({actor.pk} if actor else set()))
    if recipients:
        ways = ways_of(recipients, class_of(verb))
        notices = [
            Notice(recipient_id=pk, event=event, waits_for_digest=ways[pk] == Way.DIGEST) for pk in recipients
        ]  # fmt: skip
        plan_event(event, record, Notice.objects.bulk_create(notices), ways)
    return event


def mark_notice_read(*, actor: User, notice: Notice) -> None:
    """Mark one notice as read."""
    require(actor, "activity.read_notice", notice)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def mark_notices_read(*, actor: User) -> int:
    """Mark all of a person's notices as read; gives how many were unread."""
    return Notice.objects.filter(recipient=actor, read_at=None).update(read_at=timezone.now())


def mark_told_read(*, actor: User, records: Iterable[Model]) -> int:
    """Mark a person's notices about these records as read, since they have looked at them; gives how many were not."""
    done = 0
    for record in records:
        events = Event.objects.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)
        done += Notice.objects.filter(recipient=actor, read_at=None, event__in=events).update(read_at=timezone.now())
    return done


def forget_record(record: Model) -> None:
    """Delete the timeline of a record that is being deleted, and the notices about it."""
    content_type = ContentType.objects.get_for_model(record)
    Event.objects.filter(content_type=content_type, object_id=record.pk).delete()
