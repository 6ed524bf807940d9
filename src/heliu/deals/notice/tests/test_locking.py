"""Two at the same moment: each passes what they have read before, so only the lock tells who was faster."""

from __future__ import annotations

import pytest

from heliu.accounts.tests.factories import fresh, member, owner
from heliu.activity.models import Event
from heliu.deals.choices import Pricing, Stage
from heliu.deals.errors import DealError
from heliu.deals.notice.actions import close_notices, decide_objection, object_to, take_back_objection
from heliu.deals.notice.choices import NoticeState, ObjectionState
from heliu.deals.notice.errors import NoticeOver, NoticeStanding, ObjectionDecided
from heliu.deals.notice.models import Objection, PublicNotice
from heliu.deals.tests.factories import case_at
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(calendar):
    calendar.set("2026-11-09")
    return case_at(Stage.NOTICE)


def test_an_objection_of_the_last_minute_and_the_worker_after_midnight(case, calendar):
    """Either the objection stops the clock and the worker leaves it alone, or it is refused since it was closed."""
    last = PublicNotice.objects.get().last_day
    calendar.set(last)
    read = PublicNotice.objects.select_related("deal").get()
    actor = fresh(case.two.seller)
    outcomes = at_once(
        lambda: object_to(actor=actor, notice=read, text="成果归属有争议。"),
        lambda: close_notices(day=last.fromordinal(last.toordinal() + 1)),
    )
    notice, objections = PublicNotice.objects.get(), Objection.objects.count()
    if notice.state == NoticeState.OBJECTED:
        assert (outcomes[1], objections) == (0, 1)
    else:
        assert notice.state == NoticeState.OVER
        assert (outcomes[1], objections) == (1, 0)
        assert isinstance(outcomes[0], NoticeOver)
    verbs = Event.objects.filter(verb__in=["notice_over", "notice_objected"])
    assert verbs.count() == 1


def test_of_two_decisions_one_holds(case):
    objection = object_to(actor=fresh(case.two.seller), notice=PublicNotice.objects.get(), text="成果归属有争议。")
    people = [fresh(case.two.seller_owner), fresh(owner(case.two.institute))]
    read = [Objection.objects.select_related("notice__deal").get() for _ in people]
    outcomes = at_once(
        lambda: decide_objection(actor=people[0], objection=read[0], upheld=True, outcome="属实"),
        lambda: decide_objection(actor=people[1], objection=read[1], upheld=False, outcome="不属实"),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Objection", "ObjectionDecided"]
    objection.refresh_from_db()
    ends = {ObjectionState.UPHELD: NoticeState.UPHELD, ObjectionState.REJECTED: NoticeState.RUNNING}
    assert PublicNotice.objects.get().state == ends[ObjectionState(objection.state)]


def test_the_last_two_objections_settled_at_once_let_it_go_on_once(case):
    notice = PublicNotice.objects.get()
    other = member(case.two.institute)
    first = object_to(actor=fresh(case.two.seller), notice=notice, text="一")
    second = object_to(actor=fresh(other), notice=notice, text="二")
    read = [Objection.objects.select_related("notice__deal").get(pk=one.pk) for one in (first, second)]
    boss, objector = fresh(case.two.seller_owner), fresh(other)
    outcomes = at_once(
        lambda: decide_objection(actor=boss, objection=read[0], upheld=False, outcome="不属实"),
        lambda: take_back_objection(actor=objector, objection=read[1]),
    )
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert PublicNotice.objects.get().state == NoticeState.RUNNING
    assert Event.objects.filter(verb="notice_resumed").count() == 1


def test_two_put_it_up_at_once_and_there_is_one(calendar):
    calendar.set("2026-11-09")
    case = case_at(Stage.PRICED, pricing=Pricing.AGREEMENT)
    case.make_public_body()
    outcomes = at_once(case.announce, lambda: case.announce(actor=case.two.seller))
    assert [type(one) for one in outcomes if isinstance(one, DealError)] == [NoticeStanding]
    assert PublicNotice.objects.count() == 1
    assert case.now().stage == Stage.NOTICE


def test_objection_and_contract_on_the_day_after(case, calendar):
    """The contract is refused while it runs and taken once it has: never with an open objection beside it."""
    last = PublicNotice.objects.get().last_day
    read = PublicNotice.objects.select_related("deal").get()
    calendar.set(last)
    actor = fresh(case.two.seller)
    outcomes = at_once(
        lambda: object_to(actor=actor, notice=read, text="成果归属有争议。"), lambda: case.take("contract")
    )
    assert isinstance(outcomes[0], Objection)
    assert isinstance(outcomes[1], DealError)
    assert case.now().stage == Stage.NOTICE
    assert not isinstance(outcomes[1], ObjectionDecided)
