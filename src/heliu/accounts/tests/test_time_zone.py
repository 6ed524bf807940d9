"""Moments in the zone of who looks, days in the installation's."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from heliu.accounts.actions import edit_profile
from heliu.accounts.models import Claim
from heliu.accounts.tests.factories import ClaimFactory, UserFactory, reviewer
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db

# Half past midnight on New Year's Day in Shanghai: still the last day of the old year in New York and in London.
MOMENT = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)
CLOCKS = {
    "": "2026-01-01 00:30",
    "Asia/Shanghai": "2026-01-01 00:30",
    "America/New_York": "2025-12-31 11:30",
    "UTC": "2025-12-31 16:30",
    "Pacific/Kiritimati": "2026-01-01 06:30",
}


def test_a_person_chooses_a_zone_that_exists(client):
    person = UserFactory(name="张工", language="en")
    assert str(person.zone) == "Asia/Shanghai"
    client.force_login(person)
    page = client.get(reverse("account")).content.decode()
    assert "与平台一致：Asia/Shanghai" in page
    given = {"name": "张工", "language": "en", "time_zone": "America/New_York"}
    assert client.post(reverse("account"), given).status_code == 302
    person.refresh_from_db()
    assert str(person.zone) == "America/New_York"
    for wrong in ("Mars/Olympus", "localtime", "../../etc/passwd"):
        assert client.post(reverse("account"), given | {"time_zone": wrong}).status_code == 200
        with pytest.raises(ValidationError):
            edit_profile(actor=person, name="张工", language="en", time_zone=wrong)
        person.refresh_from_db()
        assert person.time_zone == "America/New_York"


def test_a_zone_that_is_not_on_offer_is_kept_when_the_form_is_saved(client):
    person = UserFactory(name="张工", language="en", time_zone="Etc/GMT+8")
    client.force_login(person)
    assert '<option value="Etc/GMT+8" selected>' in client.get(reverse("account")).content.decode()
    client.post(reverse("account"), {"name": "李工", "language": "en", "time_zone": "Etc/GMT+8"})
    person.refresh_from_db()
    assert (person.name, person.time_zone) == ("李工", "Etc/GMT+8")


def test_a_zone_that_is_known_no_more_becomes_the_installations():
    assert str(UserFactory(time_zone="Atlantis/Sunken").zone) == "Asia/Shanghai"


def test_the_api_changes_the_zone_and_refuses_what_is_none(client):
    person = UserFactory(name="张工", language="en")
    client.force_login(person)
    patch = {"path": reverse("api-me"), "content_type": "application/json"}
    assert client.patch(data={"time_zone": "Europe/Berlin"}, **patch).json()["time_zone"] == "Europe/Berlin"
    assert client.patch(data={"time_zone": "Mars/Olympus"}, **patch).status_code == 400
    assert client.patch(data={"name": "李工"}, **patch).json()["time_zone"] == "Europe/Berlin"


def test_around_midnight_everybody_reads_the_moment_by_their_own_clock(client):
    claim = ClaimFactory()
    Claim.objects.filter(pk=claim.pk).update(created_at=MOMENT)
    for zone, expected in CLOCKS.items():
        client.force_login(reviewer(time_zone=zone))
        assert expected in client.get(reverse("claim_detail", args=[claim.pk])).content.decode()
        # What another request does afterwards is not done by this person's clock.
        assert timezone.get_current_timezone_name() == "Asia/Shanghai"


def test_a_day_alone_is_the_same_for_everybody(client):
    claim = ClaimFactory()
    Claim.objects.filter(pk=claim.pk).update(created_at=MOMENT)
    for zone in CLOCKS:
        client.force_login(reviewer(time_zone=zone))
        page = client.get(reverse("claim_queue")).content.decode()
        assert "2026-01-01" in page
        assert "2025-12-31" not in page
    with timezone.override("America/New_York"):
        assert local_day(MOMENT) == date(2026, 1, 1)
