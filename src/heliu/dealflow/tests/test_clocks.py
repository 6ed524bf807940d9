"""The reply clock, with the day set by hand: holidays, reminders, escalation, pauses, and who has to act."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from heliu.accounts.actions import accept_mandate, delete_account, end_mandate, leave_organisation, remove_member
from heliu.accounts.models import Mandate, User
from heliu.accounts.tests.factories import fresh, manager, owner
from heliu.activity.models import Event, Notice
from heliu.catalog.actions import close_record, merge_record
from heliu.dealflow.actions import (
    ClockCounts,
    accept_introduction,
    pause_introduction,
    refuse_introduction,
    resume_introduction,
    run_clocks,
)
from heliu.dealflow.choices import Escalation, Side, State
from heliu.dealflow.labels import clock_label, holiday_note
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import reply_record
from heliu.dealflow.tests.factories import several, two
from heliu.kit.jobs import enqueue
from heliu.kit.permissions import OPERATOR, allowed

pytestmark = pytest.mark.django_db


def now(introduction: Introduction) -> Introduction:
    return Introduction.objects.get(pk=introduction.pk)


def verbs(introduction: Introduction) -> list[str]:
    found = Event.objects.filter(object_id=introduction.pk, content_type__model="introduction")
    return list(found.order_by("pk").values_list("verb", flat=True))


def told(verb: str) -> set[int]:
    return set(Notice.objects.filter(event__verb=verb).values_list("recipient_id", flat=True))


@pytest.mark.parametrize(
    ("sent", "remind", "due", "runs_out"),
    [
        # An ordinary week: Monday to the next Monday.
        ("2026-11-23", "2026-11-26", "2026-11-30", "2026-12-01"),
        # New Year: Wed 31 Dec; Sunday 4 Jan is worked; 5, 6, 7.
        ("2025-12-30", "2026-01-05", "2026-01-07", "2026-01-08"),
        # Spring Festival: Fri 13, Sat 14 (worked), then 24, 25, 26 Feb.
        ("2026-02-12", "2026-02-24", "2026-02-26", "2026-02-27"),
        # The Saturday worked after it: 25, 26, 27, Sat 28, Mon 2 March.
        ("2026-02-24", "2026-02-27", "2026-03-02", "2026-03-03"),
        # National Day: 30 Sep, then 8, 9, Sat 10 (worked), 12 Oct.
        ("2026-09-29", "2026-10-09", "2026-10-12", "2026-10-13"),
    ],
)
def test_a_clock_counts_working_days_only(calendar, sent, remind, due, runs_out):
    calendar.set(sent)
    introduction = two().introduce()
    assert [introduction.remind_on, introduction.due_on] == [date.fromisoformat(remind), date.fromisoformat(due)]
    assert introduction.next_at == introduction.remind_on
    day = date.fromisoformat(sent)
    while day < date.fromisoformat(runs_out):
        counts = run_clocks(day=day)
        assert counts.reminded == (day.isoformat() == remind), day
        assert not counts.escalated, day
        day += timedelta(days=1)
    assert run_clocks(day=day).escalated == 1


def test_late_in_the_evening_in_london_is_the_next_day_in_shanghai(calendar):
    """Times are stored in UTC; a clock counts the days of the installation."""
    calendar.set("2026-11-24", hour=1)  # 17:00 of the 23rd in UTC
    introduction = two().introduce()
    assert introduction.sent_on == date(2026, 11, 24)
    assert introduction.due_on == date(2026, 12, 1)


def test_it_reminds_escalates_is_answered_late_and_counted(calendar):
    calendar.set("2026-11-23")
    pair = two()
    introduction = pair.introduce()
    assert introduction.owner == pair.seller, "who wrote the record is asked"
    assert told("introduced") == {pair.seller.pk}

    assert run_clocks(day=calendar.set("2026-11-26")).reminded == 1
    assert told("reply_due_soon") == {pair.seller.pk}
    assert not now(introduction).late
    assert now(introduction).reminders == 1

    assert run_clocks(day=calendar.set("2026-12-01")).escalated == 1
    introduction = now(introduction)
    assert (introduction.owner, introduction.escalation, introduction.late) == (
        pair.seller_owner,
        Escalation.OWNERS,
        True,
    )
    assert introduction.due_on == date(2026, 12, 8)
    assert told("reply_overdue") == {pair.seller.pk, pair.seller_owner.pk, pair.buyer.pk}

    calendar.set("2026-12-02")
    accept_introduction(actor=fresh(pair.seller_owner), introduction=introduction)
    introduction = now(introduction)
    assert (introduction.state, introduction.late, introduction.next_at) == (State.ACCEPTED, True, None)
    with translation.override("en"):
        assert clock_label(introduction) == "Accepted on 2026-12-02, late"
    assert run_clocks(day=date(2027, 6, 1)) == ClockCounts(), "nothing is due any more"


def test_the_technology_manager_is_asked_before_the_owners(calendar):
    calendar.set("2026-11-23")
    pair = two()
    agent = manager(pair.institute)
    manager(pair.enterprise)
    introduction = pair.introduce()

    run_clocks(day=calendar.set("2026-12-01"))
    introduction = now(introduction)
    assert (introduction.owner, introduction.escalation, introduction.late) == (agent, Escalation.MANAGER, True)
    assert told("reply_overdue_manager") == {agent.pk, pair.seller.pk, pair.buyer.pk}, "who let it run out is told too"
    assert told("reply_overdue") == set()

    run_clocks(day=calendar.set("2026-12-09"))
    introduction = now(introduction)
    assert (introduction.owner, introduction.escalation) == (pair.seller_owner, Escalation.OWNERS)
    assert told("reply_overdue") == {pair.seller_owner.pk, agent.pk, pair.buyer.pk}
    run_clocks(day=calendar.set("2026-12-17"))
    assert now(introduction).state == State.LAPSED


@pytest.mark.parametrize("why", ["mandate ended", "role revoked", "disabled"])
def test_a_manager_who_no_longer_acts_hands_over(calendar, why):
    calendar.set("2026-11-23")
    pair = two()
    agent = manager(pair.institute)
    introduction = pair.introduce()
    run_clocks(day=calendar.set("2026-12-01"))
    assert now(introduction).owner == agent
    if why == "mandate ended":
        end_mandate(actor=fresh(pair.seller_owner), mandate=agent.mandates.get())
        assert now(introduction).owner == pair.seller_owner, "at once"
    elif why == "role revoked":
        agent.role_grants.all().delete()
    else:
        User.objects.filter(pk=agent.pk).update(is_active=False)
    run_clocks(day=calendar.set("2026-12-02"))
    assert now(introduction).owner == pair.seller_owner
    assert why == "disabled" or not allowed(fresh(agent), "dealflow.reply_introduction", introduction)


def test_who_asked_as_a_manager_of_both_is_not_asked_in_turn(calendar):
    calendar.set("2026-11-23")
    pair = two()
    agent = manager(pair.enterprise)
    offer = Mandate.objects.create(organisation=pair.institute, manager=agent)
    accept_mandate(actor=fresh(agent), mandate=offer)
    introduction = pair.introduce(agent)
    assert (introduction.side, introduction.owner) == (Side.DEMAND, pair.seller)
    for _ in range(2):
        assert not allowed(fresh(agent), "dealflow.reply_introduction", introduction)
    run_clocks(day=calendar.set("2026-12-01"))
    assert now(introduction).owner == pair.seller_owner
    accept_introduction(actor=fresh(pair.seller_owner), introduction=introduction)
    assert told("introduction_accepted") == {agent.pk, pair.buyer_owner.pk}, "the manager and whom they asked for"


def test_without_any_reply_it_lapses_and_counts(calendar):
    calendar.set("2026-11-23")
    pair = two()
    introduction = pair.introduce()
    steps = []
    for number in range(30):
        counts = run_clocks(day=calendar.set(date(2026, 11, 23) + timedelta(days=number)))
        steps += [name for name in ("reminded", "escalated", "lapsed") if getattr(counts, name)]
    assert steps == ["reminded", "escalated", "reminded", "lapsed"]
    introduction = now(introduction)
    assert (introduction.state, introduction.next_at, introduction.reminders) == (State.LAPSED, None, 2)
    assert verbs(introduction) == [
        "introduced", "reply_due_soon", "reply_overdue", "reply_due_soon", "introduction_lapsed"
    ]  # fmt: skip
    assert pair.buyer.pk in told("introduction_lapsed")


def test_run_twice_every_notice_is_sent_once(calendar):
    calendar.set("2026-11-23")
    for pair in several(3):
        pair.introduce()
    day = calendar.set("2026-11-26")
    assert run_clocks(day=day).reminded == 3
    assert run_clocks(day=day).reminded == 0
    enqueue("dealflow.run_clocks")
    assert Notice.objects.filter(event__verb="reply_due_soon").count() == 3


def test_a_run_that_is_killed_half_way_neither_loses_nor_doubles_a_notice(calendar, monkeypatch):
    from heliu.dealflow.actions import clocks

    calendar.set("2026-11-23")
    for pair in several(3):
        pair.introduce()
    day = calendar.set("2026-11-26")
    record, calls = clocks.record_event, []

    def killed(*args, **facts):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return record(*args, **facts)

    monkeypatch.setattr(clocks, "record_event", killed)
    with pytest.raises(KeyboardInterrupt):
        run_clocks(day=day)
    assert Notice.objects.filter(event__verb="reply_due_soon").count() == 1
    assert run_clocks(day=day).reminded == 2
    assert Notice.objects.filter(event__verb="reply_due_soon").count() == 3
    assert set(Introduction.objects.values_list("reminders", flat=True)) == {1}


def test_a_worker_that_was_off_goes_on_from_today(calendar):
    """Weeks later the clock escalates once and gives the owners their time; it does not lapse in one run."""
    calendar.set("2026-11-23")
    introduction = two().introduce()
    counts = run_clocks(day=calendar.set("2026-12-15"))
    assert (counts.reminded, counts.escalated, counts.lapsed) == (0, 1, 0)
    assert now(introduction).due_on == date(2026, 12, 22)


def test_a_pause_moves_the_clock_and_is_visible(calendar):
    calendar.set("2026-11-23")
    pair = two()
    introduction = pair.introduce()
    calendar.set("2026-11-25")  # Three working days are left: 26, 27, 30.
    with pytest.raises(ValidationError, match="2027-01-22"):
        pause_introduction(actor=fresh(pair.seller), introduction=introduction, until=date(2027, 2, 1), note="展会")
    with pytest.raises(ValidationError):
        pause_introduction(actor=fresh(pair.seller), introduction=introduction, until=date(2026, 11, 25), note="展会")
    with pytest.raises(ValidationError):
        pause_introduction(actor=fresh(pair.seller), introduction=introduction, until=date(2026, 12, 7), note=" ")
    paused = pause_introduction(
        actor=fresh(pair.seller), introduction=introduction, until=date(2026, 12, 7), note="高交会"
    )
    assert (paused.next_at, paused.due_on, paused.days_left) == (date(2026, 12, 7), date(2026, 12, 10), 3)
    assert told("introduction_paused") == {pair.buyer.pk}
    assert "2026-12-07" in clock_label(paused)
    # Nothing happens meanwhile, however often the worker comes.
    assert run_clocks(day=calendar.set("2026-12-04")).reminded == 0
    # Changed once more, three days are left still.
    again = pause_introduction(
        actor=fresh(pair.seller), introduction=paused, until=date(2026, 12, 9), note="高交会延期"
    )
    assert (again.days_left, again.due_on) == (3, date(2026, 12, 14))
    counts = run_clocks(day=calendar.set("2026-12-09"))
    assert counts.resumed == 1
    assert not counts.reminded
    introduction = now(introduction)
    assert (introduction.paused_until, introduction.due_on) == (None, date(2026, 12, 14))
    assert run_clocks(day=calendar.set("2026-12-10")).reminded == 1


def test_a_clock_goes_on_early_when_somebody_says_so(calendar):
    calendar.set("2026-11-23")
    pair = two()
    introduction = pair.introduce()
    pause_introduction(actor=fresh(pair.seller), introduction=introduction, until=date(2026, 12, 21), note="停产检修")
    calendar.set("2026-12-01")
    resumed = resume_introduction(actor=fresh(pair.seller), introduction=introduction)
    assert (resumed.paused_until, resumed.due_on) == (None, date(2026, 12, 8)), "five days were left"
    assert resume_introduction(actor=fresh(pair.buyer), introduction=introduction).due_on == date(2026, 12, 8)


def test_holidays_that_are_not_known_are_said(calendar):
    calendar.set("2026-12-23")
    known, unknown = two().introduce(), None
    assert holiday_note(known) == ""
    calendar.set("2026-12-29")
    unknown = two().introduce()
    assert "2027" in holiday_note(unknown)


def test_whoever_leaves_hands_over(calendar):
    calendar.set("2026-11-23")
    pair = two()
    introduction = pair.introduce()
    membership = pair.institute.memberships.get(user=pair.seller)
    remove_member(actor=fresh(pair.seller_owner), membership=membership)
    assert now(introduction).owner == pair.seller_owner
    assert told("introduction_handed_over") == {pair.seller_owner.pk}
    # The last one leaves: nobody can answer any more, and nobody waits for nobody.
    leave_alone = two()
    second = leave_alone.introduce()
    remove_member(
        actor=fresh(leave_alone.seller_owner), membership=leave_alone.institute.memberships.get(user=leave_alone.seller)
    )
    extra = owner(leave_alone.institute)
    leave_organisation(actor=fresh(leave_alone.seller_owner), organisation=leave_alone.institute)
    assert now(second).owner == extra
    delete_account(actor=fresh(extra), password="password")
    second = now(second)
    assert (second.state, second.owner) == (State.LAPSED, None)
    assert not Introduction.history.filter(owner_id=extra.pk).exists()


def test_somebody_who_may_no_longer_sign_in_is_noticed_by_the_next_run(calendar):
    calendar.set("2026-11-23")
    pair = two()
    introduction = pair.introduce()
    pair.seller.is_active = False
    pair.seller.save()
    day = calendar.set("2026-11-24")
    assert run_clocks(day=day).handed_over == 1
    assert now(introduction).owner == pair.seller_owner
    assert run_clocks(day=day).handed_over == 0


def test_a_record_that_is_closed_ends_its_introductions(calendar):
    calendar.set("2026-11-23")
    for pair, closer, record in [(one := two(), one.buyer, one.demand), (other := two(), other.seller, other.supply)]:
        introduction = pair.introduce()
        close_record(actor=fresh(closer), record=record)
        assert now(introduction).state == State.WITHDRAWN
        assert verbs(introduction)[-1] == "introduction_ended"
    # A confidential demand is not announced when it closes; the worker sees it.
    hidden = two(tier="confidential")
    introduction = hidden.introduce()
    close_record(actor=fresh(hidden.buyer), record=hidden.demand)
    assert now(introduction).is_open
    assert run_clocks(day=calendar.set("2026-11-24")).ended == 1
    assert now(introduction).state == State.WITHDRAWN


def test_an_introduction_of_a_record_that_is_merged_goes_on(calendar):
    calendar.set("2026-11-23")
    pair = two()
    introductions, more = [pair.introduce(), pair.another().introduce()], pair.another()
    merge_record(actor=OPERATOR, record=introductions[0].demand, into=more.demand)
    merge_record(actor=OPERATOR, record=introductions[1].achievement, into=more.supply)
    assert run_clocks(day=calendar.set("2026-11-24")).ended == 0
    assert all(now(one).is_open for one in introductions)


def test_the_database_refuses_an_open_introduction_without_owner_or_date():
    introduction = two().introduce()
    for gone in ({"owner": None}, {"next_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Introduction.objects.filter(pk=introduction.pk).update(**gone)


def test_reply_rate_and_median_are_told_from_five_on(calendar):
    pairs = several(6)
    calendar.set("2026-11-23")
    sent = [pair.introduce() for pair in pairs]
    institute = pairs[0].institute
    replies = [("2026-11-24", 1), ("2026-11-25", 2), ("2026-11-30", 5), ("2026-12-01", 6)]
    for (day, _days), introduction in zip(replies, sent, strict=False):
        calendar.set(day)
        refuse_introduction(actor=fresh(pairs[0].seller), introduction=introduction, reason="capacity")
    assert reply_record(institute) is None, "four are over"
    for number in range(30):
        run_clocks(day=calendar.set(date(2026, 12, 1) + timedelta(days=number)))
    found = reply_record(institute)
    assert (found.over, found.answered, found.late, found.median_days) == (6, 4, 1, 3.5)
    assert round(found.rate) == 67
    assert reply_record(pairs[0].enterprise) is None
