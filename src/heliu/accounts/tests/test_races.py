"""Two people at the same moment, each with a connection of their own."""

import pytest
from django.core import mail

from heliu.accounts.actions import (
    accept_invitation,
    approve_claim,
    claim_organisation,
    create_token,
    invite_member,
    leave_organisation,
    refuse_claim,
    register_organisation,
)
from heliu.accounts.actions import tokens as token_actions
from heliu.accounts.errors import (
    ClaimDecided,
    ClaimOpen,
    DuplicateOrganisation,
    InvitationUsed,
    LastOwner,
    TooManyTokens,
)
from heliu.accounts.models import ApiToken, Claim, Membership, Organisation
from heliu.accounts.tests.factories import ClaimFactory, OrganisationFactory, UserFactory, fresh, owner, reviewer
from heliu.accounts.tests.test_invitations import secret_of
from heliu.activity.models import Event
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def refused(outcomes, error):
    """That all but one were refused, and for this reason."""
    problems = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(problems) == len(outcomes) - 1, outcomes
    assert {type(problem) for problem in problems} == {error}
    return True


def test_a_claim_is_decided_once():
    claim, first, second = ClaimFactory(), reviewer(), reviewer()
    outcomes = at_once(
        lambda: approve_claim(actor=fresh(first), claim=Claim.objects.get(pk=claim.pk)),
        lambda: refuse_claim(actor=fresh(second), claim=Claim.objects.get(pk=claim.pk), reason="no"),
    )
    assert refused(outcomes, ClaimDecided)
    claim.refresh_from_db()
    assert Membership.objects.exists() == (claim.state == "approved")
    assert Event.objects.filter(verb__in=["claim_approved", "claim_refused"]).count() == 1


def test_two_clicks_make_one_claim():
    organisation, person = OrganisationFactory(), UserFactory()
    claim = lambda: claim_organisation(actor=fresh(person), organisation=organisation, evidence="e")  # noqa: E731
    assert refused(at_once(claim, claim, claim), ClaimOpen)
    assert Claim.objects.count() == 1


def test_two_owners_cannot_leave_at_the_same_moment():
    organisation = OrganisationFactory()
    first, second = owner(organisation), owner(organisation)
    outcomes = at_once(
        lambda: leave_organisation(actor=fresh(first), organisation=organisation) or "left",
        lambda: leave_organisation(actor=fresh(second), organisation=organisation) or "left",
    )
    assert refused(outcomes, LastOwner)
    assert organisation.memberships.count() == 1


def test_a_link_opened_twice_at_once_is_accepted_once():
    organisation, person = OrganisationFactory(), UserFactory(email="new@example.org")
    invite_member(actor=owner(organisation), organisation=organisation, email=person.email)
    secret = secret_of(mail.outbox[0])
    accept = lambda: accept_invitation(actor=fresh(person), secret=secret)  # noqa: E731
    assert refused(at_once(accept, accept), InvitationUsed)
    assert Membership.objects.filter(user=person).count() == 1


def test_one_code_is_registered_once():
    people = [UserFactory(), UserFactory()]
    outcomes = at_once(
        *[
            lambda person=person: register_organisation(
                actor=fresh(person), kind="enterprise", name_zh=f"厂{person.pk}", uscc="91350100M000100Y43"
            )
            for person in people
        ]
    )
    assert refused(outcomes, DuplicateOrganisation)
    assert Organisation.objects.count() == 1


def test_the_limit_of_tokens_holds(monkeypatch):
    monkeypatch.setattr(token_actions, "TOKEN_LIMIT", 1)
    person = UserFactory()
    make = lambda: create_token(actor=fresh(person), name="n")  # noqa: E731
    assert refused(at_once(make, make), TooManyTokens)
    assert ApiToken.objects.count() == 1
