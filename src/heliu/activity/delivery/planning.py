"""What has to go out: written down in the transaction of what it tells of.

Nothing is sent here. The worker finds the rows once the transaction is committed, and only then; where the transaction
fails there is neither notice nor delivery.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Model, Q
from django.utils import timezone

from heliu.accounts.models import User
from heliu.activity.delivery.choices import Medium, NoticeClass, Rhythm, Way
from heliu.activity.delivery.models import Channel, Delivery, NoticePreferences
from heliu.activity.delivery.parties import organisations_of
from heliu.activity.delivery.times import next_digest_at, zone_of
from heliu.activity.models import Event, Notice
from heliu.activity.verbs import class_of
from heliu.agenda.sources import Item, sources
from heliu.kit.workdays import local_day

logger = logging.getLogger(__name__)

PORTION = 200
"""Digests looked at in one go."""
MAIL_LANE = "mail"
MOST_MAILS_AN_HOUR = 30
"""At once and to one person; what comes beyond that is told in the next digest."""


# -- at once --------------------------------------------------------------------------------------


def ways_of(people: Sequence[int], notice_class: NoticeClass) -> dict[int, str]:
    """Person id → how they are told of this class, now.

    Whoever has got many mails within the hour is told the rest in a digest: an import of a thousand records must not
    become a thousand mails to each reviewer.
    """
    default = NoticePreferences().way(notice_class)
    chosen = dict(NoticePreferences.objects.filter(user__in=people).values_list("user_id", notice_class.value))
    ways = {pk: chosen.get(pk, default) for pk in people}
    flooded = _flooded([pk for pk, way in ways.items() if way == Way.INSTANT])
    if flooded:
        hasten_digest(flooded)
    return ways | dict.fromkeys(flooded, Way.DIGEST)


def _flooded(people: Sequence[int]) -> list[int]:
    if not people:
        return []
    recent = Delivery.objects.filter(
        recipient__in=people, medium=Medium.INSTANT, created_at__gt=timezone.now() - timedelta(hours=1)
    )  # fmt: skip
    counts = recent.order_by().values("recipient").annotate(mails=Count("pk"))
    return list(counts.filter(mails__gte=MOST_MAILS_AN_HOUR).values_list("recipient", flat=True))


def plan_event(event: Event, record: Model, notices: Sequence[Notice], ways: dict[int, str]) -> None:
    """Plan what an event sends out: mails at once to those who want them, and calls of organisations' channels."""
    if not notices:
        return
    Delivery.objects.bulk_create(
        Delivery(medium=Medium.INSTANT, recipient_id=notice.recipient_id, notice=notice, lane=MAIL_LANE)
        for notice in notices
        if ways[notice.recipient_id] == Way.INSTANT
    )
    Delivery.objects.bulk_create(
        Delivery(medium=channel.kind, channel=channel, event=event, lane=channel.lane)
        for channel in channels_for(event, record, [notice.recipient_id for notice in notices])
    )


def channels_for(event: Event, record: Model, people: Sequence[int]) -> list[Channel]:
    """The channels of organisations that the event concerns and of which a member is told of it."""
    concerned = organisations_of(event, record)
    if not concerned:
        return []
    found = Channel.objects.filter(
        organisation__in=concerned, active=True, organisation__is_active=True,
        organisation__memberships__user__in=people, organisation__memberships__user__is_active=True,
    ).distinct()  # fmt: skip
    # Lists in JSON are asked differently by each database; an organisation has a few channels.
    return [channel for channel in found if class_of(event.verb) in channel.classes]


# -- digests --------------------------------------------------------------------------------------


def preferences_of(user: User) -> NoticePreferences:
    """What a person chose, or the defaults, not saved."""
    return NoticePreferences.objects.filter(user=user).first() or NoticePreferences(user=user)


def set_next_digest(preferences: NoticePreferences, now: datetime) -> None:
    """Note when the digest is looked at next; the caller saves."""
    preferences.digest_at = next_digest_at(
        now, rhythm=preferences.rhythm, weekday=preferences.weekday, hour=preferences.hour,
        zone=zone_of(preferences.user),
    )  # fmt: skip


def plan_digests(now: datetime | None = None, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Plan the digests that are due; how many there will be. To be called now and then; more often does no harm.

    After days without a worker each person gets one digest, not one for each day. Ends early when ``stop`` says so.
    """
    now = now or timezone.now()
    _begin(now)
    due = NoticePreferences.objects.filter(digest_at__lte=now, user__is_active=True).order_by("digest_at")
    planned = 0
    while portion := list(due.values_list("pk", flat=True)[:PORTION]):
        for pk in portion:
            if stop():
                return planned
            planned += _try_digest(pk, now)
    return planned


def _try_digest(pk: int, now: datetime) -> bool:
    """One person's digest must not keep the others waiting, whatever an area's source does."""
    try:
        return _plan_digest(pk, now)
    except Exception:
        logger.exception("A digest could not be planned; the next try is in an hour.")
        NoticePreferences.objects.filter(pk=pk).update(digest_at=now + timedelta(hours=1))
        return False


def _begin(now: datetime) -> None:
    """Give a first date to people who have none: they have chosen nothing yet, or only which mails to end."""
    fresh = User.objects.filter(notice_preferences=None, is_active=True)
    NoticePreferences.objects.bulk_create(
        [NoticePreferences(user=user) for user in fresh[: PORTION * 10]], ignore_conflicts=True
    )
    without = NoticePreferences.objects.filter(digest_at=None, user__is_active=True).select_related("user")
    for preferences in without[: PORTION * 10]:
        set_next_digest(preferences, now)
        NoticePreferences.objects.filter(pk=preferences.pk, digest_at=None).update(digest_at=preferences.digest_at)


@transaction.atomic
def _plan_digest(pk: int, now: datetime) -> bool:
    """Put what waits into a digest of today, where there is something to tell; whether there was."""
    found = NoticePreferences.objects.select_for_update(of=("self",)).select_related("user")
    preferences = found.filter(pk=pk, digest_at__lte=now).first()
    if preferences is None:
        return False  # Another worker was faster, or the person has just chosen another hour.
    set_next_digest(preferences, now)
    preferences.save(update_fields=["digest_at"])
    user = preferences.user
    waiting = user.notices.filter(waits_for_digest=True)
    # What has been read meanwhile is no news.
    waiting.exclude(read_at=None).update(waits_for_digest=False)
    has_news = waiting.exists()
    if not has_news and not (preferences.agenda and _runs_out(user, preferences, now)):
        return False
    digest, made = Delivery.objects.get_or_create(
        recipient=user, digest_of=now.astimezone(zone_of(user)).date(),
        defaults={"medium": Medium.DIGEST, "lane": MAIL_LANE, "next_at": now},
    )  # fmt: skip
    if not made:
        # Today's is out already: the person chose a later hour. What waits is for the next one.
        return False
    waiting.update(waits_for_digest=False, digest=digest)
    return True


def _runs_out(user: User, preferences: NoticePreferences, now: datetime) -> bool:
    """Whether something that the person has to do runs out before the digest after next would tell of it."""
    today = local_day(now)
    assert preferences.digest_at is not None  # noqa: S101 - it has just been set
    last = min(local_day(preferences.digest_at), today + timedelta(days=7))
    return any(_is_due(item.due_on, today, last) and item.mine and not item.paused for item in agenda_items(user))


def _is_due(day: date | None, today: date, last: date) -> bool:
    # What is overdue has been told of on its day; clocks tell again when they escalate.
    return day is not None and today <= day <= last


def agenda_items(user: User, limit: int = 20) -> list[Item]:
    """What waits for a person, from every area, those that run out first at the front."""
    found = [item for source in sources() for item in source.items(user, limit)]
    mine = [item for item in found if item.mine]
    return sorted(mine, key=lambda item: (item.paused, item.due_on is None, item.due_on or date.max))[:limit]


# -- after a failure ------------------------------------------------------------------------------


def tell_in_next_digest(delivery: Delivery) -> None:
    """Let the next digest tell of what this mail may not have told, as far as it has not been read meanwhile."""
    notices = Notice.objects.filter(Q(digest=delivery) | Q(pk=delivery.notice_id or 0))
    if notices.filter(read_at=None).update(waits_for_digest=True, digest=None):
        hasten_digest([delivery.recipient_id or 0])


def hasten_digest(people: Sequence[int]) -> None:
    """Let a weekly digest come within a day: it carries what was to be told at once."""
    now = timezone.now()
    weekly = NoticePreferences.objects.filter(user__in=people, rhythm=Rhythm.WEEKLY, digest_at__isnull=False)
    for preferences in weekly.select_related("user"):
        soon = next_digest_at(
            now, rhythm=Rhythm.DAILY, weekday=0, hour=preferences.hour, zone=zone_of(preferences.user)
        )  # fmt: skip
        NoticePreferences.objects.filter(pk=preferences.pk, digest_at__gt=soon).update(digest_at=soon)
