"""What else organisations are called, and what a name is found to mean."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from heliu.accounts.tests.factories import OrganisationFactory, administrator, member, owner, reviewer
from heliu.activity.models import Event
from heliu.identity.actions import add_name, edit_name, find_all_duplicates, remove_name
from heliu.identity.adapters import Candidate, best_organisations, resolve_organisation
from heliu.identity.errors import NameTaken
from heliu.identity.models import Duplicate, OrganisationName

pytestmark = pytest.mark.django_db


def place(name: str, **fields):
    return OrganisationFactory(name_zh=name, name_en="", **fields)


def best_organisation(name: str) -> Candidate | None:
    [found] = best_organisations([((name,), "")])
    return found


def test_a_name_means_the_organisation_as_soon_as_it_is_written():
    institute, other = place("海河新材料研究院"), place("滨城机械研究院")
    actor = owner(institute)
    assert resolve_organisation("海新院甲") == []
    name = add_name(actor=actor, organisation=institute, name=" 海新院甲 ", kind="short", source="主体自述")
    [found] = resolve_organisation("海新院甲")
    assert (found.organisation_id, found.ground, found.name) == (institute.pk, "short", "海新院甲")
    assert best_organisation("海新院甲").organisation_id == institute.pk
    # The same short name of two leaves it open.
    add_name(actor=reviewer(), organisation=other, name="海新院甲")
    assert {one.organisation_id for one in resolve_organisation("海新院甲")} == {institute.pk, other.pk}
    assert best_organisation("海新院甲") is None
    edit_name(actor=actor, entry=name, name="海新所甲")
    assert best_organisation("海新院甲").organisation_id == other.pk
    remove_name(actor=actor, entry=name)
    assert resolve_organisation("海新所甲") == []
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "name_added", "name_added", "name_edited", "name_removed",
    ]  # fmt: skip
    other.is_active = False
    other.save()
    assert resolve_organisation("海新院甲") == []


def test_who_may_name_and_what_is_refused(client):
    institute = place("海河新材料研究院")
    for person in (member(institute), owner(), administrator()):
        with pytest.raises(PermissionDenied):
            add_name(actor=person, organisation=institute, name="海新")
    actor = owner(institute)
    add_name(actor=actor, organisation=institute, name="海新")
    with pytest.raises(NameTaken):
        add_name(actor=actor, organisation=institute, name="海新")
    with pytest.raises(ValidationError):
        add_name(actor=actor, organisation=institute, name="海材", since="2020-01-02", until="2020-01-01")
    client.force_login(actor)
    page = client.post(f"/organisations/{institute.pk}/names/", {"name": "海新", "kind": "short"})
    assert "该主体已登记这一名称" in page.content.decode()
    sent = {"name": "渤海所", "kind": "former", "until": "2019-05-01"}
    assert client.post(f"/organisations/{institute.pk}/names/", sent).status_code == 302
    former = OrganisationName.objects.get(name="渤海所")
    shown = client.get(institute.get_absolute_url()).content.decode()
    assert "至2019-05-01" in shown
    assert client.post(f"/organisation-names/{former.pk}/", {"remove": "1"}).status_code == 302
    assert not OrganisationName.objects.filter(pk=former.pk).exists()
    made = client.post("/api/v1/organisation-names/", {"organisation": institute.pk, "name": "HNM", "kind": "english"})
    assert made.status_code == 201
    address = f"/api/v1/organisation-names/{made.json()['id']}/"
    assert client.patch(address, {"name": "海新"}, content_type="application/json").status_code == 409
    client.force_login(member())
    assert client.get("/api/v1/organisation-names/", {"organisation": institute.pk}).json()["count"] == 2
    assert client.delete(address).status_code == 403
    assert client.get(f"/organisations/{institute.pk}/names/").status_code == 403


def test_organisations_entered_twice_are_put_before_reviewers(settings, tmp_path):
    settings.HELIU_HOME = tmp_path
    one, other = place("海河涂层科技有限公司"), place("海河涂层科技股份有限公司")
    place("滨城机械研究院")
    find_all_duplicates()
    found = Duplicate.objects.get(kind="organisation")
    assert (found.left_id, found.right_id) == (one.pk, other.pk)
    assert found.reasons[0]["nature"] == "form"
    assert Duplicate.objects.visible_to(reviewer()).count() == 1
    assert not Duplicate.objects.visible_to(owner(one)).exists()
