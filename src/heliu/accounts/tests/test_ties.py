"""Mandates of technology managers and tenancies of parks: who says yes, who ends them, what they open."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from heliu.accounts import actions
from heliu.accounts.choices import OrganisationKind, PlatformRole
from heliu.accounts.errors import NoSuchManager, TieOver, TieStands
from heliu.accounts.models import Mandate, Tenancy, User
from heliu.accounts.permissions import mandates_of, tenants_of
from heliu.accounts.tests.factories import (
    OrganisationFactory,
    UserFactory,
    administrator,
    manager,
    member,
    owner,
    park_operator,
    reviewer,
    with_role,
)
from heliu.activity.models import Notice
from heliu.kit.permissions import OPERATOR

pytestmark = pytest.mark.django_db


def portfolio(user) -> dict[int, bool]:
    """As the next request sees it."""
    return mandates_of(User.objects.get(pk=user.pk))


def test_an_owner_invites_and_the_manager_accepts():
    organisation = OrganisationFactory()
    boss, agent = owner(organisation), manager()
    mandate = actions.invite_manager(actor=boss, organisation=organisation, email=agent.email.upper())
    assert Notice.objects.get(recipient=agent).event.verb == "mandate_offered"
    assert portfolio(agent) == {}
    for person in (boss, manager(), reviewer(), administrator()):
        with pytest.raises(PermissionDenied):
            actions.accept_mandate(actor=person, mandate=mandate)
    # What the manager ticks opens nothing: confidential records are the owner's word.
    actions.accept_mandate(actor=agent, mandate=mandate, confidential=True)
    assert portfolio(agent) == {organisation.pk: False}
    assert Notice.objects.filter(recipient=boss, event__verb="mandate_accepted").exists()
    with pytest.raises(TieOver):
        actions.accept_mandate(actor=agent, mandate=mandate)
    with pytest.raises(PermissionDenied):
        actions.change_mandate(actor=agent, mandate=mandate, confidential=True)
    actions.change_mandate(actor=boss, mandate=mandate, confidential=True)
    assert portfolio(agent) == {organisation.pk: True}


def test_a_manager_offers_and_an_owner_accepts():
    organisation = OrganisationFactory()
    boss, agent = owner(organisation), manager()
    mandate = actions.offer_mandate(actor=agent, organisation=organisation)
    with pytest.raises(TieStands):
        actions.invite_manager(actor=boss, organisation=organisation, email=agent.email)
    for person in (agent, member(organisation)):
        with pytest.raises(PermissionDenied):
            actions.accept_mandate(actor=person, mandate=mandate)
    actions.accept_mandate(actor=boss, mandate=mandate, confidential=True)
    assert portfolio(agent) == {organisation.pk: True}


def test_who_may_offer_a_mandate():
    organisation = OrganisationFactory()
    for person in (member(organisation), reviewer(), administrator(), UserFactory()):
        with pytest.raises(PermissionDenied):
            actions.invite_manager(actor=person, organisation=organisation, email=manager().email)
        with pytest.raises(PermissionDenied):
            actions.offer_mandate(actor=person, organisation=organisation)
    with pytest.raises(NoSuchManager):
        actions.invite_manager(actor=owner(organisation), organisation=organisation, email=reviewer().email)


def test_either_side_ends_a_mandate_and_losing_the_role_closes_all():
    organisation = OrganisationFactory()
    boss = owner(organisation)
    for by_manager in (True, False):
        agent = manager(organisation)
        assert portfolio(agent) == {organisation.pk: False}
        mandate = Mandate.objects.in_force().get(manager=agent)
        with pytest.raises(PermissionDenied):
            actions.end_mandate(actor=member(organisation), mandate=mandate)
        actions.end_mandate(actor=agent if by_manager else boss, mandate=mandate)
        assert portfolio(agent) == {}
        with pytest.raises(TieOver):
            actions.end_mandate(actor=boss, mandate=mandate)
        # An ended one is kept, and the two may begin anew.
        actions.offer_mandate(actor=User.objects.get(pk=agent.pk), organisation=organisation)
    agent = manager(organisation)
    actions.revoke_role(actor=OPERATOR, user=agent, role=PlatformRole.MANAGER)
    assert portfolio(agent) == {}
    other = manager(organisation)
    organisation.is_active = False
    organisation.save()
    assert portfolio(other) == {}


def test_a_tenancy_needs_both_sides_and_a_park():
    organisation, park = OrganisationFactory(), OrganisationFactory(kind=OrganisationKind.PARK)
    boss, keeper = owner(organisation), owner(park)
    operator, clerk = with_role(PlatformRole.PARK_OPERATOR, member(park)), member(park)
    with pytest.raises(PermissionDenied):
        actions.offer_tenancy(actor=clerk, organisation=organisation, park=park)
    with pytest.raises(ValidationError):
        actions.offer_tenancy(actor=boss, organisation=organisation, park=OrganisationFactory())
    tenancy = actions.offer_tenancy(actor=boss, organisation=organisation, park=park)
    assert set(Notice.objects.values_list("recipient", flat=True)) == {keeper.pk, operator.pk}
    for person in (boss, clerk, administrator()):
        with pytest.raises(PermissionDenied):
            actions.accept_tenancy(actor=person, tenancy=tenancy)
    actions.accept_tenancy(actor=operator, tenancy=tenancy)
    assert tenants_of(User.objects.get(pk=operator.pk)) == {organisation.pk}
    # Owning a park makes nobody an operator, and being an operator elsewhere opens nothing here.
    assert tenants_of(keeper) == frozenset()
    assert tenants_of(park_operator()) == frozenset()
    with pytest.raises(PermissionDenied):
        actions.end_tenancy(actor=clerk, tenancy=tenancy)
    actions.end_tenancy(actor=boss, tenancy=tenancy)
    assert tenants_of(User.objects.get(pk=operator.pk)) == frozenset()
    offered = actions.offer_tenancy(actor=operator, organisation=organisation, park=park)
    with pytest.raises(PermissionDenied):
        actions.accept_tenancy(actor=operator, tenancy=offered)
    actions.accept_tenancy(actor=boss, tenancy=offered)
    assert Tenancy.objects.in_force().get() == offered


def test_no_organisation_is_its_own_tenant():
    park = OrganisationFactory(kind=OrganisationKind.PARK)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenancy.objects.create(organisation=park, park=park)


def test_pages_of_both_sides(client):
    organisation = OrganisationFactory(name_zh="委托厂甲", name_en="")
    boss, agent = owner(organisation), manager()
    page = reverse("organisation_partners", args=[organisation.pk])
    client.force_login(boss)
    refused = client.post(page, {"form": "manager", "email": "nobody@example.org"}).content.decode()
    assert "nobody@example.org" in refused
    client.post(page, {"form": "manager", "email": agent.email, "confidential": "on"})
    mandate = Mandate.objects.get()
    client.force_login(agent)
    assert "委托厂甲" in client.get(reverse("portfolio")).content.decode()
    assert client.get(page).status_code == 404
    client.post(reverse("mandate_step", args=[mandate.pk, "accept"]))
    assert portfolio(agent) == {organisation.pk: True}
    client.force_login(boss)
    client.post(reverse("mandate_step", args=[mandate.pk, "change"]))
    assert portfolio(agent) == {organisation.pk: False}
    for person in (member(), manager(), reviewer()):
        client.force_login(person)
        assert client.post(reverse("mandate_step", args=[mandate.pk, "end"])).status_code == 404
    client.force_login(member())
    assert client.get(reverse("portfolio")).status_code == 403
    client.force_login(boss)
    client.post(reverse("mandate_step", args=[mandate.pk, "end"]))
    assert portfolio(agent) == {}


def test_pages_of_a_park(client):
    organisation = OrganisationFactory(name_zh="入园厂乙", name_en="")
    boss, operator = owner(organisation), park_operator()
    park = operator.memberships.get().organisation
    client.force_login(operator)
    client.post(reverse("tenancy_offer", args=[organisation.pk]), {"park": park.pk})
    tenants = reverse("park_tenants", args=[park.pk])
    assert "入园厂乙" in client.get(tenants).content.decode()
    client.force_login(boss)
    assert client.get(tenants).status_code == 404
    client.post(reverse("tenancy_step", args=[Tenancy.objects.get().pk, "accept"]))
    assert tenants_of(User.objects.get(pk=operator.pk)) == {organisation.pk}
    client.force_login(member())
    assert client.post(reverse("tenancy_offer", args=[organisation.pk]), {"park": park.pk}).status_code == 404
