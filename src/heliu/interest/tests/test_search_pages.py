"""Saving a search from the box and from a list, and the pages of what is kept."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from heliu.accounts.tests.factories import UserFactory, fresh
from heliu.activity.models import Notice
from heliu.agenda.sources import sources
from heliu.catalog.choices import Tier
from heliu.catalog.models import Achievement
from heliu.interest.alerts.models import Digest
from heliu.interest.searches import actions
from heliu.interest.searches.models import SavedSearch
from heliu.interest.tests.factories import COATING, market

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}


def waiting(person) -> list:
    """What the agenda shows of alerts."""
    source = next(source for source in sources() if source.name == "alerts")
    items = list(source.items(person, 10))
    assert len(items) == source.count(person)
    return items


def test_a_need_is_saved_from_the_home_page(client, arrive):
    market().achievement()
    arrive()
    question = {"q": "钢结构防腐", "region": "120000", "kind": "achievement"}
    page = client.get("/", question, **ENGLISH).content.decode()
    assert "Sign in and save this search" in page
    person = UserFactory()
    client.force_login(person)
    page = client.get("/", question, **ENGLISH).content.decode()
    address = reverse("saved_search_create")
    assert f'href="{address}?place=need&amp;q=' in page
    form = client.get(address, {"place": "need", **question}, **ENGLISH)
    assert "钢结构防腐" in form.content.decode()
    assert not SavedSearch.objects.exists()
    wishes = {"place": "need", **question, "name": "防腐", "level": "2", "save": "1"}
    response = client.post(address, wishes, **ENGLISH)
    saved = SavedSearch.objects.get()
    assert response["Location"] == saved.get_absolute_url()
    assert (saved.owner, saved.text, saved.filters, saved.level, saved.wants_alerts) == (
        person, "钢结构防腐", {"kind": ["achievement"], "region": ["120000"]}, 2, False
    )  # fmt: skip
    again = client.post(address, wishes | {"name": "又一次"}, follow=True, **ENGLISH)
    assert "You keep this search already" in again.content.decode()
    assert SavedSearch.objects.count() == 1
    assert client.get(saved.run_url).status_code == 200
    assert client.post(address, wishes | {"q": " "}, **ENGLISH).status_code == 200
    assert SavedSearch.objects.count() == 1


def test_a_long_need_is_carried_by_a_form(client, arrive):
    market().achievement()
    arrive()
    text = "海边钢结构三年就锈，涂层总起泡。" * 60
    client.force_login(UserFactory())
    page = client.post("/", {"q": text}, **ENGLISH).content.decode()
    assert f'action="{reverse("saved_search_create")}"' in page
    page = client.post(reverse("saved_search_create"), {"place": "need", "q": text}, **ENGLISH)
    assert page.status_code == 200
    assert not SavedSearch.objects.exists()
    client.post(reverse("saved_search_create"), {"place": "need", "q": text, "level": "3", "save": "1"})
    assert SavedSearch.objects.get().text == text


@pytest.mark.parametrize("kind", ["demand", "achievement", "expert", "organisation"])
def test_every_list_can_be_saved_with_its_filters(client, kind):
    person = UserFactory()
    client.force_login(person)
    question = {"q": "焊接", "region": "120000", "page": "3", "nonsense": "1"}
    page = client.get(reverse(f"{kind}_list"), question, **ENGLISH).content.decode()
    assert f"{reverse('saved_search_create')}?place={kind}" in page, "also where nothing is found yet"
    client.post(reverse("saved_search_create"), {"place": kind, **question, "save": "1", "wants_alerts": "on"})
    saved = SavedSearch.objects.get()
    assert (saved.place, saved.filters) == (kind, {"q": ["焊接"], "region": ["120000"]})
    assert saved.name
    shown = client.get(reverse("saved_search_list"), **ENGLISH).content.decode()
    assert "天津市" in shown or "Tianjin" in shown
    assert client.get(saved.run_url).status_code == 200


def test_what_is_new_is_marked_read_and_leaves_the_agenda(client, arrive, django_assert_max_num_queries):
    one, person = market(), UserFactory()
    saved = actions.save_search(actor=person, place="achievement", name="新成果")
    assert waiting(person) == []
    first = one.achievement()
    arrive(first)
    [item] = waiting(person)
    assert (item.about, item.url, item.due_on) == ("新成果", saved.get_absolute_url(), None)
    client.force_login(person)
    assert ">1</span>" in client.get(reverse("saved_search_list"), **ENGLISH).content.decode()
    with django_assert_max_num_queries(45):
        page = client.get(saved.get_absolute_url(), **ENGLISH).content.decode()
    assert first.title_zh in page
    assert ">New<" in page
    assert waiting(person) == []
    assert not Notice.objects.filter(recipient=person, read_at=None).exists()
    assert ">New</span>" not in client.get(saved.get_absolute_url(), **ENGLISH).content.decode()
    second = one.achievement(title_zh="第二项")
    arrive(second)
    Achievement.objects.filter(pk=second.pk).update(tier=Tier.CONFIDENTIAL)
    listed = client.get(reverse("saved_search_list"), **ENGLISH).content.decode()
    assert ">1</span>" not in listed, "what is hidden is not counted either"
    assert "第二项" not in client.get(saved.get_absolute_url(), **ENGLISH).content.decode()
    export = client.get(reverse("saved_search_export", args=[saved.pk]), **ENGLISH)
    rows = list(load_workbook(BytesIO(export.getvalue())).active.values)
    assert [row[1] for row in rows[1:]] == [first.title_zh]


def test_the_notice_leads_to_what_is_new(client, arrive):
    one, person = market(), UserFactory()
    saved = actions.save_search(actor=person, place="achievement", name="新成果")
    arrive(one.achievement(), one.achievement())
    client.force_login(person)
    page = client.get(reverse("notice_list"), **ENGLISH).content.decode()
    assert "2 new achievements: 新成果" in page
    notice = Notice.objects.get(recipient=person)
    assert client.get(reverse("notice_open", args=[notice.pk]))["Location"] == saved.get_absolute_url()
    actions.delete_search(actor=fresh(person), search=saved)
    assert not Notice.objects.filter(recipient=person).exists()


def test_changing_deleting_and_the_limit(client, monkeypatch):
    person = UserFactory()
    saved = actions.save_search(actor=person, place="need", text="钢结构防腐")
    client.force_login(person)
    address = reverse("saved_search_edit", args=[saved.pk])
    client.post(address, {"name": "桥梁防腐", "level": "4", "wants_alerts": "on"})
    saved.refresh_from_db()
    assert (saved.name, saved.level, saved.wants_alerts) == ("桥梁防腐", 4, True)
    assert client.post(address, {"name": "", "level": "9"}).status_code == 200
    saved.refresh_from_db()
    assert (saved.name, saved.level) == ("桥梁防腐", 4)
    monkeypatch.setattr(actions, "MOST", 1)
    page = client.post(
        reverse("saved_search_create"), {"place": "need", "q": "另一个", "level": "3", "save": "1"}, **ENGLISH
    )
    assert "You keep 1 searches, which is as many as one can." in page.content.decode()
    client.post(reverse("saved_search_delete", args=[saved.pk]))
    assert not SavedSearch.objects.exists()


def test_searches_are_nobody_elses_business(client, admin_user):
    person = UserFactory()
    saved = actions.save_search(actor=person, place="need", text="绝密的配方需求")
    pages = [
        reverse(name, args=[saved.pk]) for name in ("saved_search", "saved_search_export")
    ]  # fmt: skip
    for other in (UserFactory(), admin_user):
        client.force_login(other)
        for page in pages:
            assert client.get(page).status_code == 404
        for name in ("saved_search_edit", "saved_search_delete"):
            assert client.post(reverse(name, args=[saved.pk]), {"name": "x", "level": 3}).status_code == 404
        assert client.get(f"/api/v1/saved-searches/{saved.pk}/").status_code == 404
        assert "绝密" not in client.get(reverse("saved_search_list")).content.decode()
    client.logout()
    assert client.get(pages[0]).status_code == 302
    assert client.get("/api/v1/saved-searches/").status_code == 401
    client.force_login(admin_user)
    index = client.get("/admin/").content.decode()
    assert "interest" not in index, "the administration lists nothing of what people follow"


def test_the_alerts_of_a_record_are_for_its_own_people(client, arrive):
    one = market()
    demand = one.demand()
    arrive(demand)
    achievement = one.achievement()
    arrive(achievement)
    page = reverse("record_alerts", args=["demand", demand.pk])
    client.force_login(one.seller)
    assert client.get(page).status_code == 404
    assert client.post(reverse("record_alerts_set", args=["demand", demand.pk]), {"level": 2}).status_code == 404
    assert page not in client.get(demand.get_absolute_url()).content.decode()
    client.force_login(one.buyer)
    assert page in client.get(demand.get_absolute_url()).content.decode()
    [item] = waiting(fresh(one.buyer))
    assert item.about == demand.title_zh
    shown = client.get(page, **ENGLISH).content.decode()
    assert achievement.title_zh in shown
    assert ">New</span>" in shown
    assert waiting(fresh(one.buyer)) == []
    assert achievement.title_zh in client.get(page, {"level": "3", "sort": "-level"}).content.decode()
    assert client.get(page, {"kind": "expert"}, **ENGLISH).content.decode().count(achievement.title_zh) == 0
    client.post(reverse("record_alerts_set", args=["demand", demand.pk]), {"level": "4"})
    assert client.get(f"/api/v1/alert-settings/demand/{demand.pk}/").json() == {"level": 4}
    export = client.get(reverse("record_alerts_export", args=["demand", demand.pk]), {"format": "csv"}, **ENGLISH)
    assert achievement.title_zh in export.getvalue().decode("utf-8-sig")


def test_who_leaves_the_organisation_no_longer_reads_the_title(client, arrive):
    one = market()
    demand = one.demand(tier=Tier.CONFIDENTIAL, title_zh="保密的需求：钢结构防腐")
    arrive(one.achievement())
    client.force_login(one.buyer)
    assert "保密的需求" in client.get(reverse("notice_list")).content.decode()
    one.buyer.memberships.all().delete()
    assert "保密的需求" not in client.get(reverse("notice_list")).content.decode()
    assert not Digest.objects.visible_to(fresh(one.buyer)).exists()
    assert demand.pk


def test_api_of_searches_and_alerts(client, arrive):
    one, person = market(), UserFactory()
    client.force_login(person)
    post = lambda data: client.post(  # noqa: E731
        "/api/v1/saved-searches/", data, content_type="application/json", **ENGLISH
    )
    made = post({"place": "achievement", "filters": {"region": ["120103"]}, "name": "河西"})
    assert (made.status_code, made.json()["filters"]) == (201, {"region": ["120103"]})
    assert post({"place": "achievement", "filters": {"region": ["120103"]}}).status_code == 409
    refused = post({"place": "achievement", "filters": {"regoin": ["120103"]}})
    assert (refused.status_code, "regoin" in str(refused.json())) == (400, True)
    assert post({"place": "need", "text": " "}).status_code == 400
    pk = made.json()["id"]
    changed = client.patch(
        f"/api/v1/saved-searches/{pk}/", {"wants_alerts": False}, content_type="application/json"
    ).json()
    assert (changed["name"], changed["wants_alerts"]) == ("河西", False)
    achievement = one.achievement(**COATING)
    arrive(achievement)
    [alert] = client.get("/api/v1/alerts/", {"search": pk}).json()["results"]
    assert (alert["search"], alert["kind"], alert["record"], alert["title"], alert["level"]) == (
        pk, "achievement", achievement.pk, achievement.title_zh, None
    )  # fmt: skip
    assert client.get("/api/v1/alerts/", {"search": pk + 1}).json()["count"] == 0
    assert client.delete(f"/api/v1/saved-searches/{pk}/").status_code == 204
    assert client.get("/api/v1/alerts/").json()["count"] == 0
    demand = one.demand()
    client.force_login(one.seller)
    assert client.get(f"/api/v1/alert-settings/demand/{demand.pk}/").status_code == 404
    client.force_login(one.buyer)
    put = lambda level: client.put(  # noqa: E731
        f"/api/v1/alert-settings/demand/{demand.pk}/", {"level": level}, content_type="application/json"
    )
    assert put(0).json() == {"level": 0}
    assert put(1).status_code == 400
