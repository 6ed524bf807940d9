"""Every page opens in both languages, and says everything in the one it is in."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from heliu.accounts.actions import (
    claim_organisation,
    create_token,
    grant_role,
    invite_member,
    refuse_claim,
    verify_organisation,
)
from heliu.accounts.models import Invitation
from heliu.accounts.privacy import PRIVACY_VERSION
from heliu.accounts.selectors import hash_secret
from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, administrator, member, owner, reviewer

pytestmark = pytest.mark.django_db

# Words that are the same in Chinese, and what the pages show of the data below.
SAME = {"Heliu", "API", "ROR", "Token", "Authorization", "JSON", "Cookie", "https", "English", "URL"}


class Text(HTMLParser):
    """The visible words of the main part of a page and its title."""

    def __init__(self):
        super().__init__()
        self.words, self.inside, self.skipped = [], 0, 0

    def handle_starttag(self, tag, attributes):
        if tag in ("main", "title"):
            self.inside += 1
        if tag in ("code", "script", "option"):
            self.skipped += tag != "option"
        for name, value in attributes:
            if self.inside and name in ("aria-label", "placeholder", "title"):
                self.words.append(value)

    def handle_endtag(self, tag):
        if tag in ("main", "title"):
            self.inside -= 1
        if tag in ("code", "script"):
            self.skipped -= 1

    def handle_data(self, data):
        if self.inside and not self.skipped:
            self.words.append(data)


def words_of(page):
    parser = Text()
    parser.feed(page)
    return re.sub(r"\S+@\S+|https?://\S+|[A-Z]\w+/[\w/+-]+|\bUTC\b", "", " ".join(parser.words))


@pytest.fixture
def world():
    """One of everything, with names that are digits only, so that they belong to no language."""
    cache.clear()
    names = {"consent_version": PRIVACY_VERSION, "consented_at": timezone.now()}
    organisation = OrganisationFactory(name_zh="100", name_en="100", uscc="91350100M000100Y41")
    other = OrganisationFactory(name_zh="200", name_en="200")
    boss, judge = owner(organisation, name="1", **names), reviewer(name="2", **names)
    stranger = UserFactory(name="4", **names)
    member(organisation, name="3")
    claim = claim_organisation(actor=stranger, organisation=organisation, evidence="12")
    refused = claim_organisation(actor=stranger, organisation=other, evidence="13")
    refuse_claim(actor=judge, claim=refused, reason="14")
    invite_member(actor=boss, organisation=organisation, email="a@example.org")
    expired = invite_member(actor=boss, organisation=organisation, email="b@example.org", role="owner")
    past = timezone.now() - timedelta(days=1)
    Invitation.objects.filter(pk=expired.pk).update(expires_at=past, secret_hash=hash_secret("e"))
    known = invite_member(actor=boss, organisation=organisation, email=stranger.email)
    Invitation.objects.filter(pk=known.pk).update(secret_hash=hash_secret("k"))
    Invitation.objects.filter(email="a@example.org").update(secret_hash=hash_secret("o"))
    create_token(actor=boss, name="5")
    create_token(actor=boss, name="6", days=None)
    verify_organisation(actor=judge, organisation=other, note="15")
    grant_role(actor=administrator(name="9"), user=boss, role="reviewer")
    boss.role_grants.all().delete()
    return {
        "organisation": organisation, "other": other, "claim": claim, "refused": refused,
        "boss": boss, "judge": judge, "stranger": stranger,
    }  # fmt: skip


PAGES = [
    *[(None, name, ()) for name in (
        "account_login", "account_signup", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key_done", "account_email_verification_sent", "account_inactive", "privacy",
    )],
    (None, "account_confirm_email", ("nonsense",)),
    (None, "account_reset_password_from_key", ("1", "nonsense")),
    (None, "invitation", ("nonsense",)),
    (None, "invitation", ("e",)),
    (None, "invitation", ("k",)),
    (None, "invitation", ("o",)),
    *[("boss", name, ()) for name in (
        "account", "account_tokens", "account_delete", "my_organisations", "organisation_new", "notice_list",
        "account_email", "account_change_password", "account_logout", "account_reauthenticate",
    )],
    *[("boss", name, ("organisation",)) for name in (
        "organisation_edit", "organisation_members", "organisation_leave", "claim_new",
    )],
    ("boss", "invitation", ("k",)),
    ("stranger", "claim_new", ("other",)),
    ("stranger", "claim_detail", ("claim",)),
    ("stranger", "claim_detail", ("refused",)),
    ("stranger", "invitation", ("k",)),
    ("stranger", "my_organisations", ()),
    ("stranger", "account_delete", ()),
    ("stranger", "notice_list", ()),
    ("judge", "claim_queue", ()),
    ("judge", "claim_detail", ("claim",)),
    ("judge", "organisation_verify", ("organisation",)),
    ("judge", "verification_withdraw", ("other",)),
    ("judge", "organisation_members", ("other",)),
    ("judge", "notice_list", ()),
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_speak_one_language(client, world, language):
    for who, name, arguments in PAGES:
        client.logout()
        client.cookies["django_language"] = language
        if who:
            client.force_login(world[who])
        keys = [world[one].pk if one in world else one for one in arguments]
        answer = client.get(reverse(name, args=keys), follow=True)
        assert answer.status_code in (200, 403, 404, 410), (who, name, answer.status_code)
        words = words_of(answer.content.decode())
        if language == "en":
            wrong = set(re.findall(r"[一-鿿]+", words)) - {"中文"}
        else:
            wrong = {word for word in re.findall(r"[A-Za-z]{3,}", words) if word not in SAME}
        assert not wrong, (who, name, wrong)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_forms_complain_in_one_language(client, world, language):
    """Errors and warnings of every form, with nothing or nonsense filled in."""
    posts = [
        (None, "account_login", (), {}),
        (None, "account_login", (), {"login": "a@example.org", "password": "x"}),
        (None, "account_signup", (), {}),
        (None, "account_signup", (), {"email": "x", "password1": "1", "password2": "2", "name": "1"}),
        (None, "account_reset_password", (), {"email": "x"}),
        ("boss", "account", (), {"language": "xx"}),
        ("boss", "account_tokens", (), {}),
        ("boss", "account_tokens", (), {"name": "7", "days": "30"}),
        ("boss", "account_change_password", (), {"oldpassword": "x", "password1": "1", "password2": "2"}),
        ("boss", "account_reauthenticate", (), {"password": "x"}),
        ("stranger", "account_delete", (), {"password": "x"}),
        ("stranger", "organisation_new", (), {}),
        ("stranger", "organisation_new", (), {"kind": "park", "name_zh": "200"}),
        ("stranger", "organisation_new", (), {"kind": "park", "uscc": "1", "ror": "1", "region": "1", "website": "1"}),
        ("boss", "organisation_edit", ("organisation",), {"kind": "park", "name_zh": "200", "version": "1"}),
        ("boss", "organisation_edit", ("organisation",), {"kind": "park", "name_zh": "100", "version": "9"}),
        ("boss", "organisation_members", ("organisation",), {"email": "a@example.org", "role": "owner"}),
        ("boss", "organisation_members", ("organisation",), {"email": "x"}),
        ("stranger", "claim_new", ("other",), {}),
        ("judge", "claim_detail", ("claim",), {"refuse": "1"}),
        ("judge", "organisation_verify", ("organisation",), {}),
    ]
    for who, name, arguments, data in posts:
        client.logout()
        client.cookies["django_language"] = language
        if who:
            client.force_login(world[who])
        answer = client.post(reverse(name, args=[world[one].pk for one in arguments]), data)
        assert answer.status_code in (200, 409), (who, name, data, answer.status_code)
        words = words_of(answer.content.decode())
        if language == "en":
            wrong = set(re.findall(r"[一-鿿]+", words)) - {"中文"}
        else:
            wrong = {word for word in re.findall(r"[A-Za-z]{3,}", words) if word not in SAME}
        wrong -= {answer.context["secret"]} if answer.context and "secret" in answer.context else set()
        assert not wrong, (who, name, data, wrong)


def test_pages_of_ones_own_ask_to_sign_in(client, world):
    for who, name, arguments in PAGES:
        if who is None or name == "invitation" or name.startswith("account_logout"):
            continue
        keys = [world[one].pk if one in world else one for one in arguments]
        address = reverse(name, args=keys)
        answer = client.get(address)
        assert answer.status_code == 302, name
        assert answer.url.startswith(reverse("account_login")), name


def test_the_menu_of_a_person(client, world):
    def menu(person):
        client.logout()
        if person:
            client.force_login(person)
        return client.get(reverse("privacy")).content.decode()

    assert reverse("account_signup") in menu(None)
    page = menu(world["stranger"])
    assert reverse("my_organisations") in page
    assert reverse("claim_queue") not in page
    assert reverse("admin:index") not in page
    assert reverse("claim_queue") in menu(world["judge"])
    assert reverse("admin:index") in menu(administrator())
    assert reverse("privacy") in menu(None)


def test_the_panel_on_an_organisations_page(client, world):
    address = world["organisation"].get_absolute_url()
    claim, edit = (reverse(name, args=[world["organisation"].pk]) for name in ("claim_new", "organisation_edit"))
    verify = reverse("organisation_verify", args=[world["organisation"].pk])
    for who, sees in (
        (None, {claim}), ("stranger", set()), ("boss", {claim, edit}), ("judge", {claim, edit, verify})
    ):  # fmt: skip
        client.logout()
        if who:
            client.force_login(world[who])
        page = client.get(address).content.decode()
        assert {link for link in (claim, edit, verify) if f'"{link}"' in page} == sees, who
    # The stranger's claim waits: it is shown instead of the button.
    client.force_login(world["stranger"])
    assert world["claim"].get_absolute_url() in client.get(address).content.decode()
