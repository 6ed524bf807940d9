"""Invitations by e-mail."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from heliu.accounts.actions import (
    accept_invitation,
    invite_member,
    purge_invitations,
    resend_invitation,
    withdraw_invitation,
)
from heliu.accounts.actions import invitations as invitation_actions
from heliu.accounts.choices import MemberRole
from heliu.accounts.errors import (
    AlreadyInvited,
    AlreadyMember,
    InvitationExpired,
    InvitationForSomebodyElse,
    InvitationUnknown,
    InvitationUsed,
    InvitationWithdrawn,
    TooManyInvitations,
)
from heliu.accounts.models import Invitation, Membership, User
from heliu.accounts.permissions import memberships_of
from heliu.accounts.tasks import purge_expired
from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, administrator, member, owner
from heliu.activity.models import Notice

pytestmark = pytest.mark.django_db

PASSWORD = "Langes-Kennwort-7"


def secret_of(message):
    return re.search(r"/invitations/([\w-]+)/", message.body).group(1)


@pytest.fixture
def invite(django_capture_on_commit_callbacks):
    """Invite somebody; gives the invitation and its secret, which only the mail holds."""

    def send(person, organisation, email="new@example.org", **options):
        with django_capture_on_commit_callbacks(execute=True):
            invitation = invite_member(actor=person, organisation=organisation, email=email, **options)
        return invitation, secret_of(mail.outbox[-1])

    return send


def expire(invitation):
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def test_only_owners_invite_and_only_a_hash_is_kept(invite):
    organisation = OrganisationFactory()
    boss = owner(organisation)
    for actor in (member(organisation), UserFactory(), administrator()):
        with pytest.raises(PermissionDenied):
            invite_member(actor=actor, organisation=organisation, email="a@example.org")
    invitation, secret = invite(boss, organisation, " New@Example.org ")
    assert mail.outbox[0].to == ["new@example.org"]
    assert secret not in "".join(str(value) for value in Invitation.objects.values().get().values())
    assert invitation.expires_at - timezone.now() > timedelta(days=13, hours=23)


def test_wrong_or_superfluous_addresses_are_refused(invite):
    organisation = OrganisationFactory()
    boss = owner(organisation)
    with pytest.raises(ValidationError):
        invite_member(actor=boss, organisation=organisation, email="nobody")
    with pytest.raises(ValidationError):
        invite_member(actor=boss, organisation=organisation, email="a@example.org", role="king")
    with pytest.raises(AlreadyMember):
        invite_member(actor=boss, organisation=organisation, email=boss.email.upper())
    invitation, _ = invite(boss, organisation)
    with pytest.raises(AlreadyInvited):
        invite_member(actor=boss, organisation=organisation, email="NEW@example.org")
    expire(invitation)
    again, _ = invite(boss, organisation)
    assert again.pk != invitation.pk


def test_the_invited_person_becomes_what_they_were_invited_as(invite):
    organisation = OrganisationFactory()
    boss, person = owner(organisation), UserFactory(email="new@example.org")
    _, secret = invite(boss, organisation, role=MemberRole.OWNER)
    assert memberships_of(person) == {}
    membership = accept_invitation(actor=person, secret=secret)
    assert (membership.user, membership.role) == (person, MemberRole.OWNER)
    assert memberships_of(person) == {organisation.pk: MemberRole.OWNER}
    assert Notice.objects.get(event__verb="member_joined").recipient == boss


def test_a_link_works_once_and_for_its_address_alone(invite):
    organisation = OrganisationFactory()
    person, thief = UserFactory(email="new@example.org"), UserFactory()
    _, secret = invite(owner(organisation), organisation)
    with pytest.raises(InvitationForSomebodyElse):
        accept_invitation(actor=thief, secret=secret)
    with pytest.raises(InvitationUnknown):
        accept_invitation(actor=person, secret=secret[:-1])
    accept_invitation(actor=person, secret=secret)
    with pytest.raises(InvitationUsed):
        accept_invitation(actor=person, secret=secret)
    assert organisation.memberships.count() == 2


def test_expired_withdrawn_and_replaced_links_are_dead(invite, django_capture_on_commit_callbacks):
    organisation = OrganisationFactory()
    boss, person = owner(organisation), UserFactory(email="new@example.org")
    invitation, expired = invite(boss, organisation)
    expire(invitation)
    with pytest.raises(InvitationExpired):
        accept_invitation(actor=person, secret=expired)
    with django_capture_on_commit_callbacks(execute=True):
        fresh = resend_invitation(actor=boss, invitation=invitation)
    with pytest.raises(InvitationWithdrawn):
        accept_invitation(actor=person, secret=expired)
    with pytest.raises(InvitationWithdrawn):
        resend_invitation(actor=boss, invitation=invitation)
    with pytest.raises(PermissionDenied):
        withdraw_invitation(actor=member(organisation), invitation=fresh)
    withdraw_invitation(actor=boss, invitation=fresh)
    with pytest.raises(InvitationWithdrawn):
        accept_invitation(actor=person, secret=secret_of(mail.outbox[-1]))
    assert not Membership.objects.filter(user=person).exists()


def test_an_accepted_invitation_can_neither_be_withdrawn_nor_sent_again(invite):
    organisation = OrganisationFactory()
    boss, person = owner(organisation), UserFactory(email="new@example.org")
    invitation, secret = invite(boss, organisation)
    accept_invitation(actor=person, secret=secret)
    for action in (withdraw_invitation, resend_invitation):
        with pytest.raises(InvitationUsed):
            action(actor=boss, invitation=invitation)


def test_a_hidden_organisation_takes_nobody_in(invite):
    organisation = OrganisationFactory()
    person = UserFactory(email="new@example.org")
    _, secret = invite(owner(organisation), organisation)
    organisation.is_active = False
    organisation.save()
    with pytest.raises(InvitationWithdrawn):
        accept_invitation(actor=person, secret=secret)


def test_nobody_writes_to_hundreds_of_strangers(invite, monkeypatch):
    monkeypatch.setattr(invitation_actions, "INVITATIONS_A_DAY", 2)
    organisation = OrganisationFactory()
    boss = owner(organisation)
    invite(boss, organisation, "a@example.org")
    invite(boss, organisation, "b@example.org")
    with pytest.raises(TooManyInvitations):
        invite_member(actor=boss, organisation=organisation, email="c@example.org")
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=2))
    invite(boss, organisation, "c@example.org")


def test_the_mail_is_in_the_language_of_its_reader(invite):
    organisation = OrganisationFactory(name_zh="海河泵业", name_en="Haihe Pumps")
    boss = owner(organisation)
    UserFactory(email="reader@example.org", language="en")
    with translation.override("zh-hans"):
        invite(boss, organisation, "reader@example.org")
        invite(boss, organisation, "unbekannt@example.org")
    english, chinese = mail.outbox
    assert "Invitation to join Haihe Pumps" in english.subject
    assert "works until" in english.body
    assert "海河泵业" in chinese.subject
    assert "邀请" in chinese.body
    assert "Open this link" not in chinese.body


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_does_not_answer_is_told(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    organisation = OrganisationFactory()
    client.force_login(owner(organisation))
    address = reverse("organisation_members", args=[organisation.pk])
    page = client.post(address, {"email": "new@example.org", "role": "member"}, follow=True).content.decode()
    assert "邮件未能发出" in page
    assert "new@example.org" in page


def test_the_page_of_a_link_for_somebody_who_has_an_account(client, invite):
    organisation = OrganisationFactory()
    person = UserFactory(email="new@example.org")
    _, secret = invite(owner(organisation), organisation)
    address = reverse("invitation", args=[secret])
    page = client.get(address).content.decode()
    assert f"{reverse('account_login')}?next={address}" in page
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
    client.force_login(person)
    assert client.get(address).status_code == 200
    assert client.post(address).url == organisation.get_absolute_url()
    assert memberships_of(person) == {organisation.pk: MemberRole.MEMBER}
    assert client.get(address).status_code == 409
    assert client.get(reverse("invitation", args=["nonsense"])).status_code == 404


def test_somebody_new_signs_up_through_the_link_without_a_second_mail(client, invite):
    organisation = OrganisationFactory()
    _, secret = invite(owner(organisation), organisation)
    mail.outbox.clear()
    address = reverse("invitation", args=[secret])
    assert f"{reverse('account_signup')}?next={address}" in client.get(address).content.decode()
    data = {
        "name": "新同事", "email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD,
        "consent": "on", "next": address,
    }  # fmt: skip
    assert client.post(reverse("account_signup"), data).url == address
    assert mail.outbox == []
    client.post(address)
    person = User.objects.get(email="new@example.org")
    assert memberships_of(person) == {organisation.pk: MemberRole.MEMBER}


def test_the_link_confirms_no_other_address(client, invite):
    organisation = OrganisationFactory()
    _, secret = invite(owner(organisation), organisation)
    client.get(reverse("invitation", args=[secret]))
    data = {
        "name": "别人", "email": "other@example.org", "password1": PASSWORD, "password2": PASSWORD,
        "consent": "on",
    }  # fmt: skip
    assert client.post(reverse("account_signup"), data).url == reverse("account_email_verification_sent")
    address = User.objects.get(email="other@example.org").emailaddress_set.get()
    assert (address.email, address.verified) == ("other@example.org", False)


def test_the_buttons_of_open_invitations(client, invite, django_capture_on_commit_callbacks):
    organisation = OrganisationFactory()
    boss = owner(organisation)
    invitation, _ = invite(boss, organisation)
    client.force_login(boss)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("invitation_resend", args=[organisation.pk, invitation.pk]))
    assert len(mail.outbox) == 2
    fresh = Invitation.objects.get(withdrawn_at=None)
    client.post(reverse("invitation_withdraw", args=[organisation.pk, fresh.pk]))
    assert not Invitation.objects.filter(withdrawn_at=None).exists()
    client.force_login(UserFactory())
    assert client.post(reverse("invitation_resend", args=[organisation.pk, fresh.pk])).status_code == 404


def test_invitations_that_are_long_over_are_deleted(invite):
    organisation = OrganisationFactory()
    boss = owner(organisation)
    old, _ = invite(boss, organisation, "old@example.org")
    recent, _ = invite(boss, organisation, "recent@example.org")
    running, _ = invite(boss, organisation, "running@example.org")
    now = timezone.now()
    Invitation.objects.filter(pk=old.pk).update(expires_at=now - timedelta(days=31))
    Invitation.objects.filter(pk=recent.pk).update(withdrawn_at=now - timedelta(days=29))
    assert purge_invitations() == 1
    assert set(Invitation.objects.values_list("pk", flat=True)) == {recent.pk, running.pk}
    assert purge_expired.call() == 0
