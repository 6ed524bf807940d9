"""What a technology manager may do with introductions of an organisation with their mandate."""

from __future__ import annotations

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from heliu.accounts.models import Mandate
from heliu.accounts.tests.factories import fresh, manager
from heliu.activity.models import Notice
from heliu.catalog.choices import Tier
from heliu.dealflow.actions import accept_introduction, refuse_introduction, withdraw_introduction
from heliu.dealflow.choices import Side
from heliu.dealflow.models import Introduction
from heliu.dealflow.tests.factories import two
from heliu.kit.permissions import allowed

pytestmark = pytest.mark.django_db


def test_lists_and_single_introductions_follow_one_rule():
    """Every kind, tier, asking side and mandate: a mandate without confidential records shows none of them."""
    cases = list(product(("achievement", "expert"), Tier.values, Side.values, (False, True), (False, True)))
    for kind, tier, side, confidential, of_buyer in cases:
        pair = two(kind)
        sent = pair.introduce(pair.buyer if side == Side.DEMAND else pair.seller)
        own = pair.demand if of_buyer else pair.supply
        type(own).objects.filter(pk=own.pk).update(tier=tier)
        sent = Introduction.objects.get(pk=sent.pk)
        agent = fresh(manager(own.organisation, confidential=confidential))
        listed = Introduction.objects.visible_to(agent).filter(pk=sent.pk).exists()
        case = (kind, tier, side, confidential, of_buyer)
        assert listed == allowed(agent, "dealflow.view_introduction", sent), case
        assert listed == (confidential or tier != Tier.CONFIDENTIAL), case


def test_a_manager_asks_for_the_organisation_and_is_told_the_answer():
    pair = two()
    agent, stranger = manager(pair.enterprise), manager()
    with pytest.raises(PermissionDenied):
        pair.introduce(stranger)
    sent = pair.introduce(agent)
    assert (sent.asked_by, sent.from_organisation, sent.owner) == (agent, pair.enterprise, pair.seller)
    with pytest.raises(PermissionDenied):
        accept_introduction(actor=fresh(agent), introduction=sent)
    refuse_introduction(actor=fresh(pair.seller), introduction=sent, reason="price")
    told = Notice.objects.filter(event__verb="introduction_declined").values_list("recipient", flat=True)
    assert set(told) == {agent.pk, pair.buyer_owner.pk}


def test_when_the_mandate_ended_nothing_is_left_to_the_manager():
    pair = two()
    agent = manager(pair.enterprise)
    sent = pair.introduce(agent)
    Mandate.objects.update(ended_at=timezone.now())
    assert not Introduction.objects.visible_to(fresh(agent)).exists()
    with pytest.raises(PermissionDenied):
        withdraw_introduction(actor=fresh(agent), introduction=sent)
    accept_introduction(actor=fresh(pair.seller), introduction=sent)
    assert not Notice.objects.filter(recipient=agent).exists()


def test_a_manager_of_both_asks_for_the_demand_and_of_one_organisation_nothing():
    pair = two()
    agent = manager(pair.enterprise)
    Mandate.objects.create(organisation=pair.institute, manager=agent, accepted_at=timezone.now())
    assert pair.introduce(agent).side == Side.DEMAND
    same = two()
    type(same.supply).objects.filter(pk=same.supply.pk).update(organisation=same.enterprise)
    same.supply = type(same.supply).objects.get(pk=same.supply.pk)
    with pytest.raises(PermissionDenied):
        same.introduce(manager(same.enterprise))
