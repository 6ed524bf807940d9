"""The administration goes through the actions: same rules, same announcements."""

import pytest
from django.urls import reverse

from heliu.accounts.models import Organisation, RoleGrant, User
from heliu.accounts.tests.factories import (
    ClaimFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    member,
    owner,
)
from heliu.activity.models import Event, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    person = administrator()
    client.force_login(person)
    return person


def test_it_is_for_staff_only(client):
    for person, status in ((UserFactory(), 302), (administrator(), 200)):
        client.force_login(person)
        assert client.get(reverse("admin:accounts_organisation_changelist")).status_code == status


def test_an_old_version_of_an_organisation_cannot_be_put_back(client, admin):
    organisation = OrganisationFactory()
    version = organisation.history.first()
    history = reverse("admin:accounts_organisation_history", args=[organisation.pk])
    assert client.get(history).status_code == 200
    assert client.post(f"{history}{version.pk}/", {"name_zh": "旧名"}).status_code in (302, 404)
    organisation.refresh_from_db()
    assert organisation.name_zh != "旧名"


def test_roles_are_granted_and_revoked(client, admin):
    person = UserFactory()
    client.post(reverse("admin:accounts_rolegrant_add"), {"user": person.pk, "role": "reviewer"})
    grant = RoleGrant.objects.get()
    assert grant.user == person
    client.post(reverse("admin:accounts_rolegrant_delete", args=[grant.pk]), {"post": "yes"})
    assert not RoleGrant.objects.exists()
    told = Notice.objects.filter(recipient=person).order_by("pk").values_list("event__verb", flat=True)
    assert list(told) == ["role_granted", "role_revoked"]


def test_people_are_made_changed_and_erased(client, admin):
    data = {"email": " New@Example.org", "name": "新人", "language": "en", "password": "Langes-Kennwort-7"}
    client.post(reverse("admin:accounts_user_add"), data | {"password": "123"})
    assert not User.objects.filter(email="new@example.org").exists()
    client.post(reverse("admin:accounts_user_add"), data)
    person = User.objects.get(email="new@example.org")
    assert person.check_password("Langes-Kennwort-7")
    assert person.emailaddress_set.get().verified
    change = reverse("admin:accounts_user_change", args=[person.pk])
    client.post(change, {"name": "改名", "language": "en"})
    person.refresh_from_db()
    assert (person.name, person.is_active, person.email) == ("改名", False, "new@example.org")
    client.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=person.pk).exists()


def test_the_page_of_an_erasure_says_how_much_goes_but_not_what(client, admin):
    person = MembershipFactory(organisation__name_zh="某某保密筹备组").user
    page = client.get(reverse("admin:accounts_user_delete", args=[person.pk])).content.decode()
    assert str(person) in page
    assert "成员关系: 1" in page
    assert "某某保密筹备组" not in page


def test_nobody_is_erased_from_under_their_organisation(client, admin):
    organisation = OrganisationFactory()
    boss = owner(organisation)
    member(organisation)
    page = client.post(reverse("admin:accounts_user_delete", args=[boss.pk]), {"post": "yes"}, follow=True)
    assert User.objects.filter(pk=boss.pk).exists()
    assert "主体必须有负责人" in page.content.decode()


def test_the_last_administrator_keeps_the_right(client, admin):
    change = reverse("admin:accounts_user_change", args=[admin.pk])
    client.post(change, {"name": "n", "language": "en", "is_active": "on", "is_staff": "on"})
    admin.refresh_from_db()
    assert admin.is_superuser
    assert client.post(reverse("admin:accounts_user_delete", args=[admin.pk]), {"post": "yes"}).status_code == 403


def test_organisations_are_registered_edited_and_hidden(client, admin):
    data = {"kind": "park", "name_zh": "天开园", "is_active": "on"}
    client.post(reverse("admin:accounts_organisation_add"), data)
    organisation = Organisation.objects.get()
    assert not organisation.memberships.exists()
    client.post(reverse("admin:accounts_organisation_change", args=[organisation.pk]), data | {"is_active": ""})
    organisation.refresh_from_db()
    assert not organisation.is_active
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "organisation_registered", "organisation_edited"
    ]  # fmt: skip


def test_the_lists_open(client, admin):
    ClaimFactory()
    MembershipFactory()
    for name in ("user", "rolegrant", "organisation", "membership", "claim", "invitation"):
        assert client.get(reverse(f"admin:accounts_{name}_changelist")).status_code == 200
    for name in ("membership", "claim", "invitation"):
        assert client.get(reverse(f"admin:accounts_{name}_add")).status_code == 403
