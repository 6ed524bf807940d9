"""A person's calendar feed: its address, and what it says."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from heliu.accounts.models import User
from heliu.agenda.calendars import registered_entries
from heliu.agenda.models import Feed
from heliu.agenda.selectors import Listed, hash_token, items_with_day
from heliu.kit.calendars import Entry, calendar_file
from heliu.kit.permissions import require
from heliu.kit.site import absolute
from heliu.kit.workdays import local_day

KEPT_AFTER_GONE = timedelta(days=90)
"""How long the number of an entry that is gone is remembered, in case it comes back."""
REFRESH = timedelta(hours=1)
"""How often a calendar program is asked to look."""
READ_STEP = timedelta(hours=1)


class Said(TypedDict):
    """What a feed last said of an entry."""

    mark: str
    """A digest of it."""
    sequence: int
    stamped: str
    """When it was said first, as ISO 8601."""
    gone: str | None
    """The day since which it is not there any more."""


@dataclass(frozen=True, slots=True)
class Published:
    """A feed as it is read."""

    content: bytes
    digest: str
    changed_at: datetime


@transaction.atomic
def make_feed(*, actor: User) -> tuple[Feed, str]:
    """Give the person's feed an address, in place of the one it had; gives both, the address this once."""
    require(actor, "agenda.manage_feed")
    token = secrets.token_urlsafe(32)
    address = {"token_hash": hash_token(token), "made_at": timezone.now(), "read_at": None}
    feed, _made = Feed.objects.update_or_create(user=actor, defaults=address)
    return feed, absolute(reverse("calendar_feed", args=[token]))


@transaction.atomic
def end_feed(*, actor: User) -> bool:
    """Make the address worthless; whether there was one."""
    require(actor, "agenda.manage_feed")
    return bool(Feed.objects.filter(user=actor).delete()[0])


def publish_feed(feed: Feed) -> Published:
    """What a feed says now, in its person's language: every due date and what the registered calendars hold.

    What differs from what was said before is noted, in one transaction; a reading that finds nothing new writes
    nothing.
    """
    with translation.override(feed.user.language or settings.LANGUAGE_CODE):
        due = items_with_day(feed.user)
        others = registered_entries(feed.user)
        said, content = _written(feed, due, others)
        if (said, _digest(content)) != (feed.said, feed.digest) or feed.changed_at is None:
            with transaction.atomic():
                # Somebody may read at the same time: whoever comes second numbers on from what the first one noted.
                feed = Feed.objects.select_for_update(of=("self",)).select_related("user").get(pk=feed.pk)
                said, content = _written(feed, due, others)
                if feed.digest != _digest(content) or feed.changed_at is None:
                    # Times of HTTP have no fractions: two changes within a second must not look like one.
                    later = feed.changed_at + timedelta(seconds=1) if feed.changed_at else _now()
                    feed.digest, feed.changed_at = _digest(content), max(_now(), later)
                feed.said = said
                feed.save(update_fields=["said", "digest", "changed_at"])
    _note_reading(feed)
    return Published(content, feed.digest, feed.changed_at)


def _note_reading(feed: Feed) -> None:
    now = timezone.now()
    if feed.read_at is None or now - feed.read_at >= READ_STEP:
        Feed.objects.filter(pk=feed.pk).update(read_at=now)


def _written(feed: Feed, due: Sequence[Listed], others: Sequence[Entry]) -> tuple[dict[str, Any], bytes]:
    """What is to be remembered, and the file."""
    marks = {uid_of(feed.user, one.key): _mark(one) for one in due}
    said = say(feed.said, marks, _now(), local_day())
    entries = [_entry(uid_of(feed.user, one.key), one, said) for one in due]
    content = calendar_file([*entries, *others], name=_("Heliu: what is due"), refresh=REFRESH)
    return dict(said), content


def say(before: dict[str, Any], marks: dict[str, str], now: datetime, day: date) -> dict[str, Said]:
    """What was said of each entry, brought up to date: uid → digest in, uid → number and moment out.

    The number of an entry grows with each change, also where it was gone in between.
    """
    said: dict[str, Said] = {}
    for uid, mark in marks.items():
        known: Said | None = before.get(uid)
        if known is None:
            said[uid] = Said(mark=mark, sequence=0, stamped=now.isoformat(), gone=None)
        elif known["mark"] == mark and known["gone"] is None:
            said[uid] = known
        else:
            said[uid] = Said(mark=mark, sequence=known["sequence"] + 1, stamped=now.isoformat(), gone=None)
    for uid, known in before.items():
        gone = known["gone"] or day.isoformat()
        if uid not in said and day - date.fromisoformat(gone) <= KEPT_AFTER_GONE:
            said[uid] = Said(mark=known["mark"], sequence=known["sequence"], stamped=known["stamped"], gone=gone)
    return said


def uid_of(user: User, key: str) -> str:
    """The entry's name for ever; it tells no number of this installation and is found in no other one."""
    return f"{salted_hmac('heliu.agenda.entry', f'{user.pk}:{key}', algorithm='sha256').hexdigest()[:40]}@heliu"


def _entry(uid: str, one: Listed, said: dict[str, Said]) -> Entry:
    assert one.item.due_on is not None  # noqa: S101 - the selector left out the others
    summary, description, url = _texts(one)
    return Entry(
        uid=uid, summary=summary, starts=one.item.due_on, stamped=datetime.fromisoformat(said[uid]["stamped"]),
        description=description, url=url, sequence=said[uid]["sequence"],
    )  # fmt: skip


def _texts(one: Listed) -> tuple[str, str, str]:
    summary = _("%(what)s: %(about)s") % {"what": one.item.what, "about": one.item.about}
    lines = [str(one.area.label), one.item.note]
    return summary, "\n".join(filter(None, lines)), absolute(one.item.url)


def _mark(one: Listed) -> str:
    return _digest("\0".join([*_texts(one), str(one.item.due_on)]).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _now() -> datetime:
    """To the second, as calendars and HTTP count."""
    return timezone.now().replace(microsecond=0)
