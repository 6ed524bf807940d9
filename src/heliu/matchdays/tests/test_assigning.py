"""Variants side by side, decisions by hand, the choice, and what fills slots that became free."""

from __future__ import annotations

import pytest

from heliu.accounts.tests.factories import fresh
from heliu.matchdays import actions
from heliu.matchdays.choices import MeetingState, State
from heliu.matchdays.errors import CannotAssign, NothingToAssign, NotNow
from heliu.matchdays.models import Meeting
from heliu.matchdays.selectors.plans import left_out_of
from heliu.matchdays.tests.factories import chosen, close, coming, enter, make_day, matched, person_of, published, sides

pytestmark = pytest.mark.django_db


def by_variant(proposals):
    return {one.variant: one for one in proposals}


def pairs_of(proposal):
    return {(demand, supply) for demand, supply, _worth in proposal.pairs}


def example(coating_capacity: int = 1, floor: int = 0):
    """The example of docs/explanation/matchdays.md: coating, battery; institute, laboratory; one seat each."""
    day = make_day(demand_capacity=max(1, coating_capacity), supply_capacity=1, demand_floor=floor)
    coating = enter(coming(day), "demand", capacity=coating_capacity)
    battery = enter(coming(day), "demand", capacity=1)
    institute, laboratory = (enter(coming(day), "achievement") for _ in range(2))
    close(day)
    matched(day, {(coating, institute): 3.6, (coating, laboratory): 3.0, (battery, institute): 3.2})
    found = by_variant(actions.propose(actor=day.organiser, day=day))
    return found, (coating.pk, battery.pk, institute.pk, laboratory.pk)


def test_the_example_with_one_meeting_each():
    found, (coating, battery, institute, laboratory) = example()
    both = {(coating, laboratory), (battery, institute)}
    # 3.0 + 3.2 = 6.2 beats 3.6 alone. But coating and institute want each other more: a blocking pair.
    assert pairs_of(found["optimal"]) == pairs_of(found["fair"]) == both
    assert found["optimal"].facts["total"] == pytest.approx(6.2)
    assert found["optimal"].facts["blocked"] == [[coating, institute, laboratory, battery]]
    # Stable: the two have each other, and nobody is left for the battery.
    assert pairs_of(found["stable_demand"]) == pairs_of(found["stable_supply"]) == {(coating, institute)}
    assert found["stable_demand"].facts["blocking"] == 0
    assert found["stable_demand"].facts["served"] == {"demand": [1, 2], "supply": [1, 2]}
    # One more seat at the institute: 3.6 + 3.2. One more for coating: 3.6 + 3.0, and the battery gets nothing.
    seats = {(seat["side"], seat["entry"]): seat["score"] for seat in found["optimal"].facts["seats"]}
    assert seats == {("supply", institute): pytest.approx(6.8 - 6.2), ("demand", coating): pytest.approx(6.6 - 6.2)}


def test_the_example_where_coating_may_meet_twice():
    found, (coating, battery, institute, laboratory) = example(coating_capacity=2)
    # The greatest total takes both for coating, 3.6 + 3.0 = 6.6; the battery goes away empty, and nothing blocks.
    assert (
        pairs_of(found["optimal"]) == pairs_of(found["stable_demand"]) == {(coating, institute), (coating, laboratory)}
    )
    assert (found["optimal"].facts["total"], found["optimal"].facts["blocking"]) == (pytest.approx(6.6), 0)
    # The most even gives everybody one for 6.2, at the price of a blocking pair: coating has a seat free.
    assert pairs_of(found["fair"]) == {(coating, laboratory), (battery, institute)}
    assert found["fair"].facts["total"] == pytest.approx(6.2)
    assert found["fair"].facts["blocked"] == [[coating, institute, None, battery]]


def test_the_example_with_a_minimum():
    found, (coating, battery, institute, laboratory) = example(coating_capacity=2, floor=1)
    assert pairs_of(found["optimal"]) == {(coating, laboratory), (battery, institute)}
    assert found["optimal"].facts["short"] == []
    # A stable choice asks for no minimum, and says so.
    [short] = found["stable_demand"].facts["short"]
    assert (short["entry"], short["floor"], short["reached"], short["reason"]) == (battery, 1, 0, "method")


def test_ranks_come_before_what_the_engine_thinks():
    day = make_day(demand_capacity=1, supply_capacity=1)
    (demand,), (better, dearer) = sides(day, 1, 2)
    matched(day, {(demand, better): 3.9, (demand, dearer): 2.1})
    actions.state_wishes(actor=person_of(demand.registration), entry=demand, ranked=[dearer.pk])
    close_again(day)
    found = by_variant(actions.propose(actor=day.organiser, day=day))
    assert pairs_of(found["stable_demand"]) == {(demand.pk, dearer.pk)}
    assert pairs_of(found["optimal"]) == {(demand.pk, better.pk)}, "the total does not know of ranks"


def close_again(day):
    """Closed with its run kept."""
    day = actions.close_registration(actor=day.organiser, day=day)
    day.runs.filter(state="queued").delete()
    return day


def test_who_is_excluded_does_not_meet_and_why_somebody_is_left_out():
    day = make_day()
    (demand, lonely), (supply, other) = sides(day, 2, 2)
    matched(day, {(demand, supply): 3.5, (demand, other): 3.0})
    actions.state_wishes(actor=person_of(supply.registration), entry=supply, excluded=[demand.pk])
    day = close_again(day)
    found = by_variant(actions.propose(actor=day.organiser, day=day))
    assert all(pairs_of(one) == {(demand.pk, other.pk)} for one in found.values())
    reasons = {one.entry.pk: one.reason for one in left_out_of(day, found["optimal"])}
    assert reasons == {lonely.pk: "no_match", supply.pk: "excluded"}


def test_an_avoided_organisation_meets_nobody_of_the_other():
    day = make_day()
    demand = enter(coming(day), "demand")
    partner = coming(day)
    supplies = [enter(partner, "achievement"), enter(partner, "expert")]
    matched(day, {(demand, supply): 3.0 for supply in supplies})
    actions.avoid_organisation(
        actor=person_of(partner), registration=partner, organisation=demand.organisation, reason="competitor"
    )
    day = close_again(day)
    assert all(one.pairs == [] for one in actions.propose(actor=day.organiser, day=day))


def test_locked_and_forbidden_pairs():
    day = make_day(demand_capacity=1, supply_capacity=1)
    (one, two), (good, poor) = sides(day, 2, 2)
    close(day)
    matched(day, {(one, good): 3.6, (one, poor): 3.0, (two, good): 3.2})
    actions.rule_pair(actor=day.organiser, day=day, demand=two, supply=poor, kind="locked")
    found = by_variant(actions.propose(actor=day.organiser, day=day))
    # What is no match counts for nothing, and the rest is chosen around it.
    assert pairs_of(found["optimal"]) == {(two.pk, poor.pk), (one.pk, good.pk)}
    assert found["optimal"].facts["total"] == pytest.approx(3.6)
    actions.rule_pair(actor=day.organiser, day=day, demand=one, supply=good, kind="forbidden")
    found = by_variant(actions.propose(actor=day.organiser, day=day))
    assert pairs_of(found["optimal"]) == {(two.pk, poor.pk)}
    actions.rule_pair(actor=day.organiser, day=day, demand=two, supply=poor, kind=None)
    found = by_variant(actions.propose(actor=day.organiser, day=day))
    assert pairs_of(found["optimal"]) == {(one.pk, poor.pk), (two.pk, good.pk)}


def test_decisions_that_cannot_be_kept_are_named():
    day = make_day(demand_capacity=1, supply_capacity=2, tables=1, sessions="09:00-09:20")
    (demand,), supplies = sides(day, 1, 2)
    matched(day, {(demand, supply): 3.0 for supply in supplies})
    actions.state_wishes(actor=person_of(supplies[1].registration), entry=supplies[1], excluded=[demand.pk])
    day = close_again(day)
    for supply in supplies:
        actions.rule_pair(actor=day.organiser, day=day, demand=demand, supply=supply, kind="locked")
    with pytest.raises(CannotAssign) as refused:
        actions.propose(actor=day.organiser, day=day)
    title = demand.record.title
    assert refused.value.reasons == (
        f"“{title}”、“{supplies[1].record.title}”必须见面，但其中一方不愿意参加这场洽谈。",
        f"“{title}”必须参加2场洽谈，但最多只能参加1场。",
        "必须安排的洽谈有2场，当天最多只能安排1场。",
    )
    assert not day.proposals.exists()


def test_a_minimum_that_cannot_be_reached_names_what_binds():
    day = make_day(demand_floor=1, demand_capacity=2, supply_capacity=1)
    demands, (supply,) = sides(day, 2, 1)
    close(day)
    matched(day, {(demand, supply): 3.0 for demand in demands})
    [short] = by_variant(actions.propose(actor=day.organiser, day=day))["optimal"].facts["short"]
    assert (short["reason"], short["full"], short["needed"], short["available"]) == ("seats", [supply.pk], 2, 1)
    [more] = by_variant(actions.propose(actor=day.organiser, day=day))["optimal"].facts["seats"]
    assert (more["entry"], more["floors"]) == (supply.pk, 1)


def test_a_day_may_ask_for_better_matches():
    day = make_day(lowest_level=3)
    (demand,), (good, poor) = sides(day, 1, 2)
    close(day)
    matched(day, {(demand, good): 3.2, (demand, poor): 2.1})
    assert all(pairs_of(one) == {(demand.pk, good.pk)} for one in actions.propose(actor=day.organiser, day=day))


def test_the_same_day_gives_the_same_answer():
    day = make_day()
    demands, supplies = sides(day, 4, 4)
    close(day)
    matched(day, {(one, two): 3.0 for one in demands for two in supplies})
    first, second = (by_variant(actions.propose(actor=day.organiser, day=day)) for _ in range(2))
    for variant, proposal in first.items():
        assert (proposal.pairs, proposal.meetings) == (second[variant].pairs, second[variant].meetings)


def test_absences_and_tables_are_kept():
    day = make_day(tables=1, demand_capacity=4, supply_capacity=4)
    demand = enter(coming(day), "demand", absences=[0])
    supplies = [enter(coming(day), "achievement", absences=[1]), enter(coming(day), "achievement")]
    close(day)
    matched(day, {(demand, supply): 3.0 for supply in supplies})
    day = chosen(day)
    met = {meeting.supply_id: meeting.slot for meeting in day.meetings.all()}
    assert 0 not in met.values(), "the demand is not there then"
    assert met[supplies[0].pk] != 1
    assert len(set(met.values())) == 2


def test_nothing_to_assign_and_not_in_this_state():
    day = make_day()
    with pytest.raises(NotNow):
        actions.propose(actor=day.organiser, day=day)
    close(day)
    with pytest.raises(NothingToAssign):
        actions.propose(actor=day.organiser, day=day)


def test_a_declined_meeting_frees_its_slot_and_the_rest_is_filled_around_what_stands():
    day = make_day(demand_capacity=1, supply_capacity=1, tables=1)
    (one, two), (good, poor) = sides(day, 2, 2)
    close(day)
    matched(day, {(one, good): 3.6, (one, poor): 2.4, (two, good): 3.2, (two, poor): 3.0})
    day = published(day)
    stays = Meeting.objects.get(demand=two)
    before = (stays.slot, stays.table, stays.sequence)
    meeting = Meeting.objects.get(demand=one)
    assert meeting.supply_id == good.pk
    actions.decline_meeting(actor=person_of(good.registration), meeting=meeting, note="那天不在")
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.DECLINED
    third = enter_late(day, one, good)
    found = by_variant(actions.propose(actor=fresh(day.organiser), day=day))
    assert (one.pk, good.pk) not in pairs_of(found["optimal"]), "it was declined"
    day = actions.choose_proposal(actor=fresh(day.organiser), proposal=found["optimal"])
    assert day.state == State.PUBLISHED
    stays.refresh_from_db()
    assert (stays.slot, stays.table, stays.sequence) == before
    assert third is None
    assert not Meeting.objects.planned().filter(demand=one).exists(), "its other match has no seat left"


def enter_late(day, demand, supply):
    """Nobody new may come once the schedule is published."""
    with pytest.raises(NotNow):
        enter(demand.registration, "demand")


def test_a_free_slot_is_offered_to_whoever_was_left_out():
    day = make_day(demand_capacity=1, supply_capacity=1)
    (one, two), (good,) = sides(day, 2, 1)
    close(day)
    matched(day, {(one, good): 3.6, (two, good): 3.2})
    day = published(day)
    [meeting] = day.meetings.all()
    assert meeting.demand_id == one.pk
    actions.decline_meeting(actor=person_of(one.registration), meeting=meeting)
    found = by_variant(actions.propose(actor=fresh(day.organiser), day=day))
    actions.choose_proposal(actor=fresh(day.organiser), proposal=found["fair"])
    [now] = day.meetings.planned()
    assert (now.demand_id, now.supply_id) == (two.pk, good.pk)
    told = set(person_of(two.registration).notices.values_list("event__verb", flat=True))
    assert "matchday_filled" in told


def test_a_plan_made_before_somebody_left_is_refused():
    day = make_day()
    (demand,), (supply,) = sides(day, 1, 1)
    close(day)
    matched(day, {(demand, supply): 3.0})
    proposal = actions.propose(actor=day.organiser, day=day)[0]
    actions.withdraw_entry(actor=person_of(supply.registration), entry=supply)
    with pytest.raises(CannotAssign):
        actions.choose_proposal(actor=day.organiser, proposal=proposal)
