"""The worker's loop with its threads, and two workers at the same moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.activity.actions import record_event
from heliu.activity.delivery import claims, tasks
from heliu.activity.delivery.choices import DeliveryState
from heliu.activity.delivery.models import Delivery
from heliu.activity.delivery.outcomes import Outcome, Result
from heliu.activity.delivery.planning import plan_digests
from heliu.activity.delivery.tasks import run_sender
from heliu.activity.models import Notice
from heliu.activity.tests.factories import INSTANT, NEWS, channel, reader
from heliu.activity.tests.sinks import HttpSink, SmtpSink
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
LEASE = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def quick(settings, monkeypatch):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    monkeypatch.setattr(tasks, "POLL", 0.02)


@contextmanager
def sending() -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=run_sender, args=(stop,), name="sender")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_server_that_hangs_holds_up_neither_mail_nor_other_servers(settings):
    organisation = OrganisationFactory()
    person = reader(organisation)
    released = threading.Event()

    def hang(call):
        released.wait(20)
        return 200, {}, b""

    with HttpSink(hang) as slow, HttpSink() as good, SmtpSink() as smtp:
        for name, value in smtp.settings().items():
            setattr(settings, name, value)
        stuck = channel(organisation, slow.url, name="a")
        channel(organisation, good.url, name="b")
        for _ in range(5):
            record_event(organisation, INSTANT, notify=[person])
        with sending():
            wait_until(lambda: len(good.taken) == 5 and len(smtp.mails) == 5)
            states = set(Delivery.objects.filter(channel=stuck).values_list("state", flat=True))
            assert states == {DeliveryState.WAITING, DeliveryState.HANDED}
            released.set()
            wait_until(lambda: len(slow.taken) == 5)
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
    assert set(smtp.ids.values()) == {1}


def test_two_workers_send_each_mail_once(settings):
    organisation = OrganisationFactory()
    people = [reader(organisation) for _ in range(4)]
    with SmtpSink() as smtp:
        for name, value in smtp.settings().items():
            setattr(settings, name, value)
        for _ in range(5):
            record_event(organisation, INSTANT, notify=people)
        with sending(), sending():
            wait_until(lambda: not Delivery.objects.open().exists())
    assert len(smtp.ids) == 20
    assert set(smtp.ids.values()) == {1}


def test_of_several_workers_one_gets_a_delivery():
    """Fails without the lock (or, in SQLite, without the transaction that begins as a writer's)."""
    record_event(OrganisationFactory(), INSTANT, notify=[reader()])
    found = at_once(*[lambda: claims.claim_next("mail", lease=LEASE)] * 4)
    assert len([one for one in found if one is not None]) == 1
    assert Delivery.objects.get().attempts == 1


def test_several_workers_plan_one_digest():
    person = reader()
    plan_digests()
    record_event(OrganisationFactory(), NEWS, notify=[person])
    due = timezone.now() + timedelta(days=2)
    assert sorted(at_once(*[lambda: plan_digests(due)] * 3)) == [0, 0, 1]
    assert Delivery.objects.count() == 1
    assert Notice.objects.get().digest == Delivery.objects.get()


def test_a_slow_worker_whose_delivery_was_taken_over_does_not_hand_it_over():
    record_event(OrganisationFactory(), INSTANT, notify=[reader()])
    slow = claims.claim_next("mail", lease=timedelta(seconds=-1))
    assert claims.recover() == 1
    quick = claims.claim_next("mail", lease=LEASE)
    with pytest.raises(claims.LostClaim):
        claims.hand_over(slow, lease=LEASE)
    claims.hand_over(quick, lease=LEASE)
    assert claims.settle(slow, Outcome(Result.SENT)) is None
    claims.settle(quick, Outcome(Result.SENT))
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_an_answer_that_comes_after_the_lease_still_counts():
    record_event(OrganisationFactory(), INSTANT, notify=[reader()])
    delivery = claims.claim_next("mail", lease=LEASE)
    claims.hand_over(delivery, lease=timedelta(seconds=-1))
    assert claims.recover() == 1
    assert Delivery.objects.get().state == DeliveryState.UNCLEAR
    claims.settle(delivery, Outcome(Result.SENT))
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_what_ends_its_worker_each_time_does_not_go_on_for_ever():
    record_event(OrganisationFactory(), INSTANT, notify=[reader()])
    for _ in range(len(claims.PAUSES) + 1):
        assert claims.claim_next("mail", lease=timedelta(seconds=-1)) is not None
        assert claims.recover() == 1
    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_a_mail_that_cannot_be_written_holds_up_no_other(monkeypatch, mailoutbox, caplog):
    organisation = OrganisationFactory()
    first, second = member(organisation), reader(organisation)
    record_event(organisation, INSTANT, notify=[reader(organisation), second])
    good = tasks.notice_mail

    def broken(delivery, user, notice):
        if user == second:
            raise RuntimeError
        return good(delivery, user, notice)

    monkeypatch.setattr(tasks, "notice_mail", broken)
    tasks.send_due()
    assert len(mailoutbox) == 1
    delivery = Delivery.objects.get(recipient=second)
    assert (delivery.state, delivery.problem) == (DeliveryState.WAITING, "RuntimeError")
    assert "could not be made" in caplog.text
    assert first.pk


def test_a_busy_database_does_not_make_a_sent_mail_unclear(monkeypatch, mailoutbox):
    from django.db import OperationalError

    record_event(OrganisationFactory(), INSTANT, notify=[reader()])
    settle, tries = claims.settle, []

    def busy(*args, **kwargs):
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        return settle(*args, **kwargs)

    monkeypatch.setattr(claims, "settle", busy)
    monkeypatch.setattr(tasks.time, "sleep", lambda seconds: None)
    tasks.send_due()
    assert (len(mailoutbox), Delivery.objects.get().state) == (1, DeliveryState.SENT)
