"""From the search to the reveal: who is told what, who may answer, and what both yeses open."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from heliu.accounts.models import Mandate
from heliu.accounts.tests.factories import OrganisationFactory, administrator, fresh, manager, member, owner, reviewer
from heliu.activity.models import Notice
from heliu.activity.selectors import notices_of, show_notices
from heliu.catalog.actions import close_record, edit_record
from heliu.catalog.choices import AccessKind, AccessStanding, AccessWay, Tier
from heliu.catalog.models import AccessEvent, Achievement, Demand
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, ExpertFactory
from heliu.dealflow.actions import introduce
from heliu.dealflow.blind.actions import (
    answer_blind_match,
    find_blind_matches,
    finding,
    keep_out,
    let_take_part,
    run_round,
    take_back_answer,
)
from heliu.dealflow.blind.choices import MatchState, Standing
from heliu.dealflow.blind.errors import BlindMatchOver, RecordMoved
from heliu.dealflow.blind.models import BlindMatch, BlindRound, BlindSide
from heliu.dealflow.blind.selectors import personal_blind_answers, revealed_to, visible_sides
from heliu.dealflow.blind.tests.factories import (
    AFTER,
    FRIDAY,
    LAST_DAY,
    NEED,
    OFFER,
    ROUND,
    WRITTEN,
    region,
    run_until_told,
)
from heliu.dealflow.choices import State
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import Pair
from heliu.dealflow.selectors import reply_record, seen_record
from heliu.kit.jobs import enqueue
from heliu.matching.tasks import update_index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matching")]


def told(verb: str = "blind_match_told") -> set[int]:
    return set(Notice.objects.filter(event__verb=verb).values_list("recipient_id", flat=True))


@pytest.fixture
def pair(calendar):
    """Both confidential, told on the round's day."""
    calendar.set(WRITTEN)
    found = region()
    assert run_until_told(calendar) == 1
    return found


# -- finding and telling --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("demand", "supply", "matched"),
    [
        (Tier.CONFIDENTIAL, Tier.CONFIDENTIAL, 1),
        (Tier.CONFIDENTIAL, Tier.PUBLIC, 1),
        (Tier.MEMBERS, Tier.CONFIDENTIAL, 1),
        (Tier.ON_REQUEST, Tier.CONFIDENTIAL, 1),
        (Tier.PUBLIC, Tier.PUBLIC, 0),
    ],
)
def test_a_confidential_record_is_matched_with_every_tier_and_enters_no_index(
    calendar, matching, demand, supply, matched
):
    calendar.set(WRITTEN)
    found = region(
        demand={"tier": demand, "summary_zh": "钢结构锈蚀"}, supply={"tier": supply, "summary_zh": "防锈涂层"}
    )
    update_index()
    hidden = [one for one in (found.demand, found.supply) if one.tier == Tier.CONFIDENTIAL]
    assert not any(one.description_zh in text for text in matching.texts for one in hidden)
    assert run_until_told(calendar) == matched
    assert BlindMatch.objects.count() == matched
    if matched:
        sides = {side.side: (side.kind, side.record_id, side.version) for side in BlindSide.objects.all()}
        assert sides == {"demand": ("demand", found.demand.pk, 1), "supply": ("achievement", found.supply.pk, 1)}


@pytest.mark.parametrize(
    "why_not",
    ["weak", "unverified", "hidden", "young", "left out", "own", "made up", "introduced", "no meaning", "elsewhere"],
)
def test_what_takes_no_part(calendar, settings, why_not):
    calendar.set(WRITTEN)
    facts = {"title_zh": "苹果保鲜", "description_zh": "冷库里的果品腐烂。"} if why_not == "weak" else {}
    found = region(supply=facts)
    if why_not == "unverified":
        found.institute.verification = "unverified"
        found.institute.save()
    if why_not == "hidden":
        found.institute.is_active = False
        found.institute.save()
    if why_not == "young":
        # A week before the round to the day is too late.
        calendar.set("2026-11-23", hour=1)
        found.supply.save()
    if why_not == "left out":
        keep_out(actor=found.seller, record=found.supply)
    if why_not == "own":
        Achievement.objects.update(organisation=found.enterprise)
    if why_not == "made up":
        Demand.objects.update(illustrative=True)
    if why_not == "introduced":
        Introduction.objects.create(
            demand=found.demand, achievement=found.supply, side="demand", from_organisation=found.enterprise,
            to_organisation=found.institute, message="x", demand_version=1, supply_version=1, due_on="2026-11-10",
            state=State.ACCEPTED,
        )  # fmt: skip
    if why_not == "no meaning":
        settings.HELIU_ENCODER = "none"
    if why_not == "elsewhere":
        update_index()
        settings.HELIU_ENCODER = "https://server.example/v1#model"
    assert run_until_told(calendar) == 0
    assert not BlindSide.objects.exists()
    assert not told()


def test_nobody_knows_before_the_round_and_each_is_told_once(calendar):
    calendar.set(WRITTEN)
    found = region()
    chosen, other = manager(found.institute, confidential=True), manager(found.institute)
    outsiders = [member(), reviewer(), administrator(), other]
    update_index()
    calendar.set(FRIDAY)
    assert enqueue("dealflow.find_blind_matches").return_value == 1
    assert find_blind_matches() == 0, "once a round"
    assert BlindRound.objects.count() == 1
    assert not visible_sides(found.seller).exists()
    assert run_round().told == 0
    calendar.set(ROUND)
    assert enqueue("dealflow.run_blind_round").return_value == {"told": 1, "ended": 0}
    assert run_round().told == 0
    assert told() == {one.pk for one in (found.buyer, found.buyer_owner, found.seller, found.seller_owner, chosen)}
    assert [side.side for side in visible_sides(found.buyer)] == ["demand"]
    assert [side.side for side in visible_sides(found.seller)] == ["supply"]
    assert [side.side for side in visible_sides(chosen)] == ["supply"]
    assert not any(visible_sides(one).exists() for one in outsiders)
    [notice] = show_notices(found.seller, notices_of(found.seller))
    assert (notice.title, notice.note) == (found.supply.title_zh, "")


def test_the_number_of_a_match_tells_nothing(pair):
    """Neither how many there are nor, from one's own, which the other side's is."""
    numbers = {pair.match.pk, pair.demand_side.pk, pair.supply_side.pk}
    assert len(numbers) == 3
    assert min(numbers) > 10**6
    assert max(numbers) < 2**53
    assert str(pair.match) == "双盲匹配"


def test_a_round_that_could_not_begin_is_found_again_later(calendar):
    calendar.set(WRITTEN)
    region()
    update_index()
    calendar.set(FRIDAY)
    assert find_blind_matches() == 1
    calendar.set("2026-12-04")
    assert run_round().told == 0
    assert not BlindMatch.objects.exists()
    assert find_blind_matches() == 1
    calendar.set("2026-12-07")
    assert run_round().told == 1


def test_what_changed_since_the_search_is_not_told(calendar):
    calendar.set(WRITTEN)
    found = region()
    update_index()
    calendar.set(FRIDAY)
    find_blind_matches()
    edit_record(actor=found.seller, record=found.supply, version=1, fields={"title_zh": "另一种涂料"})
    calendar.set(ROUND)
    assert run_round().told == 0
    assert not BlindMatch.objects.exists()


def test_of_many_decoys_one_is_told_and_then_none_for_half_a_year(calendar):
    """An organisation writes twenty needs around what it wants to know of one confidential achievement."""
    calendar.set(WRITTEN)
    found = region()
    for number in range(20):
        DemandFactory(
            **NEED | {"organisation": found.enterprise, "title_zh": f"防腐需求{number}"},
            tier=Tier.CONFIDENTIAL if number % 2 else Tier.PUBLIC,
        )
    assert run_until_told(calendar) == 1
    for friday, monday in (("2026-12-04", "2026-12-07"), ("2026-12-25", "2026-12-28"), ("2027-05-28", "2027-05-31")):
        calendar.set(friday)
        assert find_blind_matches() == (1 if monday == "2027-05-31" else 0)
        calendar.set(monday)
        assert run_round().told == (1 if monday == "2027-05-31" else 0)


def test_deleting_a_decoy_does_not_make_the_worker_forget(calendar, pair):
    Demand.objects.all().delete()
    calendar.set(WRITTEN)
    DemandFactory(**NEED, organisation=pair.enterprise, tier=Tier.CONFIDENTIAL)
    calendar.set("2026-12-04")
    assert find_blind_matches() == 0
    assert not visible_sides(pair.buyer).exists()


# -- answering ------------------------------------------------------------------------------------


def test_two_yeses_reveal_title_and_summary_and_introduce(calendar, pair):
    summary = "耐盐雾一千小时"
    Achievement.objects.update(summary_zh=summary)
    answer_blind_match(actor=pair.buyer, side=pair.demand_side, answer="yes")
    assert pair.match.state == MatchState.OPEN
    assert revealed_to(pair.seller, pair.supply_side) is revealed_to(pair.buyer, pair.demand_side) is None
    assert not Introduction.objects.exists()
    answer_blind_match(actor=pair.seller, side=pair.supply_side, answer="yes")
    introduction = Introduction.objects.get()
    assert pair.match.state == MatchState.REVEALED
    assert pair.match.introduction == introduction
    assert (introduction.state, introduction.level, introduction.next_at) == (State.ACCEPTED, pair.match.level, None)
    assert (introduction.asked_by, introduction.replied_by) == (pair.buyer, pair.seller)
    assert introduction.history.count() == 1
    seen = revealed_to(fresh(pair.buyer), pair.demand_side)
    assert seen is not None
    assert seen.record is None
    assert seen.organisation == pair.institute
    assert (seen.told.title_zh, seen.told.summary_zh) == (OFFER["title_zh"], summary)
    assert told("blind_match_revealed") == {
        one.pk for one in (pair.buyer, pair.buyer_owner, pair.seller, pair.seller_owner)
    }
    # The record itself stays closed, and the introduction names it by what was revealed.
    assert not Achievement.objects.visible_to(fresh(pair.buyer)).exists()
    shown = seen_record(fresh(pair.buyer), pair.supply)
    assert (shown.record, shown.readable) == (None, False)
    assert shown.titled.title_zh == OFFER["title_zh"]
    assert seen_record(member(), pair.supply).titled is None
    # What its owner writes afterwards is not revealed.
    edit_record(actor=pair.seller, record=pair.supply, version=1, fields={"title_zh": "内部代号甲"})
    assert seen_record(fresh(pair.buyer), pair.supply).titled.title_zh == OFFER["title_zh"]
    noted = AccessEvent.objects.values_list("person", "organisation", "owner", "kind", "standing", "what", "way")
    common = (AccessStanding.MATCHED, AccessKind.REVEALED, AccessWay.MATCH)
    assert set(noted) == {
        (pair.seller.pk, pair.institute.pk, pair.enterprise.pk, "demand", *common),
        (pair.buyer.pk, pair.enterprise.pk, pair.institute.pk, "achievement", *common),
    }
    for step in (take_back_answer, lambda **given: answer_blind_match(**given, answer="no")):
        with pytest.raises(BlindMatchOver):
            step(actor=pair.buyer, side=pair.demand_side)
    assert reply_record(pair.institute) is None


def test_blind_matches_are_no_part_of_the_reply_rate(calendar, pair):
    for number in range(5):
        demand = DemandFactory(organisation=pair.enterprise, title_zh=f"需求{number}")
        Introduction.objects.create(
            demand=demand, achievement=pair.supply, side="demand", from_organisation=pair.enterprise,
            to_organisation=pair.institute, message="x", demand_version=1, supply_version=1, due_on="2026-11-10",
            state=State.LAPSED,
        )  # fmt: skip
    before = reply_record(pair.institute)
    answer_blind_match(actor=pair.buyer, side=pair.demand_side, answer="yes")
    answer_blind_match(actor=pair.seller, side=pair.supply_side, answer="yes")
    assert reply_record(pair.institute) == before


def test_an_introduction_that_was_asked_for_meanwhile_is_accepted(calendar):
    calendar.set(WRITTEN)
    found = region(supply={"tier": Tier.PUBLIC})
    run_until_told(calendar)
    introduce(actor=fresh(found.buyer), pair=Pair(found.demand, found.supply), message="您好")
    answer_blind_match(actor=found.seller, side=found.supply_side, answer="yes")
    answer_blind_match(actor=found.buyer, side=found.demand_side, answer="yes")
    asked = Introduction.objects.get()
    assert (asked.state, asked.replied_by) == (State.ACCEPTED, found.seller)
    assert found.match.introduction == asked
    seen = revealed_to(fresh(found.buyer), found.demand_side)
    assert seen is not None
    assert seen.record == found.supply
    # Of the public record nothing had to be revealed, so nothing is noted.
    assert list(AccessEvent.objects.values_list("kind", flat=True)) == ["demand"]


def test_a_no_and_its_reason_stay_with_the_side(calendar, pair):
    answer_blind_match(actor=pair.seller, side=pair.supply_side, answer="no", reason="已独家许可")
    answer_blind_match(actor=pair.buyer, side=pair.demand_side, answer="yes")
    side = visible_sides(pair.buyer).get()
    assert side.standing() == Standing.YES
    assert not Notice.objects.exclude(event__verb="blind_match_told").exists()
    assert personal_blind_answers(pair.seller)["blind_match_answers"][0]["reason"] == "已独家许可"
    take_back_answer(actor=pair.seller_owner, side=pair.supply_side)
    assert (pair.supply_side.answer, pair.supply_side.reason, pair.supply_side.answered_by) == ("", "", None)
    # A yes that is taken back before the other's is none.
    take_back_answer(actor=pair.buyer, side=pair.demand_side)
    answer_blind_match(actor=pair.seller, side=pair.supply_side, answer="yes")
    assert pair.match.state == MatchState.OPEN


def test_what_is_over_cannot_be_answered_and_who_said_yes_is_told_on_one_day(calendar, pair):
    answer_blind_match(actor=pair.buyer, side=pair.demand_side, answer="yes")
    calendar.set(LAST_DAY)
    assert run_round().ended == 0
    assert visible_sides(pair.seller).get().standing() == Standing.WAITING
    calendar.set(AFTER, hour=0)
    # Also before the worker has come.
    assert visible_sides(pair.seller).get().standing() == Standing.ENDED
    with pytest.raises(BlindMatchOver):
        answer_blind_match(actor=pair.seller, side=pair.supply_side, answer="yes")
    assert run_round().ended == 1
    assert run_round().ended == 0
    assert told("blind_match_ended") == {pair.buyer.pk, pair.buyer_owner.pk}
    assert not Introduction.objects.exists()


@pytest.mark.parametrize("what", ["edited", "closed", "left out", "unverified", "hidden"])
def test_a_record_that_moved_is_not_revealed_and_only_its_own_side_is_told(calendar, pair, what):
    answer_blind_match(actor=pair.seller, side=pair.supply_side, answer="yes")
    if what == "edited":
        edit_record(actor=pair.seller, record=pair.supply, version=1, fields={"summary_zh": "改过"})
    if what == "closed":
        close_record(actor=pair.seller, record=pair.supply)
    if what == "left out":
        keep_out(actor=pair.seller, record=pair.supply)
    if what in ("unverified", "hidden"):
        pair.institute.verification, pair.institute.is_active = "unverified", what != "hidden"
        pair.institute.save()
    side = answer_blind_match(actor=pair.buyer, side=pair.demand_side, answer="yes")
    assert side.standing() == Standing.YES
    assert pair.match.state == MatchState.OPEN
    take_back_answer(actor=pair.seller, side=pair.supply_side)
    with pytest.raises(RecordMoved):
        answer_blind_match(actor=pair.seller, side=pair.supply_side, answer="yes")


def test_a_side_whose_other_organisation_is_deleted_ends_like_any_other(calendar, pair):
    answer_blind_match(actor=pair.buyer, side=pair.demand_side, answer="yes")
    pair.institute.delete()
    assert visible_sides(pair.buyer).get().standing() == Standing.YES
    take_back_answer(actor=pair.buyer, side=pair.demand_side)
    answer_blind_match(actor=pair.buyer, side=pair.demand_side, answer="yes")
    assert pair.match.state == MatchState.OPEN
    calendar.set(AFTER)
    assert run_round().ended == 1


def test_a_pair_that_sits_out_is_found_later(calendar, monkeypatch):
    calendar.set(WRITTEN)
    region()
    monkeypatch.setattr(finding, "sits_out", lambda opens_on, *pair: opens_on.isoformat() == ROUND)
    assert run_until_told(calendar) == 0
    calendar.set("2026-12-04")
    assert find_blind_matches() == 1


def test_who_may_answer(calendar, pair):
    may = manager(pair.institute, confidential=True)
    side = pair.supply_side
    for person in (pair.buyer, pair.buyer_owner, manager(pair.institute), member(), reviewer(), administrator()):
        with pytest.raises(PermissionDenied):
            answer_blind_match(actor=fresh(person), side=side, answer="yes")
        with pytest.raises(PermissionDenied):
            keep_out(actor=fresh(person), record=pair.supply)
    answer_blind_match(actor=fresh(may), side=side, answer="yes")
    assert pair.supply_side.answered_by == may
    # A manager decides nothing about the record itself.
    with pytest.raises(PermissionDenied):
        let_take_part(actor=fresh(may), record=pair.supply)


def test_a_manager_of_both_sides_sees_both(calendar):
    calendar.set(WRITTEN)
    found = region()
    both = manager(found.institute, confidential=True)
    Mandate.objects.create(
        organisation=found.enterprise, manager=both, confidential=True, accepted_at="2026-11-02T00:00Z"
    )
    run_until_told(calendar)
    assert {side.side for side in visible_sides(fresh(both))} == {"demand", "supply"}
    Mandate.objects.filter(organisation=found.enterprise).update(confidential=False)
    assert {side.side for side in visible_sides(fresh(both))} == {"supply"}


def test_an_expert_is_matched_too(calendar):
    calendar.set(WRITTEN)
    enterprise, institute = OrganisationFactory(verified=True), OrganisationFactory(verified=True)
    buyer, expert = owner(enterprise), owner(institute)
    DemandFactory(**NEED, organisation=enterprise, tier=Tier.CONFIDENTIAL)
    ExpertFactory(
        organisation=institute, tier=Tier.MEMBERS, title_zh="张三", title_en="", description_en="",
        description_zh="研究钢结构锈蚀与盐雾。",
    )  # fmt: skip
    AchievementFactory(organisation=institute, title_zh="苹果", title_en="", description_zh="果品。", description_en="")
    assert run_until_told(calendar) == 1
    assert set(BlindSide.objects.values_list("kind", flat=True)) == {"demand", "expert"}
    for person in (buyer, expert):
        answer_blind_match(actor=person, side=visible_sides(person).get(), answer="yes")
    assert Introduction.objects.get().expert is not None
