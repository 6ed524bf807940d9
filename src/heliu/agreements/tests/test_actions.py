"""From the proposal to the end of an agreement, with who may and who may not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from heliu.accounts.actions import delete_account, name_signatory, remove_member
from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    administrator,
    fresh,
    member,
    owner,
    reviewer,
)
from heliu.activity.models import Notice
from heliu.agreements import actions, errors
from heliu.agreements.actions import proposing
from heliu.agreements.agenda import agreement_items, count_agreements
from heliu.agreements.certificates import is_as_frozen
from heliu.agreements.choices import Direction, State
from heliu.agreements.models import Acceptance, Agreement
from heliu.agreements.selectors import due_for, in_force_between, visible_agreements
from heliu.agreements.signals import agreement_ended, agreement_in_force
from heliu.agreements.terms import months_later
from heliu.agreements.tests.factories import accept, sides
from heliu.agreements.wording import text_hash
from heliu.kit.append_only import AppendOnlyError
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return sides()


@pytest.fixture
def announced():
    """What was announced, in order."""
    heard: list[tuple[str, int]] = []

    def begun(agreement, **_):
        heard.append(("in force", agreement.pk))

    def ended(agreement, **_):
        heard.append(("ended", agreement.pk))

    agreement_in_force.connect(begun)
    agreement_ended.connect(ended)
    yield heard
    agreement_in_force.disconnect(begun)
    agreement_ended.disconnect(ended)


def notices(user) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("event__verb", flat=True))


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_in_force_once_both_have_accepted_in_either_order(two, announced, order):
    agreement = two.propose(term_months=24)
    assert agreement.content_hash == text_hash(agreement.text)
    assert all(word in agreement.text for word in (two.a.uscc, two.b.uscc, two.a.name, two.b.name, agreement.reference))
    assert {user.pk for user in (two.owner_a, two.owner_b)} == set(
        Notice.objects.filter(event__verb="agreement_proposed").values_list("recipient", flat=True)
    )
    first, second = (two.owner_a, two.owner_b) if order == "ab" else (two.owner_b, two.owner_a)
    assert accept(agreement, first).state == State.PROPOSED
    assert in_force_between(two.a, two.b) is None
    assert not announced
    assert notices(second)[-1] == "agreement_accepted"
    done = accept(agreement, second)
    assert done.state == State.IN_FORCE
    assert done.ends_on == months_later(local_day(), 24)
    assert announced == [("in force", agreement.pk)]
    assert notices(first)[-1] == "agreement_in_force"
    assert in_force_between(two.a, two.b) == in_force_between(two.b, two.a) == agreement
    for acceptance, person in zip(done.acceptances.order_by("pk"), (first, second), strict=True):
        assert (acceptance.person, acceptance.name) == (person, "王签")
        assert acceptance.content_hash == agreement.content_hash
        assert agreement.content_hash in acceptance.statement
        assert acceptance.template_number == 1


def test_entitled_people_alone_may_accept(two):
    agreement = two.propose()
    stranger = owner()
    for user in (two.member_a, two.member_b, stranger, reviewer(), administrator()):
        with pytest.raises(PermissionDenied):
            accept(agreement, user)
    membership = two.member_b.memberships.get()
    with pytest.raises(PermissionDenied):
        name_signatory(actor=two.member_b, membership=membership, may_sign=True)
    name_signatory(actor=two.owner_b, membership=membership, may_sign=True)
    assert notices(two.member_b) == ["signatory_named"]
    accept(agreement, two.member_b)
    with pytest.raises(errors.AlreadyAccepted):
        accept(agreement, two.owner_b)
    name_signatory(actor=two.owner_b, membership=membership, may_sign=False)
    with pytest.raises(PermissionDenied):
        actions.decline_agreement(actor=fresh(two.member_b), agreement=agreement)
    # Whoever is no member any more may not either, though they were named.
    name_signatory(actor=two.owner_b, membership=membership, may_sign=True)
    remove_member(actor=two.owner_b, membership=membership)
    with pytest.raises(PermissionDenied):
        actions.terminate_agreement(
            actor=fresh(two.member_b), agreement=accept(agreement, two.owner_a), note="不再合作"
        )


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"password": "wrong"}, errors.WrongPassword),
        ({"entitled": False}, errors.NotConfirmed),
        ({"content_hash": "0" * 64}, errors.TextChanged),
        ({"content_hash": ""}, errors.TextChanged),
        ({"name": "  "}, ValidationError),
    ],
)
def test_nothing_is_accepted_without_password_tick_name_and_the_text_one_has_read(two, facts, refusal):
    agreement = two.propose()
    with pytest.raises(refusal):
        accept(agreement, two.owner_b, **facts)
    assert not Acceptance.objects.exists()


def test_a_text_that_was_changed_in_the_database_is_not_accepted(two):
    agreement = two.propose()
    Agreement.objects.filter(pk=agreement.pk).update(text=agreement.text.replace("24个月", "240个月"))
    assert not is_as_frozen(Agreement.objects.get())
    with pytest.raises(errors.TextChanged):
        accept(agreement, two.owner_b)


def test_one_person_does_not_accept_for_both_sides(two):
    MembershipFactory(user=two.owner_a, organisation=two.b, role="owner")
    agreement = two.propose()
    accept(agreement, two.owner_a)
    with pytest.raises(PermissionDenied):
        accept(agreement, two.owner_a)
    assert Acceptance.objects.get().organisation == two.b


def test_acceptances_are_append_only_and_outlive_the_account(two):
    member_of_both = owner(two.a)
    agreement = two.propose()
    accept(agreement, member_of_both)
    acceptance = Acceptance.objects.get()
    acceptance.name = "别人"
    for change in (acceptance.save, acceptance.delete, Acceptance.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()
    with pytest.raises(AppendOnlyError):
        Acceptance.objects.update(name="别人")
    delete_account(actor=fresh(member_of_both), password="password")
    acceptance = Acceptance.objects.get()
    assert (acceptance.person, acceptance.name) == (None, "王签")


def test_who_may_propose_and_to_whom(two):
    for actor in (member(), reviewer(), administrator()):
        with pytest.raises(PermissionDenied):
            two.propose(actor)
    two.b.memberships.all().delete()
    with pytest.raises(errors.NobodyToSign):
        two.propose()
    Organisation.objects.filter(pk=two.b.pk).update(verification="unverified")
    two.b.refresh_from_db()
    with pytest.raises(errors.NotVerified, match=two.b.name):
        two.propose()
    two.b = two.a
    with pytest.raises(ValidationError):
        two.propose()
    assert not Agreement.objects.exists()


def test_a_missing_code_is_named():
    two = sides(b=OrganisationFactory(verified=True, name_zh="无码研究所"))
    with pytest.raises(ValidationError, match="乙方的统一社会信用代码（无码研究所）"):
        two.propose()
    # Invented bodies have none, so that the sample region can be tried out; the text says that they are invented.
    Organisation.objects.filter(pk=two.b.pk).update(illustrative=True)
    two.b.refresh_from_db()
    assert "示例主体，无代码" in two.propose().text


@pytest.mark.parametrize(
    "facts", [{"term_months": 0}, {"term_months": 121}, {"survival_months": 121}, {"purpose": " "}]
)
def test_terms_that_are_no_terms(two, facts):
    with pytest.raises(ValidationError):
        two.propose(**facts)


def test_one_proposal_at_a_time_and_not_too_many_a_day(two, monkeypatch):
    agreement = two.propose()
    other_way = sides(two.b, two.a)
    with pytest.raises(errors.AlreadyProposed) as refused:
        other_way.propose()
    assert refused.value.agreement == agreement
    actions.withdraw_agreement(actor=fresh(two.member_a), agreement=agreement)
    monkeypatch.setattr(proposing, "MOST_A_DAY", 1)
    with pytest.raises(errors.TooManyProposals):
        two.propose()


def test_declining_and_withdrawing(two, announced):
    agreement = two.propose()
    for user in (two.owner_a, two.member_b):
        with pytest.raises(PermissionDenied):
            actions.decline_agreement(actor=fresh(user), agreement=agreement)
    declined = actions.decline_agreement(actor=fresh(two.owner_b), agreement=agreement, note="条款须改")
    assert (declined.state, declined.end_note) == (State.DECLINED, "条款须改")
    assert notices(two.owner_a)[-1] == "agreement_declined"
    for step in (lambda: accept(agreement, two.owner_b), lambda: accept(agreement, two.owner_a)):
        with pytest.raises(errors.NotPossible, match="已谢绝"):
            step()
    agreement = two.propose()
    with pytest.raises(PermissionDenied):
        actions.withdraw_agreement(actor=fresh(two.owner_b), agreement=agreement)
    accept(agreement, two.owner_a)
    assert actions.withdraw_agreement(actor=fresh(two.member_a), agreement=agreement).state == State.WITHDRAWN
    assert not announced


def test_terminating(two, announced):
    agreement = two.in_force()
    for user in (two.member_a, two.member_b, administrator()):
        with pytest.raises(PermissionDenied):
            actions.terminate_agreement(actor=fresh(user), agreement=agreement, note="不再合作")
    with pytest.raises(ValidationError):
        actions.terminate_agreement(actor=fresh(two.owner_b), agreement=agreement, note=" ")
    before = timezone.now()
    actions.terminate_agreement(actor=fresh(two.owner_b), agreement=agreement, note="不再合作")
    assert announced[-1] == ("ended", agreement.pk)
    assert in_force_between(two.a, two.b) is None
    assert in_force_between(two.a, two.b, at=before) == agreement
    assert in_force_between(two.a, two.b, at=before - timedelta(days=1)) is None
    with pytest.raises(errors.NotPossible):
        actions.terminate_agreement(actor=fresh(two.owner_b), agreement=agreement, note="再来一次")


def test_the_term_ends_and_is_announced_before(two, announced):
    agreement = two.in_force(term_months=12)
    last = months_later(local_day(), 12)
    assert actions.run_terms(day=last - timedelta(days=31)) == actions.TermCounts()
    assert actions.run_terms(day=last - timedelta(days=30)) == actions.TermCounts(reminded=1)
    assert actions.run_terms(day=last) == actions.TermCounts()
    assert announced == [("in force", agreement.pk)]
    assert actions.run_terms(day=last + timedelta(days=1)) == actions.TermCounts(expired=1)
    assert actions.run_terms(day=last + timedelta(days=1)) == actions.TermCounts()
    assert announced == [("in force", agreement.pk), ("ended", agreement.pk)]
    assert Agreement.objects.get().state == State.EXPIRED
    assert notices(two.owner_b)[-2:] == ["agreement_expiring", "agreement_expired"]


def test_after_its_last_day_it_protects_nothing_though_no_worker_has_come(two):
    agreement = two.in_force()
    Agreement.objects.update(ends_on=local_day() - timedelta(days=1))
    agreement = Agreement.objects.get(pk=agreement.pk)
    assert not agreement.is_in_force
    assert in_force_between(two.a, two.b) is None


def test_a_proposal_that_nobody_answers_expires(two, announced):
    agreement = two.propose()
    Agreement.objects.update(proposed_at=timezone.now() - timedelta(days=61))
    assert not list(agreement_items(fresh(two.owner_b), 10))
    with pytest.raises(errors.NotPossible):
        accept(agreement, two.owner_b)
    # It does not stand in the way of another one, even before the worker has come.
    assert two.propose().state == State.PROPOSED
    assert Agreement.objects.get(pk=agreement.pk).state == State.EXPIRED
    assert not announced


def test_one_way_agreements_protect_the_side_that_discloses(two):
    for direction, a, b in ((Direction.FROM_A, True, False), (Direction.FROM_B, False, True)):
        agreement = two.in_force(direction=direction)
        assert (agreement.protects(two.a.pk), agreement.protects(two.b.pk)) == (a, b)
        assert bool(in_force_between(two.a, two.b, discloser=two.a)) == a
        assert bool(in_force_between(two.a, two.b, discloser=two.b)) == b
        first, second = (two.a, two.b) if a else (two.b, two.a)
        assert f"{first.name}为披露方，{second.name}为接收方" in agreement.text
        actions.terminate_agreement(actor=fresh(two.owner_a), agreement=agreement, note="换一份")


def test_only_the_two_know(two):
    agreement = two.propose()
    for user in (two.owner_a, two.member_a, two.owner_b, two.member_b):
        assert list(visible_agreements(fresh(user))) == [agreement]
    for user in (owner(), reviewer(), administrator()):
        assert not visible_agreements(user)


def test_what_waits_for_whom(two):
    agreement = two.propose()
    for user, number in ((two.owner_a, 1), (two.owner_b, 1), (two.member_a, 0), (two.member_b, 0), (owner(), 0)):
        assert count_agreements(fresh(user)) == len(agreement_items(fresh(user), 10)) == number
    (item,) = agreement_items(fresh(two.owner_b), 10)
    assert (item.about, item.url, item.due_on) == (two.a.name, agreement.get_absolute_url(), agreement.answer_by)
    accept(agreement, two.owner_b)
    (item,) = agreement_items(fresh(two.owner_b), 10)
    assert (item.mine, item.due_on) == (False, agreement.answer_by)
    for day, number in ((agreement.answer_by - timedelta(days=1), 0), (agreement.answer_by, 1)):
        assert due_for(fresh(two.owner_a), day) == number
        assert due_for(fresh(two.owner_b), day) == due_for(fresh(two.member_a), day) == 0
    accept(agreement, two.owner_a)
    Agreement.objects.update(ends_on=local_day() + timedelta(days=30))
    for user, number in ((two.owner_a, 1), (two.owner_b, 1), (two.member_b, 0)):
        assert count_agreements(fresh(user)) == number
        assert due_for(fresh(user), local_day() + timedelta(days=30)) == number
        assert due_for(fresh(user), local_day() + timedelta(days=29)) == 0


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        ("2026-11-26", 24, "2028-11-26"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-11-30", 0, "2026-11-30"),
    ],
)
def test_months_end_on_the_corresponding_day(day, months, last):
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(last)
