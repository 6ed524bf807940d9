"""API tokens, their pages and the API on one's own account."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from heliu.accounts.actions import TOKEN_LIMIT, create_token, revoke_token
from heliu.accounts.errors import TooManyTokens
from heliu.accounts.models import ApiToken
from heliu.accounts.tasks import purge_expired
from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, administrator, owner, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    return APIClient()


def with_token(secret):
    browser = APIClient()
    browser.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
    return browser


def test_a_token_is_made_for_oneself_and_revoked_by_nobody_else():
    person = UserFactory()
    token, secret = create_token(actor=person, name=" 脚本 ", days=30)
    assert token.name == "脚本"
    assert timedelta(days=29, hours=23) < token.expiry - timezone.now() <= timedelta(days=30)
    assert secret not in str(ApiToken.objects.values().get())
    with pytest.raises(ValidationError):
        create_token(actor=person, name="")
    for other in (UserFactory(), administrator()):
        with pytest.raises(PermissionDenied):
            revoke_token(actor=other, token=token)
    revoke_token(actor=person, token=token)
    assert not ApiToken.objects.exists()


def test_there_is_a_limit_which_expired_ones_do_not_count_for():
    person = UserFactory()
    for number in range(TOKEN_LIMIT):
        token, _ = create_token(actor=person, name=str(number))
    with pytest.raises(TooManyTokens):
        create_token(actor=person, name="one more")
    ApiToken.objects.filter(pk=token.pk).update(expiry=timezone.now() - timedelta(seconds=1))
    create_token(actor=person, name="one more", days=None)
    assert purge_expired.call() == 1
    assert ApiToken.objects.count() == TOKEN_LIMIT


def test_the_page_shows_a_secret_once(client):
    person = UserFactory()
    client.force_login(person)
    page = client.post(reverse("account_tokens"), {"name": "脚本", "days": "0"})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert secret not in client.get(reverse("account_tokens")).content.decode()
    token = ApiToken.objects.get()
    assert token.expiry is None
    revoke = reverse("token_revoke", args=[token.token_key])
    client.force_login(UserFactory())
    assert client.post(revoke).status_code == 404
    client.force_login(person)
    assert client.get(revoke).status_code == 405
    client.post(revoke)
    assert not ApiToken.objects.exists()


def test_a_token_acts_for_its_person():
    organisation = OrganisationFactory(verified=True, name_en="Haihe Pumps")
    person = owner(organisation)
    token, secret = create_token(actor=person, name="脚本")
    answer = with_token(secret).get("/api/v1/me/")
    assert answer.status_code == 200
    assert answer.json()["email"] == person.email
    assert answer.json()["organisations"] == [
        {"id": organisation.pk, "name_zh": organisation.name_zh, "name_en": "Haihe Pumps", "verified": True,
         "role": "owner"}
    ]  # fmt: skip
    assert with_token(secret + "0").get("/api/v1/me/").status_code == 401
    ApiToken.objects.filter(pk=token.pk).update(expiry=timezone.now() - timedelta(seconds=1))
    assert with_token(secret).get("/api/v1/me/").status_code == 401
    _, secret = create_token(actor=person, name="neu")
    person.is_active = False
    person.save()
    assert with_token(secret).get("/api/v1/me/").status_code == 401


def test_me_changes_name_and_language_only(api):
    person = reviewer(language="zh-hans")
    assert api.get("/api/v1/me/").status_code == 401
    assert api.patch("/api/v1/me/", {"name": "x"}).status_code == 401
    api.force_login(person)
    assert api.get("/api/v1/me/").json()["roles"] == ["reviewer"]
    answer = api.patch("/api/v1/me/", {"name": "新名字", "language": "en", "email": "evil@example.org", "id": 1})
    assert answer.status_code == 200
    person.refresh_from_db()
    assert (person.name, person.language) == ("新名字", "en")
    assert person.email != "evil@example.org"
    assert api.patch("/api/v1/me/", {"language": "fr"}).status_code == 400
    assert api.put("/api/v1/me/", {"name": "x"}).status_code == 405


def test_tokens_are_listed_and_revoked_by_api_but_made_by_session_only(api):
    person = UserFactory()
    assert api.get("/api/v1/tokens/").status_code == 401
    api.force_login(person)
    made = api.post("/api/v1/tokens/", {"name": "脚本", "days": 7})
    assert made.status_code == 201
    secret = made.json()["token"]
    assert made["Cache-Control"] == "no-store"
    robot = with_token(secret)
    assert robot.post("/api/v1/tokens/", {"name": "successor"}).status_code == 403
    (listed,) = robot.get("/api/v1/tokens/").json()
    assert set(listed) == {"id", "name", "created", "expiry"}
    stranger = APIClient()
    stranger.force_login(administrator())
    assert stranger.get("/api/v1/tokens/").json() == []
    assert stranger.delete(f"/api/v1/tokens/{listed['id']}/").status_code == 404
    assert robot.delete(f"/api/v1/tokens/{listed['id']}/").status_code == 204
    assert robot.get("/api/v1/tokens/").status_code == 401


def test_refusals_of_the_api_carry_their_status(api):
    api.force_login(UserFactory())
    assert api.post("/api/v1/tokens/", {"name": ""}).status_code == 400
    assert api.post("/api/v1/tokens/", {"name": "x", "days": 0}).status_code == 400
    for number in range(TOKEN_LIMIT):
        assert api.post("/api/v1/tokens/", {"name": str(number), "days": None}).status_code == 201
    answer = api.post("/api/v1/tokens/", {"name": "x"})
    assert answer.status_code == 409
    assert answer.json()["detail"]


def test_the_addresses_are_described(capsys):
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    assert set(paths["/api/v1/me/"]) == {"get", "patch"}
    assert set(paths["/api/v1/tokens/"]) == {"get", "post"}
    assert "accounts" not in capsys.readouterr().err
