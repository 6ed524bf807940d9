"""Asking and replying: who may, what is kept, what matching learns."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    fresh,
    manager,
    member,
    reviewer,
)
from heliu.activity.models import Notice
from heliu.activity.selectors import notices_of, show_notices
from heliu.catalog.choices import State as RecordState
from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import AchievementFactory
from heliu.dealflow.actions import accept_introduction, asking, introduce, refuse_introduction, withdraw_introduction
from heliu.dealflow.choices import NextStep, RefusalReason, Side, State
from heliu.dealflow.errors import AlreadyIntroduced, NobodyToAnswer, NotPossible, TooManyIntroductions
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import Pair
from heliu.dealflow.tests.factories import several, two
from heliu.kit.permissions import allowed
from heliu.matching.outcomes.choices import Asker, Place, What
from heliu.matching.outcomes.models import Outcome, ShownAnswer, ShownResult

pytestmark = pytest.mark.django_db

PEOPLE = [
    "visitor", "person", "stranger", "asking", "asked", "asking_manager", "asked_manager", "stranger_manager",
    "reviewer", "administrator",
]  # fmt: skip
TABLE = """
introduce              -  -  -  x  x  x  x  -  -  -
view_introduction      -  -  -  x  x  x  x  -  -  -
reply_introduction     -  -  -  -  x  -  x  -  -  -
withdraw_introduction  -  -  -  x  -  x  -  -  -  -
pause_introduction     -  -  -  x  x  x  x  -  -  -
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_who_may_do_what(row):
    pair = two()
    people = {
        "visitor": AnonymousUser(), "person": UserFactory(), "stranger": member(), "asking": pair.buyer,
        "asked": pair.seller, "asking_manager": manager(pair.enterprise), "asked_manager": manager(pair.institute),
        "stranger_manager": manager(OrganisationFactory()), "reviewer": reviewer(), "administrator": administrator(),
    }  # fmt: skip
    permission, *cells = row
    about = pair.pair if permission == "introduce" else pair.introduce()
    answers = [allowed(people[name], f"dealflow.{permission}", about) for name in PEOPLE]
    assert answers == [cell == "x" for cell in cells]
    if permission == "view_introduction":
        seen = [Introduction.objects.visible_to(people[name]).exists() for name in PEOPLE]
        assert seen == answers, "the rule and the list say the same"


@pytest.mark.parametrize("side", ["demand", "supply"])
def test_a_confidential_record_takes_a_mandate_for_confidential_ones(side):
    pair = two()
    introduction = pair.introduce()
    plain, trusted = manager(pair.enterprise), manager(pair.enterprise, confidential=True)
    record = getattr(pair, side)
    type(record).objects.filter(pk=record.pk).update(tier=Tier.CONFIDENTIAL)
    introduction = Introduction.objects.get(pk=introduction.pk)
    for person, may in ((plain, False), (trusted, True), (pair.buyer, True)):
        assert allowed(fresh(person), "dealflow.view_introduction", introduction) is may
        assert Introduction.objects.visible_to(fresh(person)).exists() is may


def rule(pair: Pair, user) -> bool:
    return allowed(fresh(user), "dealflow.introduce", pair)


@pytest.mark.parametrize("tier", Tier.values)
@pytest.mark.parametrize("state", RecordState.values)
def test_only_what_is_published_and_may_be_read_is_introduced(tier, state):
    """Of another's record all of it must be readable, of one's own that it is published is enough."""
    pair = two()
    other = AchievementFactory(organisation=pair.institute, tier=tier, state=state)
    readable = state == RecordState.PUBLISHED and tier in (Tier.PUBLIC, Tier.MEMBERS)
    assert rule(Pair(pair.demand, other), pair.buyer) is readable
    assert rule(Pair(pair.demand, other), pair.seller) is (state == RecordState.PUBLISHED)


def test_a_hidden_organisation_one_organisation_and_both_sides_are_refused():
    pair = two()
    assert rule(pair.pair, pair.buyer)
    own = AchievementFactory(organisation=pair.enterprise)
    assert not rule(Pair(pair.demand, own), pair.buyer)
    MembershipFactory(user=pair.buyer, organisation=pair.institute)
    assert not rule(pair.pair, pair.buyer), "nobody asks themselves"
    hidden = two()
    hidden.institute.is_active = False
    hidden.institute.save()
    hidden.supply.organisation.refresh_from_db()
    assert not rule(hidden.pair, hidden.buyer)
    with pytest.raises(PermissionDenied):
        hidden.introduce()


@pytest.mark.parametrize("kind", ["achievement", "expert"])
def test_either_side_asks(kind):
    pair = two(kind)
    introduction = pair.introduce(next_step=NextStep.VISIT)
    assert (introduction.side, introduction.supply, introduction.asked_record) == (
        Side.DEMAND,
        pair.supply,
        pair.supply,
    )
    assert (introduction.from_organisation, introduction.to_organisation) == (pair.enterprise, pair.institute)
    assert (introduction.asked_by, introduction.owner) == (pair.buyer, pair.seller)
    assert (introduction.demand_version, introduction.supply_version) == (1, 1)
    withdraw_introduction(actor=fresh(pair.buyer), introduction=introduction, note="已经找到")
    back = pair.introduce(pair.seller)
    assert (back.side, back.owner, back.asked_record) == (Side.SUPPLY, pair.buyer, pair.demand)
    assert Introduction.history.filter(id=back.pk).count() == 1


def test_the_same_two_are_introduced_once():
    pair = two()
    first = pair.introduce()
    for actor in (pair.buyer, pair.seller):
        with pytest.raises(AlreadyIntroduced) as refused:
            pair.introduce(actor)
        assert refused.value.introduction == first
    refuse_introduction(actor=fresh(pair.seller), introduction=first, reason="capacity")
    second = pair.introduce()
    accept_introduction(actor=fresh(pair.seller), introduction=second)
    with pytest.raises(AlreadyIntroduced):
        pair.introduce()


def test_where_nobody_acts_nobody_is_asked_and_mailings_are_refused(monkeypatch):
    pair = two()
    alone = AchievementFactory(organisation=OrganisationFactory(verified=True))
    with pytest.raises(NobodyToAnswer):
        introduce(actor=fresh(pair.buyer), pair=Pair(pair.demand, alone), message="您好")
    with pytest.raises(ValidationError):
        pair.introduce(message="  ")
    assert not Introduction.objects.exists()
    monkeypatch.setattr(asking, "MOST_A_DAY", 2)
    first, second, third = several(3)
    first.introduce()
    second.introduce()
    with pytest.raises(TooManyIntroductions):
        third.introduce()


def test_an_answer_is_given_once():
    pair = two()
    introduction = pair.introduce()
    for actor in (pair.buyer, member()):
        with pytest.raises(PermissionDenied):
            accept_introduction(actor=fresh(actor), introduction=introduction)
    answered = accept_introduction(actor=fresh(pair.seller_owner), introduction=introduction, note="周三来电")
    assert (answered.state, answered.replied_by, answered.owner) == (
        State.ACCEPTED, pair.seller_owner, pair.seller_owner
    )  # fmt: skip
    notice = Notice.objects.get(event__verb="introduction_accepted")
    assert notice.recipient == pair.buyer
    [shown] = show_notices(pair.buyer, notices_of(pair.buyer))
    assert (shown.record, shown.note) == (introduction, "周三来电")
    with pytest.raises(PermissionDenied):
        withdraw_introduction(actor=fresh(pair.seller), introduction=introduction)
    for step, facts in [
        (accept_introduction, {}), (refuse_introduction, {"reason": "price"}),
    ]:  # fmt: skip
        with pytest.raises(NotPossible):
            step(actor=fresh(pair.seller), introduction=introduction, **facts)
    with pytest.raises(NotPossible):
        withdraw_introduction(actor=fresh(pair.buyer), introduction=introduction)


def test_declining_takes_a_reason():
    pair = two()
    introduction = pair.introduce()
    bad = [
        {"reason": ""}, {"reason": "ugly"}, {"reason": "parameter", "parameter": " "}, {"reason": "other", "note": ""}
    ]  # fmt: skip
    for facts in bad:
        with pytest.raises(ValidationError):
            refuse_introduction(actor=fresh(pair.seller), introduction=introduction, **facts)
    assert Introduction.objects.get(pk=introduction.pk).is_open
    done = refuse_introduction(
        actor=fresh(pair.seller), introduction=introduction, reason="parameter", parameter="剥离强度"
    )
    assert (done.state, done.refusal_reason, done.refusal_parameter) == (State.REFUSED, "parameter", "剥离强度")


# -- what matching learns -------------------------------------------------------------------------


def shown(pair, *, asked: str = "demand", **answer) -> ShownResult:
    """A result in the log: the supply on the page of the demand."""
    facts = {"asked_kind": asked, "asked_id": pair.demand.pk if asked else None, **answer}
    one = ShownAnswer.objects.create(
        place=Place.RECORD, asker=Asker.MEMBER, need="0" * 32, profile="demand", ranking="plain-1", index_version="7:3",
        semantic=True, abstained=False, **facts,
    )  # fmt: skip
    return ShownResult.objects.create(
        answer=one, kind=pair.supply.kind, object_id=pair.supply.pk, version=1, position=1, propensity=1.0, score=0.61,
        level=3,
    )  # fmt: skip


def mark_of(result: ShownResult) -> str:
    return f"{result.answer_id.hex}-{result.position}"


@pytest.mark.parametrize("asked", ["demand", ""])
def test_the_match_is_kept_and_its_outcome_told(asked):
    pair = two()
    result = shown(pair, asked=asked)
    introduction = pair.introduce(mark=mark_of(result))
    assert (introduction.index_version, introduction.score, introduction.level) == ("7:3", 0.61, 3)
    assert list(Outcome.objects.values_list("what", "reason")) == [(What.INTRODUCED, "")]
    refuse_introduction(actor=fresh(pair.seller), introduction=introduction, reason=RefusalReason.PRICE)
    assert set(Outcome.objects.values_list("what", "reason")) == {(What.INTRODUCED, ""), (What.DISMISSED, "price")}


def test_the_mark_of_another_match_is_left_aside():
    pair, other = two(), two()
    wrong = shown(other)
    half = shown(pair, asked_id=other.demand.pk, asked="demand")
    for mark in (mark_of(wrong), mark_of(half), "nonsense", f"{'0' * 32}-1"):
        introduction = pair.introduce(mark=mark)
        assert (introduction.mark, introduction.index_version, introduction.level) == ("", "", None)
        withdraw_introduction(actor=fresh(pair.buyer), introduction=introduction)
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("reason", RefusalReason.values)
def test_every_reason_has_one_that_matching_knows(reason):
    pair = two()
    introduction = pair.introduce(mark=mark_of(shown(pair)))
    refuse_introduction(
        actor=fresh(pair.seller), introduction=introduction, reason=reason, parameter="硬度", note="见正文"
    )
    assert Outcome.objects.filter(what=What.DISMISSED).exclude(reason="").count() == 1


def test_a_person_gets_a_copy_of_what_introductions_hold_of_them():
    pair = two()
    introduction = pair.introduce(message="您好，请看需求单。")
    waiting = personal_data(fresh(pair.seller))["introductions"]
    assert [(row["id"], row["message"], row["has_to_act"]) for row in waiting] == [(introduction.pk, None, True)]
    accept_introduction(actor=fresh(pair.seller), introduction=introduction, note="周三来电")
    [asked], [answered] = (personal_data(fresh(user))["introductions"] for user in (pair.buyer, pair.seller))
    assert (asked["message"], asked["reply"]) == ("您好，请看需求单。", None)
    assert (answered["message"], answered["reply"], answered["has_to_act"]) == (None, "周三来电", False)
    assert personal_data(fresh(pair.buyer_owner))["introductions"] == []
