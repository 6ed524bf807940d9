"""Records that are open only while a confidentiality agreement of the two organisations is in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from heliu.accounts.actions import withdraw_verification
from heliu.accounts.tests.factories import fresh, member, owner, reviewer
from heliu.activity.models import Notice
from heliu.agreements.actions import run_terms, terminate_agreement
from heliu.agreements.choices import Direction
from heliu.agreements.errors import NotInForce
from heliu.agreements.models import Agreement
from heliu.agreements.tests.factories import Sides, accept, sides
from heliu.catalog.access import actions
from heliu.catalog.access.models import AccessEvent, AccessRequest
from heliu.catalog.access.protecting import close_under_agreement, open_under_agreement
from heliu.catalog.choices import AccessKind, AccessStanding, AccessState, State, Tier
from heliu.catalog.models import Demand
from heliu.catalog.tests.factories import DemandFactory
from heliu.kit.permissions import allowed
from heliu.kit.tests.threads import at_once
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> Sides:
    """B asks, A owns the record."""
    return sides()


def record_of(two: Sides, tier: str = Tier.CONFIDENTIAL) -> Demand:
    return DemandFactory(organisation=two.a, tier=tier, title_zh="标题甲", description_zh="密方丙")


def reads(user: Any, record: Demand) -> bool:
    """Whether rules and query open it, both asked anew."""
    user, record = fresh(user), Demand.objects.get(pk=record.pk)
    by_query = Demand.objects.content_visible_to(user).filter(pk=record.pk).exists()
    assert allowed(user, "catalog.view_content", record) == by_query
    return by_query


def ask(two: Sides, record: Demand) -> AccessRequest:
    return actions.ask_access(actor=fresh(two.member_b), record=record, organisation=two.b, reason="想评估一下")


def soon() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=90)


# -- the owner's word: only under an agreement ----------------------------------------------------


def test_a_grant_waits_for_the_agreement_and_ends_with_it(two):
    record = record_of(two, Tier.ON_REQUEST)
    asked = ask(two, record)
    granted = actions.grant_access(actor=two.member_a, request=asked, until=soon(), under_agreement=True)
    assert granted.state == AccessState.PROMISED
    assert Notice.objects.filter(recipient=two.member_b, event__verb="access_promised").exists()
    agreement = two.propose()
    accept(agreement, two.owner_a)
    assert not reads(two.member_b, record)
    accept(agreement, two.owner_b)
    assert reads(two.member_b, record)
    assert not reads(member(), record)
    asked = AccessRequest.objects.get()
    assert (asked.state, asked.agreement, asked.until) == (AccessState.GRANTED, agreement, soon())
    assert Notice.objects.filter(recipient=two.member_b, event__verb="access_opened").exists()
    opening = AccessEvent.objects.get(what=AccessKind.OPENED)
    assert (opening.person, opening.organisation, opening.owner) == (two.member_a, two.b, two.a)
    terminate_agreement(actor=fresh(two.owner_b), agreement=agreement, note="不再合作")
    assert not reads(two.member_b, record)
    assert AccessRequest.objects.get().state == AccessState.OVER
    assert ask(two, record).is_waiting


def test_with_an_agreement_in_force_it_opens_at_once_and_not_longer_than_that(two):
    agreement = two.in_force(term_months=1)
    record = record_of(two, Tier.ON_REQUEST)
    granted = actions.grant_access(actor=two.member_a, request=ask(two, record), until=soon(), under_agreement=True)
    assert (granted.state, granted.until) == (AccessState.GRANTED, agreement.ends_on)
    assert reads(two.member_b, record)
    # The last day closes it, whether or not the worker has come.
    Agreement.objects.update(ends_on=local_day() - dt.timedelta(days=1))
    assert not reads(two.member_b, record)
    run_terms()
    assert AccessRequest.objects.get().state == AccessState.OVER


def test_an_agreement_that_protects_the_other_side_opens_nothing(two):
    record = record_of(two, Tier.ON_REQUEST)
    actions.grant_access(actor=two.member_a, request=ask(two, record), until=soon(), under_agreement=True)
    one_way = two.in_force(direction=Direction.FROM_B)
    assert AccessRequest.objects.get().is_promised
    assert not reads(two.member_b, record)
    terminate_agreement(actor=fresh(two.owner_a), agreement=one_way, note="换一份")
    two.in_force(direction=Direction.FROM_A)
    assert reads(two.member_b, record)


def test_a_promise_is_taken_back_withdrawn_or_runs_out(two):
    for step, actor, state in (
        (actions.revoke_access, two.member_a, AccessState.REVOKED),
        (actions.withdraw_access, two.member_b, AccessState.WITHDRAWN),
    ):
        asked = ask(two, record_of(two, Tier.ON_REQUEST))
        actions.grant_access(actor=two.member_a, request=asked, until=soon(), under_agreement=True)
        step(actor=fresh(actor), request=asked)
        assert AccessRequest.objects.get(pk=asked.pk).state == state
    late = record_of(two, Tier.ON_REQUEST)
    asked = ask(two, late)
    actions.grant_access(actor=two.member_a, request=asked, until=soon(), under_agreement=True)
    AccessRequest.objects.filter(pk=asked.pk).update(until=timezone.localdate() - dt.timedelta(days=1))
    two.in_force()
    assert not AccessEvent.objects.exists()
    assert not reads(two.member_b, late)


def test_both_sides_are_told_on_the_page_and_the_owner_is_named_only_then(two, client):
    record = record_of(two, Tier.ON_REQUEST)
    asked = ask(two, record)
    client.force_login(two.member_b)
    assert two.a.name not in client.get(asked.get_absolute_url()).content.decode()
    client.force_login(two.member_a)
    grant = reverse("access_answer", args=[asked.pk, "grant"])
    said = client.post(grant, {"until": soon().isoformat(), "under_agreement": "on"}, follow=True).content.decode()
    assert "保密协议生效后自动开放" in said
    for user, other in ((two.member_a, two.b), (two.member_b, two.a)):
        client.force_login(user)
        shown = client.get(asked.get_absolute_url()).content.decode()
        assert "须先签订保密协议" in shown
        assert f"{reverse('agreement_create')}?with={other.pk}" in shown
    agreement = two.propose()
    assert agreement.get_absolute_url() in client.get(asked.get_absolute_url()).content.decode()
    row = client.get(f"/api/v1/access/{asked.pk}/").json()
    assert (row["state"], row["owner"], row["under_agreement"]) == ("promised", two.a.pk, True)


# -- confidential records -------------------------------------------------------------------------


def opened(two: Sides, record: Demand, agreement: Agreement) -> AccessRequest:
    return open_under_agreement(record=record, organisation=two.b, agreement=agreement, opened_by=two.owner_a)


def test_a_confidential_record_opens_to_the_members_of_the_other_side_alone(two, client):
    record, other = record_of(two), record_of(two)
    agreement = two.in_force()
    assert not reads(two.member_b, record)
    grant = opened(two, record, agreement)
    assert (grant.reason, grant.until, grant.asked_by) == (agreement.purpose, agreement.ends_on, None)
    assert opened(two, record, agreement) == grant
    for user, status in (
        (two.member_b, 200), (two.owner_b, 200), (two.member_a, 200), (member(), 404), (owner(), 404),
    ):  # fmt: skip
        assert reads(user, record) == (status == 200)
        client.force_login(user)
        assert client.get(record.get_absolute_url()).status_code == status
        assert (record.get_absolute_url() in client.get(reverse("demand_list")).content.decode()) == (status == 200)
        assert client.get(f"/api/v1/demands/{record.pk}/").status_code == status
    assert not reads(two.member_b, other)
    assert not Demand.objects.findable().filter(pk=record.pk).exists(), "it never stands in the index"
    noted = AccessEvent.objects.filter(person=two.member_b, what=AccessKind.READ).first()
    assert (noted.standing, noted.organisation) == (AccessStanding.AGREEMENT, two.b)
    client.force_login(two.owner_a)
    log = client.get(reverse("organisation_access_log", args=[two.a.pk])).content.decode()
    assert f"由 {two.owner_a} 开放" in log


def test_what_an_opening_rests_on(two):
    record, agreement = record_of(two), two.in_force()
    opened(two, record, agreement)
    for changes, still in (
        ({"state": State.CLOSED}, False), ({"state": State.PUBLISHED}, True), ({"tier": Tier.ON_REQUEST}, True),
        ({"tier": Tier.CONFIDENTIAL}, True),
    ):  # fmt: skip
        Demand.objects.filter(pk=record.pk).update(**changes)
        assert reads(two.member_b, record) == still, changes
    withdraw_verification(actor=reviewer(), organisation=two.b, reason="地址不实")
    assert not reads(two.member_b, record)


@pytest.mark.parametrize("how", ["terminated", "expired", "closed by the owner", "revoked on the page"])
def test_it_closes(two, how):
    record, agreement = record_of(two), two.in_force()
    grant = opened(two, record, agreement)
    assert reads(two.member_b, record)
    if how == "terminated":
        terminate_agreement(actor=fresh(two.owner_b), agreement=agreement, note="不再合作")
    elif how == "expired":
        run_terms(day=agreement.ends_on + dt.timedelta(days=1))
    elif how == "closed by the owner":
        assert close_under_agreement(record=record, organisation=two.b, actor=two.owner_a) == 1
    else:
        actions.revoke_access(actor=fresh(two.member_a), request=grant)
    assert not reads(two.member_b, record)
    assert not Demand.objects.visible_to(fresh(two.member_b)).filter(pk=record.pk).exists()


def test_a_grant_without_an_agreement_never_opens_a_confidential_record(two):
    record = record_of(two)
    AccessRequest.objects.create(
        kind="demand", record_id=record.pk, owner=two.a, organisation=two.b, state=AccessState.GRANTED, until=soon()
    )
    assert not reads(two.member_b, record)


def test_nothing_opens_without_an_agreement_that_protects_it(two):
    record, stranger = record_of(two), sides()
    proposed = two.propose()
    with pytest.raises(NotInForce):
        opened(two, record, proposed)
    with pytest.raises(NotInForce):
        opened(two, record, stranger.in_force())
    accept(proposed, two.owner_a)
    accept(proposed, two.owner_b)
    terminate_agreement(actor=fresh(two.owner_b), agreement=proposed, note="不再合作")
    with pytest.raises(NotInForce):
        opened(two, record, proposed)
    with pytest.raises(NotInForce):
        opened(two, record, two.in_force(direction=Direction.FROM_B))
    assert not AccessRequest.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_opened_while_the_other_side_terminates_it_is_closed_in_the_end():
    two = sides()
    record, agreement = record_of(two), two.in_force()
    outcomes = at_once(
        lambda: opened(two, record, agreement),
        lambda: terminate_agreement(actor=fresh(two.owner_b), agreement=agreement, note="不再合作"),
    )
    assert isinstance(outcomes[0], AccessRequest | NotInForce), outcomes
    assert isinstance(outcomes[1], Agreement), outcomes
    assert not AccessRequest.objects.filter(state=AccessState.GRANTED).exists()
    assert not reads(two.member_b, record)


@pytest.mark.django_db(transaction=True)
def test_promised_while_the_agreement_comes_into_force_it_is_open_in_the_end():
    two = sides()
    record = record_of(two, Tier.ON_REQUEST)
    asked, agreement = ask(two, record), two.propose()
    accept(agreement, two.owner_a)
    outcomes = at_once(
        lambda: actions.grant_access(actor=two.member_a, request=asked, until=soon(), under_agreement=True),
        lambda: accept(agreement, two.owner_b),
    )
    assert not any(isinstance(outcome, Exception) for outcome in outcomes), outcomes
    assert AccessRequest.objects.get().state == AccessState.GRANTED
    assert reads(two.member_b, record)
