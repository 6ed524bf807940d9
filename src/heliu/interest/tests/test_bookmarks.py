"""What somebody keeps for themselves."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import UserFactory, fresh, member
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Achievement
from heliu.catalog.tests.factories import AchievementFactory, make_record
from heliu.interest.bookmarks import actions
from heliu.interest.bookmarks.models import Bookmark
from heliu.interest.searches.actions import save_search

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}
HTMX = {"headers": {"HX-Request": "true", "Accept-Language": "en"}}


def toggle(kind: str, pk: int) -> str:
    return reverse("bookmark_toggle", args=[kind, pk])


@pytest.mark.parametrize("kind", ["demand", "achievement", "expert", "organisation"])
def test_a_record_of_any_kind_is_kept_and_let_go(client, kind):
    record = AchievementFactory().organisation if kind == "organisation" else make_record(kind)
    address = toggle(kind, record.pk)
    assert client.post(address).status_code == 302
    assert not Bookmark.objects.exists(), "visitors sign in first"
    client.force_login(UserFactory())
    assert address in client.get(record.get_absolute_url()).content.decode()
    assert address in client.get(reverse(f"{kind}_list")).content.decode()
    answer = client.post(address, **HTMX).content.decode()
    assert 'aria-pressed="true"' in answer
    assert "★" in client.get(record.get_absolute_url()).content.decode()
    response = client.post(address, {"next": record.get_absolute_url()})
    assert response["Location"] == record.get_absolute_url()
    assert not Bookmark.objects.exists()
    assert client.post(address, {"next": "https://elsewhere.example/"})["Location"] == "/"


def test_what_one_may_not_know_of_cannot_be_kept(client):
    hidden, draft = AchievementFactory(tier=Tier.CONFIDENTIAL), AchievementFactory(state=State.DRAFT)
    client.force_login(member())
    for record in (hidden, draft):
        assert client.post(toggle("achievement", record.pk)).status_code == 404
    assert client.post(toggle("nonsense", 1)).status_code == 404
    assert not Bookmark.objects.exists()


def test_label_note_list_filters_and_export(client):
    person = UserFactory()
    client.force_login(person)
    kept = [actions.add_bookmark(actor=person, record=AchievementFactory()) for _ in range(3)]
    edit = reverse("bookmark_edit", args=[kept[0].pk])
    client.post(edit, {"label": "防腐", "note": "周三打电话\n=1+1"})
    page = client.get(reverse("bookmark_list"), {"q": "周三"}, **ENGLISH).content.decode()
    assert "周三打电话" in page
    assert "1 entry" in page
    assert "1 entry" in client.get(reverse("bookmark_list"), {"label": "防腐"}, **ENGLISH).content.decode()
    assert "3 entries" in client.get(reverse("bookmark_list"), {"kind": "achievement"}, **ENGLISH).content.decode()
    assert "There is nothing" not in page
    book = load_workbook(BytesIO(client.get(reverse("bookmark_export"), {"label": "防腐"}, **ENGLISH).getvalue()))
    [_header, row] = list(book.active.values)
    assert row[3:5] == ("防腐", "周三打电话\n=1+1")
    assert client.post(edit, {"label": "x" * 41}).status_code == 200
    kept[0].refresh_from_db()
    assert kept[0].label == "防腐"
    client.post(edit, {"remove": "1"})
    assert Bookmark.objects.count() == 2


def test_a_record_that_is_withdrawn_leaves_the_persons_words_and_nothing_of_itself(client):
    person, record = UserFactory(), AchievementFactory(title_zh="将被撤回的成果")
    client.force_login(person)
    bookmark = actions.add_bookmark(actor=person, record=record, label="留意", note="我的话")
    assert "将被撤回的成果" in client.get(reverse("bookmark_list")).content.decode()
    Achievement.objects.filter(pk=record.pk).update(state=State.CLOSED)
    page = client.get(reverse("bookmark_list"), **ENGLISH).content.decode()
    assert "将被撤回的成果" not in page
    assert "No longer published" in page
    assert "我的话" in page
    assert "No longer published" in client.get(reverse("bookmark_edit", args=[bookmark.pk]), **ENGLISH).content.decode()
    assert "1 entry" in client.get(reverse("bookmark_list"), {"published": "false"}, **ENGLISH).content.decode()
    one = client.get(f"/api/v1/bookmarks/{bookmark.pk}/").json()
    assert (one["title"], one["published"], one["note"]) == (None, False, "我的话")
    record.delete()
    assert "我的话" in client.get(reverse("bookmark_list")).content.decode()
    client.post(toggle("achievement", bookmark.object_id))
    assert not Bookmark.objects.exists(), "it can be let go all the same"


def test_nobody_sees_what_others_keep(client, admin_user):
    person, record = UserFactory(), AchievementFactory()
    bookmark = actions.add_bookmark(actor=person, record=record, note="只给自己看")
    for other in (UserFactory(), admin_user, member(record.organisation)):
        client.force_login(other)
        assert client.get(reverse("bookmark_edit", args=[bookmark.pk])).status_code == 404
        assert client.get(f"/api/v1/bookmarks/{bookmark.pk}/").status_code == 404
        for page in (reverse("bookmark_list"), record.get_absolute_url()):
            text = client.get(page).content.decode()
            assert "只给自己看" not in text
            assert "★" not in text


def test_the_limit_is_told(client, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    person = UserFactory()
    actions.add_bookmark(actor=person, record=AchievementFactory())
    client.force_login(person)
    answer = client.post(toggle("achievement", AchievementFactory().pk), **HTMX).content.decode()
    assert "You keep 1 bookmarks, which is as many as one can." in answer
    assert Bookmark.objects.count() == 1


def test_api(client):
    record = AchievementFactory()
    assert client.get("/api/v1/bookmarks/").status_code == 401
    client.force_login(UserFactory())
    post = lambda data: client.post("/api/v1/bookmarks/", data, content_type="application/json")  # noqa: E731
    made = post({"kind": "achievement", "record": record.pk, "label": "甲"})
    assert (made.status_code, made.json()["title"]) == (201, str(record))
    assert post({"kind": "achievement", "record": record.pk, "label": "乙"}).json()["label"] == "甲"
    assert post({"kind": "achievement", "record": 10**6}).status_code == 404
    assert post({"kind": "nonsense", "record": 1}).status_code == 400
    address = f"/api/v1/bookmarks/{made.json()['id']}/"
    changed = client.patch(address, {"note": "乙"}, content_type="application/json").json()
    assert (changed["label"], changed["note"]) == ("甲", "乙")
    assert client.get("/api/v1/bookmarks/", {"label": "甲"}).json()["count"] == 1
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_the_copy_of_a_persons_data_and_the_end_of_an_account():
    person = UserFactory()
    actions.add_bookmark(actor=person, record=AchievementFactory(), label="甲", note="乙")
    save_search(actor=person, place="need", text="钢结构防腐")
    data = personal_data(fresh(person))
    assert [one["note"] for one in data["bookmarks"]] == ["乙"]
    assert [one["text"] for one in data["saved_searches"]] == ["钢结构防腐"]
    assert data["alerts"] == []
    fresh(person).delete()
    assert not Bookmark.objects.exists()
