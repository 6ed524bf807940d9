"""Members of an organisation and their roles."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from heliu.accounts.actions import change_member_role, leave_organisation, remove_member
from heliu.accounts.choices import MemberRole
from heliu.accounts.errors import LastOwner
from heliu.accounts.models import Membership, User
from heliu.accounts.permissions import memberships_of, signing_for
from heliu.accounts.selectors import signatories_of
from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, administrator, member, owner, reviewer
from heliu.activity.models import Event, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    organisation = OrganisationFactory()
    return organisation, owner(organisation), member(organisation)


def membership(user):
    return Membership.objects.get(user=user)


def test_owners_change_roles_and_others_do_not(team):
    _organisation, boss, colleague = team
    for actor in (colleague, UserFactory(), reviewer(), administrator()):
        with pytest.raises(PermissionDenied):
            change_member_role(actor=actor, membership=membership(colleague), role=MemberRole.OWNER)
    with pytest.raises(ValidationError):
        change_member_role(actor=boss, membership=membership(colleague), role="king")
    change_member_role(actor=boss, membership=membership(colleague), role=MemberRole.OWNER)
    assert membership(colleague).role == MemberRole.OWNER
    assert Notice.objects.get().recipient == colleague
    assert Event.objects.get().data == {"person": colleague.pk, "role": "owner"}


def test_the_last_owner_is_protected(team):
    organisation, boss, colleague = team
    for attempt in (
        lambda: change_member_role(actor=boss, membership=membership(boss), role=MemberRole.MEMBER),
        lambda: remove_member(actor=boss, membership=membership(boss)),
        lambda: leave_organisation(actor=boss, organisation=organisation),
    ):
        with pytest.raises(LastOwner):
            attempt()
    change_member_role(actor=boss, membership=membership(colleague), role=MemberRole.OWNER)
    leave_organisation(actor=boss, organisation=organisation)
    assert memberships_of(boss) == {}
    with pytest.raises(LastOwner):
        leave_organisation(actor=colleague, organisation=organisation)


def test_a_role_that_was_changed_meanwhile_is_read_again(team):
    _organisation, boss, colleague = team
    stale = membership(colleague)
    change_member_role(actor=boss, membership=membership(colleague), role=MemberRole.OWNER)
    change_member_role(actor=colleague, membership=membership(boss), role=MemberRole.MEMBER)
    with pytest.raises(LastOwner):
        remove_member(actor=colleague, membership=stale)


def test_removing_is_for_owners_and_the_person_is_told(team):
    organisation, boss, colleague = team
    with pytest.raises(PermissionDenied):
        remove_member(actor=colleague, membership=membership(boss))
    remove_member(actor=boss, membership=membership(colleague))
    assert list(organisation.memberships.values_list("user", flat=True)) == [boss.pk]
    assert Notice.objects.get(event__verb="member_removed").recipient == colleague


def test_leaving_is_for_members_and_the_owners_are_told(team):
    organisation, boss, colleague = team
    with pytest.raises(PermissionDenied):
        leave_organisation(actor=UserFactory(), organisation=organisation)
    leave_organisation(actor=colleague, organisation=organisation)
    assert Notice.objects.get(event__verb="member_left").recipient == boss


def test_the_members_page_is_for_members_and_reviewers(client, team):
    organisation, boss, colleague = team
    address = reverse("organisation_members", args=[organisation.pk])
    assert client.get(address).status_code == 302
    for person, status in (
        (boss, 200), (colleague, 200), (reviewer(), 200), (administrator(), 200), (UserFactory(), 404)
    ):  # fmt: skip
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == status
        if status == 200:
            assert (reverse("member_remove", args=[organisation.pk, membership(colleague).pk]) in
                    answer.content.decode()) == (person == boss)  # fmt: skip


def test_the_buttons_of_the_members_page(client, team):
    organisation, boss, colleague = team
    client.force_login(boss)
    role = reverse("member_role", args=[organisation.pk, membership(colleague).pk])
    assert client.get(role).status_code == 405
    client.post(role, {"role": "owner"})
    assert membership(colleague).role == MemberRole.OWNER
    client.post(reverse("member_remove", args=[organisation.pk, membership(colleague).pk]))
    assert not Membership.objects.filter(user=colleague).exists()
    page = client.post(reverse("organisation_leave", args=[organisation.pk]), follow=True).content.decode()
    assert "必须有负责人" in page
    assert membership(boss)
    stranger = member()
    elsewhere = reverse("member_remove", args=[organisation.pk, membership(stranger).pk])
    assert client.post(elsewhere).status_code == 404


def test_the_members_page_takes_a_fixed_number_of_queries(client, team, django_assert_num_queries):
    organisation, boss, _colleague = team
    client.force_login(boss)
    address = reverse("organisation_members", args=[organisation.pk])
    with django_assert_num_queries(60, exact=False) as few:
        client.get(address)
    for _ in range(5):
        member(organisation)
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_owners_say_who_may_sign(client, team):
    organisation, boss, colleague = team
    address = reverse("member_signing", args=[organisation.pk, membership(colleague).pk])
    client.force_login(colleague)
    assert client.post(address, {"may_sign": "yes"}).status_code == 403
    assert address not in client.get(reverse("organisation_members", args=[organisation.pk])).content.decode()
    assert signing_for(colleague) == frozenset()
    client.force_login(boss)
    for answer, organisations in (("yes", {organisation.pk}), ("no", set())):
        client.post(address, {"may_sign": answer})
        assert signing_for(User.objects.get(pk=colleague.pk)) == organisations
    told = Notice.objects.filter(recipient=colleague).order_by("pk").values_list("event__verb", flat=True)
    assert list(told) == ["signatory_named", "signatory_dropped"]
    # Owners may without being named, for as long as they are owners.
    assert list(signatories_of(organisation)) == [boss]
