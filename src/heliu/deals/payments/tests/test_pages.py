"""Pages and API of plans, by those who may and those who may not."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from heliu.accounts.tests.factories import UserFactory, administrator, fresh, manager
from heliu.dealflow.tests.factories import Calendar
from heliu.deals.payments import actions
from heliu.deals.payments.models import Milestone, Payment
from heliu.deals.payments.tests.factories import case_with_plan, plan_milestone, plan_payment, receive
from heliu.deals.tests.factories import case_at, open_case
from heliu.deals.tests.test_pages import page, post

pytestmark = pytest.mark.django_db


def at(case, rest: str = "") -> str:
    return f"{case.deal.get_absolute_url()}payments/{rest}"


def test_a_plan_is_known_to_the_two_sides_alone(client):
    case, milestone, upfront, _ = case_with_plan("performing")
    receipt = receive(case, upfront, "1.00")
    addresses = [
        at(case, rest)
        for rest in (
            "new/", "export/", "milestones/new/", f"{upfront.pk}/edit/", f"{upfront.pk}/receive/",
            f"milestones/{milestone.pk}/deliver/", f"receipts/{receipt.pk}/back/",
        )
    ]  # fmt: skip
    api = f"/api/v1/deals/{case.deal.pk}/payments/"
    for member in (case.two.buyer, case.two.seller, manager(case.two.enterprise)):
        assert milestone.name in page(client, member, case.deal.get_absolute_url())
        assert case.deal.title in page(client, member, "/deals/payments/")
        assert client.get(api).status_code == 200
        assert client.get("/api/v1/deals/payments/").json()["count"] == 2
    for stranger in (UserFactory(), administrator(), open_case().two.seller):
        for address in addresses:
            page(client, stranger, address, code=404)
        assert case.deal.title not in page(client, stranger, "/deals/payments/")
        assert client.get("/api/v1/deals/payments/").json()["count"] == 0
        for method, address in (
            ("get", api), ("get", f"{api}workbook/"), ("post", api), ("post", f"{api}{upfront.pk}/receive/"),
            ("patch", f"{api}{upfront.pk}/"), ("delete", f"{api}{upfront.pk}/"),
            ("post", f"{api}milestones/{milestone.pk}/step/"), ("post", f"{api}receipts/{receipt.pk}/back/"),
        ):  # fmt: skip
            assert getattr(client, method)(address).status_code == 404, address
    other, *_ = case_with_plan("performing")
    page(client, other.two.seller, at(other, f"{upfront.pk}/receive/"), code=404)


def test_the_wrong_side_may_not_and_a_step_that_is_over_is_said_to_be(client):
    case, milestone, upfront, _ = case_with_plan("performing")
    for person, rest in (
        (case.two.buyer, f"milestones/{milestone.pk}/deliver/"), (case.two.buyer, f"{upfront.pk}/receive/"),
        (case.two.buyer, f"{upfront.pk}/void/"), (case.two.seller, f"milestones/{milestone.pk}/accept/"),
    ):  # fmt: skip
        page(client, person, at(case, rest), code=403)
        assert post(client, person, at(case, rest), note="x", reason="x", amount="1").status_code == 403
    page(client, case.two.seller, at(case, f"{upfront.pk}/unknown/"), code=404)
    receive(case, upfront)
    client.force_login(case.two.seller)
    answer = client.get(at(case, f"{upfront.pk}/receive/"), follow=True, headers={"Accept-Language": "en"})
    assert answer.redirect_chain
    assert "This is not possible any more." in answer.content.decode()


def test_a_plan_is_written_delivered_and_paid_on_the_pages(client):
    case = case_at("term_sheet")
    buyer, seller = case.two.buyer, case.two.seller
    assert "Nothing is planned yet" in page(client, buyer, case.deal.get_absolute_url())
    page(client, buyer, at(case, "milestones/new/"))
    said = {"name": "样机", "deliverable": "样机一套", "due_on": "2027-03-01", "accept_days": "10"}
    assert post(client, buyer, at(case, "milestones/new/"), **said).status_code == 302
    milestone = Milestone.objects.get()
    refused = post(client, seller, at(case, "new/"), kind="milestone", amount="800000", due_on="")
    assert refused.status_code == 422
    assert "Say for which milestone it is paid." in refused.content.decode()
    plan = {"kind": "milestone", "amount": "800000.00", "milestone": milestone.pk, "days_after": "30"}
    assert post(client, seller, at(case, "new/"), **plan).status_code == 302
    payment = Payment.objects.get()
    shown = page(client, seller, case.deal.get_absolute_url())
    assert "30 days after the acceptance of “样机”" in shown
    assert "comes to the deal amount of ¥800,000.00 exactly" in shown
    for step in ("price", "contract", "perform"):
        case.take(step)
    assert at(case, f"{payment.pk}/edit/") not in page(client, seller, case.deal.get_absolute_url())
    page(client, seller, at(case, f"milestones/{milestone.pk}/deliver/"))
    refused = post(client, seller, at(case, f"milestones/{milestone.pk}/deliver/"), on="2999-01-01", note="寄出")
    assert refused.status_code == 422
    assert "still to come" in refused.content.decode()
    deliver = {"on": milestone.created_at.date().isoformat(), "note": "样机已寄出"}
    post(client, seller, at(case, f"milestones/{milestone.pk}/deliver/"), **deliver)
    assert "样机已寄出" in page(client, buyer, case.deal.get_absolute_url())
    page(client, buyer, at(case, f"milestones/{milestone.pk}/accept/"))
    post(client, buyer, at(case, f"milestones/{milestone.pk}/accept/"), on=deliver["on"])
    assert Milestone.objects.get().state == "accepted"
    refused = post(client, seller, at(case, f"{payment.pk}/receive/"), amount="800000.01", received_on=deliver["on"])
    assert refused.status_code == 422
    assert "Only ¥800,000.00 of this payment is outstanding." in refused.content.decode()
    receipt = {"amount": "800000.00", "received_on": deliver["on"], "reference": "流水 1"}
    assert post(client, seller, at(case, f"{payment.pk}/receive/"), **receipt).status_code == 302
    shown = page(client, buyer, case.deal.get_absolute_url())
    assert "流水 1" in shown
    assert "receipts/" not in shown, "the recipient takes nothing back"
    wrong = payment.receipts.get()
    page(client, seller, at(case, f"receipts/{wrong.pk}/back/"))
    post(client, seller, at(case, f"receipts/{wrong.pk}/back/"), reason="记错合作")
    assert "taken back: 记错合作" in page(client, buyer, case.deal.get_absolute_url())
    moved = {"to": "2029-01-01", "version": Payment.objects.get().version, "reason": "宽限"}
    post(client, seller, at(case, f"{payment.pk}/move/"), **moved)
    assert "to 2029-01-01: 宽限" in page(client, buyer, case.deal.get_absolute_url())
    post(client, seller, at(case, f"{payment.pk}/void/"), reason="合同约定免除")
    assert "Voided because: 合同约定免除" in page(client, buyer, case.deal.get_absolute_url())


def test_of_two_who_edit_at_once_the_second_is_told_and_keeps_what_they_wrote(client):
    case = case_at("term_sheet")
    payment = plan_payment(case)
    address = at(case, f"{payment.pk}/edit/")
    read = {"kind": "upfront", "name": "", "amount": "300000.00", "due_on": "2026-12-01", "version": 1}
    assert post(client, case.two.seller, address, **read | {"name": "入门费"}).status_code == 302
    second = post(client, case.two.buyer, address, **read | {"note": "乙写的"})
    shown = second.content.decode()
    assert second.status_code == 409
    assert "乙写的" in shown
    assert "name of the payment" in shown
    assert 'name="version" value="2"' in shown
    assert Payment.objects.get().note == ""
    assert post(client, case.two.buyer, address, **read | {"note": "乙写的", "version": 2}).status_code == 302
    assert post(client, case.two.buyer, at(case, f"{payment.pk}/remove/")).status_code == 302
    assert not Payment.objects.exists()


def test_the_list_filters_adds_up_and_is_exported(client, monkeypatch):
    calendar = Calendar(monkeypatch)
    calendar.set("2026-11-26")
    case, _, upfront, later = case_with_plan("performing")
    user = case.two.seller
    calendar.set("2026-12-01")
    receive(case, upfront, "100000.00", received_on=date(2026, 12, 1))
    calendar.set("2026-12-02")
    links = {one: f"#payment-{one.pk}" for one in (upfront, later)}
    for query, found in (
        ({}, [upfront, later]), ({"standing": "overdue"}, [upfront]), ({"standing": "waiting"}, [later]),
        ({"standing": "due"}, []), ({"standing": "received"}, []), ({"standing": "void"}, []),
        ({"kind": "milestone"}, [later]), ({"side": "recipient"}, []), ({"side": "provider"}, [upfront, later]),
        ({"due_before": "2026-12-01"}, [upfront]), ({"due_after": "2026-12-02"}, []),
        ({"received_after": "2026-12-01", "received_before": "2026-12-31"}, [upfront]),
        ({"received_before": "2026-11-30"}, []), ({"q": case.deal.number}, [upfront, later]), ({"q": "无此"}, []),
    ):  # fmt: skip
        shown = page(client, user, "/deals/payments/", **query)
        assert [one for one, link in links.items() if link in shown] == found, query
        assert client.get("/api/v1/deals/payments/", query).json()["count"] == len(found), query
    shown = page(client, user, "/deals/payments/", received_after="2026-12-01")
    assert "¥100,000.00 received in the period" in shown
    assert "overdue ¥200,000.00" in shown
    client.force_login(user)
    response = client.get("/deals/payments/export/", {"standing": "overdue"})
    [sheet] = load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets
    [row] = list(sheet.iter_rows(min_row=2, values_only=True))
    assert row[8:12] == (300000, 100000, 0, 200000)
    response = client.get("/deals/payments/export/", {"format": "csv", "standing": "overdue"})
    assert len(b"".join(response.streaming_content).splitlines()) == 2
    assert client.get("/deals/payments/export/", {"format": "pdf"}).status_code == 404


def test_the_list_takes_the_same_queries_however_long(client, django_assert_max_num_queries):
    case, *_ = case_with_plan("term_sheet")
    page(client, case.two.seller, "/deals/payments/")
    with django_assert_max_num_queries(60) as few:
        page(client, case.two.seller, "/deals/payments/")
    for _ in range(4):
        plan_payment(case)
    with django_assert_max_num_queries(len(few)):
        page(client, case.two.seller, "/deals/payments/")


def test_the_api_does_what_the_pages_do(client):
    case = case_at("term_sheet")
    api = f"/api/v1/deals/{case.deal.pk}/payments/"
    send = lambda user, method, rest, code, **data: _send(client, user, method, f"{api}{rest}", code, data)  # noqa: E731
    seller, buyer = case.two.seller, case.two.buyer
    said = {"name": "样机", "deliverable": "样机一套", "due_on": "2027-03-01"}
    plan = send(buyer, "post", "milestones/", 201, **said)
    milestone = plan["milestones"][0]
    assert (milestone["accept_days"], milestone["possible_steps"]) == (15, ["edit", "remove"])
    number = milestone["id"]
    assert "version" in send(buyer, "patch", f"milestones/{number}/", 400, name="x")
    assert send(buyer, "patch", f"milestones/{number}/", 200, name="样件", version=1)["milestones"][0]["version"] == 2
    stale = send(seller, "patch", f"milestones/{number}/", 409, name="x", version=1)
    assert stale["changed"] == ["name of the milestone"]
    plan = send(seller, "post", "", 201, kind="milestone", amount="800000.00", milestone=number, days_after=0)
    payment = plan["payments"][0]["id"]
    assert (plan["sums"]["cash"]["planned"], plan["sums"]["unplanned"]) == ("800000.00", "0.00")
    assert "shares" in send(seller, "post", "", 400, kind="equity", amount="1", due_on="2027-01-01")
    elsewhere = plan_milestone(case_at("term_sheet"))
    assert "milestone" in send(
        seller, "post", "", 400, kind="milestone", amount="1", milestone=elsewhere.pk, days_after=0
    )
    for step in ("price", "contract", "perform"):
        case.take(step)
    assert "contract is signed" in send(seller, "delete", f"{payment}/", 409)["detail"]
    assert send(seller, "post", f"milestones/{number}/step/", 400, step="deliver")
    send(buyer, "post", f"milestones/{number}/step/", 403, step="deliver", note="x")
    send(seller, "post", f"milestones/{number}/step/", 200, step="deliver", note="已寄出")
    assert "reason" in send(buyer, "post", f"milestones/{number}/step/", 400, step="return")
    send(buyer, "post", f"milestones/{number}/step/", 200, step="return", reason="缺报告")
    moved = send(buyer, "post", f"milestones/{number}/move/", 200, version=3 - 1, to="2027-04-01", reason="补测")
    assert moved["milestones"][0]["moves"][0]["new"] == "2027-04-01"
    send(seller, "post", f"milestones/{number}/step/", 200, step="deliver", note="再次寄出")
    send(buyer, "post", f"milestones/{number}/step/", 200, step="accept")
    assert "amount" in send(seller, "post", f"{payment}/receive/", 400, amount="800000.01")
    plan = send(seller, "post", f"{payment}/receive/", 200, amount="300000.00")
    assert plan["payments"][0]["outstanding"] == "500000.00"
    receipt = plan["payments"][0]["receipts"][0]["id"]
    send(buyer, "post", f"receipts/{receipt}/back/", 403, reason="x")
    send(seller, "post", f"receipts/{receipt}/back/", 200, reason="记错")
    version = plan["payments"][0]["version"]
    send(seller, "post", f"{payment}/move/", 200, version=version, to="2029-04-01", reason="宽限")
    plan = send(seller, "post", f"{payment}/void/", 200, reason="免除")
    assert plan["payments"][0]["standing"] == "void"
    assert plan["coverage"].startswith("For ¥800,000.00")
    book = client.get(f"{api}workbook/")
    assert load_workbook(io.BytesIO(b"".join(book.streaming_content))).sheetnames[1] == "付款"


def _send(client, user, method, address, code, data):
    client.force_login(user)
    options = {"headers": {"Accept-Language": "en"}}
    answer = getattr(client, method)(address, data, content_type="application/json", **options)
    assert answer.status_code == code, answer.content
    return answer.json()


def test_a_manager_of_one_side_acts_for_it(client):
    case, milestone, *_ = case_with_plan("performing")
    agent = manager(case.two.institute)
    actions.deliver_milestone(actor=fresh(agent), milestone=milestone, note="代为交付")
    shown = page(client, agent, case.deal.get_absolute_url())
    assert f"milestones/{milestone.pk}/accept/" not in shown
    assert f"milestones/{milestone.pk}/accept/" in page(client, case.two.buyer, case.deal.get_absolute_url())
    assert Decimal("500000.00") == case.now().payments.get(kind="milestone").outstanding
