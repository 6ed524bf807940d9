"""Who works on a delivery, and how far it is. Each step is a transaction of its own, committed before the next one.

    waiting ──claim──> sending ──hand_over──> handed ──settle──> sent
       ^                  │                     │
       └── certainly not ─┘                     └── no answer: unclear (mail), repeated (calls)

``sending`` means that a worker has it and the other side can do nothing with what it got so far; ``handed`` is
committed right before the last byte leaves. So a worker that is killed leaves its deliveries in one of two states: what
is ``sending`` has certainly not arrived and is tried again, what is ``handed`` may have. The decision for the latter is
in docs/adr/0015-exactly-once.md.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from heliu.activity.delivery.choices import DeliveryState
from heliu.activity.delivery.models import Channel, Delivery, NoticePreferences
from heliu.activity.delivery.outcomes import LONGEST_PROBLEM, Outcome, Result
from heliu.activity.delivery.planning import tell_in_next_digest

PAUSES = (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60, 24 * 60, 24 * 60)
"""Minutes before the second, third … try: nearly four days in all."""
JITTER = 0.2
"""Each pause is longer or shorter by up to this share, so that what failed together does not come back together."""
LONGEST_PAUSE = timedelta(days=1)
"""The longest that another server can make us wait by ``Retry-After``."""
BEFORE_STOP = gettext_noop("The worker was stopped before it was handed over.")
AFTER_STOP = gettext_noop("The worker was stopped while it was handed over; it may have arrived.")


class LostClaim(Exception):
    """Another worker has taken the delivery over since this one's lease ran out."""


def due_lanes(now: datetime, but: Collection[str] = ()) -> list[str]:
    """The lanes in which something is due, those with what waits longest at the front."""
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=now).exclude(lane__in=but)
    return list(dict.fromkeys(due.order_by("next_at", "pk").values_list("lane", flat=True)[:1000]))


@transaction.atomic
def claim_next(lane: str, *, lease: timedelta, now: datetime | None = None) -> Delivery | None:
    """Take the delivery of a lane that is due longest; None where there is none."""
    now = now or timezone.now()
    due = Delivery.objects.filter(state=DeliveryState.WAITING, lane=lane, next_at__lte=now)
    delivery = _unlocked(due).order_by("next_at", "pk").first()
    if delivery is None:
        return None
    delivery.state, delivery.claim, delivery.lease_until = DeliveryState.SENDING, uuid.uuid4(), now + lease
    delivery.attempts += 1
    delivery.tried_at = now
    delivery.save(update_fields=["state", "claim", "lease_until", "attempts", "tried_at"])
    return delivery


def _unlocked(found: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Rows that no other worker is taking at this moment; in SQLite a writer has the database for itself anyway."""
    return found.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)


def hand_over(delivery: Delivery, *, lease: timedelta) -> None:
    """Note that the last byte is about to leave. LostClaim where another worker has taken it over: then it must not."""
    changed = Delivery.objects.filter(pk=delivery.pk, claim=delivery.claim, state=DeliveryState.SENDING).update(
        state=DeliveryState.HANDED, lease_until=timezone.now() + lease
    )
    if not changed:
        raise LostClaim
    delivery.state = DeliveryState.HANDED


@transaction.atomic
def settle(delivery: Delivery, outcome: Outcome, *, now: datetime | None = None) -> Delivery | None:
    """Write down how a try ended; the delivery as it is now, None where it was taken away meanwhile.

    An answer that comes after the lease still counts: whoever waited for it knows more than who took it over.
    """
    now = now or timezone.now()
    found = Delivery.objects.select_for_update(of=("self",)).select_related("channel")
    stored = found.filter(pk=delivery.pk, claim=delivery.claim).first()
    if stored is None:
        return None
    stored.status = outcome.status
    stored.problem = outcome.problem[:LONGEST_PROBLEM]
    stored.lease_until = None
    if outcome.result == Result.SENT:
        stored.state, stored.sent_at, stored.problem = DeliveryState.SENT, now, ""
    elif outcome.result == Result.DROPPED:
        stored.state = DeliveryState.DROPPED
    elif outcome.result == Result.REFUSED:
        stored.state = DeliveryState.FAILED
    elif outcome.result == Result.UNCLEAR:
        _settle_unclear(stored, now)
    else:
        _try_again(stored, now, outcome.pause)
    stored.save()
    if outcome.bad_address:
        _mark_address(stored, now)
    if stored.channel is not None and not stored.is_test:
        _note_health(stored.channel, outcome, now)
    return stored


def _settle_unclear(delivery: Delivery, now: datetime) -> None:
    """A mail is not sent a second time; the next digest tells of it. A call is repeated and says so."""
    if delivery.channel_id is None:
        delivery.state = DeliveryState.UNCLEAR
        tell_in_next_digest(delivery)
    else:
        delivery.repeated = True
        _try_again(delivery, now, None)


def _try_again(delivery: Delivery, now: datetime, pause: float | None) -> None:
    if delivery.is_test or delivery.attempts > len(PAUSES):
        # Somebody is waiting for the answer to a test, and can test again.
        delivery.state = DeliveryState.FAILED
        return
    minutes = PAUSES[max(delivery.attempts, 1) - 1]
    share = random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
    wait = timedelta(minutes=minutes * share)
    if pause is not None:
        wait = max(wait, min(timedelta(seconds=pause), LONGEST_PAUSE))
    delivery.state, delivery.next_at = DeliveryState.WAITING, now + wait


def _mark_address(delivery: Delivery, now: datetime) -> None:
    """Send nothing more to an address that a mail server does not know."""
    user = delivery.recipient
    if user is None:
        return
    preferences, _made = NoticePreferences.objects.get_or_create(user=user)
    preferences.refused_address, preferences.refused_at = user.email, now
    preferences.refused_because = delivery.problem
    preferences.save(update_fields=["refused_address", "refused_at", "refused_because"])


# -- channels -------------------------------------------------------------------------------------


def _note_health(channel: Channel, outcome: Outcome, now: datetime) -> None:
    """Remember since when a channel fails."""
    if outcome.result == Result.SENT:
        Channel.objects.filter(pk=channel.pk).exclude(failing_since=None).update(failing_since=None)
    elif outcome.result in (Result.LATER, Result.REFUSED, Result.UNCLEAR):
        Channel.objects.filter(pk=channel.pk, failing_since=None).update(failing_since=now)


def must_switch_off(delivery: Delivery, outcome: Outcome, now: datetime) -> bool:
    """Whether the channel has failed for so long, or said so plainly, that nothing more is sent to it."""
    channel = delivery.channel
    if channel is None or delivery.is_test or outcome.result == Result.SENT:
        return False
    if outcome.gone:
        return True
    since = Channel.objects.filter(pk=channel.pk, active=True).values_list("failing_since", flat=True).first()
    return since is not None and now - since >= timedelta(days=settings.HELIU_CHANNEL_DAYS)


# -- after a worker that was killed ---------------------------------------------------------------


def recover(now: datetime | None = None) -> int:
    """Take over what a worker left behind whose lease has run out; how many there were."""
    now = now or timezone.now()
    left = Delivery.objects.filter(state__in=[DeliveryState.SENDING, DeliveryState.HANDED], lease_until__lt=now)
    return sum(_recover(pk, now) for pk in left.values_list("pk", flat=True)[:500])


@transaction.atomic
def _recover(pk: int, now: datetime) -> bool:
    found = Delivery.objects.filter(
        pk=pk, state__in=[DeliveryState.SENDING, DeliveryState.HANDED], lease_until__lt=now
    )  # fmt: skip
    delivery = _unlocked(found).first()
    if delivery is None:
        return False
    delivery.lease_until = None
    if delivery.state == DeliveryState.SENDING:
        # Nothing has arrived. A worker that is merely slow finds its claim gone. The try counts: what ends its worker
        # each time must not go on for ever.
        delivery.claim, delivery.problem = None, BEFORE_STOP
        _try_again(delivery, now, None)
    else:
        delivery.problem = AFTER_STOP
        _settle_unclear(delivery, now)
    if delivery.state == DeliveryState.WAITING:
        delivery.next_at = now
    delivery.save()
    return True
