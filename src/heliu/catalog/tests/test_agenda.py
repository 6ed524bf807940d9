"""What the catalog gives each person to do: their own records, requests for access, a reviewer's queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from heliu.accounts.models import Membership, Organisation, User
from heliu.accounts.tests.factories import OrganisationFactory, administrator, fresh, member, owner, reviewer
from heliu.agenda.sources import Item
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.agenda import (
    EXPIRY_NOTICE,
    access_items,
    count_access,
    count_records,
    count_review,
    due_records,
    record_items,
    review_items,
)
from heliu.catalog.choices import State
from heliu.catalog.tests.factories import make_record
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db
KINDS = ("demand", "achievement", "expert")


def keys(items, user, *, mine: bool = True) -> list[str]:
    return [item.key for item in items(fresh(user), 50) if item.mine is mine]


@pytest.fixture
def house() -> tuple[Organisation, User, User]:
    """An organisation with its owner and a member."""
    organisation = OrganisationFactory(verified=True)
    return organisation, owner(organisation), member(organisation)


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_that_runs_out_is_put_before_its_author_in_time(kind, house):
    organisation, boss, author = house
    today = local_day()

    def record(days: int | None, **fields):
        last = today + timedelta(days=days) if days is not None else None
        return make_record(kind, organisation=organisation, created_by=author, expires_on=last, **fields)

    soon, now = record(EXPIRY_NOTICE.days), record(0)
    for other in (EXPIRY_NOTICE.days + 1, None):
        record(other)
    record(3, state=State.DRAFT)
    assert keys(record_items, author) == [f"{kind}-{now.pk}", f"{kind}-{soon.pk}"]
    with translation.override("en"):
        [first, _second] = record_items(fresh(author), 50)
    assert first == Item(
        "Prolong or close a record", now.title_en, reverse(f"{kind}_edit", args=[now.pk]), today,
        key=f"{kind}-{now.pk}", step="Prolong",
    )  # fmt: skip
    assert [due_records(fresh(author), today + timedelta(days=days)) for days in (-1, 0, 30)] == [0, 1, 2]
    assert count_records(fresh(author)) == 2
    for user in (boss, member(), reviewer(), administrator()):
        assert (keys(record_items, user), due_records(fresh(user), today), count_records(fresh(user))) == ([], 0, 0)


def test_what_came_back_waits_for_its_author_and_without_one_for_the_owners(house):
    organisation, boss, author = house
    record = make_record("demand", organisation=organisation, created_by=author, state=State.RETURNED)
    key = f"demand-{record.pk}"
    assert (keys(record_items, author), keys(record_items, boss)) == ([key], [])
    # The author leaves; nobody wrote it; the author's account is locked.
    Membership.objects.filter(user=author).delete()
    assert (keys(record_items, author), keys(record_items, boss)) == ([], [key])
    type(record).objects.update(created_by=None)
    assert keys(record_items, boss) == [key]
    locked = member(organisation, is_active=False)
    type(record).objects.update(created_by=locked)
    assert keys(record_items, boss) == [key]


def test_what_was_submitted_waits_for_reviewers_but_not_of_the_same_organisation(house):
    organisation, _boss, author = house
    judge, partial = reviewer(), reviewer()
    Membership.objects.create(user=partial, organisation=organisation)
    record = make_record("achievement", organisation=organisation, created_by=author, state=State.IN_REVIEW)
    make_record("demand", organisation=organisation, state=State.DRAFT)
    key = f"achievement-{record.pk}"
    assert keys(record_items, author, mine=False) == [key]
    assert (keys(review_items, judge), keys(review_items, partial), keys(review_items, author)) == ([key], [], [])
    assert [count_review(fresh(user)) for user in (judge, partial, author)] == [1, 0, 0]


def test_a_request_for_access_waits_for_the_owners_members(house):
    organisation, boss, author = house
    record = make_record("achievement", organisation=organisation, created_by=author, tier="on_request")
    asking = member()
    asked = AccessRequest.objects.create(
        kind="achievement", record_id=record.pk, owner=organisation, organisation=asking.memberships.get().organisation,
        asked_by=asking, reason="试用",
    )  # fmt: skip
    colleague = member(asking.memberships.get().organisation)
    for user in (boss, author):
        assert keys(access_items, user) == [str(asked.pk)]
    assert keys(access_items, asking, mine=False) == [str(asked.pk)]
    with translation.override("en"):
        [item] = access_items(fresh(boss), 50)
    assert item.about == f"{asked.organisation.name_en} · {record.title_en}"
    for user in (colleague, member(), reviewer(), administrator()):
        assert access_items(fresh(user), 50) == []
    assert [count_access(fresh(user)) for user in (boss, asking, colleague)] == [1, 1, 0]
    # The record becomes confidential: who asked learns its title no more.
    type(record).objects.update(tier="confidential")
    assert [item.about for item in access_items(fresh(asking), 50)] == [""]


def test_whoever_belongs_to_nothing_is_not_looked_for(django_assert_num_queries):
    somebody = fresh(administrator())
    record_items(somebody, 50)
    with django_assert_num_queries(0):
        assert (record_items(somebody, 50), access_items(somebody, 50)) == ([], [])
        assert (count_records(somebody), count_access(somebody), due_records(somebody, local_day())) == (0, 0, 0)
