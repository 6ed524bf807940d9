"""A person's own pages: profile, consent, copy of the data, deletion."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from heliu.accounts.actions import (
    agree_to_privacy_notice,
    change_language,
    change_member_role,
    create_token,
    delete_account,
    edit_profile,
    erase_account,
    grant_role,
    invite_member,
)
from heliu.accounts.choices import MemberRole
from heliu.accounts.errors import LastAdministrator, LastOwner, WrongPassword
from heliu.accounts.models import ApiToken, Claim, Invitation, Membership, Organisation, RoleGrant, User
from heliu.accounts.privacy import PRIVACY_VERSION
from heliu.accounts.signals import account_deleted
from heliu.accounts.tests.factories import (
    ClaimFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    member,
    owner,
    reviewer,
)
from heliu.activity.actions import record_event
from heliu.activity.models import Event, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counted_attempts():
    cache.clear()
    yield
    cache.clear()


def test_name_and_language_are_ones_own(client):
    person = UserFactory(language="zh-hans")
    client.force_login(person)
    client.post(reverse("account"), {"name": "新名字", "language": "en"})
    person.refresh_from_db()
    assert (person.name, person.language) == ("新名字", "en")
    assert client.cookies["django_language"].value == "en"
    client.post(reverse("account"), {"name": "x" * 101, "language": "en"})
    person.refresh_from_db()
    assert person.name == "新名字"
    for wrong in (lambda: edit_profile(actor=person, name="n", language="fr", time_zone=""),
                  lambda: change_language(actor=person, language="fr")):  # fmt: skip
        with pytest.raises(ValidationError):
            wrong()


def test_a_new_notice_is_asked_for_until_it_is_agreed_to(client):
    person = UserFactory(consent_version="1999-01-01")
    client.force_login(person)
    ask = "隐私告知已更新"
    assert ask in client.get(reverse("account")).content.decode()
    answer = client.post(reverse("privacy_consent"), {"next": reverse("account")})
    assert answer.url == reverse("account")
    person.refresh_from_db()
    assert person.consent_version == PRIVACY_VERSION
    assert ask not in client.get(reverse("account")).content.decode()
    assert client.post(reverse("privacy_consent"), {"next": "https://evil.example/"}).url == reverse("home")
    before = person.consented_at
    agree_to_privacy_notice(actor=person)
    assert person.consented_at == before


def test_the_privacy_notice_is_for_everybody_and_names_the_operator(client, settings):
    settings.HELIU_OPERATOR, settings.HELIU_OPERATOR_CONTACT = "天开园区", "privacy@park.example"
    for language, words in (("zh-hans", "谁能看到"), ("en", "Who sees it")):
        client.cookies["django_language"] = language
        page = client.get(reverse("privacy")).content.decode()
        assert words in page
        assert "天开园区" in page
        assert "privacy@park.example" in page
        assert PRIVACY_VERSION in page
        assert ("another party" in page or "另一方" in page) is False
    settings.HELIU_ENCODER = "https://encoder.example/v1#model"
    page = client.get(reverse("privacy")).content.decode()
    assert "another party" in page
    assert "language model" not in page
    settings.HELIU_DRAFTER_URL = "http://127.0.0.1:8080/v1"
    assert "language model" in client.get(reverse("privacy")).content.decode()


def test_the_copy_of_the_data_holds_ones_own_and_no_secrets(client):
    organisation = OrganisationFactory(name_zh="海河泵业")
    person = owner(organisation, email="me@example.org", name="王工")
    other = UserFactory(email="other@example.org")
    ClaimFactory(user=person, evidence="我的工牌")
    ClaimFactory(user=other, evidence="别人的工牌")
    _, secret = create_token(actor=person, name="脚本")
    invitation = invite_member(actor=person, organisation=organisation, email="new@example.org")
    record_event(organisation, "organisation_edited", actor=other, note="通知我", notify=[person])
    assert client.get(reverse("account_export")).status_code == 302
    client.force_login(person)
    answer = client.get(reverse("account_export"))
    assert "attachment" in answer["Content-Disposition"]
    text = answer.content.decode()
    data = json.loads(text)
    assert data["account"]["email"] == "me@example.org"
    assert data["memberships"][0]["organisation"] == "海河泵业"
    assert data["claims"][0]["evidence"] == "我的工牌"
    assert data["api_tokens"][0]["name"] == "脚本"
    assert data["invitations_sent"][0]["email"] == "new@example.org"
    assert {event["what"] for event in data["events"]} == {"member_invited"}
    assert [notice["note"] for notice in data["notices"]] == ["通知我"]
    digest = ApiToken.objects.get().digest
    for hidden in (person.password, secret, digest, invitation.secret_hash, "别人的工牌", "other@example.org"):
        assert hidden not in text


def test_deleting_needs_the_password_and_is_for_good():
    person = UserFactory()
    with pytest.raises(WrongPassword):
        delete_account(actor=person, password="wrong")
    delete_account(actor=person, password="password")
    assert not User.objects.exists()


def test_deletion_takes_what_is_personal_and_keeps_what_others_need():
    organisation = OrganisationFactory()
    boss = owner(organisation)
    person = owner(organisation, email="me@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    judge = reviewer()
    grant_role(actor=administrator(), user=person, role="reviewer")
    create_token(actor=person, name="脚本")
    ClaimFactory(user=person)
    decided = ClaimFactory()
    Claim.objects.filter(pk=decided.pk).update(decided_by=person)
    sent = invite_member(actor=person, organisation=organisation, email="new@example.org")
    received = invite_member(actor=boss, organisation=organisation, email="x@example.org")
    Invitation.objects.filter(pk=received.pk).update(email="me@example.org")
    event = record_event(organisation, "organisation_edited", actor=person, notify=[boss, judge])
    record_event(organisation, "organisation_edited", actor=boss, notify=[person])
    organisation._history_user = person
    organisation.save()
    heard = []

    def listen(sender, user, **_):
        heard.append(user.email)

    account_deleted.connect(listen)
    try:
        delete_account(actor=person, password="password")
    finally:
        account_deleted.disconnect(listen)
    assert heard == ["me@example.org"]
    assert not User.objects.filter(email="me@example.org").exists()
    for model, left in ((ApiToken, 0), (EmailAddress, 0), (RoleGrant, 1), (Membership, 1), (Claim, 1)):
        assert model.objects.count() == left, model
    assert not Notice.objects.exclude(recipient__in=[boss, judge]).exists()
    event.refresh_from_db()
    assert event.actor is None
    decided.refresh_from_db()
    assert decided.decided_by is None
    sent.refresh_from_db()
    assert sent.invited_by is None
    assert not Invitation.objects.filter(email="me@example.org").exists()
    assert not organisation.history.exclude(history_user=None).filter(history_user_id=person.pk).exists()
    assert Notice.objects.filter(recipient=boss, event__verb="member_left", event__actor=None).exists()
    assert "me@example.org" not in str(list(Event.objects.values()))


def test_the_only_owner_hands_over_first(client):
    alone = OrganisationFactory(name_zh="只有我的")
    shared = OrganisationFactory(name_zh="还有别人的")
    person = owner(alone)
    Membership.objects.create(user=person, organisation=shared, role=MemberRole.OWNER)
    colleague = member(shared)
    with pytest.raises(LastOwner) as refusal:
        delete_account(actor=person, password="password")
    assert refusal.value.organisations == [shared]
    client.force_login(person)
    page = client.get(reverse("account_delete")).content.decode()
    assert "还有别人的" in page
    assert "只有我的" not in page
    client.post(reverse("account_delete"), {"password": "password", "understood": "on"})
    assert User.objects.filter(pk=person.pk).exists()
    change_member_role(actor=person, membership=Membership.objects.get(user=colleague), role=MemberRole.OWNER)
    invitation = invite_member(actor=person, organisation=alone, email="new@example.org")
    delete_account(actor=person, password="password")
    assert Organisation.objects.filter(pk=alone.pk).exists()
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None  # nobody is left to welcome them


def test_the_last_administrator_stays():
    first = administrator()
    with pytest.raises(LastAdministrator):
        delete_account(actor=first, password="password")
    administrator()
    delete_account(actor=first, password="password")
    assert User.objects.count() == 1


def test_administrators_erase_others_but_not_themselves():
    admin, person = administrator(), UserFactory()
    administrator()
    with pytest.raises(PermissionDenied):
        erase_account(actor=person, user=admin)
    with pytest.raises(PermissionDenied):
        erase_account(actor=admin, user=admin)
    erase_account(actor=admin, user=person)
    assert not User.objects.filter(pk=person.pk).exists()


def test_the_page_that_deletes(client):
    person = UserFactory()
    other = client.__class__()
    for browser in (client, other):
        browser.force_login(person)
    address = reverse("account_delete")
    for data in ({}, {"password": "password"}, {"password": "wrong", "understood": "on"}):
        assert client.post(address, data).status_code == 200
        assert User.objects.filter(pk=person.pk).exists()
    page = client.post(address, {"password": "password", "understood": "on"}, follow=True)
    assert "您的账号已注销" in page.content.decode()
    assert not User.objects.filter(pk=person.pk).exists()
    assert other.get(reverse("account")).status_code == 302  # signed out elsewhere as well


def test_guessing_the_password_on_that_page_is_limited(client):
    person = UserFactory(email="me@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.force_login(person)
    for _ in range(6):
        client.post(reverse("account_delete"), {"password": "wrong", "understood": "on"})
    page = client.post(reverse("account_delete"), {"password": "password", "understood": "on"}).content.decode()
    assert "登录失败次数过多" in page
    assert User.objects.filter(pk=person.pk).exists()
