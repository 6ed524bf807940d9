"""What a bureau analyst sees: numbers and what has stalled, and no word of any record."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from heliu.accounts.choices import PlatformRole
from heliu.accounts.tests.factories import administrator, manager, member, reviewer, with_role
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Demand
from heliu.catalog.oversight import numbers_of_records, rounded, stalled_cases
from heliu.catalog.tests.factories import DemandFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (4, 0), (5, 5), (7, 5), (8, 10), (12, 10), (103, 105)])
def test_rounding(number, shown):
    assert rounded(number) == shown


def test_numbers_are_rounded_and_stalled_cases_have_no_text(client):
    DemandFactory.create_batch(8, tier=Tier.CONFIDENTIAL, title_zh="机密标题甲", title_en="", region="120103")
    DemandFactory.create_batch(8, region="120103")
    DemandFactory.create_batch(4, tier=Tier.MEMBERS, region="110105")
    stuck = DemandFactory(state=State.IN_REVIEW, title_zh="待审标题乙", title_en="")
    Demand.objects.filter(pk=stuck.pk).update(submitted_at=timezone.now() - dt.timedelta(days=9))
    DemandFactory(state=State.IN_REVIEW, submitted_at=timezone.now())
    by_tier, by_state, by_province = numbers_of_records()
    # Of confidential records not even how many there are.
    assert by_tier.rows[0][1] == [10, 0, 0]
    assert by_state.rows[0][1][list(State.values).index(State.PUBLISHED)] == 10
    assert [row for _name, row in by_province.rows] == [[10, 0, 0]]
    (case,) = stalled_cases()
    assert case.days == 9
    client.force_login(with_role(PlatformRole.ANALYST))
    page = client.get(reverse("oversight"))
    assert page.status_code == 200
    for secret in ("机密标题甲", "待审标题乙", stuck.organisation.name, stuck.get_absolute_url()):
        assert secret not in page.content.decode()
    for person in (member(), manager(), reviewer(), administrator()):
        client.force_login(person)
        assert client.get(reverse("oversight")).status_code == 403
