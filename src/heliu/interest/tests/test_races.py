"""Two workers, two windows, and a worker that is killed: everything is told and kept once."""

from __future__ import annotations

import pytest

from heliu.accounts.tests.factories import UserFactory, fresh
from heliu.activity.models import Notice
from heliu.interest.alerts.actions import running, writing
from heliu.interest.alerts.actions.writing import TOLD, tell
from heliu.interest.alerts.adapters import Fit
from heliu.interest.alerts.models import Alert, Arrival
from heliu.interest.alerts.subjects import Subject
from heliu.interest.bookmarks.actions import add_bookmark
from heliu.interest.bookmarks.models import Bookmark
from heliu.interest.searches import actions as searches
from heliu.interest.searches.errors import AlreadySaved
from heliu.interest.searches.models import SavedSearch
from heliu.interest.tests.factories import market
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def notices() -> int:
    return Notice.objects.filter(event__verb=TOLD).count()


def test_two_workers_tell_a_pair_once():
    one = market()
    demand, achievements = one.demand(), [one.achievement() for _ in range(3)]
    fits = [Fit("achievement", each.pk, 3) for each in achievements]
    subject = Subject(own_kind="demand", own_id=demand.pk)
    outcomes = at_once(*[lambda: tell(subject=subject, fits=fits, index_version="1:1")] * 4)
    assert sorted(outcomes) == [0, 0, 0, 3]
    assert Alert.objects.count() == 3
    assert notices() == 1


def test_a_run_that_is_killed_is_finished_by_the_next_and_tells_nothing_twice(arrive, monkeypatch):
    first, second = market(), market()
    arrive(first.demand(), second.demand())
    monkeypatch.setattr("heliu.interest.alerts.actions.queue.enqueue", lambda name: None)
    arrive(market().achievement())
    calls = []

    def killed(**facts):
        calls.append(tell(**facts))
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "tell", killed)
    with pytest.raises(KeyboardInterrupt):
        running.run_alerts()
    assert (calls, notices()) == ([1], 1)
    assert Arrival.objects.exists()
    monkeypatch.setattr(running, "tell", tell)
    assert running.run_alerts() == 1
    assert running.run_alerts() == 0
    assert notices() == 2
    assert {notice.recipient_id for notice in Notice.objects.filter(event__verb=TOLD)} == {
        first.buyer.pk, second.buyer.pk
    }  # fmt: skip


def test_what_is_told_goes_with_its_transaction(monkeypatch):
    one = market()
    demand, achievement = one.demand(), one.achievement()

    def broken(*arguments, **facts):
        raise RuntimeError

    monkeypatch.setattr(writing.Alert.objects, "bulk_create", broken)
    with pytest.raises(RuntimeError):
        tell(
            subject=Subject(own_kind="demand", own_id=demand.pk), fits=[Fit("achievement", achievement.pk, 4)],
            index_version="",
        )  # fmt: skip
    assert notices() == 0


def test_the_last_free_place_is_given_once(monkeypatch):
    monkeypatch.setattr(searches, "MOST", 3)
    person = UserFactory()
    for region in ("110000", "120000"):
        searches.save_search(actor=person, place="demand", filters={"region": [region]})
    save = lambda region: searches.save_search(  # noqa: E731
        actor=fresh(person), place="demand", filters={"region": [region]}
    )
    outcomes = at_once(*[lambda code=code: save(code) for code in ("130000", "310000", "440000")])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "SavedSearch", "TooManySearches", "TooManySearches"
    ]  # fmt: skip
    assert SavedSearch.objects.count() == 3


def test_one_search_saved_in_two_windows_is_kept_once():
    person = UserFactory()
    save = lambda: searches.save_search(actor=fresh(person), place="need", text="钢结构防腐")  # noqa: E731
    outcomes = at_once(save, save)
    assert {type(outcome) for outcome in outcomes} == {SavedSearch, AlreadySaved}
    assert SavedSearch.objects.count() == 1


def test_one_record_kept_in_two_windows_is_one_bookmark():
    person, record = UserFactory(), market().achievement()
    outcomes = at_once(*[lambda: add_bookmark(actor=fresh(person), record=record)] * 2)
    assert [type(outcome) for outcome in outcomes] == [Bookmark, Bookmark]
    assert Bookmark.objects.count() == 1
