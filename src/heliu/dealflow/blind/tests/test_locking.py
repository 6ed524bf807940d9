"""Both sides at the same moment, each with a connection of their own.

Each passes its side as it was read before, so only an action that looks again under the lock of the match sees what the
other said: without ``locked`` two yeses would both be the first and reveal nothing. Behind its answer each waits a
moment for the other, which under the lock is in vain. (SQLite locks the whole database where a transaction begins.)
"""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest

from heliu.accounts.tests.factories import fresh
from heliu.activity.models import Event
from heliu.dealflow.blind.actions import (
    answer_blind_match,
    answering,
    find_blind_matches,
    run_round,
    take_back_answer,
)
from heliu.dealflow.blind.choices import MatchState
from heliu.dealflow.blind.errors import BlindMatchOver
from heliu.dealflow.blind.models import BlindMatch, BlindSide
from heliu.dealflow.blind.tests.factories import FRIDAY, ROUND, WRITTEN, region, run_until_told
from heliu.dealflow.choices import State
from heliu.dealflow.models import Introduction
from heliu.kit.tests.threads import at_once
from heliu.matching.tasks import update_index

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matching")]


@pytest.fixture
def pair(calendar, monkeypatch):
    calendar.set(WRITTEN)
    found = region()
    run_until_told(calendar)
    save, both_saved = answering._save, threading.Barrier(2)

    def save_and_wait(side):
        save(side)
        with suppress(threading.BrokenBarrierError):
            both_saved.wait(1)

    monkeypatch.setattr(answering, "_save", save_and_wait)
    return found


def test_two_yeses_at_once_reveal_once(pair):
    sides = pair.demand_side, pair.supply_side
    outcomes = at_once(
        lambda: answer_blind_match(actor=fresh(pair.buyer), side=sides[0], answer="yes"),
        lambda: answer_blind_match(actor=fresh(pair.seller), side=sides[1], answer="yes"),
    )
    assert all(isinstance(outcome, BlindSide) for outcome in outcomes), outcomes
    assert pair.match.state == MatchState.REVEALED
    assert Introduction.objects.get().state == State.ACCEPTED
    assert Event.objects.filter(verb="blind_match_revealed").count() == 2
    assert all(side.shown for side in BlindSide.objects.all())


def test_a_yes_and_the_other_side_taking_its_own_back_end_in_one_state(pair):
    answer_blind_match(actor=pair.seller, side=pair.supply_side, answer="yes")
    sides = pair.demand_side, pair.supply_side
    said, taken = at_once(
        lambda: answer_blind_match(actor=fresh(pair.buyer), side=sides[0], answer="yes"),
        lambda: take_back_answer(actor=fresh(pair.seller), side=sides[1]),
    )
    assert isinstance(said, BlindSide), said
    if isinstance(taken, BlindMatchOver):
        assert pair.match.state == MatchState.REVEALED
        assert Introduction.objects.get().state == State.ACCEPTED
        assert pair.supply_side.answer == "yes"
    else:
        assert pair.match.state == MatchState.OPEN
        assert not Introduction.objects.exists()
        assert (pair.demand_side.answer, pair.supply_side.answer) == ("yes", "")


def test_two_workers_find_once_and_tell_once(calendar):
    calendar.set(WRITTEN)
    region()
    update_index()
    calendar.set(FRIDAY)
    assert sorted(at_once(find_blind_matches, find_blind_matches)) == [0, 1]
    calendar.set(ROUND)
    assert sorted(outcome.told for outcome in at_once(run_round, run_round)) == [0, 1]
    assert BlindMatch.objects.count() == 1
    assert Event.objects.filter(verb="blind_match_told").count() == 2
