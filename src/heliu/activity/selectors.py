"""Reads of timelines and notices, each for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, QuerySet
from django.http import Http404

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import User
from heliu.activity.models import Event, Notice
from heliu.activity.verbs import verb_label


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice as its reader may see it. ``record`` is None where it is gone or not theirs to see any more."""

    notice: Notice
    label: str
    record: Any

    @property
    def title(self) -> str:
        """What it is about; where that is the reader, the role that was given or taken."""
        if isinstance(self.record, User):
            role = self.notice.event.data.get("role", "")
            return str(dict(PlatformRole.choices).get(role, role))
        return "" if self.record is None else str(self.record)

    @property
    def note(self) -> str:
        """What was said about a record tells about it as well, so it goes with the record."""
        return "" if self.record is None else self.notice.event.note

    @property
    def has_page(self) -> bool:
        return hasattr(self.record, "get_absolute_url")


def timeline_of(record: Model) -> QuerySet[Event]:
    """What happened to a record, newest first; for those who may see its history."""
    content_type = ContentType.objects.get_for_model(record)
    return Event.objects.filter(content_type=content_type, object_id=record.pk).select_related("actor")


def notices_of(user: Any) -> QuerySet[Notice]:
    """A person's notices: unread first, then the newest."""
    found = Notice.objects.filter(recipient=user).select_related("event__actor", "event__content_type")
    return found.order_by(F("read_at").desc(nulls_first=True), "-created_at", "-pk")


def unread_count(user: Any) -> int:
    """How many notices a person has not read."""
    return Notice.objects.filter(recipient=user, read_at=None).count()


def get_own_notice(user: Any, pk: int) -> Notice:
    """One of the person's notices, or 404."""
    notice = notices_of(user).filter(pk=pk).first()
    if notice is None:
        raise Http404
    return notice


def show_notices(user: Any, notices: Iterable[Notice]) -> list[ShownNotice]:
    """The notices with their records as far as the person may still see them; one query per kind of record."""
    notices = list(notices)
    records = visible_records(user, [notice.event for notice in notices])
    return [
        ShownNotice(
            notice, verb_label(notice.event.verb), records.get((notice.event.content_type_id, notice.event.object_id))
        )
        for notice in notices
    ]  # fmt: skip


def visible_records(user: Any, events: Iterable[Event]) -> dict[tuple[int, int], Any]:
    """The events' records that the person may see now, by content type and id.

    A model whose manager has ``visible_to`` is asked; of people everybody sees themselves. Of any
    other model nothing is shown: a new kind of record has to say who may see it.
    """
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    types = {}
    for event in events:
        wanted[event.content_type_id].add(event.object_id)
        types[event.content_type_id] = event.content_type
    found: dict[tuple[int, int], Any] = {}
    for type_id, ids in wanted.items():
        model = types[type_id].model_class()
        if model is User:
            if user.pk in ids:
                found[type_id, user.pk] = user
            continue
        records: Any = model._default_manager.filter(pk__in=ids) if model else None
        if hasattr(records, "visible_to"):
            found |= {(type_id, record.pk): record for record in records.visible_to(user)}
    return found


def personal_events(user: User) -> dict[str, Any]:
    """What timelines and notices hold about a person, for the copy of their data."""
    did = Event.objects.filter(actor=user).select_related("content_type").order_by("at", "pk")
    told = Notice.objects.filter(recipient=user).select_related("event__content_type").order_by("created_at", "pk")
    return {
        "events": [_event_data(event) for event in did],
        "notices": [{**_event_data(notice.event), "read_at": notice.read_at} for notice in told],
    }


def _event_data(event: Event) -> dict[str, Any]:
    return {
        "what": event.verb, "record": f"{event.content_type.model} {event.object_id}", "note": event.note,
        "at": event.at,
    }  # fmt: skip
