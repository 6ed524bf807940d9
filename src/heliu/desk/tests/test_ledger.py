"""Notes and hours are their author's alone; what is left of them when a mandate ends or an account goes."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from heliu.accounts.actions import delete_account
from heliu.accounts.models import Mandate
from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import administrator, fresh, manager, member, reviewer
from heliu.dealflow.actions import introduce
from heliu.dealflow.pairs import Pair
from heliu.deals.tests.factories import open_case
from heliu.deals.work.actions import add_task
from heliu.desk.actions import delete_entry, edit_hours, edit_note, keep_hours, keep_note
from heliu.desk.models import CaseNote, TimeEntry
from heliu.desk.selectors.ledger import hours_of, statement_of, sums_of
from heliu.desk.tests.factories import desk
from heliu.kit.tests.threads import at_once
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
SECRET = "老板只信任张工"


def keep(found, case=None, minutes=90, day=None, **facts) -> TimeEntry:
    facts.setdefault("activity", "promoting")
    return keep_hours(
        actor=found.manager, case=case or found.demand, day=day or date(2026, 11, 3), minutes=minutes, **facts
    )  # fmt: skip


def test_nobody_but_the_author_reads_a_note(client):
    found = desk(1)
    sent = introduce(actor=found.manager, pair=Pair(found.demand, found.supplies[0]), message="您好")
    for case in (found.demand, sent):
        keep_note(actor=found.manager, case=case, text=SECRET)
    note = CaseNote.objects.first()
    colleague = manager(found.enterprise)
    others = [found.buyer, colleague, found.sellers[0], reviewer(), administrator(), member()]
    pages = [
        reverse("desk_case", args=["demand", found.demand.pk]), reverse("desk_case", args=["introduction", sent.pk]),
        reverse("desk_notes"), found.demand.get_absolute_url(), sent.get_absolute_url(), reverse("desk"),
        reverse("desk_triage", args=[found.demand.pk]), reverse("desk_statement", args=["demand", found.demand.pk]),
        reverse("api-desk-note-list"), reverse("introduction_export") + "?format=csv", "/?q=只信任",
        reverse("desk_export") + "?format=csv", reverse("notice_list"), reverse("desk_hours_export") + "?format=csv",
        f"{reverse('introduction_list')}?q=只信任", reverse("record_history", args=["demand", found.demand.pk]),
    ]  # fmt: skip
    for user in others:
        client.force_login(user)
        for address in pages:
            answer = client.get(address)
            content = answer.getvalue() if answer.streaming else answer.content
            assert SECRET not in content.decode("utf-8-sig"), (user, address)
        for address in (reverse("desk_note_edit", args=[note.pk]), reverse("api-desk-note-detail", args=[note.pk])):
            assert client.get(address).status_code == 404
        assert client.post(reverse("desk_note_delete", args=[note.pk])).status_code == 404
        with pytest.raises(PermissionDenied):
            edit_note(actor=fresh(user), note=note, text="改")
        with pytest.raises(PermissionDenied):
            delete_entry(actor=fresh(user), entry=note)
    client.force_login(found.agent)
    assert SECRET in client.get(pages[0]).content.decode()
    assert SECRET in client.get(reverse("desk_notes")).content.decode()
    assert note._meta.model_name not in str(client.get("/admin/").content)


def test_when_the_mandate_ends_notes_and_hours_stay_without_the_records_text(client):
    found = desk(1, title_zh="钴基合金渗层", title_en="Cobalt layer")
    introduce(actor=found.manager, pair=Pair(found.demand, found.supplies[0]), message="您好")
    note = keep_note(actor=found.manager, case=found.demand, text=SECRET)
    entry = keep(found)
    client.force_login(found.agent)
    statement = reverse("desk_statement", args=["demand", found.demand.pk])
    pages = [reverse("desk_notes"), reverse("desk_hours"), statement, reverse("desk_hours_export") + "?format=csv"]

    def text(address: str) -> str:
        answer = client.get(address, headers=EN)
        assert answer.status_code == 200, address
        return (answer.getvalue() if answer.streaming else answer.content).decode("utf-8-sig")

    assert all("Cobalt layer" in text(address) for address in pages)
    assert "Institute 0" in text(statement)
    found.end_mandate()
    for address in pages:
        assert "Cobalt layer" not in text(address), address
    assert "Institute 0" not in text(statement)
    assert "Introduction sent" in text(statement), "what was done stays"
    assert SECRET in text(reverse("desk_notes"))
    assert f"Demand no. {found.demand.pk}" in text(reverse("desk_notes"))
    assert "1 h 30 min" in text(reverse("desk_hours"))
    # Both can still be corrected and deleted by their author; nothing new is added.
    edit_note(actor=found.manager, note=note, text="改")
    edit_hours(actor=found.manager, entry=entry, day=entry.day, minutes=60, activity="other")
    with pytest.raises(PermissionDenied):
        keep(found)
    with pytest.raises(PermissionDenied):
        keep_note(actor=found.manager, case=found.demand, text="新")
    assert client.post(reverse("desk_note_delete", args=[note.pk]))["Location"] == reverse("desk_notes")


def test_a_deals_page_shows_its_manager_alone_what_they_did_for_it(client):
    deal = open_case()
    agent, colleague = manager(deal.two.enterprise), manager(deal.two.enterprise)
    page = deal.deal.get_absolute_url()

    def said(user) -> str:
        client.force_login(user)
        return client.get(page, headers=EN).content.decode()

    for case, minutes in ((deal.deal.introduction, 60), (deal.two.demand, 45)):
        keep_hours(
            actor=fresh(agent), case=case, day=date(2026, 11, 3), minutes=minutes, activity="dealing", note=SECRET
        )  # fmt: skip
    add_task(actor=fresh(agent), deal=deal.deal, title="起草条款", owner=agent)
    shown = said(agent)
    assert "Your contribution" in shown
    assert "Task given; 1 h 45 min entered." in shown
    assert reverse("desk_case", args=["demand", deal.two.demand.pk]) in shown
    assert reverse("desk_case", args=["achievement", deal.two.supply.pk]) not in shown, "the other side's record"
    assert [deed.what for deed in statement_of(fresh(agent), "introduction", deal.deal.introduction_id).deeds] == [
        "Task given"
    ]
    said_by_api = client.get(f"/api/v1/desk/deals/{deal.deal.pk}/").json()
    assert (said_by_api["minutes"], [one["minutes"] for one in said_by_api["cases"]]) == (105, [60, 45])
    assert [one["what"] for one in said_by_api["deeds"]] == ["布置任务"]
    for user, code in ((deal.two.buyer_owner, 403), (member(), 404), (administrator(), 404)):
        client.force_login(user)
        assert client.get(f"/api/v1/desk/deals/{deal.deal.pk}/").status_code == code
    assert "0 min" in said(colleague)
    for user in (colleague, deal.two.buyer_owner, deal.two.seller_owner):
        assert "1 h 45 min" not in said(user)
        assert SECRET not in said(user)
    assert "Your contribution" not in said(deal.two.buyer_owner)
    Mandate.objects.filter(manager=agent).update(ended_at=timezone.now())
    left = statement_of(fresh(agent), "introduction", deal.deal.introduction_id)
    assert ([deed.with_whom for deed in left.deeds], left.minutes) == ([""], 60)


def test_notes_and_hours_go_with_the_account_and_come_with_its_copy():
    found = desk()
    keep_note(actor=found.manager, case=found.demand, text=SECRET)
    keep(found)
    data = personal_data(found.manager)
    assert data["desk_notes"][0]["text"] == SECRET
    assert data["desk_hours"][0]["minutes"] == 90
    assert not personal_data(fresh(found.buyer))["desk_notes"]
    delete_account(actor=found.manager, password="password")
    assert not CaseNote.objects.exists()
    assert not TimeEntry.objects.exists()


def test_hours_add_up_by_case_organisation_and_month(client):
    found, other = desk(), desk()
    other.enterprise.mandates.update(manager=found.agent)
    keep(found, minutes=90, day=date(2026, 10, 30))
    keep(found, minutes=30)
    keep(found, case=other.demand, minutes=15, activity="finding")
    entries = hours_of(found.manager)
    sums = sums_of(entries)
    assert sums.total == 135
    assert [(key, minutes) for key, minutes in sums.by_case] == [
        (("demand", found.demand.pk), 120), (("demand", other.demand.pk), 15),
    ]  # fmt: skip
    assert [minutes for _organisation, minutes in sums.by_organisation] == [120, 15]
    assert sums.by_month == [(date(2026, 11, 1), 45), (date(2026, 10, 1), 90)]
    client.force_login(found.agent)

    def shown(**query) -> int:
        return client.get(reverse("desk_hours"), query).context["sums"].total

    assert shown(since="2026-11-01", until="2026-11-30") == 45
    assert shown(activity="finding") == 15
    assert shown(organisation=found.enterprise.pk) == 120
    assert client.get(reverse("desk_hours_export")).getvalue()[:2] == b"PK"
    assert client.get(reverse("desk_hours_export"), {"format": "pdf"}).status_code == 404


def test_time_that_cannot_be_is_refused():
    found = desk()
    keep(found, minutes=1400)
    for wrong, field in (
        ({"minutes": 41}, "minutes"), ({"minutes": 0}, "minutes"), ({"minutes": 2000}, "minutes"),
        ({"day": local_day() + timedelta(days=1)}, "day"), ({"activity": "sleep"}, "activity"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as problem:
            keep(found, **wrong)
        assert field in problem.value.message_dict, wrong
    entry = keep(found, minutes=40)
    edit_hours(actor=found.manager, entry=entry, day=entry.day, minutes=30, activity="other")
    assert sum(hours_of(found.manager).values_list("minutes", flat=True)) == 1430


@pytest.mark.django_db(transaction=True)
def test_two_entries_at_once_are_together_no_more_than_a_day():
    found = desk()
    outcomes = at_once(lambda: keep(found, minutes=800), lambda: keep(found, minutes=800))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["TimeEntry", "ValidationError"]


def test_the_proof_of_contribution(client):
    found = desk(1)
    sent = introduce(actor=found.manager, pair=Pair(found.demand, found.supplies[0]), message="您好")
    keep(found, minutes=30, note="整理需求")
    keep(found, case=sent, minutes=60, day=date(2026, 11, 4))
    statement = statement_of(found.manager, "demand", found.demand.pk)
    assert statement.minutes == 90, "the introductions of a demand belong to it"
    assert statement.since == min(date(2026, 11, 3), local_day())
    assert len(statement.deeds) == 1
    client.force_login(found.agent)
    address = reverse("desk_statement", args=["demand", found.demand.pk])
    text = client.get(address, headers=EN).content.decode()
    assert "Introduction sent; 1 h 30 min entered." in text
    assert "For the organisation, date and seal" in text
    book = load_workbook(io.BytesIO(client.get(address, {"format": "xlsx"}, headers=EN).getvalue()))
    assert [sheet.max_row for sheet in book] == [7, 2, 3]
    for other in (manager(found.enterprise), manager(), administrator()):
        client.force_login(other)
        shown = client.get(address, headers=EN)
        assert shown.status_code in (403, 404) or "1 h 30 min" not in shown.content.decode()


def test_the_api_keeps_notes_and_hours(client):
    found = desk()
    client.force_login(found.agent)
    case = {"kind": "demand", "case": found.demand.pk}
    made = client.post(reverse("api-desk-note-list"), {**case, "text": "致电"}, content_type="application/json")
    assert (made.status_code, made.json()["open"]) == (201, True)
    address = reverse("api-desk-note-detail", args=[made.json()["id"]])
    assert client.patch(address, {"text": "改"}, content_type="application/json").json()["text"] == "改"
    hours = {**case, "day": "2026-11-03", "minutes": 45, "activity": "finding", "note": "通话"}
    entered = client.post(reverse("api-desk-hours-list"), hours, content_type="application/json")
    assert entered.status_code == 201, entered.content
    assert client.get(reverse("api-desk-hours-list")).json()["results"][0]["organisation"]["id"] == found.enterprise.pk
    late = client.post(reverse("api-desk-hours-list"), {**hours, "minutes": 1400}, content_type="application/json")
    assert (late.status_code, list(late.json())) == (400, ["minutes"])
    contribution = client.get(reverse("api-desk-contribution", args=[found.demand.pk])).json()
    assert contribution["minutes"] == 45
    strange = client.post(
        reverse("api-desk-note-list"), {"kind": "demand", "case": 999_999, "text": "x"}, content_type="application/json"
    )
    assert strange.status_code == 404
    assert client.delete(address).status_code == 204


def test_the_api_triages_and_introduces(client, catch_up):
    found = desk(2)
    catch_up()
    client.force_login(found.agent)
    address = reverse("api-desk-detail", args=[found.demand.pk])
    screen = client.get(address).json()
    assert {one["id"] for one in screen["shortlist"] if one["choosable"]} == {one.pk for one in found.supplies}
    assert "budget" in screen["missing"]
    assert (
        client.post(f"{address}decide/", {"outcome": "duplicate"}, content_type="application/json").status_code == 400
    )
    asked = client.post(
        f"{address}decide/", {"outcome": "ask_back", "questions": ["budget"]}, content_type="application/json"
    )
    assert asked.status_code == 201, asked.content
    recipients = [{"kind": "achievement", "id": one.pk, "message": "您好"} for one in found.supplies]
    sent = {"token": "5d3b8b8e-8a4b-4e6e-9a53-0e7f1f0e1a11", "recipients": recipients}
    for _ in range(2):
        answer = client.post(f"{address}introductions/", sent, content_type="application/json").json()
        assert [one["result"] for one in answer] == ["sent", "sent"]
    proposed = client.post(f"{address}tier/", {"tier": "members"}, content_type="application/json").json()
    assert proposed["changed"] is False
    client.force_login(found.buyer)
    questions = client.get(reverse("api-desk-question-list")).json()["results"]
    assert [one["questions"] for one in questions] == [[], ["budget"]]
    answered = reverse("api-desk-question-answer", args=[questions[1]["id"]])
    assert client.post(answered, {"answer": "50 万"}, content_type="application/json").json()["answered_at"]
    assert client.post(answered, {"answer": "60 万"}, content_type="application/json").status_code == 409
    client.force_login(member())
    assert client.get(reverse("api-desk-question-list")).json()["count"] == 0
    assert client.post(answered, {"answer": "x"}, content_type="application/json").status_code == 404
