"""Two people at the same moment, each with a connection of their own.

Each passes the introduction as they have read it before, so only an action that looks again under the lock can tell
that the other was faster: without ``locked`` both would succeed.
"""

from __future__ import annotations

from typing import Any

import pytest

from heliu.accounts.tests.factories import fresh
from heliu.activity.models import Event, Notice
from heliu.dealflow.actions import (
    accept_introduction,
    introduce,
    refuse_introduction,
    run_clocks,
    withdraw_introduction,
)
from heliu.dealflow.choices import State
from heliu.dealflow.errors import AlreadyIntroduced, NotPossible
from heliu.dealflow.models import Introduction
from heliu.dealflow.tests.factories import two
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = {"introduction_accepted", "introduction_declined", "introduction_withdrawn", "introduction_lapsed"}


@pytest.mark.parametrize("other", ["withdraw", "refuse"])
def test_of_two_answers_one_holds_and_the_other_is_told(other):
    pair = two()
    introduction = pair.introduce()
    read = [Introduction.objects.get(pk=introduction.pk) for _ in range(2)]

    def accept() -> Any:
        return accept_introduction(actor=fresh(pair.seller), introduction=read[0])

    def second() -> Any:
        if other == "withdraw":
            return withdraw_introduction(actor=fresh(pair.buyer), introduction=read[1])
        return refuse_introduction(actor=fresh(pair.seller_owner), introduction=read[1], reason="price")

    outcomes = at_once(accept, second)
    kept = [outcome for outcome in outcomes if isinstance(outcome, Introduction)]
    assert len(kept) == 1, outcomes
    assert [type(outcome) for outcome in outcomes if outcome is not kept[0]] == [NotPossible]
    now = Introduction.objects.get()
    assert now.state == kept[0].state
    assert (now.replied_at is None) == (now.state == State.WITHDRAWN)
    assert Event.objects.filter(verb__in=ANSWERS).count() == 1, "one ending stands in the timeline"


def test_two_workers_send_one_notice(calendar):
    calendar.set("2026-11-23")
    two().introduce()
    day = calendar.set("2026-11-26")
    outcomes = at_once(lambda: run_clocks(day=day), lambda: run_clocks(day=day))
    assert sorted(outcome.reminded for outcome in outcomes) == [0, 1]
    assert Notice.objects.filter(event__verb="reply_due_soon").count() == 1


def test_both_sides_ask_at_once_and_one_introduction_is_made():
    pair = two()
    ask = lambda person: introduce(actor=fresh(person), pair=pair.pair, message="您好")  # noqa: E731
    outcomes = at_once(lambda: ask(pair.buyer), lambda: ask(pair.seller))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [AlreadyIntroduced.__name__, "Introduction"]
    assert Introduction.objects.count() == 1
