"""Drafting, approving, new versions and payments: who, what, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from heliu.accounts.models import Membership
from heliu.accounts.tests.factories import UserFactory, administrator, fresh, manager, member, owner, reviewer
from heliu.activity.models import Notice
from heliu.activity.selectors import timeline_of
from heliu.deals.benefit import actions
from heliu.deals.benefit.actions import ShareLine
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.errors import (
    ConflictOfInterest,
    NotReady,
    PaidAlready,
    SplitEdited,
    SplitMoved,
    SplitThere,
)
from heliu.deals.benefit.models import Approval, RewardPayment, Share, Split, SplitVersion
from heliu.deals.benefit.reports import payments_of_year
from heliu.deals.benefit.selectors import payment_list, visible_splits
from heliu.deals.benefit.tests.factories import SAID, THREE, approved, drafted, known_by
from heliu.deals.choices import Stage
from heliu.deals.errors import SomethingMissing, StepNotPossible
from heliu.deals.tests.factories import case_at
from heliu.kit.permissions import allowed
from heliu.kit.tests.threads import at_once
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db

PEOPLE = [
    "visitor", "person", "stranger", "buyer", "buyer_owner", "buyer_manager", "seller", "seller_owner",
    "seller_manager", "trusted_manager", "reviewer", "administrator",
]  # fmt: skip
TABLE = """
view_split   -  -  -  -  -  -  x  x  -  -  -  -
write_split  -  -  -  -  -  -  -  x  -  -  -  -
"""


def people_of(case) -> dict:
    pair = case.two
    return {
        "visitor": AnonymousUser(), "person": UserFactory(), "stranger": member(), "buyer": pair.buyer,
        "buyer_owner": pair.buyer_owner, "buyer_manager": manager(pair.enterprise), "seller": pair.seller,
        "seller_owner": pair.seller_owner, "seller_manager": manager(pair.institute),
        "trusted_manager": manager(pair.institute, confidential=True), "reviewer": reviewer(),
        "administrator": administrator(),
    }  # fmt: skip


def test_who_may_do_what():
    shared = drafted()
    people = people_of(shared.case)
    for permission, *cells in (line.split() for line in TABLE.strip().splitlines()):
        answers = [allowed(people[name], f"deals.{permission}", shared.deal) for name in PEOPLE]
        assert answers == [cell == "x" for cell in cells], permission
    seen = [visible_splits(people[name]).exists() for name in PEOPLE]
    assert seen == [cell == "x" for cell in TABLE.strip().splitlines()[0].split()[1:]], "rule and list say the same"


def test_every_action_refuses_who_may_not():
    """Each action × everybody but owners of the provider; nothing is written."""
    deal, paid = approved().deal, approved()
    paid.pay(1)
    payment = RewardPayment.objects.get().pk
    draft = drafted()
    tried = [
        (actions.start_split, deal, {}), (actions.start_version, deal, {"reason": "x"}),
        (actions.edit_draft, draft.deal, {"edits": 2, "fields": {"income_note": "x"}}),
        (actions.approve, draft.deal, {"edits": 2}), (actions.discard_draft, draft.deal, {"edits": 2}),
        (actions.say_none_due, deal, {"reason": "x"}), (actions.take_back_none_due, deal, {}),
        (actions.mark_paid, deal, {"version": 1, "person": 1, "paid_on": date(2026, 1, 1)}),
        (actions.take_back_payment, paid.deal, {"payment": payment, "reason": "x"}),
    ]  # fmt: skip
    before = [
        SplitVersion.objects.count(),
        Share.objects.count(),
        RewardPayment.objects.count(),
        Approval.objects.count(),
    ]
    for action, about, facts in tried:
        for name, person in people_of(draft.case).items():
            if about == draft.deal and name == "seller_owner":
                continue
            with pytest.raises(PermissionDenied):
                action(actor=person, deal=about, **facts)
    after = [
        SplitVersion.objects.count(),
        Share.objects.count(),
        RewardPayment.objects.count(),
        Approval.objects.count(),
    ]
    assert after == before


def test_a_split_is_proposed_from_the_deal_and_begins_once():
    shared = drafted()
    assert shared.draft.income == shared.deal.amount
    with pytest.raises(SplitThere):
        actions.start_split(actor=shared.owner, deal=shared.deal)
    with transaction.atomic(), pytest.raises(IntegrityError):
        SplitVersion.objects.create(split=shared.split, number=2, reason="x")


def test_the_kind_of_unit_is_taken_from_the_facts_that_were_stated():
    case = case_at(Stage.PAID)
    case.make_public_body()
    assert actions.start_split(actor=fresh(case.two.seller_owner), deal=case.now()).provider_is_public is True


def test_everything_that_is_missing_is_said_and_nothing_approved():
    shared = drafted(shares=[ShareLine("许国强", Decimal("60"))], basis="own_rule", rule_name="", pool_percentage=None)
    with pytest.raises(NotReady) as refused:
        shared.approve()
    assert len(refused.value.missing) == 4, refused.value.missing
    assert shared.draft.state == VersionState.DRAFT
    for fields, gap in (
        ({"income": Decimal(1)}, "pool"),
        ({"route": "own_use"}, "years"),
        ({"pool_kind": "amount", "pool_amount": Decimal("700000")}, "more than"),
    ):
        other = drafted(**fields)
        with pytest.raises(NotReady):
            other.approve()
        assert other.draft.approvals.count() == 0, gap


def test_a_floor_blocks_unless_it_may_be_departed_from_with_a_reason():
    low = drafted(pool_percentage=Decimal("49.99"))
    with pytest.raises(NotReady):
        low.approve()
    low.write(departure="领导同意")
    with pytest.raises(NotReady):
        low.approve()
    low.write(provider_is_public=False, basis="statute", departure="")
    with pytest.raises(NotReady):
        low.approve()
    low.write(departure="发明人书面同意")
    assert low.approve().state == VersionState.APPROVED
    assert low.force.departure == "发明人书面同意"


def test_bad_rows_leave_the_draft_as_it_was():
    shared = drafted()
    before = [(one.name, one.percentage) for one in shared.draft.shares.all()]
    for bad in (
        [ShareLine("甲", Decimal(0))],
        [ShareLine("甲", Decimal("100.01"))],
        [ShareLine(" ", Decimal(100))],
        [ShareLine("甲", Decimal(100), email="keine")],
    ):
        with pytest.raises(ValidationError):
            shared.write(shares=bad)
    with pytest.raises(SplitMoved):
        shared.write(shares=[ShareLine("甲", Decimal(100), person=99)])
    with pytest.raises(ValidationError):
        shared.write(route="investment", pool_kind="amount")
    with pytest.raises(TypeError):
        shared.write(state="approved")
    assert [(one.name, one.percentage) for one in shared.draft.shares.all()] == before
    assert shared.draft.edits == 2
    assert shared.split.persons == 3


def test_of_two_who_edit_the_second_is_told_what_changed():
    shared = drafted()
    read = shared.draft.edits
    shared.write(income_note="首付款", shares=[*THREE[:2], ShareLine("新人", Decimal("33.33"))])
    with pytest.raises(SplitEdited) as refused:
        actions.edit_draft(actor=shared.owner, deal=shared.deal, edits=read, fields={"income_note": "尾款"})
    assert len(refused.value.changed) == 2
    assert refused.value.edits == shared.draft.edits == read + 1
    assert shared.draft.income_note == "首付款"
    for action in (actions.approve, actions.discard_draft):
        with pytest.raises(SplitEdited):
            action(actor=shared.owner, deal=shared.deal, edits=read)
    same = shared.write(income_note="首付款")
    assert same.edits == read + 1, "nothing differs, so nothing is counted"


# -- conflict of interest -------------------------------------------------------------------------


def second_owner(shared):
    return fresh(owner(shared.case.two.institute))


def test_who_gets_a_part_does_not_approve_where_another_owner_does_not():
    shared = drafted()
    other = second_owner(shared)
    shared.write(shares=[known_by(shared.owner, "100")])
    with pytest.raises(ConflictOfInterest):
        shared.approve()
    assert shared.approve(other).state == VersionState.APPROVED
    assert list(Approval.objects.values_list("user", "benefits")) == [(other.pk, False)]


def test_a_namesake_without_an_account_counts_as_the_owner():
    shared = drafted()
    other = second_owner(shared)
    shared.write(shares=[ShareLine(shared.owner.name, Decimal(100), is_main=True)])
    with pytest.raises(ConflictOfInterest):
        shared.approve()
    shared.write(shares=[ShareLine(shared.owner.name, Decimal(100), is_main=True, email=known_by(other, "1").email)])
    assert shared.approve().state == VersionState.APPROVED, "the address says that it is somebody else"


def test_two_owners_who_both_get_a_part_approve_together():
    shared = drafted()
    other = second_owner(shared)
    shared.write(shares=[known_by(shared.owner, "50"), known_by(other, "50")])
    assert shared.approve().state == VersionState.DRAFT
    with pytest.raises(SplitMoved):
        shared.approve()
    shared.write(income_note="首付款")
    assert shared.draft.approvals.count() == 0, "an approval of another wording falls"
    shared.approve(other)
    assert shared.approve().state == VersionState.APPROVED
    assert Approval.objects.filter(benefits=True).count() == 2


def test_an_owner_who_was_waited_for_and_leaves_is_waited_for_no_more():
    shared = drafted()
    other = second_owner(shared)
    shared.write(shares=[known_by(shared.owner, "50"), known_by(other, "50")])
    shared.approve()
    other.memberships.all().delete()
    assert shared.approve().state == VersionState.APPROVED
    assert Approval.objects.count() == 1


def test_the_only_owner_approves_alone_and_that_stays_visible():
    shared = drafted()
    shared.write(shares=[known_by(shared.owner, "100")])
    shared.approve()
    assert Approval.objects.get().benefits
    # An owner whose account is closed is nobody to wait for.
    closed = drafted()
    gone = second_owner(closed)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    closed.write(shares=[known_by(closed.owner, "100")])
    assert closed.approve().state == VersionState.APPROVED


# -- versions -------------------------------------------------------------------------------------


def test_a_new_version_needs_a_reason_and_leaves_the_old_one_readable():
    shared = approved()
    with pytest.raises(ValidationError):
        shared.renew("  ")
    shared.renew()
    with pytest.raises(SplitThere):
        shared.renew()
    lines = shared.lines(shared.draft)
    assert [one.person for one in lines] == [1, 2, 3]
    shared.write(income=Decimal("1600000.00"), shares=[*lines[:2], ShareLine("新人", lines[2].percentage)])
    assert [one.person for one in shared.draft.shares.all()] == [1, 2, 4], "a number is never given twice"
    assert shared.force.number == 1
    shared.approve()
    first = shared.split.versions.get(number=1)
    assert (shared.force.number, first.state, first.income) == (2, VersionState.REPLACED, Decimal("800000.00"))
    assert [str(one.amount) for one in first.shares.all()] == ["163365.9900", "163317.0000", "163317.0000"]


def test_what_was_paid_counts_in_the_next_version():
    shared = approved()
    shared.pay(1)
    shared.renew()
    lines = shared.lines(shared.draft)
    shared.write(income=Decimal("800000.10"), shares=lines)
    shared.approve()
    due = {line.share.person: (line.paid, line.due) for line in payment_list(shared.force)}
    # Net 700,000.09, pool 490,000.06: person 1 gets 163,366.02 exactly rounded down, three fen more than before.
    assert due[1] == (Decimal("163365.99"), Decimal("0.03"))
    assert due[2] == (Decimal(0), Decimal("163317.02"))
    assert sum((paid + rest for paid, rest in due.values()), Decimal(0)) == Decimal("490000.06")
    assert shared.split.unpaid == 3


def test_a_new_version_gives_nobody_less_than_they_have_got():
    shared = approved()
    payment = shared.pay(1)
    for shares in ([ShareLine("沈敏", Decimal(100), is_main=True, person=2)], None):
        shared.renew("更正")
        if shares:
            shared.write(shares=shares)
        else:
            shared.write(pool_percentage=Decimal(60))
        with pytest.raises(NotReady):
            shared.approve()
        actions.discard_draft(actor=shared.owner, deal=shared.deal, edits=shared.draft.edits)
    shared.renew("改为股权")
    shared.write(route="investment", pool_percentage=Decimal(90))
    with pytest.raises(NotReady):
        shared.approve()
    with pytest.raises(ValidationError):
        actions.take_back_payment(actor=shared.owner, deal=shared.deal, payment=payment.pk, reason="")
    actions.take_back_payment(actor=shared.owner, deal=shared.deal, payment=payment.pk, reason="退汇")
    assert shared.approve().is_equity
    assert "退汇" in [event.note for event in timeline_of(shared.split)]


def test_the_line_of_somebody_who_was_paid_does_not_become_another_persons():
    known = UserFactory(name="沈敏")
    shared = drafted(shares=[known_by(known, "50"), ShareLine("周航", Decimal(50))])
    shared.approve()
    for person in (1, 2):
        shared.pay(person)
    shared.renew("更正姓名")
    first, second = shared.lines(shared.draft)
    shared.write(shares=[replace(first, name="沈旻"), second])
    with transaction.atomic():
        assert shared.approve().state == VersionState.APPROVED, "the account says that it is the same person"
        transaction.set_rollback(True)
    shared.write(shares=[first, replace(second, name="郑一")])
    with pytest.raises(NotReady) as refused:
        shared.approve()
    assert len(refused.value.missing) == 1
    assert "郑一" in refused.value.missing[0]


# -- payments -------------------------------------------------------------------------------------


def test_payments_are_marked_once_and_lead_to_distribution():
    shared = approved()
    with pytest.raises(SomethingMissing) as refused:
        shared.case.take("distribute")
    assert len(refused.value.missing) == 1
    with pytest.raises(ValidationError):
        shared.pay(1, local_day() + timedelta(days=1))
    for person in (1, 2):
        shared.pay(person, voucher="2026-118")
    with pytest.raises(PaidAlready):
        shared.pay(1)
    with pytest.raises(SplitMoved):
        shared.pay(9)
    assert shared.split.unpaid == 1
    shared.pay(3)
    assert sum(RewardPayment.objects.values_list("amount", flat=True)) == Decimal("489999.99")
    shared.renew()
    with pytest.raises(SomethingMissing):
        shared.case.take("distribute")
    actions.discard_draft(actor=shared.owner, deal=shared.deal, edits=1)
    assert shared.case.take("distribute").stage == Stage.DISTRIBUTED


def test_a_list_that_is_not_in_force_any_more_is_not_marked():
    shared = approved()
    shared.renew()
    shared.write(income=Decimal("1600000.00"))
    shared.approve()
    with pytest.raises(SplitMoved):
        actions.mark_paid(actor=shared.owner, deal=shared.deal, version=1, person=1, paid_on=date(2026, 11, 1))


def test_a_statement_that_nothing_is_due_takes_the_place_of_a_split():
    case = case_at(Stage.PAID)
    with pytest.raises(SomethingMissing):
        case.take("distribute")
    mine = fresh(case.two.seller_owner)
    with pytest.raises(ValidationError):
        actions.say_none_due(actor=mine, deal=case.now(), reason=" ")
    actions.say_none_due(actor=mine, deal=case.now(), reason="企业自有技术，无职务发明人")
    with pytest.raises(SplitThere):
        actions.say_none_due(actor=mine, deal=case.now(), reason="再说一遍")
    actions.take_back_none_due(actor=mine, deal=case.now())
    with pytest.raises(SomethingMissing):
        case.take("distribute")
    actions.say_none_due(actor=mine, deal=case.now(), reason="企业自有技术")
    with transaction.atomic():
        assert case.take("distribute").stage == Stage.DISTRIBUTED
        transaction.set_rollback(True)
    actions.start_split(actor=mine, deal=case.now())
    assert Split.objects.get().none_due_reason == "", "a split that is begun takes it back"
    with pytest.raises(SplitThere):
        actions.say_none_due(actor=mine, deal=case.now(), reason="x")


def test_of_a_deal_that_is_over_nothing_is_written_but_what_was_paid():
    shared = approved()
    shared.case.take("close", shared.case.two.buyer)
    for action, facts in (
        (actions.start_version, {"reason": "x"}),
        (actions.start_split, {}),
        (actions.say_none_due, {"reason": "x"}),
    ):
        with pytest.raises(StepNotPossible):
            action(actor=shared.owner, deal=shared.deal, **facts)
    shared.pay(1)
    assert shared.split.unpaid == 2, "a reward is owed whatever became of the deal"


def test_contributors_are_told_of_their_own_share_alone():
    inside, outside = UserFactory(name="沈敏"), UserFactory()
    shared = drafted(shares=[known_by(outside, "60"), known_by(inside, "40")])
    unconfirmed = UserFactory()
    shared.write(shares=[*shared.lines(shared.draft)[:1], ShareLine("陌生人", Decimal(40), email=unconfirmed.email)])
    shared.approve()
    assert [one.user for one in shared.force.shares.all()] == [outside, None]
    told = Notice.objects.filter(recipient=outside)
    assert [one.event.verb for one in told] == ["own_reward_set"]
    assert told.get().event.record == shared.force.shares.get(person=1)
    assert shared.deal.title not in str(told.get().event.record)
    shared.pay(1)
    assert Notice.objects.filter(recipient=outside, event__verb="own_reward_paid").exists()
    assert not Notice.objects.filter(
        recipient__in=[inside, unconfirmed, *[shared.case.two.buyer]], event__verb__startswith="own"
    ).exists()


def test_rewards_of_a_calendar_year():
    cash, equity = approved(), approved(route="investment", shares_received=101, pool_percentage=Decimal(50), off=[])
    for person, day in ((1, date(2025, 12, 31)), (2, date(2026, 1, 1)), (3, date(2026, 11, 1))):
        cash.pay(person, day)
        equity.pay(person, day)
    found = payments_of_year(Split.objects.all(), 2026)
    assert {(one.split_id, one.person) for one in found} == {
        (shared.split.pk, person) for shared in (cash, equity) for person in (2, 3)
    }
    assert sum(one.amount for one in found if not one.version.is_equity) == Decimal("326634.00")
    [mine] = payments_of_year(visible_splits(cash.owner), 2025)
    assert mine.amount == Decimal("163365.99")


def test_a_person_who_leaves_goes_out_of_drafts_and_stays_on_the_payment_list():
    person = UserFactory(name="沈敏")
    shared = drafted(shares=[known_by(person, "100")])
    shared.approve()
    shared.renew()
    actions.forget_person(person)
    person.delete()
    assert [(one.name, one.email, one.user) for one in shared.force.shares.all()] == [("沈敏", "", None)]
    assert [(one.name, one.email) for one in shared.draft.shares.all()] == [("", "")]
    with pytest.raises(NotReady):
        shared.approve()


# -- at the same moment ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_an_approval_at_once_never_approve_what_was_not_read():
    shared = drafted()
    read, deal, mine = shared.draft.edits, shared.deal, shared.owner
    at_once(
        lambda: actions.edit_draft(actor=fresh(mine), deal=deal, edits=read, fields={"pool_percentage": Decimal(55)}),
        lambda: actions.approve(actor=fresh(mine), deal=deal, edits=read),
    )
    version = SplitVersion.objects.get()
    # Approved as read, or edited and still a draft.
    assert (version.state, version.pool_percentage) in (
        (VersionState.APPROVED, Decimal(70)), (VersionState.DRAFT, Decimal(55))
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_same_payment_marked_twice_at_once_is_one():
    shared = approved()
    deal, mine = shared.deal, shared.owner

    def mark():
        return actions.mark_paid(actor=fresh(mine), deal=deal, version=1, person=1, paid_on=date(2026, 11, 1))

    outcomes = at_once(mark, mark, mark)
    assert sum(isinstance(one, RewardPayment) for one in outcomes) == 1, outcomes
    assert RewardPayment.objects.count() == 1
    assert Split.objects.get().unpaid == 2


@pytest.mark.django_db(transaction=True)
def test_two_owners_approving_at_once_make_one_version_in_force():
    shared = drafted()
    other = second_owner(shared)
    shared.write(shares=[known_by(shared.owner, "50"), known_by(other, "50")])
    edits, deal = shared.draft.edits, shared.deal
    at_once(
        lambda: actions.approve(actor=shared.owner, deal=deal, edits=edits),
        lambda: actions.approve(actor=fresh(other), deal=deal, edits=edits),
    )
    version = SplitVersion.objects.get()
    assert version.state == VersionState.APPROVED
    assert version.approvals.count() == 2
    assert Membership.objects.filter(organisation=deal.provider, role="owner").count() == 2
    assert SAID["pool_percentage"] == version.pool_percentage
