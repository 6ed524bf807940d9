"""Pages and API of public notices, by those who may and those who may not."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import UserFactory, administrator, member
from heliu.deals.choices import Pricing, Stage
from heliu.deals.notice.models import Objection, PublicNotice
from heliu.deals.tests.factories import case_at

pytestmark = pytest.mark.django_db
TITLE, TEXT = "低温高韧性铸件工艺", "完成人名单有遗漏。"


@pytest.fixture
def case(calendar):
    calendar.set("2026-11-09")
    return case_at(Stage.NOTICE)


def page(client, user, address, code=200, **query):
    client.logout()
    if user is not None:
        client.force_login(user)
    response = client.get(address, query, headers={"Accept-Language": "en"})
    assert response.status_code == code, response.content[:500]
    return response.content.decode()


def post(client, user, address, **data):
    client.logout()
    if user is not None:
        client.force_login(user)
    return client.post(address, data, headers={"Accept-Language": "en"})


def test_an_internal_notice_is_known_inside_alone(client, case):
    notice = PublicNotice.objects.get()
    address, api = notice.get_absolute_url(), f"/api/v1/public-notices/{notice.pk}/"
    for insider in (case.two.seller, case.two.seller_owner):
        assert "¥800,000.00" in page(client, insider, address)
        assert TITLE in page(client, insider, "/public-notices/")
        assert TITLE in page(client, insider, case.two.institute.get_absolute_url())
        assert client.get(api).json()["title"] == TITLE
    for outsider in (None, UserFactory(), member(), administrator(), case.two.buyer, case.two.buyer_owner):
        page(client, outsider, address, code=404)
        assert TITLE not in page(client, outsider, "/public-notices/")
        assert TITLE not in page(client, outsider, case.two.institute.get_absolute_url())
        assert client.get(api).status_code == 404
        assert client.get("/api/v1/public-notices/").json()["count"] == 0
        gone = 302 if outsider is None else 404
        for step in ("object", "readers", "withdraw"):
            assert post(client, outsider, f"{address}{step}/", text=TEXT, note="x").status_code == gone
    shown = page(client, case.two.buyer, case.deal.get_absolute_url())
    assert "2026-11-10 – 2026-11-24" in shown, "the other side knows until when it waits"
    assert TITLE not in shown
    assert "State facts" not in shown
    assert Objection.objects.count() == 0


def test_a_public_notice_is_read_by_everybody_and_objected_to_by_who_is_signed_in(client, case):
    notice, stranger = PublicNotice.objects.get(), UserFactory()
    address = notice.get_absolute_url()
    assert post(client, case.two.seller, f"{address}readers/", shows_to="public").status_code == 403
    post(client, case.two.seller_owner, f"{address}readers/", shows_to="public")
    assert TITLE in page(client, None, address)
    assert TITLE in page(client, None, case.two.institute.get_absolute_url())
    assert "Send the objection" not in page(client, None, address)
    assert post(client, stranger, f"{address}object/", text=" ").status_code == 422
    post(client, stranger, f"{address}object/", text=TEXT)
    assert TEXT in page(client, stranger, address)
    assert TEXT not in page(client, None, address)
    assert TEXT not in page(client, case.two.buyer, address)
    assert TEXT not in page(client, case.two.buyer, case.deal.get_absolute_url())
    inside, owner = page(client, case.two.seller, address), page(client, case.two.seller_owner, address)
    assert TEXT in inside
    assert str(stranger) not in inside
    assert str(stranger) in owner
    client.force_login(case.two.seller)
    [seen] = client.get(f"/api/v1/public-notices/{notice.pk}/").json()["objections"]
    assert (seen["text"], seen["name"], seen["yours"]) == (TEXT, None, False)


def test_the_panel_leads_to_a_notice_and_the_owner_decides(client, calendar):
    calendar.set("2026-11-09")
    case = case_at(Stage.PRICED, pricing=Pricing.AGREEMENT)
    Organisation.objects.filter(pk=case.two.institute.pk).update(kind="university")
    deal, begin = case.deal.get_absolute_url(), f"/deals/{case.deal.pk}/notice/price/"
    shown = page(client, case.two.seller, deal)
    assert "Whether a public notice is needed is not known." in shown
    assert "founded by the state" in page(client, case.two.seller, begin)
    post(client, case.two.seller, f"{deal}facts/", version="0", provider_is_public="true")
    assert "A notice is needed: Price by agreement." in page(client, case.two.seller, deal)
    form = page(client, case.two.seller, begin)
    assert case.two.supply.title_en in form, "the name of the result comes from its record"
    assert "2026-11-10 – 2026-11-24 (15 calendar days)" in form
    assert "Who can read it" not in form
    assert post(client, case.two.seller, begin, title="").status_code == 422
    assert post(client, case.two.seller, begin, title=TITLE).status_code == 302
    assert case.now().stage == Stage.NOTICE
    for outsider in (case.two.buyer, UserFactory()):
        page(client, outsider, begin, code=404)
    page(client, case.two.seller, f"/deals/{case.deal.pk}/notice/other/", code=404)

    address = PublicNotice.objects.get().get_absolute_url()
    post(client, case.two.seller, f"{address}object/", text=TEXT)
    objection = Objection.objects.get()
    decide = f"{address}objections/{objection.pk}/decide/"
    said = {f"decide-{objection.pk}-decision": "rejected", f"decide-{objection.pk}-outcome": "名单已复核。"}
    assert post(client, case.two.seller, decide, **said).status_code == 403
    assert (
        post(client, case.two.seller_owner, decide, **said | {f"decide-{objection.pk}-outcome": ""}).status_code == 422
    )
    assert post(client, case.two.seller_owner, f"{address}objections/999/decide/", **said).status_code == 404
    calendar.set("2026-11-12")
    post(client, case.two.seller_owner, decide, **said)
    shown = page(client, case.two.seller, address)
    assert "名单已复核。" in shown
    assert PublicNotice.objects.get().last_day == date(2026, 11, 27)
    assert post(client, case.two.seller, f"{address}withdraw/", note="").status_code == 422
    post(client, case.two.seller, f"{address}withdraw/", note="名称写错")
    assert "名称写错" in page(client, case.two.seller, address)


def test_rewards_are_written_one_a_line(client):
    case = case_at(Stage.PERFORMING)
    case.make_public_body()
    begin = f"/deals/{case.deal.pk}/notice/reward/"
    wrong = post(client, case.two.seller, begin, title=TITLE, rewards="王敏")
    assert wrong.status_code == 422
    assert "no amount at its end" in wrong.content.decode()
    assert "no amount of yuan" in post(client, case.two.seller, begin, title=TITLE, rewards="王敏 abc").content.decode()
    post(client, case.two.seller, begin, title=TITLE, rewards="王敏 125,000\n\n Li Qiang\t75000.50")
    notice = PublicNotice.objects.get()
    assert notice.rewards == [{"name": "王敏", "amount": "125000.00"}, {"name": "Li Qiang", "amount": "75000.50"}]
    assert "¥75,000.50" in page(client, case.two.seller, notice.get_absolute_url())
    shown = page(client, case.two.buyer, case.deal.get_absolute_url())
    for told in (notice.get_absolute_url(), "王敏", "cash reward"):
        assert told not in shown, "rewards are not the other side's"


def copies_of(notice: PublicNotice) -> list[PublicNotice]:
    """Three more of the same deal, which have been withdrawn."""
    kept = {field.attname: getattr(notice, field.attname) for field in notice._meta.fields if field.name != "id"}
    return [PublicNotice(**kept | {"state": "withdrawn", "ended_on": notice.up_on}) for _ in range(3)]


def test_the_list_is_filtered_exported_and_pinned(client, case):
    other = case_at(Stage.NOTICE)
    user = case.two.seller
    assert TITLE in page(client, user, "/public-notices/", q="韧性", state="running", standing="true", kind="price")
    assert TITLE not in page(client, user, "/public-notices/", state="over")
    client.force_login(user)
    response = client.get("/public-notices/export/")
    [sheet] = load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [TITLE]
    assert rows[0][3] == 800000
    assert client.get("/public-notices/export/", {"format": "pdf"}).status_code == 404
    assert other.two.seller != user
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get("/public-notices/")
        counts.append(len(captured))
        PublicNotice.objects.bulk_create(copies_of(PublicNotice.objects.get(deal=case.deal, state="running")))
    assert counts[0] == counts[1] <= 28


def test_the_api_does_what_the_pages_do(client, calendar):
    calendar.set("2026-11-09")
    case = case_at(Stage.PRICED, pricing=Pricing.AGREEMENT)
    address = f"/api/v1/deals/{case.deal.pk}/notice/"
    client.force_login(case.two.buyer_owner)
    assert client.get(address).status_code == 404
    client.force_login(case.two.seller_owner)
    [need] = client.get(address).json()["needs"]
    assert (need["kind"], need["needed"]) == ("price", False)
    assert {rule["name"] for rule in need["rules"]} == {"notice-of-price"}
    refused = client.post(address, {"kind": "price"}, "application/json")
    assert refused.status_code == 409
    case.make_public_body()
    made = client.post(address, {"kind": "price", "public": True}, "application/json")
    assert made.status_code == 201
    [notice] = made.json()["notices"]
    assert notice["title"] == case.two.supply.title_zh
    assert (notice["first_day"], notice["last_day"], notice["state"]) == ("2026-11-10", "2026-11-24", "running")
    one = f"/api/v1/public-notices/{notice['id']}/"
    stranger = UserFactory()
    client.logout()
    assert client.get(one).status_code == 200
    assert client.post(f"{one}object/", {"text": TEXT}, "application/json").status_code in (401, 403)
    client.force_login(stranger)
    objected = client.post(f"{one}object/", {"text": TEXT}, "application/json").json()
    assert (objected["state"], objected["days_left"]) == ("objected", 15)
    assert client.post(f"{one}object/", {"text": TEXT}, "application/json").status_code == 400
    [objection] = objected["objections"]
    answer = {"objection": objection["id"], "upheld": False, "outcome": "已核"}
    assert client.post(f"{one}decide/", answer, "application/json").status_code == 403
    assert client.post(f"{one}withdraw/", {"note": "x"}, "application/json").status_code == 403
    client.force_login(case.two.seller_owner)
    assert client.post(f"{one}decide/", answer | {"outcome": ""}, "application/json").status_code == 400
    decided = client.post(f"{one}decide/", answer, "application/json").json()
    assert (decided["state"], decided["objections"][0]["name"]) == ("running", str(stranger))
    assert client.post(f"{one}decide/", answer, "application/json").status_code == 409
    assert client.post(f"{one}readers/", {"public": False}, "application/json").json()["public"] is False
    client.force_login(stranger)
    assert client.post(f"{one}take-back/", {"objection": objection["id"]}, "application/json").status_code == 409
    assert client.get(one).status_code == 200, "who objected still reads it"
    client.force_login(case.two.seller)
    done = client.post(f"{one}withdraw/", {"note": "更正"}, "application/json")
    assert done.json()["state"] == "withdrawn"
    assert client.post(f"{one}withdraw/", {"note": "更正"}, "application/json").status_code == 409
