"""After a yes: the agreement, and the records that the two sides open to each other under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from heliu.accounts.actions import name_signatory
from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import administrator, fresh, member, owner
from heliu.activity.models import Notice
from heliu.agreements.actions import Terms, propose_agreement, terminate_agreement
from heliu.agreements.choices import Direction
from heliu.agreements.errors import NotInForce
from heliu.agreements.models import Agreement
from heliu.agreements.tests.factories import accept, code
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.choices import AccessState, Tier
from heliu.dealflow.actions import accept_introduction, close_record, open_record
from heliu.dealflow.errors import NotPossible
from heliu.dealflow.models import Introduction, Opening
from heliu.dealflow.tests.factories import Two, two
from heliu.kit.permissions import allowed
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db


@dataclass
class Pair:
    """An accepted introduction of two records, which became what they are afterwards."""

    two: Two
    introduction: Introduction

    def agree(self, direction: str = Direction.MUTUAL) -> Agreement:
        """The buyer's side proposes, both accept."""
        agreement = propose_agreement(
            actor=fresh(self.two.buyer), party_a=self.two.enterprise, party_b=self.two.institute,
            terms=Terms("联合开发", direction=direction),
        )  # fmt: skip
        accept(agreement, self.two.buyer_owner)
        return accept(agreement, self.two.seller_owner)

    def open(self, user: Any) -> Introduction:
        return open_record(actor=fresh(user), introduction=Introduction.objects.get(pk=self.introduction.pk))

    def seen(self) -> tuple[bool, bool]:
        """Whether the seller reads the demand, and the buyer the achievement."""
        demand, supply = (type(one).objects.get(pk=one.pk) for one in (self.two.demand, self.two.supply))
        return (
            allowed(fresh(self.two.seller), "catalog.view_content", demand),
            allowed(fresh(self.two.buyer), "catalog.view_content", supply),
        )


def accepted(demand: str = Tier.CONFIDENTIAL, supply: str = Tier.ON_REQUEST) -> Pair:
    pair = two()
    for organisation in (pair.enterprise, pair.institute):
        Organisation.objects.filter(pk=organisation.pk).update(uscc=code())
        organisation.refresh_from_db()
    introduction = accept_introduction(actor=fresh(pair.seller), introduction=pair.introduce())
    for record, tier in ((pair.demand, demand), (pair.supply, supply)):
        type(record).objects.filter(pk=record.pk).update(tier=tier)
    return Pair(pair, introduction)


def test_records_open_once_both_sides_have_opened_theirs_and_close_with_the_agreement():
    pair = accepted()
    with pytest.raises(NotInForce):
        pair.open(pair.two.buyer_owner)
    agreement = pair.agree()
    assert {notice.recipient for notice in Notice.objects.filter(event__verb="records_may_open")} == {
        pair.two.buyer_owner, pair.two.seller_owner,
    }  # fmt: skip
    pair.open(pair.two.buyer_owner)
    assert pair.seen() == (False, False), "nobody shows theirs first"
    assert Notice.objects.filter(recipient=pair.two.seller_owner, event__verb="record_offered").exists()
    pair.open(pair.two.seller_owner)
    assert pair.seen() == (True, True)
    grants = AccessRequest.objects.filter(state=AccessState.GRANTED)
    assert {(one.agreement, one.until, one.reason) for one in grants} == {(agreement, agreement.ends_on, "联合开发")}
    demand = type(pair.two.demand).objects.get(pk=pair.two.demand.pk)
    for user in (member(), owner(), administrator()):
        assert not allowed(user, "catalog.view_content", demand)
    terminate_agreement(actor=fresh(pair.two.seller_owner), agreement=agreement, note="不再合作")
    assert pair.seen() == (False, False)
    # Under a new agreement each side has to say so again.
    pair.agree()
    assert pair.seen() == (False, False)
    pair.open(pair.two.seller_owner)
    assert pair.seen() == (False, False)
    pair.open(pair.two.buyer_owner)
    assert pair.seen() == (True, True)


def test_a_side_whose_record_is_public_has_nothing_to_open():
    pair = accepted(supply=Tier.PUBLIC)
    pair.agree()
    with pytest.raises(NotInForce):
        pair.open(pair.two.seller_owner)
    pair.open(pair.two.buyer_owner)
    assert pair.seen() == (True, True)


def test_an_agreement_that_protects_one_side_opens_the_record_of_this_side():
    pair = accepted()
    pair.agree(Direction.FROM_A)
    with pytest.raises(NotInForce):
        pair.open(pair.two.seller_owner)
    pair.open(pair.two.buyer_owner)
    assert pair.seen() == (True, False)


def test_who_may_open_and_when():
    pair = accepted()
    pair.agree()
    for user in (pair.two.buyer, pair.two.seller, member(), owner(), administrator()):
        with pytest.raises(PermissionDenied):
            pair.open(user)
    membership = pair.two.buyer.memberships.get()
    name_signatory(actor=fresh(pair.two.buyer_owner), membership=membership, may_sign=True)
    pair.open(pair.two.buyer)
    assert Opening.objects.get().opened_by == pair.two.buyer
    waiting = two()
    with pytest.raises(NotPossible):
        open_record(actor=fresh(waiting.seller_owner), introduction=waiting.introduce())


def test_a_side_closes_its_record_again():
    pair = accepted()
    pair.agree()
    pair.open(pair.two.buyer_owner)
    pair.open(pair.two.seller_owner)
    with pytest.raises(PermissionDenied):
        close_record(actor=fresh(pair.two.buyer), introduction=pair.introduction)
    close_record(actor=fresh(pair.two.buyer_owner), introduction=pair.introduction)
    assert pair.seen() == (False, True), "the other side decides for itself"
    pair.open(pair.two.buyer_owner)
    assert pair.seen() == (True, True)


def test_on_the_pages_from_the_introduction_to_the_open_record(client):
    pair = accepted()
    address = pair.introduction.get_absolute_url()
    client.force_login(pair.two.buyer)
    shown = client.get(address).content.decode()
    assert f"{reverse('agreement_create')}?with={pair.two.institute.pk}" in shown
    agreement = pair.agree()
    for user in (pair.two.buyer, pair.two.buyer_owner):
        client.force_login(user)
        shown = client.get(address).content.decode()
        assert agreement.reference in shown
        assert ("开放我方记录" in shown) == (user == pair.two.buyer_owner)
        assert address in client.get(agreement.get_absolute_url()).content.decode()
    step = reverse("introduction_step", args=[pair.introduction.pk, "open"])
    client.force_login(pair.two.buyer)
    assert client.post(step).status_code == 403
    for user in (pair.two.buyer_owner, pair.two.seller_owner):
        client.force_login(user)
        client.post(step)
    client.force_login(pair.two.seller)
    assert client.get(pair.two.demand.get_absolute_url()).status_code == 200
    assert pair.two.demand.title_zh in client.get(address).content.decode()
    client.force_login(pair.two.buyer_owner)
    client.post(reverse("introduction_step", args=[pair.introduction.pk, "close"]))
    client.force_login(pair.two.seller)
    assert client.get(pair.two.demand.get_absolute_url()).status_code == 404
    client.force_login(owner())
    assert client.post(step).status_code == 404


def test_by_the_api(client):
    pair = accepted()
    root = f"/api/v1/introductions/{pair.introduction.pk}"
    client.force_login(pair.two.buyer_owner)
    assert client.get(f"{root}/exchange/").json()["agreement"] is None
    assert client.post(f"{root}/open-record/").status_code == 409
    agreement = pair.agree()
    assert client.get(f"{root}/exchange/").json()["agreement"] == agreement.pk
    sides = client.post(f"{root}/open-record/").json()["sides"]
    assert [bool(side["opened_at"]) for side in sides] == [True, False]
    client.force_login(pair.two.seller)
    assert client.post(f"{root}/open-record/").status_code == 403
    client.force_login(pair.two.seller_owner)
    assert all(side["opened_at"] for side in client.post(f"{root}/open-record/").json()["sides"])
    assert client.get(f"/api/v1/demands/{pair.two.demand.pk}/").json()["description_zh"]
    assert not client.post(f"{root}/close-record/").json()["sides"][1]["opened_at"]
    client.force_login(owner())
    assert client.get(f"{root}/exchange/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_both_open_at_once_and_both_records_are_open():
    pair = accepted()
    pair.agree()
    outcomes = at_once(lambda: pair.open(pair.two.buyer_owner), lambda: pair.open(pair.two.seller_owner))
    assert all(isinstance(outcome, Introduction) for outcome in outcomes), outcomes
    assert pair.seen() == (True, True)
    assert AccessRequest.objects.filter(state=AccessState.GRANTED).count() == 2
