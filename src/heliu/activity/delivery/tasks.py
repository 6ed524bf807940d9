"""Sending what is due: the loop of the worker.

Mail has a thread of its own and calls have several, at most one for each lane (a server, a robot): a server that does
not answer keeps its own lane waiting and no other.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks import task

from heliu.activity.delivery import actions, claims
from heliu.activity.delivery.adapters.calls import call
from heliu.activity.delivery.adapters.mail import Postman
from heliu.activity.delivery.choices import ChannelKind, DeliveryState, Medium, Way
from heliu.activity.delivery.messages import digest_mail, notice_mail
from heliu.activity.delivery.models import Delivery
from heliu.activity.delivery.outcomes import Outcome, Result
from heliu.activity.delivery.planning import MAIL_LANE, plan_digests, preferences_of, tell_in_next_digest
from heliu.activity.delivery.selectors import has_confirmed_address
from heliu.activity.verbs import class_of

__all__ = ["Sender", "purge_deliveries", "run_sender", "send_due"]

logger = logging.getLogger(__name__)

POLL = 1.0
"""Seconds between two looks at what is due."""
PLAN_EVERY = 20.0
"""Seconds between two looks for digests that are due."""
LEASE = timedelta(minutes=3)
"""Longer than one try can take: a mail server is waited for several times, each as long as HELIU_EMAIL_TIMEOUT."""
CALL_THREADS = 8
REST = 5.0
"""Seconds that a lane rests after its server failed; twice as long after each further failure."""
LONGEST_REST = 300.0
PACE = 3.0
"""Seconds between two messages of a robot: both services allow twenty in a minute."""
LONGEST_PAUSE = 15.0
"""Seconds between two looks when the database keeps failing."""
SETTLE_TRIES = 10


class Sender:
    """Hands what is due to threads, lane by lane, until it is told to stop."""

    def __init__(self, stop: threading.Event, *, lease: timedelta = LEASE) -> None:
        self._stop = stop
        self._lease = lease
        self._lock = threading.Lock()
        self._busy: set[str] = set()
        # Lane → when it may be tried again (monotonic), and how often it has failed without a success in between.
        self._rest: dict[str, tuple[float, int]] = {}
        self._mail = ThreadPoolExecutor(1, "mail")
        self._calls = ThreadPoolExecutor(CALL_THREADS, "calls")
        self._digests = ThreadPoolExecutor(1, "digests")
        self._planning: Future[None] | None = None
        self._planned_at = float("-inf")

    def look(self) -> None:
        """Plan digests, take over what a killed worker left, and start on the lanes in which something is due."""
        if time.monotonic() - self._planned_at > PLAN_EVERY and (self._planning is None or self._planning.done()):
            # Many people choose the same hour; what is to be told at once does not wait for all their digests.
            self._planning = self._digests.submit(self._plan)
            self._planned_at = time.monotonic()
        claims.recover()
        with self._lock:
            now = time.monotonic()
            resting = {lane for lane, (until, _failures) in self._rest.items() if until > now}
            lanes = claims.due_lanes(timezone.now(), but=self._busy | resting)
            for lane in lanes:
                self._busy.add(lane)
                (self._mail if lane == MAIL_LANE else self._calls).submit(self._work, lane)

    def close(self) -> None:
        """Wait until what is being sent is done."""
        for pool in (self._digests, self._mail, self._calls):
            pool.shutdown(cancel_futures=True)

    def _plan(self) -> None:
        try:
            plan_digests(stop=self._stop.is_set)
        except Exception:
            logger.exception("Digests could not be planned; the next try follows.")
        finally:
            connection.close()

    def _work(self, lane: str) -> None:
        try:
            with_postman(partial(self._empty, lane))
        except Exception:
            logger.exception("Sending stopped in the lane %s; it goes on after a rest.", lane)
            self._let_rest(lane)
        finally:
            connection.close()
            with self._lock:
                self._busy.discard(lane)

    def _empty(self, lane: str, postman: Postman) -> None:
        while not self._stop.is_set():
            delivery = claims.claim_next(lane, lease=self._lease)
            if delivery is None:
                return
            outcome = send_one(delivery, postman, self._lease)
            if outcome is None:
                continue
            if outcome.lane_down:
                self._let_rest(lane, outcome.pause)
                return
            if outcome.result == Result.SENT:
                with self._lock:
                    self._rest.pop(lane, None)
            if delivery.medium in (ChannelKind.WECOM, ChannelKind.DINGTALK):
                with self._lock:
                    self._rest[lane] = (time.monotonic() + PACE, 0)
                return

    def _let_rest(self, lane: str, pause: float | None = None) -> None:
        with self._lock:
            failures = self._rest.get(lane, (0.0, 0))[1]
            rest = min(REST * 2**failures, LONGEST_REST) * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
            self._rest[lane] = (time.monotonic() + max(rest, min(pause or 0.0, 3600.0)), failures + 1)


def with_postman(work: partial[None]) -> None:
    """Do the work with a connection to the mail server that is made when it is needed and closed in the end."""
    postman = Postman()
    try:
        work(postman)
    finally:
        postman.close()


def run_sender(stop: threading.Event, *, lease: timedelta = LEASE) -> None:
    """Send what is due until ``stop`` is set; survives whatever the database or other servers do."""
    sender = Sender(stop, lease=lease)
    failures = 0
    try:
        while not stop.is_set():
            try:
                sender.look()
                failures = 0
            except DatabaseError as error:
                failures += 1
                logger.warning("The database does not answer the sender: %s", error)
                connection.close()
            except Exception:
                failures += 1
                logger.exception("What is due could not be sent; the next try follows.")
            finally:
                close_old_connections()
            stop.wait(min(POLL * 2 ** min(failures, 10), LONGEST_PAUSE))
    finally:
        sender.close()
        connection.close()


def send_due(*, lease: timedelta = LEASE) -> int:
    """Send once, one after the other, what is due now; how many were tried."""
    postman = Postman()
    tried = 0
    try:
        claims.recover()
        plan_digests()
        for lane in claims.due_lanes(timezone.now()):
            while delivery := claims.claim_next(lane, lease=lease):
                tried += 1
                outcome = send_one(delivery, postman, lease)
                if outcome is not None and outcome.lane_down:
                    break
    finally:
        postman.close()
    return tried


# -- one delivery ---------------------------------------------------------------------------------


def send_one(delivery: Delivery, postman: Postman, lease: timedelta = LEASE) -> Outcome | None:
    """Try a delivery that was claimed and keep what became of it; None where another worker has taken it over."""
    try:
        outcome = _try(delivery, postman, partial(claims.hand_over, delivery, lease=lease))
    except claims.LostClaim:
        return None
    except Exception as error:
        logger.exception("A delivery could not be made (%s %s).", delivery.medium, delivery.token)
        handed = delivery.state == DeliveryState.HANDED
        outcome = Outcome(Result.UNCLEAR if handed else Result.LATER, problem=type(error).__name__)
    _settle(delivery, outcome)
    return outcome


def _try(delivery: Delivery, postman: Postman, before_end: partial[None]) -> Outcome:
    if delivery.channel is not None:
        channel = delivery.channel
        if not channel.organisation.is_active:
            return Outcome(Result.DROPPED)
        if not channel.active and not delivery.is_test:
            return Outcome(Result.REFUSED, problem=actions.SWITCHED_OFF)
        return call(delivery, channel, before_end)
    unwanted = _unwanted(delivery)
    if unwanted is not None:
        return unwanted
    user, notice = delivery.recipient, delivery.notice
    assert user is not None  # noqa: S101 - a constraint of the database
    mail = notice_mail(delivery, user, notice) if notice is not None else digest_mail(delivery, user)
    return Outcome(Result.DROPPED) if mail is None else postman.send(mail, before_end)


def _unwanted(delivery: Delivery) -> Outcome | None:
    """Why a mail is not sent: the person's choice or address may have changed since it was planned."""
    user = delivery.recipient
    assert user is not None  # noqa: S101 - a constraint of the database
    if not user.is_active or not has_confirmed_address(user):
        return Outcome(Result.DROPPED)
    preferences = preferences_of(user)
    if preferences.refused_address == user.email:
        return Outcome(Result.REFUSED, problem=preferences.refused_because)
    if delivery.medium == Medium.DIGEST:
        if preferences.wants_digest:
            return None
        # No digests, then; but this one may carry what was to be told at once and perhaps did not arrive.
        told = delivery.told.select_related("event")
        instant = any(preferences.way(class_of(notice.event.verb)) == Way.INSTANT for notice in told)
        return None if instant else Outcome(Result.DROPPED)
    assert delivery.notice is not None  # noqa: S101 - a constraint of the database
    way = preferences.way(class_of(delivery.notice.event.verb))
    if way == Way.DIGEST:
        tell_in_next_digest(delivery)
    return None if way == Way.INSTANT else Outcome(Result.DROPPED)


def _settle(delivery: Delivery, outcome: Outcome) -> None:
    """Keep what became of it, by and by where the database is busy: what was sent must not count as unclear."""
    for number in range(SETTLE_TRIES):
        try:
            claims.settle(delivery, outcome)
            break
        except DatabaseError:
            if number == SETTLE_TRIES - 1 or connection.in_atomic_block:
                raise
            logger.warning("The outcome of a delivery could not be kept; the next try follows.")
            connection.close()
            time.sleep(1.0)
    if claims.must_switch_off(delivery, outcome, timezone.now()):
        assert delivery.channel is not None  # noqa: S101 - only channels are switched off
        actions.switch_off_failing(delivery.channel, outcome.problem)


@task()
def purge_deliveries() -> int:
    """Delete what was sent longer ago than the setting keeps. To be queued once a day."""
    return actions.purge_deliveries()
