"""Sign-up, confirmation, sign-in, passwords, and the mails about them."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from heliu.accounts.actions import create_person
from heliu.accounts.models import User
from heliu.accounts.privacy import PRIVACY_VERSION
from heliu.accounts.tests.factories import UserFactory
from heliu.kit.permissions import OPERATOR

pytestmark = pytest.mark.django_db

PASSWORD = "Langes-Kennwort-7"
SIGNUP = {
    "name": " 王  工 ", "email": "Wang@Example.org", "password1": PASSWORD, "password2": PASSWORD, "consent": "on"
}  # fmt: skip
LANGUAGE_COOKIE = django_settings.LANGUAGE_COOKIE_NAME


@pytest.fixture(autouse=True)
def _no_counted_attempts():
    cache.clear()
    yield
    cache.clear()


def person(email="wang@example.org", **fields):
    return create_person(actor=OPERATOR, email=email, password=PASSWORD, name="王工", **fields)


def link_in(message):
    return re.search(r"https?://[^/]+(/\S+)", message.body).group(1)


def test_signing_up_notes_the_consent_and_asks_to_confirm_the_address(client):
    client.cookies[LANGUAGE_COOKIE] = "en"
    assert client.post(reverse("account_signup"), SIGNUP).url == reverse("account_email_verification_sent")
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("wang@example.org", "王 工", "en")
    assert user.consent_version == PRIVACY_VERSION
    assert user.consented_at is not None
    sign_in = {"login": "wang@example.org", "password": PASSWORD}
    client.post(reverse("account_login"), sign_in)
    assert "_auth_user_id" not in client.session
    address = link_in(mail.outbox[0])
    assert "wang@example.org" in client.get(address).content.decode()
    assert not EmailAddress.objects.get().verified
    client.post(address)
    assert EmailAddress.objects.get().verified
    client.post(reverse("account_login"), sign_in)
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"name": " "}, "name"),
        ({"email": "wang"}, "email"),
        ({"password1": "12345678", "password2": "12345678"}, "password1"),
        ({"password2": "something else"}, "password2"),
    ],
)
def test_an_incomplete_sign_up_makes_no_account(client, change, field):
    answer = client.post(reverse("account_signup"), SIGNUP | change)
    assert field in answer.context["form"].errors
    assert not User.objects.exists()


def test_signing_up_with_a_known_address_tells_only_its_owner(client):
    person()
    assert client.post(reverse("account_signup"), SIGNUP).url == reverse("account_email_verification_sent")
    assert User.objects.count() == 1
    assert "已有账号" in mail.outbox[0].subject


def test_failed_attempts_to_sign_in_are_limited(client):
    person()
    wrong = {"login": "wang@example.org", "password": "wrong"}
    for _ in range(5):
        assert "登录失败次数过多" not in client.post(reverse("account_login"), wrong).content.decode()
    page = client.post(reverse("account_login"), wrong | {"password": PASSWORD}).content.decode()
    assert "登录失败次数过多" in page
    assert "_auth_user_id" not in client.session


def test_a_person_who_is_switched_off_cannot_sign_in(client):
    user = person()
    User.objects.filter(pk=user.pk).update(is_active=False)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in client.session


def test_signing_out(client):
    client.force_login(person())
    assert "_auth_user_id" in client.session
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_set_through_the_link_once(client):
    user = person()
    client.post(reverse("account_reset_password"), {"email": user.email})
    address = link_in(mail.outbox[0])
    page = client.get(address, follow=True)
    form = page.redirect_chain[-1][0]
    new = {"password1": "Anderes-Kennwort-8", "password2": "Anderes-Kennwort-8"}
    assert client.post(form, new).url == reverse("account_reset_password_from_key_done")
    user.refresh_from_db()
    assert user.check_password("Anderes-Kennwort-8")
    assert "链接已过期或已使用" in client.get(address, follow=True).content.decode()


def test_an_unknown_address_gets_no_link(client):
    assert client.post(reverse("account_reset_password"), {"email": "who@example.org"}).status_code == 302
    assert "没有账号" in mail.outbox[0].body
    assert "Anonymous" not in mail.outbox[0].body


def test_changing_the_password_needs_the_old_one(client):
    user = person()
    client.force_login(user)
    new = {"password1": "Anderes-Kennwort-8", "password2": "Anderes-Kennwort-8"}
    for old, accepted in (("wrong", False), (PASSWORD, True)):
        client.post(reverse("account_change_password"), {"oldpassword": old, **new})
        user.refresh_from_db()
        assert user.check_password("Anderes-Kennwort-8") == accepted
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert client.get(reverse("account")).status_code == 200  # still signed in


def test_a_new_address_needs_the_password_and_counts_when_it_is_confirmed(client):
    user = person()
    client.force_login(user)
    asked = client.post(reverse("account_email"), {"email": "neu@example.org", "action_add": ""})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    client.post(asked.url, {"password": "wrong"})
    assert EmailAddress.objects.count() == 1
    client.post(asked.url, {"password": PASSWORD})
    user.refresh_from_db()
    assert user.email == "wang@example.org"
    confirmation = next(message for message in mail.outbox if message.to == ["neu@example.org"])
    client.post(link_in(confirmation))
    user.refresh_from_db()
    assert user.email == "neu@example.org"
    assert EmailAddress.objects.get().email == "neu@example.org"


@pytest.mark.parametrize(
    ("language", "other"),
    [("en", ("您好", "合流")), ("zh-hans", ("Hello", "link", "password"))],
)
def test_mails_are_in_the_language_of_their_reader(client, language, other):
    """Whatever the language of the page they were asked for on."""
    client.cookies[LANGUAGE_COOKIE] = "en" if language == "zh-hans" else "zh-hans"
    user = person(language=language)
    client.post(reverse("account_reset_password"), {"email": user.email})
    client.post(reverse("account_signup"), SIGNUP)
    client.force_login(user)
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "Anderes-Kennwort-8", "password2": "Anderes-Kennwort-8"},
    )
    user.refresh_from_db()
    assert len(mail.outbox) == 3
    for message in mail.outbox:
        words = re.sub(r"https?://\S+|\[.*?\]|example\.org|testserver", "", f"{message.subject}\n{message.body}")
        assert not any(word in words for word in other), words


def test_a_mail_that_cannot_be_sent_is_told(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    page = client.post(reverse("account_reset_password"), {"email": person().email}, follow=True).content.decode()
    assert "邮件未能发出" in page


def test_the_language_is_kept_with_the_person(client):
    user = UserFactory(language="")
    choose = {"language": "en", "next": "/privacy/"}
    client.post(reverse("set_language"), choose)  # a visitor: a cookie only
    assert client.cookies[LANGUAGE_COOKIE].value == "en"
    client.force_login(user)
    client.post(reverse("set_language"), choose | {"language": "zh-hans"})
    user.refresh_from_db()
    assert user.language == "zh-hans"
    client.post(reverse("set_language"), choose | {"language": "xx"})
    user.refresh_from_db()
    assert user.language == "zh-hans"


def test_signing_in_brings_the_persons_own_language(client):
    person(language="en")
    client.cookies[LANGUAGE_COOKIE] = "zh-hans"
    client.post(reverse("account_login"), {"login": "wang@example.org", "password": PASSWORD})
    assert client.cookies[LANGUAGE_COOKIE].value == "en"
    assert 'lang="en"' in client.get(reverse("privacy")).content.decode()


def test_who_has_no_language_keeps_that_of_the_page(client):
    user = person()
    client.cookies[LANGUAGE_COOKIE] = "en"
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    user.refresh_from_db()
    assert user.language == "en"
