"""The API does what the pages do."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.catalog.tests.factories import make_record
from heliu.matchdays.choices import RunState
from heliu.matchdays.models import Entry, MatchDay
from heliu.matchdays.tests.factories import close, day_fields, make_day, matched, organiser, published, sides

pytestmark = pytest.mark.django_db


def api(person=None) -> APIClient:
    client = APIClient()
    if person is not None:
        client.force_authenticate(person)
    return client


def test_a_day_by_the_api(django_capture_on_commit_callbacks):
    runs = api(organiser())
    fields = {
        name: str(value) if name in ("date", "registration_closes") else value for name, value in day_fields().items()
    }
    made = runs.post("/api/v1/matchdays/", fields)
    assert made.status_code == 201, made.data
    base = f"/api/v1/matchdays/{made.data['id']}"
    assert api().get(f"{base}/").status_code == 404, "in preparation"
    assert runs.post(f"{base}/open/").data["state"] == "open"
    assert runs.patch(f"{base}/", {"tables": 3}).data["tables"] == 3
    assert api().get(f"{base}/").data["slots"], "everybody may know of it now"
    entries = {}
    for kind in ("demand", "achievement"):
        organisation = OrganisationFactory(verified=True)
        record, own = make_record(kind, organisation=organisation), api(member(organisation))
        registered = own.post(f"{base}/registrations/", {"organisation": organisation.pk, "listed": True})
        assert registered.status_code == 201, registered.data
        place = f"{base}/registrations/{registered.data['id']}"
        entered = own.post(f"{place}/entries/", {"kind": kind, "record": record.pk, "capacity": 1})
        assert entered.status_code == 201, entered.data
        assert own.patch(f"{place}/entries/{entered.data['id']}/", {"capacity": 2}).data["capacity"] == 2
        entries[kind] = Entry.objects.get(pk=entered.data["id"]), own, place
    assert runs.post(f"{base}/close/").data["state"] == "closed"
    day = MatchDay.objects.get()
    [run] = runs.get(f"{base}/runs/").data
    assert run["state"] == "queued"
    assert runs.post(f"{base}/runs/").status_code == 409
    day.runs.update(state=RunState.FAILED)
    (demand, buyer, buyers), (supply, seller, _) = entries["demand"], entries["achievement"]
    matched_run = matched_again(day, demand, supply)
    suggestions = f"{buyers}/entries/{demand.pk}/suggestions/"
    assert [one["record"]["entry"] for one in buyer.get(suggestions).data] == [supply.pk]
    assert buyer.put(suggestions, {"ranked": [supply.pk]}).data[0]["rank"] == 1
    assert seller.get(suggestions).status_code == 404
    proposals = runs.post(f"{base}/proposals/")
    assert proposals.status_code == 201
    assert {one["variant"] for one in proposals.data} == {"optimal", "fair", "stable_demand", "stable_supply"}
    assert {one["run"] for one in proposals.data} == {matched_run.number}
    ruled = runs.put(f"{base}/rulings/", {"demand": demand.pk, "supply": supply.pk, "kind": "locked"})
    assert ruled.data == [{"demand": demand.pk, "supply": supply.pk, "kind": "locked"}]
    chosen = runs.post(f"{base}/proposals/{proposals.data[0]['id']}/choose/")
    assert len(chosen.data) == 1
    assert seller.get(f"{base}/meetings/").data == [], "not published yet"
    assert runs.post(f"{base}/publish/").data["programme"]["meetings"] == 1
    [meeting] = seller.get(f"{base}/meetings/").data
    assert meeting["demand"]["title"] == demand.record.title
    assert seller.get(f"{base}/meetings/calendar/")["Content-Type"].startswith("text/calendar")
    declined = seller.post(f"{base}/meetings/{meeting['id']}/decline/", {"note": "出差"})
    assert declined.data["state"] == "declined"
    assert seller.post(f"{base}/meetings/{meeting['id']}/decline/").status_code == 409
    assert seller.get(f"{base}/schedule/").status_code == 403
    assert runs.post(f"{base}/cancel/", {"reason": "改期"}).data["state"] == "cancelled"


def matched_again(day, demand, supply):
    day.runs.all().delete()
    return matched(day, {(demand, supply): 3.0})


def test_refusals_have_a_status_and_reasons():
    day = make_day(demand_capacity=1)
    (demand,), supplies = sides(day, 1, 2)
    close(day)
    matched(day, {(demand, supply): 3.0 for supply in supplies})
    runs, base = api(day.organiser), f"/api/v1/matchdays/{day.pk}"
    for supply in supplies:
        runs.put(f"{base}/rulings/", {"demand": demand.pk, "supply": supply.pk, "kind": "locked"})
    refused = runs.post(f"{base}/proposals/")
    assert refused.status_code == 409
    assert len(refused.data["reasons"]) == 1
    assert demand.record.title in refused.data["detail"]
    assert runs.post(f"{base}/open/").status_code == 200, "registration may open again"
    assert (
        runs.put(f"{base}/rulings/", {"demand": demand.pk, "supply": supplies[0].pk, "kind": None}).status_code == 409
    )
    assert api().get(f"{base}/runs/").status_code == 401


def test_the_link_is_for_participants(client):
    day = make_day(link="https://meet.example.org/room")
    (demand,), _ = sides(day, 1, 1)
    base = f"/api/v1/matchdays/{day.pk}/"
    assert api().get(base).data["link"] == ""
    assert api(member()).get(base).data["link"] == ""
    assert api(demand.registration.registered_by).get(base).data["link"] == day.link
    assert day.link not in client.get(f"/matchdays/{day.pk}/").content.decode()


def test_days_are_filtered_as_on_the_page():
    day, other = make_day(), make_day(title_zh="生物医药专场")
    published_day = day
    found = api().get("/api/v1/matchdays/?q=生物").data["results"]
    assert [one["id"] for one in found] == [other.pk]
    assert published_day.pk in [one["id"] for one in api().get("/api/v1/matchdays/?state=open").data["results"]]
    assert callable(published)
