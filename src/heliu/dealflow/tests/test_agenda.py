"""What introductions give each person to do."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from heliu.accounts.models import Membership
from heliu.accounts.tests.factories import administrator, fresh, member, reviewer
from heliu.agenda.selectors import agenda_of, due_count
from heliu.catalog.models import Demand
from heliu.dealflow.actions import accept_introduction, pause_introduction, run_clocks
from heliu.dealflow.agenda import count_introductions, due_introductions, introduction_items
from heliu.dealflow.models import Introduction
from heliu.dealflow.tests.factories import several, two

pytestmark = pytest.mark.django_db


def items(user, *, mine: bool, limit: int = 50):
    return [item for item in introduction_items(fresh(user), limit) if item.mine is mine]


def test_a_reply_is_owed_by_who_has_to_act_and_awaited_by_who_asked(calendar):
    calendar.set("2026-11-25")
    pair = two()
    introduction = pair.introduce()
    with translation.override("en"):
        [owed], [awaited] = items(pair.seller, mine=True), items(pair.buyer, mine=False)
    assert (owed.what, owed.step, owed.due_on) == ("Answer an introduction", "Reply", introduction.due_on)
    assert owed.about == f"{pair.enterprise.name_en} · {pair.supply.title_en}"
    assert owed.url == awaited.url == introduction.get_absolute_url()
    assert awaited.about == f"{pair.institute.name_en} · {pair.demand.title_en}"
    for user in (pair.seller_owner, pair.buyer_owner, member(), reviewer(), administrator()):
        assert introduction_items(fresh(user), 50) == []
        assert count_introductions(fresh(user)) == 0
    assert [count_introductions(fresh(user)) for user in (pair.seller, pair.buyer)] == [1, 1]
    accept_introduction(actor=fresh(pair.seller), introduction=introduction)
    assert items(pair.seller, mine=True) == items(pair.buyer, mine=False) == []


@pytest.mark.parametrize("tier", ["public", "members", "on_request", "confidential"])
@pytest.mark.parametrize("from_supply", [False, True])
def test_the_title_of_the_others_record_is_in_no_list(tier, from_supply):
    pair = two()
    pair.introduce(pair.seller if from_supply else pair.buyer)
    Demand.objects.filter(pk=pair.demand.pk).update(tier=tier, title_zh="钴基合金渗层", title_en="钴基合金渗层")
    told = [item.about for item in introduction_items(fresh(pair.seller), 50)]
    own = [item.about for item in introduction_items(fresh(pair.buyer), 50)]
    assert (len(told), len(own)) == (1, 1)
    assert "钴基合金渗层" not in told[0]
    assert "钴基合金渗层" in own[0]


def test_who_leaves_owes_nothing_any_more_and_the_owner_gets_what_is_escalated(calendar):
    calendar.set("2026-11-25")
    pair = two()
    introduction = pair.introduce()
    Membership.objects.filter(user=pair.seller).delete()
    assert items(pair.seller, mine=True) == []
    calendar.set("2026-12-03")
    run_clocks()
    [owed] = items(pair.seller_owner, mine=True)
    assert owed.due_on == Introduction.objects.get(pk=introduction.pk).due_on


def test_a_pause_is_told_and_does_not_count_as_due(calendar):
    today = calendar.set("2026-11-25")
    pair = two()
    introduction = pair.introduce()
    calendar.set(introduction.due_on)
    assert due_introductions(fresh(pair.seller), introduction.due_on) == 1
    assert due_count(fresh(pair.seller)) == 1
    assert due_introductions(fresh(pair.seller), today) == 0
    later = calendar.set("2026-12-07")
    pause_introduction(actor=fresh(pair.seller), introduction=introduction, until=later.replace(day=14), note="工博会")
    with translation.override("en"):
        [owed] = items(pair.seller, mine=True)
    assert (owed.paused, owed.note) == (True, "Paused until 2026-12-14: 工博会")
    assert owed.due_on == Introduction.objects.get().due_on
    assert due_introductions(fresh(pair.seller), owed.due_on) == 0


def test_those_that_run_out_first_are_given_first_and_as_many_as_asked(calendar):
    calendar.set("2026-11-25")
    pairs = several(4)
    for number, pair in enumerate(pairs):
        introduction = pair.introduce()
        Introduction.objects.filter(pk=introduction.pk).update(due_on=f"2026-12-{9 - number:02}")
    seller = pairs[0].seller
    assert [item.due_on.day for item in items(seller, mine=True)] == [6, 7, 8, 9]
    assert [item.due_on.day for item in items(seller, mine=True, limit=2)] == [6, 7]
    assert count_introductions(fresh(seller)) == 4


def test_what_is_answered_is_gone_from_the_page(client, calendar):
    calendar.set("2026-11-25")
    pair = two()
    introduction = pair.introduce()
    client.force_login(pair.seller)
    mark = f'data-item="introductions:{introduction.pk}"'
    assert mark in client.get(reverse("today")).content.decode()
    client.post(reverse("introduction_step", args=[introduction.pk, "accept"]), {"accept-note": ""})
    assert mark not in client.get(reverse("today")).content.decode()


def test_the_page_asks_the_database_as_often_for_many(client, calendar, django_assert_num_queries):
    calendar.set("2026-11-25")
    pairs = several(6)
    pairs[0].introduce()
    pairs[1].introduce(pairs[1].seller)
    client.force_login(pairs[0].seller)
    client.get(reverse("today"))
    with django_assert_num_queries(64, exact=False) as few:
        client.get(reverse("today"))
    for pair in pairs[2:]:
        pair.introduce()
    with django_assert_num_queries(len(few)):
        client.get(reverse("today"))
    assert len(agenda_of(fresh(pairs[0].seller), "introductions").items) == 5
