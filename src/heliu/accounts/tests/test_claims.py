"""Claiming an organisation, and deciding claims."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from heliu.accounts.actions import approve_claim, claim_organisation, refuse_claim
from heliu.accounts.choices import ClaimState, MemberRole
from heliu.accounts.errors import ClaimDecided, ClaimOpen
from heliu.accounts.models import Claim, Membership
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
from heliu.activity.models import Notice

pytestmark = pytest.mark.django_db


def told(person):
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("event__verb", flat=True))


def test_a_claim_reaches_the_reviewers_and_is_made_once():
    organisation, judge, person = OrganisationFactory(), reviewer(), UserFactory()
    with pytest.raises(PermissionDenied):
        claim_organisation(actor=member(organisation), organisation=organisation, evidence="e")
    with pytest.raises(ValidationError):
        claim_organisation(actor=person, organisation=organisation, evidence="  ")
    claim = claim_organisation(actor=person, organisation=organisation, evidence="我的工牌")
    assert claim.is_pending
    assert told(judge) == ["claim_opened"]
    with pytest.raises(ClaimOpen):
        claim_organisation(actor=person, organisation=organisation, evidence="again")
    refuse_claim(actor=judge, claim=claim, reason="不够")
    assert claim_organisation(actor=person, organisation=organisation, evidence="更多").is_pending


def test_approving_makes_an_owner_and_a_verified_organisation():
    organisation = OrganisationFactory()
    first = owner(organisation)
    claim = ClaimFactory(organisation=organisation)
    for actor in (claim.user, first, administrator()):
        with pytest.raises(PermissionDenied):
            approve_claim(actor=actor, claim=claim)
    assert not in_verified_organisation(claim.user)
    approve_claim(actor=reviewer(), claim=claim, note="电话核实")
    claim.refresh_from_db()
    organisation.refresh_from_db()
    assert (claim.state, claim.reason) == (ClaimState.APPROVED, "电话核实")
    assert organisation.is_verified
    assert organisation.version == 2
    assert memberships_of(claim.user) == {organisation.pk: MemberRole.OWNER}
    assert told(claim.user) == told(first) == ["claim_approved"]


def test_approving_lifts_a_member_who_became_one_meanwhile():
    claim = ClaimFactory()
    MembershipFactory(user=claim.user, organisation=claim.organisation)
    approve_claim(actor=reviewer(), claim=claim)
    assert Membership.objects.get().role == MemberRole.OWNER


def test_refusing_needs_a_reason_which_the_claimant_reads():
    claim = ClaimFactory()
    judge = reviewer()
    with pytest.raises(ValidationError):
        refuse_claim(actor=judge, claim=claim, reason=" ")
    refuse_claim(actor=judge, claim=claim, reason="看不出您在那里工作")
    notice = Notice.objects.get(recipient=claim.user)
    assert (notice.event.verb, notice.event.note) == ("claim_refused", "看不出您在那里工作")
    assert not Membership.objects.exists()


def test_of_two_reviewers_the_first_decides():
    claim = ClaimFactory()
    first_view, second_view = Claim.objects.get(pk=claim.pk), Claim.objects.get(pk=claim.pk)
    approve_claim(actor=reviewer(), claim=first_view)
    assert second_view.is_pending  # what the slower reviewer still has on the screen
    with pytest.raises(ClaimDecided):
        refuse_claim(actor=reviewer(), claim=second_view, reason="no")
    with pytest.raises(ClaimDecided):
        approve_claim(actor=reviewer(), claim=second_view)
    claim.refresh_from_db()
    assert claim.state == ClaimState.APPROVED


def test_nobody_decides_their_own_claim(client):
    judge = reviewer()
    claim = ClaimFactory(user=judge)
    with pytest.raises(PermissionDenied):
        approve_claim(actor=judge, claim=claim)
    client.force_login(judge)
    address = claim.get_absolute_url()
    assert 'name="approve"' not in client.get(address).content.decode()
    assert client.post(address, {"approve": "1"}).status_code == 403
    claim.refresh_from_db()
    assert claim.is_pending


def test_the_pages_from_claim_to_decision(client):
    organisation, person, judge = OrganisationFactory(), UserFactory(), reviewer()
    client.force_login(person)
    answer = client.post(reverse("claim_new", args=[organisation.pk]), {"evidence": "我的工牌"})
    claim = Claim.objects.get()
    assert answer.url == claim.get_absolute_url()
    assert "我的工牌" in client.get(answer.url).content.decode()
    assert client.get(reverse("claim_queue")).status_code == 403
    client.force_login(UserFactory())
    assert client.get(claim.get_absolute_url()).status_code == 404
    client.force_login(judge)
    assert claim.get_absolute_url() in client.get(reverse("claim_queue")).content.decode()
    refused = client.post(claim.get_absolute_url(), {"refuse": "1", "reason": ""}).content.decode()
    assert "请填写理由" in refused
    client.post(claim.get_absolute_url(), {"approve": "1"})
    claim.refresh_from_db()
    assert claim.state == ClaimState.APPROVED


def test_the_queue_takes_a_fixed_number_of_queries(client, django_assert_num_queries):
    client.force_login(reviewer())
    ClaimFactory.create_batch(2)
    with django_assert_num_queries(60, exact=False) as few:
        client.get(reverse("claim_queue"))
    ClaimFactory.create_batch(5)
    with django_assert_num_queries(len(few)):
        client.get(reverse("claim_queue"))
