"""The agenda by HTTP: what the page shows, and the address of the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from heliu.accounts.actions import create_token
from heliu.accounts.tests.factories import UserFactory
from heliu.agenda.sources import Item

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


def test_the_items_with_their_days_and_addresses(client, desk, calendar):
    calendar.set("2026-11-25")
    user = UserFactory()
    desk.give(
        user,
        Item("Answer", "Membrane", "/x/1/", date(2026, 11, 27), key="1", note="soon"),
        Item("Wait", "", "/x/2/", None, mine=False, key="2"),
    )
    assert client.get(reverse("api-agenda")).status_code == 401
    client.force_login(user)
    answer = client.get(reverse("api-agenda"), headers=EN).json()
    assert answer == {
        "day": "2026-11-25", "due": 0, "areas": [{"name": "desk", "label": "Desk", "count": 2}],
        "items": [
            {
                "key": "desk:1", "area": "desk", "what": "Answer", "about": "Membrane", "url": "/x/1/",
                "due_on": "2026-11-27", "due": "in 2 working days", "section": "week", "mine": True, "paused": False,
                "note": "soon",
            },
            {
                "key": "desk:2", "area": "desk", "what": "Wait", "about": "", "url": "/x/2/", "due_on": None, "due": "",
                "section": "undated", "mine": False, "paused": False, "note": "",
            },
        ],
    }  # fmt: skip

    def keys(**query) -> list[str]:
        return [one["key"] for one in client.get(reverse("api-agenda"), query).json()["items"]]

    assert (keys(mine="true"), keys(mine="false"), keys(area="desk")) == (["desk:1"], ["desk:2"], ["desk:1", "desk:2"])
    for wrong in ({"area": "nowhere"}, {"mine": "perhaps"}):
        assert client.get(reverse("api-agenda"), wrong).status_code == 400


def test_a_calendar_address_is_made_in_a_browser_and_ended_anywhere(client, desk):
    user = UserFactory()
    address = reverse("api-calendar")
    _token, secret = create_token(actor=user, name="script")
    key = {"Authorization": f"Token {secret}"}
    assert client.get(address).status_code == 401
    assert client.get(address, headers=key).status_code == 404
    assert client.post(address, headers=key).status_code == 403, "a token makes itself nothing that outlives it"
    client.force_login(user)
    made = client.post(address)
    assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
    feed = made.json()["url"].removeprefix("https://heliu.example")
    assert client.get(feed).status_code == 200
    assert "url" not in client.get(address).json()
    client.logout()
    assert client.delete(address, headers=key).status_code == 204
    assert client.delete(address, headers=key).status_code == 404
    assert client.get(feed).status_code == 404
