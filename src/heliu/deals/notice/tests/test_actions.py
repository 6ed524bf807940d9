"""What becomes of a public notice: objections, decisions, its end; who may do what, and from where."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from heliu.accounts.actions import delete_account
from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import UserFactory, administrator, fresh, manager, member, owner, reviewer
from heliu.activity.models import Event, Notice
from heliu.agenda.sources import sources
from heliu.deals.choices import LossReason, Pricing, Stage
from heliu.deals.errors import DealError, StepNotPossible
from heliu.deals.guards import missing
from heliu.deals.notice.actions import (
    close_notices,
    decide_objection,
    object_to,
    show_notice,
    take_back_objection,
    withdraw_notice,
)
from heliu.deals.notice.agenda import count_notices, notice_items
from heliu.deals.notice.choices import NoticeKind, NoticeState, ObjectionState
from heliu.deals.notice.errors import NoticeOver, NoticeStanding, ObjectionDecided
from heliu.deals.notice.models import Objection, PublicNotice
from heliu.deals.notice.selectors import seen_objections
from heliu.deals.tests.factories import case_at, open_case
from heliu.kit.jobs import enqueue
from heliu.kit.permissions import allowed

pytestmark = pytest.mark.django_db
UP, LAST = "2026-02-10", date(2026, 2, 25)
"""Tuesday before Spring Festival: fifteen calendar days end on Wednesday after it."""


@pytest.fixture
def case(calendar):
    calendar.set(UP)
    return case_at(Stage.NOTICE)


def notice_of(case) -> PublicNotice:
    found = PublicNotice.objects.filter(deal=case.deal).order_by("pk").last()
    assert found is not None
    return found


def object_(case, actor=None, text="价格明显低于同类成果。") -> Objection:
    return object_to(actor=fresh(actor or case.two.seller), notice=notice_of(case), text=text)


def decide(case, objection, *, upheld=False, actor=None, outcome="已复核评估报告，定价依据充分。") -> Objection:
    actor = fresh(actor or case.two.seller_owner)
    return decide_objection(actor=actor, objection=objection, upheld=upheld, outcome=outcome)


def told(verb: str) -> set[int]:
    return set(Notice.objects.filter(event__verb=verb).values_list("recipient_id", flat=True))


# -- the clock ------------------------------------------------------------------------------------


def test_it_runs_to_its_end_and_is_closed_the_day_after(case, calendar):
    notice = notice_of(case)
    assert (notice.state, notice.up_on, notice.first_day, notice.last_day) == (
        NoticeState.RUNNING, date(2026, 2, 10), date(2026, 2, 11), LAST,
    )  # fmt: skip
    assert told("notice_begun") >= {case.two.seller.pk}, "every member of the provider but who put it up"
    assert case.two.seller_owner.pk not in told("notice_begun")
    assert close_notices(day=LAST) == 0
    calendar.set("2026-02-26")
    enqueue("deals.close_notices")
    notice = notice_of(case)
    assert (notice.state, notice.ended_on) == (NoticeState.OVER, LAST)
    assert case.two.buyer.pk in told("notice_over")
    assert close_notices() == 0
    assert Event.objects.filter(verb="notice_over").count() == 1
    with pytest.raises(NoticeOver):
        object_(case)
    with pytest.raises(NoticeStanding):
        case.announce()


def test_after_its_last_day_nobody_objects_though_the_worker_has_not_come(case, calendar):
    calendar.set("2026-02-26")
    with pytest.raises(NoticeOver):
        object_(case)
    assert missing("contract", case.now()) == []


@pytest.mark.parametrize(
    ("after", "last"), [("remaining", date(2026, 3, 9)), ("restart", date(2026, 3, 11))]
)  # fmt: skip
def test_an_objection_stops_the_clock_until_it_is_rejected(case, calendar, after, last):
    """11 and 12 February have run, so 13 days are left; decided on the 24th they end on 9 March, all 15 on the 11th."""
    PublicNotice.objects.update(on_objection=after)
    calendar.set("2026-02-13")
    objection = object_(case)
    notice = notice_of(case)
    assert (notice.state, notice.days_left, notice.stopped_on) == (NoticeState.OBJECTED, 13, date(2026, 2, 13))
    calendar.set("2026-02-24")
    assert close_notices(day=date(2026, 5, 1)) == 0, "while it is stopped nothing closes it"
    decide(case, objection)
    notice = notice_of(case)
    assert (notice.state, notice.last_day, notice.stopped_on) == (NoticeState.RUNNING, last, None)
    objection.refresh_from_db()
    assert (objection.state, objection.decided_by) == (ObjectionState.REJECTED, case.two.seller_owner)
    assert told("objection_decided") == {case.two.seller.pk}
    assert close_notices(day=last) == 0
    assert close_notices(day=date(2026, 3, 12)) == 1


def test_it_goes_on_only_when_the_last_objection_is_settled(case, calendar):
    calendar.set("2026-02-11")
    first = object_(case)
    calendar.set("2026-02-13")
    second = object_(case, member(case.two.institute), "成果完成人名单有遗漏。")
    assert notice_of(case).stopped_on == date(2026, 2, 11), "the clock was stopped by the first one"
    with pytest.raises(ValidationError):
        object_(case)
    decide(case, first)
    assert notice_of(case).state == NoticeState.OBJECTED
    take_back_objection(actor=fresh(second.made_by), objection=second)
    assert notice_of(case).state == NoticeState.RUNNING
    assert notice_of(case).last_day == date(2026, 2, 28), "all fifteen were left, from the 13th on"
    with pytest.raises(ObjectionDecided):
        decide(case, second)
    assert object_(case).is_open, "after an answer one may object again"


def test_an_objection_that_is_upheld_ends_it_and_another_has_to_run(case, calendar):
    calendar.set("2026-02-12")
    other = object_(case, member(case.two.institute))
    objection = object_(case)
    decide(case, objection, upheld=True)
    notice = notice_of(case)
    assert (notice.state, notice.ended_on) == (NoticeState.UPHELD, date(2026, 2, 12))
    other.refresh_from_db()
    assert other.state == ObjectionState.MOOT
    assert told("objection_decided") == {case.two.seller.pk, other.made_by_id}
    assert case.now().stage == Stage.NOTICE
    calendar.set("2026-03-30")
    assert len(missing("contract", case.now())) == 1
    again = case.announce()
    assert again.last_day == date(2026, 4, 14)
    calendar.set("2026-04-15")
    assert case.take("contract").stage == Stage.CONTRACTED


def test_an_open_objection_blocks_the_contract_whatever_is_changed_then(case):
    object_(case)
    case.say(pricing=Pricing.EXCHANGE)
    assert len(missing("contract", case.now())) == 1


def test_a_withdrawn_notice_is_no_notice(case, calendar):
    objection = object_(case)
    with pytest.raises(ValidationError):
        withdraw_notice(actor=fresh(case.two.seller), notice=notice_of(case), note=" ")
    withdraw_notice(actor=fresh(case.two.seller), notice=notice_of(case), note="名称写错")
    objection.refresh_from_db()
    assert (notice_of(case).state, objection.state) == (NoticeState.WITHDRAWN, ObjectionState.MOOT)
    calendar.set("2026-04-30")
    assert len(missing("contract", case.now())) == 1
    assert case.announce().state == NoticeState.RUNNING


def test_with_its_deal_a_notice_ends(case):
    case.take("lose", reason=LossReason.PRICE)
    assert notice_of(case).state == NoticeState.WITHDRAWN
    assert told("notice_withdrawn") >= {case.two.seller_owner.pk, case.two.buyer.pk}
    with pytest.raises(StepNotPossible):
        case.announce()


def test_a_notice_over_years_whose_holidays_are_unknown_says_so(case):
    assert notice_of(case).unknown_years == ()
    PublicNotice.objects.update(up_on="2026-12-28", last_day="2027-01-12")
    assert notice_of(case).unknown_years == (2027,)
    PublicNotice.objects.update(moved_off_holidays=False)
    assert notice_of(case).unknown_years == (), "where no holiday matters"


# -- who may do what, and from where ----------------------------------------------------------------

PEOPLE = [
    "visitor", "person", "buyer_owner", "buyer_manager", "seller", "seller_owner", "seller_manager", "reviewer",
    "administrator",
]  # fmt: skip
TABLE = """
view_notice       -  -  -  -  x  x  x  -  -
object_to_notice  -  -  -  -  x  x  -  -  -
withdraw_notice   -  -  -  -  x  x  x  -  -
publish_notice    -  -  -  -  -  x  -  -  -
read_objections   -  -  -  -  x  x  x  -  -
name_objectors    -  -  -  -  -  x  -  -  -
"""
PUBLIC = """
view_notice       x  x  x  x  x  x  x  x  x
object_to_notice  -  x  x  x  x  x  x  x  x
withdraw_notice   -  -  -  -  x  x  x  -  -
publish_notice    -  -  -  -  -  x  -  -  -
read_objections   -  -  -  -  x  x  x  -  -
name_objectors    -  -  -  -  -  x  -  -  -
"""


@pytest.mark.parametrize(("public", "table"), [(False, TABLE), (True, PUBLIC)])
def test_who_may_do_what(case, public, table):
    pair = case.two
    people = {
        "visitor": AnonymousUser(), "person": UserFactory(), "buyer_owner": pair.buyer_owner,
        "buyer_manager": manager(pair.enterprise), "seller": pair.seller, "seller_owner": pair.seller_owner,
        "seller_manager": manager(pair.institute), "reviewer": reviewer(), "administrator": administrator(),
    }  # fmt: skip
    PublicNotice.objects.update(public=public)
    notice = notice_of(case)
    rows = [line.split() for line in table.strip().splitlines()]
    for permission, *cells in rows:
        answers = [allowed(people[name], f"deals.{permission}", notice) for name in PEOPLE]
        assert answers == [cell == "x" for cell in cells], permission
    seen = [PublicNotice.objects.visible_to(people[name]).exists() for name in PEOPLE]
    assert seen == [cell == "x" for cell in rows[0][1:]], "the rule and the list say the same"


def act(name: str, case, objection: Objection) -> None:
    notice, seller, boss = notice_of(case), fresh(case.two.seller), fresh(case.two.seller_owner)
    if name == "object":
        object_(case, member(case.two.institute))
    elif name == "withdraw":
        withdraw_notice(actor=seller, notice=notice, note="更正")
    elif name == "show":
        show_notice(actor=boss, notice=notice, public=True)
    elif name == "close":
        if not close_notices(day=date(2026, 3, 31)):
            raise NoticeOver
    elif name == "take_back":
        take_back_objection(actor=seller, objection=objection)
    else:
        decide(case, objection, upheld=name == "uphold")


TRANSITIONS = {
    "running": {"object": "objected", "withdraw": "withdrawn", "show": "running", "close": "over"},
    "objected": {
        "object": "objected", "withdraw": "withdrawn", "show": "objected", "reject": "running", "uphold": "upheld",
        "take_back": "running",
    },
    "over": {}, "upheld": {}, "withdrawn": {},
}  # fmt: skip
"""State → what can be done with a notice in it → where that leads; anything else is refused."""
ACTS = ["object", "withdraw", "show", "close", "reject", "uphold", "take_back"]


@pytest.mark.parametrize("state", TRANSITIONS)
def test_every_transition(case, state):
    objection = object_(case)
    if state != "objected":
        act(
            {"running": "reject", "over": "reject", "upheld": "uphold", "withdrawn": "withdraw"}[state], case, objection
        )
    if state == "over":
        act("close", case, objection)
    assert notice_of(case).state == state
    for name in ACTS:
        with transaction.atomic():
            if name in TRANSITIONS[state]:
                act(name, case, objection)
            else:
                with pytest.raises(DealError):
                    act(name, case, objection)
            assert notice_of(case).state == TRANSITIONS[state].get(name, state), name
            transaction.set_rollback(True)


def test_who_may_not_is_refused_and_nothing_is_written(case):
    objection = object_(case)
    for person in (case.two.seller, case.two.buyer_owner, manager(case.two.institute), administrator()):
        with pytest.raises(PermissionDenied):
            decide(case, objection, actor=person)
    own = object_(case, case.two.seller_owner)
    with pytest.raises(PermissionDenied):
        decide(case, own)
    decide(case, own, actor=owner(case.two.institute))
    with pytest.raises(PermissionDenied):
        take_back_objection(actor=fresh(case.two.seller_owner), objection=objection)
    with pytest.raises(ValidationError):
        decide(case, objection, outcome="  ")
    with pytest.raises(PermissionDenied):
        case.announce(actor=case.two.buyer_owner)
    assert Objection.objects.get(pk=objection.pk).is_open


def test_only_an_owner_shows_it_to_everybody(calendar):
    calendar.set(UP)
    case = case_at(Stage.PRICED, pricing=Pricing.AGREEMENT)
    case.make_public_body()
    with transaction.atomic(), pytest.raises(PermissionDenied):
        case.announce(actor=case.two.seller, public=True)
    assert case.now().stage == Stage.PRICED
    case.announce(actor=case.two.seller)
    stranger = UserFactory()
    with pytest.raises(PermissionDenied):
        object_(case, stranger)
    show_notice(actor=fresh(case.two.seller_owner), notice=notice_of(case), public=True)
    objection = object_(case, stranger)
    show_notice(actor=fresh(case.two.seller_owner), notice=notice_of(case), public=False)
    visible = PublicNotice.objects.visible_to(stranger)
    assert visible.get() == notice_of(case), "who objected reads what became of it"
    decide(case, objection)
    assert told("objection_decided") == {stranger.pk}
    close_notices(day=date(2026, 6, 1))
    assert not PublicNotice.objects.visible_to(AnonymousUser()).exists()


def test_who_objected_is_told_to_owners_alone(case):
    objector = member(case.two.institute)
    object_(case, objector)
    names = {
        person: [one.name for one in seen_objections(fresh(person), notice_of(case))]
        for person in (case.two.seller_owner, case.two.seller, manager(case.two.institute), objector)
    }  # fmt: skip
    assert list(names.values()) == [[str(objector)], [""], [""], [str(objector)]]
    PublicNotice.objects.update(public=True)
    assert seen_objections(fresh(case.two.buyer), notice_of(case)) == []
    assert seen_objections(AnonymousUser(), notice_of(case)) == []
    # Nor by the timeline of the deal, which the other side reads.
    event = Event.objects.get(verb="notice_objected")
    assert (event.actor, event.note) == (None, "")
    assert "价格" not in str(event.data)


def test_begin_refuses_what_does_not_fit():
    early = open_case()
    early.make_public_body()
    with pytest.raises(StepNotPossible):
        early.announce()
    with pytest.raises(StepNotPossible):
        early.announce(NoticeKind.REWARD, rewards=[{"name": "王敏", "amount": "1"}])
    late = case_at(Stage.PERFORMING)
    late.make_public_body()
    for rewards in ([], [{"name": " ", "amount": "1"}], [{"name": "王敏", "amount": "1.005"}],
                    [{"name": "王敏", "amount": "-1"}], [{"name": "王敏", "amount": "NaN"}]):  # fmt: skip
        with transaction.atomic(), pytest.raises(ValidationError):
            late.announce(NoticeKind.REWARD, rewards=rewards)
    with transaction.atomic(), pytest.raises(ValidationError):
        late.announce(NoticeKind.REWARD, title=" ", rewards=[{"name": "王敏", "amount": "1"}])
    first = late.announce(NoticeKind.REWARD, rewards=[{"name": "王敏", "amount": "1"}])
    with pytest.raises(NoticeStanding):
        late.announce(NoticeKind.REWARD, rewards=[{"name": "李强", "amount": "1"}])
    with transaction.atomic(), pytest.raises(IntegrityError):
        PublicNotice.objects.create(
            deal=late.deal, kind=NoticeKind.REWARD, title="x", days=1, counted="working", days_left=1,
            on_objection="restart", up_on=first.up_on, counted_from=first.up_on, last_day=first.last_day,
        )  # fmt: skip
    assert len(missing("close", late.now())) == 1, "while a notice is up the deal is not closed"
    late.let_notice_run()
    assert missing("close", late.now()) == []
    close_notices()
    assert late.announce(NoticeKind.REWARD, rewards=[{"name": "李强", "amount": "1"}]).pk != first.pk


def test_the_agenda_has_objections_for_owners_and_last_days_for_who_waits(case):
    boss, seller = case.two.seller_owner, case.two.seller
    [waiting] = notice_items(fresh(boss), 10)
    assert (waiting.mine, waiting.due_on, waiting.paused) == (False, LAST, False)
    object_(case)
    decides, waiting = notice_items(fresh(boss), 10)
    assert (decides.mine, decides.due_on, waiting.paused) == (True, None, True)
    assert decides.url == waiting.url == notice_of(case).get_absolute_url()
    assert [count_notices(fresh(one)) for one in (boss, seller, case.two.buyer, administrator())] == [2, 0, 0, 0]
    assert "public_notices" in {source.name for source in sources()}


def test_what_is_kept_of_a_person(case):
    objection = object_(case)
    decide(case, objection)
    made = personal_data(fresh(case.two.seller))
    assert made["objections"][0]["text"] == objection.text
    boss = personal_data(fresh(case.two.seller_owner))
    assert boss["objections"] == []
    assert boss["objections_decided"][0]["outcome"] == "已复核评估报告，定价依据充分。"
    assert boss["public_notices_begun"][0]["deal"] == case.deal.pk
    assert boss["deal_facts"][0]["facts"]["provider_is_public"] is True


def test_an_account_that_ends_leaves_no_name(case):
    objector = member(case.two.institute)
    objection = object_(case, objector)
    delete_account(actor=objector, password="password")
    objection.refresh_from_db()
    assert (objection.made_by, objection.is_open) == (None, True)
    decide(case, objection)
    assert notice_of(case).state == NoticeState.RUNNING


def test_the_announced_price_is_kept(case):
    case.say(amount=Decimal(900000))
    assert notice_of(case).price == Decimal(800000)
