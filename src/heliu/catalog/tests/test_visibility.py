"""Who sees what: every kind, tier and state, for every sort of person, on every way to a record.

What is expected is written down here anew, as a table, and not asked of the rules under test.
"""

from __future__ import annotations

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, member, reviewer
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import RECORD_MODELS, Attachment, Work, querysets, register_content_grant
from heliu.catalog.selectors import own_records, readable_records, records_of_organisation, visible_records
from heliu.catalog.tests.factories import FACTORIES, make_record
from heliu.kit.permissions import allowed

pytestmark = pytest.mark.django_db

PERSONS = ["anonymous", "no organisation", "unverified", "verified", "owner", "reviewer", "superuser"]
SECRET = {
    "description_zh": "密方甲",
    "description_en": "recipealpha",
    "keywords_zh": ["密词乙"],
    "keywords_en": ["wordbeta"],
    "contact_name": "联系丙",
    "contact_email": "gamma@example.org",
}


def knows(person: str, tier: str, state: str) -> bool:
    if person == "owner":
        return True
    if person == "reviewer":
        return state != State.DRAFT
    tiers = {Tier.PUBLIC, Tier.ON_REQUEST} | ({Tier.MEMBERS} if person == "verified" else set())
    return state == State.PUBLISHED and tier in tiers


def reads(person: str, tier: str, state: str) -> bool:
    return knows(person, tier, state) and (tier != Tier.ON_REQUEST or person in ("owner", "reviewer"))


def sees_contact(person: str, tier: str, state: str) -> bool:
    return reads(person, tier, state) and person in ("owner", "reviewer", "verified")


def make_person(person: str, owner):
    return {
        "anonymous": AnonymousUser,
        "no organisation": UserFactory,
        "unverified": lambda: member(OrganisationFactory()),
        "verified": member,
        "owner": lambda: member(owner),
        "reviewer": reviewer,
        "superuser": lambda: UserFactory(is_superuser=True, is_staff=True),
    }[person]()


@pytest.fixture(params=product(RECORD_MODELS, PERSONS), ids="-".join)
def scene(request, client):
    """A record of each tier in each state, and a person who looks."""
    kind, person = request.param
    owner = OrganisationFactory(verified=True, name_zh="业主丁", name_en="Ownerdelta")
    records = {
        (tier, state): FACTORIES[kind].build(
            organisation=owner, tier=tier, state=state, title_zh=f"标题{tier}·{state}", title_en="", **SECRET
        )
        for tier, state in product(Tier.values, State.values)
    }
    RECORD_MODELS[kind].objects.bulk_create(records.values())
    user = make_person(person, owner)
    if user.is_authenticated:
        client.force_login(user)
    return kind, person, user, records, client


def test_rules_and_querysets_say_the_same(scene):
    kind, person, user, records, _client = scene
    known = set(visible_records(user, kind).values_list("pk", flat=True))
    readable = set(readable_records(user, kind).values_list("pk", flat=True))
    for (tier, state), record in records.items():
        assert (record.pk in known) == knows(person, tier, state), (tier, state)
        assert (record.pk in readable) == reads(person, tier, state), (tier, state)
        assert allowed(user, "catalog.view_record", record) == knows(person, tier, state), (tier, state)
        assert allowed(user, "catalog.view_content", record) == reads(person, tier, state), (tier, state)
        assert allowed(user, "catalog.view_contact", record) == sees_contact(person, tier, state), (tier, state)
    mine = set(own_records(user, kind).values_list("pk", flat=True))
    assert mine == ({record.pk for record in records.values()} if person == "owner" else set())


def test_list_pages(scene):
    kind, person, _user, records, client = scene
    page = client.get(reverse(f"{kind}_list")).content.decode()
    for (tier, state), record in records.items():
        shown = state == State.PUBLISHED and knows(person, tier, state)
        assert (f'href="{record.get_absolute_url()}"' in page) == shown, (tier, state)
    assert not any(secret in page for secret in ("密方甲", "recipealpha", "密词乙", "wordbeta", "联系丙", "gamma@"))
    if person != "owner":
        assert "草稿" not in page
    pages = [client.get(reverse("own_records"), {"kind": kind, "page": number}) for number in (1, 2)]
    assert {answer.status_code for answer in pages} == {302 if person == "anonymous" else 200}
    mine = "".join(answer.content.decode() for answer in pages)
    for record in records.values():
        assert (f'href="{record.get_absolute_url()}"' in mine) == (person == "owner")


def test_detail_pages_and_files(scene):
    _kind, person, _user, records, client = scene
    default_storage.save("x.txt", ContentFile(b"abc"))
    files = Attachment.objects.bulk_create(
        Attachment(record=record, kind="file", name="附件.txt", file="x.txt", media_type="text/plain", size=3)
        for record in records.values()
    )
    for ((tier, state), record), file in zip(records.items(), files, strict=True):
        answer = client.get(record.get_absolute_url())
        assert answer.status_code == (200 if knows(person, tier, state) else 404), (tier, state)
        page = answer.content.decode()
        for secret in ("密方甲", "recipealpha", "密词乙", "wordbeta", "附件.txt", "业主丁"):
            shown = reads(person, tier, state)
            assert (secret in page) == shown, (tier, state, secret)
        for secret in ("联系丙", "gamma@example.org"):
            assert (secret in page) == sees_contact(person, tier, state), (tier, state, secret)
        download = client.get(reverse("attachment_download", args=[file.pk]))
        if download.streaming:
            assert download.getvalue() == b"abc"
        assert download.status_code == (200 if reads(person, tier, state) else 404), (tier, state)


def test_api(scene):
    kind, person, _user, records, client = scene
    listed = {row["id"]: row for row in client.get(f"/api/v1/{kind}s/").json()["results"]}
    for (tier, state), record in records.items():
        assert (record.pk in listed) == (state == State.PUBLISHED and knows(person, tier, state)), (tier, state)
        answer = client.get(f"/api/v1/{kind}s/{record.pk}/")
        assert answer.status_code == (200 if knows(person, tier, state) else 404), (tier, state)
        for row in [answer.json()] if answer.status_code == 200 else []:
            told = {row[name] if isinstance(row[name], str) else tuple(row[name] or ()) for name in SECRET}
            if not reads(person, tier, state):
                filled = {name for name, value in row.items() if value not in (None, False)}
                told_of_all = {"id", "kind", "url", *record.told_fields, "tier", "published_at"}
                assert filled <= told_of_all, (tier, state)
                assert told == {()}
            assert (row["description_zh"] == "密方甲") == reads(person, tier, state)
            assert (row["contact_name"] == "联系丙") == sees_contact(person, tier, state)
        if record.pk in listed:
            assert listed[record.pk] == answer.json()
        # A stranger cannot even learn that there is something to change.
        change = client.patch(f"/api/v1/{kind}s/{record.pk}/", {"version": 1}, content_type="application/json")
        if person == "anonymous":
            assert change.status_code == 401
        elif not knows(person, tier, state):
            assert change.status_code == 404
        elif person == "owner" and state not in (State.CLOSED, State.MERGED):
            assert change.status_code == 200
        else:
            assert change.status_code == 403
    scopes = {scope: client.get(f"/api/v1/{kind}s/", {"scope": scope}).json()["count"] for scope in ("own", "review")}
    assert scopes == {"own": len(records) if person == "owner" else 0, "review": 4 if person == "reviewer" else 0}


FILTERS = [
    {"q": "密方甲"}, {"q": "recipealpha"}, {"q": "密词乙"}, {"q": "wordbeta"}, {"region": "120000"}, {"industry": "C"},
    {"q": "标题 RECIPEALPHA"}, {"region": "天津市"},
]  # fmt: skip


def test_filters_do_not_tell_what_one_may_not_read(scene):
    kind, person, _user, records, client = scene
    owner = records[Tier.PUBLIC, State.PUBLISHED].organisation_id
    for query in [*FILTERS, {"organisation": owner}]:
        expected = {
            record.pk for (tier, state), record in records.items()
            if state == State.PUBLISHED and reads(person, tier, state)
        }  # fmt: skip
        answer = client.get(f"/api/v1/{kind}s/", query).json()
        assert {row["id"] for row in answer["results"]} == expected, query
    page = client.get(reverse(f"{kind}_list"), FILTERS[0]).content.decode()
    assert {record.pk for record in records.values() if f'href="{record.get_absolute_url()}"' in page} == expected
    by_title = client.get(reverse(f"{kind}_list"), {"q": "标题on_request"}).content.decode()
    assert records[Tier.ON_REQUEST, State.PUBLISHED].get_absolute_url() in by_title
    elsewhere = client.get(reverse(f"{kind}_list"), {"region": "110000"}).content.decode()
    assert not any(record.get_absolute_url() in elsewhere for record in records.values())


def test_an_organisations_page_does_not_tell_whose_a_title_is(scene):
    kind, person, user, records, client = scene
    owner = records[Tier.PUBLIC, State.PUBLISHED].organisation
    page = client.get(owner.get_absolute_url()).content.decode()
    for (tier, state), record in records.items():
        shown = state == State.PUBLISHED and reads(person, tier, state)
        assert (f'href="{record.get_absolute_url()}"' in page) == shown, (tier, state)
        assert records_of_organisation(user, owner, kind).filter(pk=record.pk).exists() == shown


@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("kind", ["demand", "achievement"])
def test_sorting_does_not_tell_what_one_may_not_read(person, kind, client):
    owner = OrganisationFactory(verified=True)
    low, high, sort = (
        ("budget_min", "budget_max", "-budget") if kind == "demand" else ("price_min", "price_max", "price")
    )
    # The hidden one would stand first by its money.
    hidden_money, shown_money = (900, 10) if kind == "demand" else (1, 10)
    hidden = make_record(kind, organisation=owner, tier=Tier.ON_REQUEST, **{low: hidden_money, high: hidden_money})
    shown = make_record(kind, organisation=owner, **{low: shown_money, high: shown_money})
    user = make_person(person, owner)
    if user.is_authenticated:
        client.force_login(user)
    rows = [row["id"] for row in client.get(f"/api/v1/{kind}s/", {"sort": sort}).json()["results"]]
    entitled = person in ("owner", "reviewer")
    assert rows == ([hidden.pk, shown.pk] if entitled else [shown.pk, hidden.pk])
    name = low.split("_")[0]
    bounds = {f"{name}_from": hidden_money, f"{name}_to": hidden_money}
    rows = [row["id"] for row in client.get(f"/api/v1/{kind}s/", bounds).json()["results"]]
    assert rows == ([hidden.pk] if entitled else [])


def test_a_grant_opens_on_every_way(client, monkeypatch):
    monkeypatch.setattr(querysets, "_grants", [])
    record = make_record("expert", tier=Tier.ON_REQUEST, **SECRET)
    other = make_record("expert", tier=Tier.ON_REQUEST, **SECRET)
    Work.objects.create(expert=record, title_zh="论文戊")
    guest, stranger = member(), member()
    register_content_grant(lambda user, kind: [record.pk] if (user, kind) == (guest, "expert") else [])
    for person, found in ((guest, {record.pk}), (stranger, set())):
        client.force_login(person)
        assert ("论文戊" in client.get(record.get_absolute_url()).content.decode()) == bool(found)
        assert "密方甲" not in client.get(other.get_absolute_url()).content.decode()
        assert {row["id"] for row in client.get("/api/v1/experts/", {"q": "密方甲"}).json()["results"]} == found
        assert (client.get(f"/api/v1/experts/{record.pk}/").json()["contact_name"] == "联系丙") == bool(found)
        assert client.get(f"/api/v1/experts/{other.pk}/").json()["description_zh"] is None


@pytest.mark.parametrize("kind", RECORD_MODELS)
def test_records_of_a_hidden_organisation_are_the_owners_and_reviewers_alone(kind, client):
    owner = OrganisationFactory(verified=True, is_active=False)
    record = make_record(kind, organisation=owner)
    assert not RECORD_MODELS[kind].objects.findable().exists()
    for person, status in ((member(), 404), (reviewer(), 200), (member(owner), 200)):
        client.force_login(person)
        assert client.get(record.get_absolute_url()).status_code == status


def test_teams_name_only_experts_one_may_know_of(client):
    achievement = make_record("achievement")
    shown = make_record("expert", title_zh="公开专家己")
    secret = make_record("expert", title_zh="保密专家庚", tier=Tier.CONFIDENTIAL)
    achievement.team.set([shown, secret])
    for person, expected in ((None, {shown.pk}), (member(secret.organisation), {shown.pk, secret.pk})):
        if person:
            client.force_login(person)
        page = client.get(achievement.get_absolute_url()).content.decode()
        assert "公开专家己" in page
        assert ("保密专家庚" in page) == (secret.pk in expected)
        assert set(client.get(f"/api/v1/achievements/{achievement.pk}/").json()["team"]) == expected
        assert set(client.get("/api/v1/achievements/").json()["results"][0]["team"]) == expected
