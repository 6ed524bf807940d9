"""The rules as a table: who may do what. The docstring of ``permissions`` is the same table in words."""

import pytest
from django.contrib.auth.models import AnonymousUser

from heliu.accounts.choices import Verification
from heliu.accounts.models import ApiToken, Invitation
from heliu.accounts.permissions import in_verified_organisation, memberships_of
from heliu.accounts.tests.factories import (
    ClaimFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    member,
    owner,
    reviewer,
)
from heliu.kit.permissions import OPERATOR, allowed

pytestmark = pytest.mark.django_db

PEOPLE = ["visitor", "person", "member", "owner", "reviewer", "administrator"]
TABLE = """
add_organisation       -  x  x  x  x  x
add_for_others         -  -  -  -  x  x
edit_organisation      -  -  -  x  x  x
hide_organisation      -  -  -  -  x  x
view_members           -  -  x  x  x  x
claim_organisation     -  x  -  x  x  x
verify_organisation    -  -  -  -  x  -
withdraw_verification  -  -  -  -  x  -
invite_member          -  -  -  x  -  -
change_member_role     -  -  -  x  -  -
remove_member          -  -  -  x  -  -
leave_organisation     -  -  x  x  -  -
see_claims             -  -  -  -  x  -
grant_role             -  -  -  -  -  x
add_person             -  -  -  -  -  x
change_person          -  -  -  -  -  x
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


@pytest.fixture
def people():
    organisation = OrganisationFactory()
    return organisation, {
        "visitor": AnonymousUser(), "person": UserFactory(), "member": member(organisation),
        "owner": owner(organisation), "reviewer": reviewer(), "administrator": administrator(),
    }  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_who_may_do_what_with_an_organisation(row, people):
    organisation, persons = people
    permission, *cells = row
    answers = [allowed(persons[name], f"accounts.{permission}", organisation) for name in PEOPLE]
    assert answers == [cell == "x" for cell in cells]
    assert allowed(OPERATOR, f"accounts.{permission}", organisation)


def test_an_owner_asks_for_verification_only_while_there_is_none(people):
    organisation, persons = people
    organisation.verification = Verification.VERIFIED
    organisation.save()
    assert not allowed(persons["owner"], "accounts.claim_organisation", organisation)
    assert allowed(persons["person"], "accounts.claim_organisation", organisation)


def test_claims_are_seen_by_their_author_and_decided_by_another_reviewer(people):
    _organisation, persons = people
    author = reviewer()
    claim = ClaimFactory(user=author)
    sees = {name for name in PEOPLE if allowed(persons[name], "accounts.view_claim", claim)}
    decides = {name for name in PEOPLE if allowed(persons[name], "accounts.decide_claim", claim)}
    assert sees == decides == {"reviewer"}
    assert allowed(author, "accounts.view_claim", claim)
    assert not allowed(author, "accounts.decide_claim", claim)


def test_a_reviewer_does_not_verify_their_own_organisation():
    organisation = OrganisationFactory()
    insider = reviewer()
    MembershipFactory(user=insider, organisation=organisation)
    assert not allowed(insider, "accounts.verify_organisation", organisation)
    assert allowed(reviewer(), "accounts.verify_organisation", organisation)


def test_what_is_ones_own_is_nobody_elses(people):
    organisation, persons = people
    person = persons["person"]
    token, _ = ApiToken.objects.create(user=person, name="n")
    invitation = Invitation(organisation=organisation, email=person.email.upper())
    for permission, record in (("manage_account", person), ("revoke_token", token), ("accept_invitation", invitation)):
        may = {name for name in PEOPLE if allowed(persons[name], f"accounts.{permission}", record)}
        assert may == {"person"}, permission
    assert {name for name in PEOPLE if allowed(persons[name], "accounts.erase_account", person)} == {"administrator"}
    assert not allowed(persons["administrator"], "accounts.erase_account", persons["administrator"])


def test_lookups_are_read_once_for_a_user_object(django_assert_num_queries):
    organisation = OrganisationFactory(verified=True)
    person = member(organisation)
    with django_assert_num_queries(3):
        for _ in range(5):
            assert organisation.pk in memberships_of(person)
            assert in_verified_organisation(person)
            assert not allowed(person, "accounts.see_claims")
