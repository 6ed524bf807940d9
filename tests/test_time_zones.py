"""The same pages read by two clocks: moments differ by the hours between them, days alone do not differ at all."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from heliu.accounts.actions import claim_organisation, create_token, invite_member
from heliu.accounts.models import User
from heliu.accounts.tests.factories import OrganisationFactory, fresh
from heliu.activity.actions import record_event
from heliu.catalog.models import Achievement
from heliu.dealflow.actions import accept_introduction
from heliu.dealflow.tests.factories import Calendar, several

pytestmark = pytest.mark.django_db
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d(?![ T]\d\d:\d\d)(?!T)")
ZONES = ("Asia/Shanghai", "America/New_York")


def told(client, user: User, zone: str, address: str) -> tuple[list[datetime], list[str]]:
    """The moments of a page, as they are in the whole world, and its days."""
    User.objects.filter(pk=user.pk).update(time_zone=zone)
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(address)
    assert answer.status_code == 200, address
    # Attributes hold machine-readable moments, with their own offset.
    text = unescape(re.sub(r"<[^>]*>", " ", answer.content.decode()))
    moments = [
        datetime.strptime(found, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone)) for found in MOMENT.findall(text)
    ]
    return [moment.astimezone(ZoneInfo("UTC")) for moment in moments], DAY.findall(text)


def test_around_midnight_of_new_year_every_page_tells_both_the_same(client, monkeypatch):
    # The first moment of 1 January in Shanghai; in New York it is eleven in the morning of the day before.
    Calendar(monkeypatch).set("2026-01-01", hour=0)
    first, second = several(2)
    open_one, over = first.introduce(), second.introduce()
    accept_introduction(actor=fresh(first.seller), introduction=over)
    user = first.seller_owner
    Achievement.objects.filter(pk=first.supply.pk).update(expires_on="2026-01-01", created_by=user)
    invite_member(actor=fresh(user), organisation=first.institute, email="new@example.org")
    claim_organisation(actor=fresh(user), organisation=OrganisationFactory(), evidence="名片")
    create_token(actor=fresh(user), name="脚本")
    record_event(first.institute, "organisation_edited", actor=first.seller, notify=[user])
    record, institute = first.supply, first.institute
    pages = [
        reverse("today"), reverse("introduction_list"), open_one.get_absolute_url(), over.get_absolute_url(),
        reverse("notice_list"), reverse("account"), reverse("account_tokens"), reverse("my_organisations"),
        reverse("organisation_members", args=[institute.pk]), institute.get_absolute_url(), record.get_absolute_url(),
        reverse("own_records"), reverse("achievement_list"), reverse("demand_list"),
        reverse("record_history", args=["achievement", record.pk]),
    ]  # fmt: skip
    seen = {"moments": 0, "days": 0}
    for address in pages:
        moments, days = told(client, user, ZONES[0], address)
        assert told(client, user, ZONES[1], address) == (moments, days), address
        seen = {"moments": seen["moments"] + len(moments), "days": seen["days"] + len(days)}
        assert "2025-12-31" not in days, address
    # There was something to read.
    assert seen["moments"] >= 8
    assert seen["days"] >= 12


def test_the_hours_between_the_two_are_on_the_page(client, monkeypatch):
    Calendar(monkeypatch).set("2026-01-01", hour=0)
    [pair] = several(1)
    introduction = pair.introduce()
    for zone, words in zip(ZONES, ("2026-01-01 00:00", "2025-12-31 11:00"), strict=True):
        User.objects.filter(pk=pair.seller.pk).update(time_zone=zone)
        client.force_login(User.objects.get(pk=pair.seller.pk))
        page = client.get(introduction.get_absolute_url()).content.decode()
        assert words in page
        assert introduction.due_on.isoformat() in page
