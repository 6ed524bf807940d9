"""What invitations, claims, mandates and tenancies give each person to do: to those who can do it, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from heliu.accounts import actions
from heliu.accounts.choices import OrganisationKind, PlatformRole
from heliu.accounts.models import Invitation, Membership, Tenancy, User
from heliu.accounts.tests.factories import (
    ClaimFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    fresh,
    manager,
    member,
    owner,
    reviewer,
    with_role,
)
from heliu.agenda.people import claim_items, count_claims, count_invitations, count_ties, due_invitations, tie_items
from heliu.agenda.people import invitation_items as invitations
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db


def found(items, user, *, mine: bool) -> list[str]:
    return [item.url for item in items(fresh(user), 50) if item.mine is mine]


def confirmed(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_an_invitation_waits_for_whoever_confirmed_the_address(client):
    boss, stranger = owner(), UserFactory()
    invited, unconfirmed = confirmed(UserFactory(email="new@example.org")), UserFactory(email="old@example.org")
    organisation = boss.memberships.get().organisation
    for email in (invited.email, unconfirmed.email):
        actions.invite_member(actor=boss, organisation=organisation, email=email)
    [invitation] = Invitation.objects.filter(email=invited.email)
    [other] = Invitation.objects.filter(email=unconfirmed.email)
    page = reverse("own_invitation", args=[invitation.pk])
    assert found(invitations, invited, mine=True) == [page]
    assert count_invitations(fresh(invited)) == 1
    last = local_day(invitation.expires_at)
    assert (due_invitations(invited, last - timedelta(days=1)), due_invitations(invited, last)) == (0, 1)
    # Who sent it waits for the answer; nobody else hears of it, and whoever only claims the address cannot take it.
    assert len(found(invitations, boss, mine=False)) == 2
    for somebody in (stranger, unconfirmed):
        assert (found(invitations, somebody, mine=True), found(invitations, somebody, mine=False)) == ([], [])
        client.force_login(somebody)
        for pk in (invitation.pk, other.pk):
            address = reverse("own_invitation", args=[pk])
            assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    client.force_login(invited)
    assert organisation.name_zh in client.get(page).content.decode()
    assert client.post(page)["Location"] == organisation.get_absolute_url()
    assert Membership.objects.filter(user=invited, organisation=organisation).exists()
    assert found(invitations, invited, mine=True) == []
    assert len(found(invitations, boss, mine=False)) == 1


def test_an_invitation_that_is_over_waits_for_nobody():
    boss = owner()
    invited = confirmed(UserFactory(email="new@example.org"))
    organisation = boss.memberships.get().organisation
    actions.invite_member(actor=boss, organisation=organisation, email=invited.email)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert (count_invitations(fresh(invited)), count_invitations(fresh(boss))) == (0, 0)


def test_claims_wait_for_reviewers_but_not_for_the_claimant():
    judge, claimant = reviewer(), UserFactory()
    claim = ClaimFactory(user=claimant)
    own = ClaimFactory(user=judge)
    assert found(claim_items, judge, mine=True) == [claim.get_absolute_url()]
    assert found(claim_items, judge, mine=False) == [own.get_absolute_url()]
    assert found(claim_items, claimant, mine=False) == [claim.get_absolute_url()]
    assert found(claim_items, claimant, mine=True) == []
    assert [count_claims(fresh(user)) for user in (judge, claimant, member())] == [2, 1, 0]


def test_a_mandate_waits_for_the_side_that_was_asked():
    organisation = OrganisationFactory(verified=True)
    boss, colleague, agent, eager = owner(organisation), member(organisation), manager(), manager()
    actions.invite_manager(actor=boss, organisation=organisation, email=agent.email)
    actions.offer_mandate(actor=eager, organisation=organisation)
    partners = reverse("organisation_partners", args=[organisation.pk])
    assert found(tie_items, agent, mine=True) == [reverse("portfolio")]
    assert found(tie_items, boss, mine=True) == [partners]
    assert found(tie_items, boss, mine=False) == [partners]
    assert found(tie_items, eager, mine=False) == [reverse("portfolio")]
    assert [count_ties(fresh(user)) for user in (agent, boss, eager, colleague, manager())] == [1, 2, 1, 0, 0]
    # Whoever has lost the role can say yes to nothing.
    agent.role_grants.all().delete()
    assert count_ties(fresh(agent)) == 0


def test_belonging_to_a_park_waits_for_the_side_that_was_asked():
    organisation, park = OrganisationFactory(verified=True), OrganisationFactory(kind=OrganisationKind.PARK)
    boss, keeper = owner(organisation), owner(park)
    operator = with_role(PlatformRole.PARK_OPERATOR, member(park))
    plain = member(park)
    tenancy = actions.offer_tenancy(actor=boss, organisation=organisation, park=park)
    page = reverse("park_tenants", args=[park.pk])
    for user in (keeper, operator):
        assert found(tie_items, user, mine=True) == [page]
    assert found(tie_items, boss, mine=False) == [reverse("organisation_partners", args=[organisation.pk])]
    assert count_ties(fresh(plain)) == 0
    Tenancy.objects.filter(pk=tenancy.pk).delete()
    actions.offer_tenancy(actor=keeper, organisation=organisation, park=park)
    assert found(tie_items, boss, mine=True) == [reverse("organisation_partners", args=[organisation.pk])]
    MembershipFactory(user=plain, organisation=organisation)
    assert found(tie_items, plain, mine=True) == [], "a member decides for neither"
