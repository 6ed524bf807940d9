"""Pages of matchmaking days: the whole way of a day, exports, and what must not show."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook

from heliu.accounts.tests.factories import OrganisationFactory, member, reviewer
from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import make_record
from heliu.matchdays import actions
from heliu.matchdays.choices import State
from heliu.matchdays.models import MatchDay, Meeting, Registration
from heliu.matchdays.tests.factories import (
    close,
    coming,
    day_fields,
    enter,
    make_day,
    matched,
    organiser,
    person_of,
    published,
    sides,
)
from heliu.matchdays.views.registrations import read_wishes

pytestmark = pytest.mark.django_db


def form_of(**fields):
    """What the form of a day posts."""
    found = day_fields(**fields)
    closes = found["registration_closes"].strftime("%Y-%m-%dT%H:%M")
    return {
        **found, "date": found["date"].isoformat(), "registration_closes": closes, "admission": "verified",
        "demand_floor": 0, "demand_capacity": 2, "supply_floor": 0, "supply_capacity": 2, "lowest_level": 2, **fields,
    }  # fmt: skip


def test_a_day_from_the_form_to_the_calendar_file(client):
    """Every page of the way, as its forms post."""
    runs = organiser()
    client.force_login(runs)
    client.get("/matchdays/new/")
    client.post("/matchdays/new/", form_of())
    day = MatchDay.objects.get()
    assert day.organiser == runs
    client.post(f"/matchdays/{day.pk}/step/open/")
    buyers, sellers = OrganisationFactory(verified=True), OrganisationFactory(verified=True)
    people = {}
    for organisation, kind in ((buyers, "demand"), (sellers, "achievement")):
        record = make_record(kind, organisation=organisation)
        people[kind] = member(organisation)
        client.force_login(people[kind])
        assert client.get(f"/matchdays/{day.pk}/register/").status_code == 200
        client.post(f"/matchdays/{day.pk}/register/", {"organisation": organisation.pk})
        registration = Registration.objects.get(organisation=organisation)
        client.post(
            f"/matchdays/{day.pk}/registrations/{registration.pk}/enter/",
            {"record": f"{kind}:{record.pk}", "capacity": 2, "there": [1, 2, 3]},
        )
        [entry] = registration.entries.all()
        assert (entry.capacity, entry.absences) == (2, [0])
    demand, supply = (Registration.objects.get(organisation=one).entries.get() for one in (buyers, sellers))
    day = close(day)
    run = matched(day, {(demand, supply): 3.0})
    # Wishes may be stated as long as registration would have been open.
    client.force_login(people["demand"])
    address = f"/matchdays/{day.pk}/registrations/{demand.registration_id}/entries/{demand.pk}/"
    page = client.get(address).content.decode()
    assert supply.record.title in page
    client.post(f"{address}wishes/", {f"place-{supply.pk}": "1"})
    assert demand.wishes.get().rank == 1
    client.force_login(runs)
    assert f"{run.pairs or 0}" in client.get(f"/matchdays/{day.pk}/assignment/").content.decode()
    client.post(f"/matchdays/{day.pk}/assignment/variants/")
    proposal = day.proposals.get(variant="stable_demand")
    assert client.get(f"/matchdays/{day.pk}/assignment/{proposal.pk}/").status_code == 200
    client.post(f"/matchdays/{day.pk}/assignment/{proposal.pk}/choose/")
    for by in ("slot", "table", "participant"):
        assert demand.record.title in client.get(f"/matchdays/{day.pk}/schedule/?by={by}").content.decode()
    client.post(f"/matchdays/{day.pk}/step/publish/")
    client.force_login(people["achievement"])
    mine = client.get(f"/matchdays/{day.pk}/meetings/").content.decode()
    assert demand.record.title in mine
    answer = client.get(f"/matchdays/{day.pk}/meetings/calendar/")
    assert answer["Content-Type"].startswith("text/calendar")
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert buyers.name_zh in str(event["summary"])


def test_the_workbook_has_three_sheets(client):
    day = make_day(demand_capacity=1, supply_capacity=1)
    (one, two), (supply,) = sides(day, 2, 1)
    close(day)
    matched(day, {(one, supply): 3.5, (two, supply): 3.0})
    day = published(day)
    client.force_login(day.organiser)
    answer = client.get(f"/matchdays/{day.pk}/schedule/export/")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert len(book.worksheets) == 3
    meetings, organisations, left_out = (
        list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets
    )
    assert [row[2] for row in meetings] == [one.record.title]
    assert sorted(row[0] for row in organisations) == sorted([one.organisation.name, supply.organisation.name])
    assert [(row[0], row[2]) for row in left_out] == [(two.organisation.name, two.record.title)]


def test_the_list_filters_exports_and_shows_what_one_may_know(client, django_assert_max_num_queries):
    open_day, draft = make_day(), make_day(state=State.DRAFT, title_zh="筹备中的会")
    invited_only = make_day(admission="invited", title_zh="仅受邀")
    guest = member()
    actions.invite_organisation(
        actor=invited_only.organiser, day=invited_only, organisation=guest.memberships.get().organisation
    )
    seen = {
        None: {open_day}, guest: {open_day, invited_only}, draft.organiser: {open_day, draft},
        reviewer(): {open_day, draft, invited_only},
    }  # fmt: skip
    for person, days in seen.items():
        if person:
            client.force_login(person)
        else:
            client.logout()
        page = client.get("/matchdays/")
        assert {row.pk for row in page.context["page"].object_list} == {day.pk for day in days}
        exported = b"".join(client.get("/matchdays/export/?format=csv").streaming_content).decode()
        for day in (open_day, draft, invited_only):
            shown = day in days
            assert (day.title in exported) == shown
            assert client.get(f"/matchdays/{day.pk}/").status_code == (200 if shown else 404)
    client.force_login(draft.organiser)
    assert [row.pk for row in client.get("/matchdays/?mine=organised").context["page"].object_list] == [draft.pk]
    assert not client.get("/matchdays/?q=没有").context["page"].object_list
    with django_assert_max_num_queries(40):
        client.get("/matchdays/")


SECRET = "保密的高温合金需求"


def test_a_confidential_title_shows_to_organisers_and_counterparts_alone(client):
    """A crawl of every page of a day as everybody who might look."""
    day = make_day(demand_capacity=1)
    registration = coming(day)
    demand = enter(registration, "demand", tier=Tier.CONFIDENTIAL, title_zh=SECRET, title_en="", title_shown=True)
    supply, bystander = enter(coming(day), "achievement"), enter(coming(day), "achievement")
    close(day)
    matched(day, {(demand, supply): 3.0})
    day = published(day)
    [proposal] = day.proposals.filter(variant="optimal")
    meeting = Meeting.objects.get()
    pages = [
        "/matchdays/", "/matchdays/export/?format=csv", f"/matchdays/{day.pk}/",
        *(f"/matchdays/{day.pk}/{part}" for part in (
            "edit/", "invitations/", "register/", "participants/", "assignment/", f"assignment/{proposal.pk}/",
            "schedule/", "schedule/?by=table", "schedule/?by=participant", "schedule/export/", "meetings/",
            "meetings/calendar/",
        )),
        *(f"/matchdays/{day.pk}/registrations/{one.registration_id}/" for one in (demand, supply, bystander)),
        *(
            f"/matchdays/{day.pk}/registrations/{one.registration_id}/entries/{one.pk}/"
            for one in (demand, supply, bystander)
        ),
        "/notices/",
        *(f"/api/v1/matchdays/{day.pk}/{part}" for part in (
            "", "registrations/", "meetings/", "meetings/calendar/", "schedule/", "proposals/", "rulings/", "runs/",
            f"registrations/{supply.registration_id}/entries/{supply.pk}/suggestions/",
            f"registrations/{demand.registration_id}/entries/",
        )),
    ]  # fmt: skip
    may_know = {
        "organiser": day.organiser,
        "owner": person_of(registration),
        "counterpart": person_of(supply.registration),
    }
    may_not = {"bystander": person_of(bystander.registration), "stranger": member(), "nobody": None}
    for people, knows in ((may_know, True), (may_not, False)):
        for name, person in people.items():
            if person:
                client.force_login(person)
            else:
                client.logout()
            found = [address for address in pages if SECRET in text_of(client.get(address))]
            assert bool(found) == knows, f"{name}: {found}"
    assert SECRET not in str(meeting) + str(meeting.demand)


def text_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        book = load_workbook(BytesIO(content))
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    text = content.decode()
    # A calendar folds its lines.
    return text.replace("\r\n ", "") + text.encode().decode("unicode_escape", errors="ignore")


def test_wishes_are_read_as_they_are_typed():
    posted = {"place-5": "2", "place-7": "1", "place-9": "", "no-5": "on", "place-x": "1", "csrf": "1", "place-8": "二"}
    assert read_wishes(posted) == ([7], [5])
    assert read_wishes({"place-3": "1", "place-2": "1"}) == ([3, 2], []), "of equal ones the first on the page"


def test_bad_input_is_told_and_changes_nothing(client):
    runs = organiser()
    client.force_login(runs)
    for bad in (
        {"sessions": "morning"}, {"title_zh": "", "title_en": ""}, {"admission": "fitting"}, {"demand_floor": 9},
        {"regions": "火星"},
    ):  # fmt: skip
        page = client.post("/matchdays/new/", form_of(**bad))
        assert page.status_code == 200
        assert page.context["form"].errors, bad
    assert not MatchDay.objects.exists()
    day = make_day(runs)
    client.post(f"/matchdays/{day.pk}/step/cancel/", {"reason": ""})
    client.post(f"/matchdays/{day.pk}/step/publish/")
    assert MatchDay.objects.get().state == State.OPEN
    for address in (f"/matchdays/{day.pk}/step/nonsense/", f"/matchdays/{day.pk}/meetings/1/decline/"):
        assert client.post(address).status_code == 404


def test_the_run_is_asked_for_alone_while_it_runs(client):
    day = make_day()
    actions.look_for_candidates(actor=day.organiser, day=day)
    client.force_login(day.organiser)
    page = client.get(reverse("matchday_assignment", args=[day.pk]))
    assert b'hx-trigger="every 1s"' in page.content
    part = client.get(reverse("matchday_assignment", args=[day.pk]), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b'id="run"' in part.content
