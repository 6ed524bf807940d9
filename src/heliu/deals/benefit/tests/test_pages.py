"""Pages and API of the benefit split: what the provider's people do, and that nobody else learns of it."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from openpyxl import load_workbook

from heliu.accounts.actions import delete_account
from heliu.accounts.signals import personal_data_requested
from heliu.accounts.tests.factories import UserFactory, administrator, fresh, manager, member, owner
from heliu.activity.models import Notice
from heliu.agenda.sources import sources
from heliu.deals.benefit.actions import ShareLine, say_none_due
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.models import RewardPayment, Split
from heliu.deals.benefit.tests.factories import SAID, THREE, approved, drafted, known_by
from heliu.deals.choices import Stage
from heliu.deals.tests.factories import case_at

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}


def page(client, user, address, code=200, **query):
    client.force_login(user)
    response = client.get(address, query, headers=ENGLISH)
    assert response.status_code == code, response.content[:500]
    return response.content.decode()


def post(client, user, address, **data):
    client.force_login(user)
    return client.post(address, data, headers=ENGLISH)


def rows(prefix, lines, initial=0):
    said = {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": initial}
    for place, line in enumerate(lines):
        said |= {f"{prefix}-{place}-{name}": value for name, value in line.items()}
    return said


def filled(edits, **changes):
    """The form of a draft as a browser sends it."""
    people = [
        {"name": one.name, "percentage": one.percentage, "organisation": one.organisation}
        | ({"is_main": "on"} if one.is_main else {})
        for one in THREE
    ]  # fmt: skip
    said = {
        "edits": edits, "route": "transfer", "income": "800000.00", "pool_kind": "percentage",
        **{name: "true" if value is True else value for name, value in SAID.items()},
        **rows("off", [{"kind": "tax", "name": "增值税附加", "amount": "48000"}, {"kind": "tax"}]),
        **rows("people", [*people, {}]),
    }  # fmt: skip
    return said | changes


# -- what the provider's people do ----------------------------------------------------------------


def test_a_split_is_begun_written_approved_paid_and_renewed(client):
    case = case_at(Stage.PAID)
    mine, colleague = case.two.seller_owner, case.two.seller
    at = f"/deals/{case.deal.pk}/benefit/"
    assert "Nothing is shared yet." in page(client, colleague, f"/deals/{case.deal.pk}/")
    assert "Begin the split" in page(client, mine, at)
    assert "Begin the split" not in page(client, colleague, at)
    assert post(client, mine, f"{at}start/").url == f"{at}edit/"
    assert 'value="800000.00"' in page(client, mine, f"{at}edit/")
    more = post(client, mine, f"{at}edit/", **filled(1), more="people")
    assert more.status_code == 200
    assert 'name="people-TOTAL_FORMS" value="5"' in more.content.decode()
    assert Split.objects.get().versions.get().shares.count() == 0, "one more row saves nothing"
    assert post(client, mine, f"{at}edit/", **filled(1)).status_code == 302
    shown = page(client, mine, at)
    assert "¥752,000.00" in shown, "net: the empty row goes off nothing"
    assert "¥526,400.00" in shown
    assert "Approve" in shown
    post(client, mine, f"{at}approve/", edits=2)
    assert Split.objects.get().versions.get().state == VersionState.APPROVED
    listed = page(client, colleague, f"{at}payments/")
    assert "¥175,501.76" in listed
    assert "Mark as paid" not in listed
    assert "Mark as paid" in page(client, mine, f"{at}payments/")
    late = post(client, mine, f"{at}payments/mark/", version=1, person=1, paid_on="2999-01-01")
    assert late.status_code == 422
    assert "still to come" in late.content.decode()
    for person in (1, 2, 3):
        post(client, mine, f"{at}payments/mark/", version=1, person=person, paid_on="2026-11-20", voucher="记-118")
    assert "All rewards are paid." in page(client, mine, f"/deals/{case.deal.pk}/")
    assert "记-118" in page(client, mine, f"{at}payments/")
    assert post(client, mine, f"{at}new-version/", reason="").url == at
    assert post(client, mine, f"{at}new-version/", reason="第二笔款到账").url == f"{at}edit/"
    again = filled(1, income="900000.00", **rows("people", [
        {"person": 1, "name": "许国强", "percentage": "50", "is_main": "on"},
        {"person": 2, "name": "沈敏", "percentage": "33.33", "is_main": "on"},
        {"person": 3, "name": "周航", "percentage": "33.33", "DELETE": "on"},
        {"name": "新人", "percentage": "16.67"},
    ], initial=3))  # fmt: skip
    assert post(client, mine, f"{at}edit/", **again).status_code == 302
    compared = page(client, colleague, f"{at}versions/2/")
    for words in (
        "第二笔款到账",
        "¥800,000.00 → ¥900,000.00",
        "33.34 % → 50 %",
        "gone",
        "new",
        "What differs from version 1",
    ):
        assert words in compared, words
    assert "has been paid" in page(client, mine, at), "who is gone has been paid already"
    assert "What differs from version 2" in page(client, colleague, f"{at}versions/1/", against="2")
    page(client, mine, f"{at}versions/9/", code=404)


def test_of_two_who_edit_the_second_is_told_and_keeps_what_they_wrote(client):
    shared = drafted()
    other = owner(shared.case.two.institute)
    at = f"/deals/{shared.deal.pk}/benefit/edit/"
    assert post(client, shared.owner, at, **filled(2, income_note="首付款")).status_code == 302
    second = post(client, other, at, **filled(2, rule_number="新字号"))
    shown = second.content.decode()
    assert second.status_code == 409
    assert "Which income" in shown
    assert "新字号" in shown
    assert 'name="edits" value="3"' in shown
    assert shared.draft.rule_number == SAID["rule_number"]
    assert post(client, other, at, **filled(3, rule_number="新字号")).status_code == 302


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"people-0-percentage": "100.01"}, "less than or equal to 100"),
        ({"people-0-percentage": "33.333"}, "no more than 2 decimal places"),
        ({"people-0-name": ""}, "This field is required."),
        ({"off-0-amount": "-1"}, "greater than or equal to 0"),
        ({"pool_percentage": "101"}, "less than or equal to 100"),
        ({"route": "investment", "pool_kind": "amount"}, "Of shares the pool is given in per cent."),
        ({"people-TOTAL_FORMS": "x"}, "ManagementForm"),
    ],
)
def test_what_is_wrong_stands_beside_it_and_nothing_is_saved(client, changes, message):
    shared = drafted()
    before = [(one.name, str(one.percentage)) for one in shared.draft.shares.all()]
    refused = post(client, shared.owner, f"/deals/{shared.deal.pk}/benefit/edit/", **filled(2, **changes))
    assert refused.status_code == 422
    assert message in refused.content.decode()
    assert [(one.name, str(one.percentage)) for one in shared.draft.shares.all()] == before
    assert shared.draft.edits == 2


def test_gaps_and_floors_are_shown_with_article_and_mark(client):
    shared = drafted(pool_percentage=Decimal(40), shares=[ShareLine("许国强", Decimal(60), is_main=True)])
    shown = page(client, shared.owner, f"/deals/{shared.deal.pk}/benefit/")
    assert "The shares add to 60.00 % and not to 100 %." in shown
    for words in ("not met", "第四十五条第一款第（一）项", "from memory, not verified", "cannot be departed from"):
        assert words in shown, words
    refused = post(client, shared.owner, f"/deals/{shared.deal.pk}/benefit/approve/", edits=2)
    assert refused.status_code == 302
    assert "add to 60.00 %" in page(client, shared.owner, refused.url)
    assert shared.draft.is_draft


# -- nobody else ----------------------------------------------------------------------------------

PAGES = ["", "edit/", "versions/1/", "versions/1/xlsx/", "payments/"]
POSTS = ["start/", "approve/", "discard/", "new-version/", "none-due/", "none-due/take-back/", "payments/mark/"]


def test_the_other_side_and_strangers_find_nothing_anywhere(client):
    """Neither page nor API nor timeline nor notice nor agenda nor the deal's own record tells of a split."""
    shared = approved()
    shared.pay(1, date(2026, 11, 2))
    payment = RewardPayment.objects.get().pk
    at, api = f"/deals/{shared.deal.pk}/benefit/", f"/api/v1/deals/{shared.deal.pk}/benefit/"
    two = shared.case.two
    others = [two.buyer, two.buyer_owner, manager(two.enterprise), manager(two.institute, confidential=True)]
    for person in [*others, member(), administrator()]:
        for address in PAGES:
            page(client, person, f"{at}{address}", code=404)
        for address in [*POSTS, f"payments/{payment}/take-back/"]:
            assert post(client, person, f"{at}{address}", reason="x", edits=1).status_code == 404, address
        assert client.get(api).status_code == 404
        for method, address in (
            ("post", ""), ("patch", ""), ("post", "approve/"), ("post", "discard/"), ("post", "new-version/"),
            ("post", "none-due/"), ("delete", "none-due/"), ("post", "payments/"),
            ("post", f"payments/{payment}/take-back/"), ("get", "versions/1/xlsx/"),
        ):  # fmt: skip
            said = {"edits": 1, "reason": "x", "version": 1, "person": 1, "paid_on": "2026-11-01"}
            found = (
                getattr(client, method)(f"{api}{address}", said, content_type="application/json")
                if method != "get"
                else client.get(f"{api}{address}")
            )
            assert found.status_code == 404, (method, address)
        assert client.get("/api/v1/me/rewards/").json() == []
        assert not Notice.objects.filter(recipient=person, event__verb__contains="reward").exists()
        assert not Notice.objects.filter(recipient=person, event__verb__startswith="split").exists()
        [source] = [one for one in sources() if one.name == "benefit"]
        assert (list(source.items(fresh(person), 9)), source.count(fresh(person))) == ([], 0)
    for person in others:
        shown = page(client, person, f"/deals/{shared.deal.pk}/")
        api_shown = client.get(f"/api/v1/deals/{shared.deal.pk}/").content.decode()
        for text in (shown, api_shown):
            for told in ("许国强", "Benefit split", "163,3", "163316", "benefit/", "people have not got"):
                assert told not in text, told
    assert "许国强" in page(client, two.seller, at)


def test_what_is_missing_for_the_step_is_told_to_the_providers_owners_alone(client):
    shared = approved()
    said = "people have not got their reward yet."
    assert said in page(client, shared.owner, f"/deals/{shared.deal.pk}/")
    for person in (shared.case.two.buyer, shared.case.two.buyer_owner):
        assert said not in page(client, person, f"/deals/{shared.deal.pk}/")
        answer = client.post(f"/api/v1/deals/{shared.deal.pk}/step/", {"step": "distribute"}, headers=ENGLISH)
        assert answer.status_code == 403
        assert "reward" not in answer.content.decode()


def test_a_contributor_who_is_no_member_sees_their_own_share_and_nothing_else(client):
    outside = UserFactory(name="沈敏")
    shared = drafted(shares=[known_by(outside, "40"), ShareLine("许国强", Decimal(60), is_main=True)])
    assert "You have no rewards here." in page(client, outside, "/rewards/"), "a draft is nobody's reward yet"
    shared.approve()
    shown = page(client, outside, "/rewards/")
    for words in (
        "¥196,000.00",
        shared.deal.number,
        "40 %",
        str(shared.deal.provider.name_en or shared.deal.provider.name_zh),
    ):
        assert words in shown, words
    for words in ("许国强", "60 %", "293", shared.deal.title):
        assert words not in shown, words
    assert shared.deal.title not in page(client, outside, "/notices/")
    [own] = client.get("/api/v1/me/rewards/").json()
    assert set(own) == {"number", "provider", "percentage", "is_main", "equity", "gross", "due", "paid_on"}
    page(client, outside, f"/deals/{shared.deal.pk}/benefit/", code=404)
    assert "/rewards/" in page(client, outside, "/account/")
    assert "/rewards/" not in page(client, UserFactory(), "/account/")
    shared.pay(1)
    assert client.get("/api/v1/me/rewards/").json() == []
    client.force_login(outside)
    assert client.get("/api/v1/me/rewards/").json()[0]["paid_on"] == "2026-11-25"


# -- agenda, personal data, API -------------------------------------------------------------------


def test_what_waits_for_owners(client):
    shared = drafted(pay_by=date(2026, 12, 31))
    [source] = [one for one in sources() if one.name == "benefit"]
    other = owner(shared.case.two.institute)
    shared.write(shares=[known_by(shared.owner, "100")])

    def whats(user):
        found = source.items(fresh(user), 9)
        assert len(found) == source.count(fresh(user))
        return [(str(one.what), one.mine, one.due_on) for one in found]

    with translation.override("en"):
        assert whats(other) == [("Approve a benefit split", True, None)]
        assert whats(shared.owner) == [("Another owner has to approve a benefit split", False, None)]
        shared.write(rule_name="")
        assert whats(shared.owner) == [("Finish a benefit split", True, None)]
        shared.write(rule_name="办法")
        shared.approve(other)
        assert whats(other) == [("Pay the rewards of a deal", True, date(2026, 12, 31))]
        assert source.due(fresh(other), date(2026, 12, 30)) == 0
        assert source.due(fresh(other), date(2026, 12, 31)) == 1
        shared.pay(shared.force.shares.get().person)
        assert whats(other) == []
        assert whats(shared.case.two.seller) == []


def test_the_copy_of_personal_data_has_ones_own_share_and_deletion_keeps_the_list(client):
    person = UserFactory(name="沈敏")
    shared = drafted(shares=[known_by(person, "40"), ShareLine("许国强", Decimal(60), is_main=True)])

    def copy(user):
        found = {}
        for _receiver, data in personal_data_requested.send(type(user), user=user):
            found |= data or {}
        return found

    assert copy(person)["rewards"] == []
    shared.approve()
    shared.pay(1)
    [own] = copy(person)["rewards"]
    assert (own["name"], own["deal"], own["percentage"]) == ("沈敏", shared.deal.number, Decimal(40))
    assert "许国强" not in str(own)
    assert len(copy(shared.owner)["splits_approved"]) == 1
    assert len(copy(shared.owner)["reward_payments_marked"]) == 1
    person.set_password("x")
    person.save()
    delete_account(actor=fresh(person), password="x")
    share = shared.force.shares.get(person=1)
    assert (share.name, share.email, share.user) == ("沈敏", "", None)
    assert "沈敏" in page(client, shared.owner, f"/deals/{shared.deal.pk}/benefit/payments/")


def test_the_api_does_what_the_pages_do(client):
    case = case_at(Stage.PAID)
    client.force_login(case.two.seller)
    at = f"/api/v1/deals/{case.deal.pk}/benefit/"
    assert client.get(at).status_code == 404
    assert client.post(at).status_code == 403
    client.force_login(case.two.seller_owner)

    def send(method, address="", **said):
        return getattr(client, method)(f"{at}{address}", said, content_type="application/json", headers=ENGLISH)

    assert send("post").status_code == 201
    assert send("post").status_code == 409
    assert send("patch", income_note="x").status_code == 400
    shares = [{"name": one.name, "percentage": str(one.percentage), "is_main": one.is_main} for one in THREE]
    said = SAID | {"rule_date": "2024-03-01", "pool_percentage": "70.00", "deductions": [], "shares": shares}
    assert send("patch", edits=1, shares=[{"name": "x", "percentage": "0"}]).status_code == 400
    refused = send("post", "approve/", edits=1)
    assert refused.status_code == 409
    assert "Name the contributors." in refused.json()["missing"]
    drafted_ = send("patch", edits=1, **said)
    assert drafted_.status_code == 200
    [version] = drafted_.json()["versions"]
    assert (version["pool"], version["missing"], version["edits"]) == ("560000.00", [], 2)
    stale = send("patch", edits=1, income_note="x")
    assert stale.status_code == 409
    assert stale.json()["edits"] == 2
    assert send("post", "none-due/", reason="x").status_code == 409
    assert send("post", "approve/", edits=2).json()["unpaid"] == 3
    paid = send("post", "payments/", version=1, person=1, paid_on="2026-11-20")
    assert paid.status_code == 201
    assert paid.json()["payment_list"][0]["due"] == "0.00"
    assert paid.json()["payment_list"][0]["gross"] == "186704.00"
    payment = paid.json()["payment_list"][0]["payments"][0]["id"]
    assert send("post", "payments/", version=1, person=1, paid_on="2026-11-20").status_code == 409
    assert send("post", f"payments/{payment}/take-back/", reason="退汇").json()["unpaid"] == 3
    assert send("post", "new-version/", reason="更正").status_code == 201
    assert send("post", "discard/", edits=1).status_code == 200
    book = client.get(f"{at}versions/1/xlsx/")
    assert len(load_workbook(io.BytesIO(b"".join(book.streaming_content))).sheetnames) == 3


def test_a_statement_that_nothing_is_due_is_made_and_taken_back(client):
    case = case_at(Stage.PAID)
    at = f"/deals/{case.deal.pk}/benefit/"
    mine = case.two.seller_owner
    post(client, mine, f"{at}none-due/", reason="企业自有技术")
    for address in (at, f"/deals/{case.deal.pk}/"):
        assert "企业自有技术" in page(client, case.two.seller, address)
        page(client, case.two.buyer, address, code=404 if address == at else 200)
    assert "企业自有技术" not in page(client, case.two.buyer, f"/deals/{case.deal.pk}/")
    post(client, mine, f"{at}none-due/take-back/")
    assert Split.objects.get().none_due_reason == ""
    client.delete(f"/api/v1{at}none-due/")
    say_none_due(actor=fresh(mine), deal=case.now(), reason="x")
    assert client.delete(f"/api/v1{at}none-due/").status_code == 200
