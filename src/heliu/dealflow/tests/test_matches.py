"""Introductions begin on a match, and what was declined changes the next results of that demand."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from heliu.accounts.tests.factories import fresh, member
from heliu.catalog.tests.factories import AchievementFactory
from heliu.dealflow.actions import accept_introduction, refuse_introduction
from heliu.dealflow.models import Introduction
from heliu.dealflow.tests.factories import Two, two
from heliu.matching.outcomes.models import Outcome
from heliu.matching.selectors import groups_left_out
from heliu.matching.tests.conftest import _no_encoder, catch_up  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en", "User-Agent": "Mozilla/5.0"}


@pytest.fixture
def pair(catch_up) -> Two:  # noqa: F811
    """A demand and one more candidate than a group of the page shows."""
    found = two()
    for number in range(4):
        AchievementFactory(organisation=found.institute, created_by=found.seller, title_zh=f"高强铸件配方{number}")
    catch_up()
    return found


def matches(client, user, record) -> str:
    if user is None:
        client.logout()
    else:
        client.force_login(user)
    return client.get(reverse("record_matches", args=[record.kind, record.pk]), headers=EN).content.decode()


def buttons(text: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'href="(/introductions/new/[^"]*)"', text)]


def test_from_a_card_to_an_introduction_that_knows_its_match(client, pair):
    text = matches(client, pair.buyer, pair.demand)
    [address] = [found for found in buttons(text) if f"achievement={pair.supply.pk}&" in found]
    client.post(address, {"message": "您好", "next_step": "talk"})
    introduction = Introduction.objects.get()
    assert introduction.mark
    assert introduction.index_version
    assert introduction.score > 0
    assert list(Outcome.objects.values_list("what", flat=True)) == ["introduced"]
    again = matches(client, pair.buyer, pair.demand)
    assert "Introduced: waiting for a reply" in again
    assert not [found for found in buttons(again) if f"achievement={pair.supply.pk}&" in found]
    accept_introduction(actor=fresh(pair.seller), introduction=introduction)
    assert "Introduced: accepted" in matches(client, pair.buyer, pair.demand)
    # The other side sees it from its own record.
    assert "Introduced: accepted" in matches(client, pair.seller, pair.supply)


def test_who_belongs_to_neither_side_has_no_button(client, pair):
    for user in (None, member()):
        assert not buttons(matches(client, user, pair.demand))
    assert len(buttons(matches(client, pair.seller, pair.demand))) == 4, "offering what one has is asking too"


def test_what_was_declined_gives_its_place_to_another_and_is_shown_below(client, pair):
    before = client_ids(client, pair, pair.buyer)
    assert len(before) == 4
    declined = AchievementFactory._meta.model.objects.get(pk=before[0])
    refused = Two(pair.demand, declined, pair.buyer, pair.buyer_owner, pair.seller, pair.seller_owner).introduce()
    assert client_ids(client, pair, pair.buyer) == before, "as long as nobody answers nothing changes"
    refuse_introduction(actor=fresh(pair.seller), introduction=refused, reason="parameter", parameter="冲击韧性")
    after = client_ids(client, pair, pair.buyer)
    assert declined.pk not in after
    assert len(after) == 4, "another one moved up"
    text = matches(client, pair.buyer, pair.demand)
    assert "Introduced already" in text
    assert "A parameter is missed: 冲击韧性" in text
    # Nobody else can tell from the matches that there was a refusal.
    for user in (None, member()):
        assert client_ids(client, pair, user) == before
        assert "Introduced already" not in matches(client, user, pair.demand)
    assert groups_left_out(declined, fresh(pair.seller)) == (f"demand:{pair.demand.pk}",)
    # Introduced once more it stands there again.
    Two(pair.demand, declined, pair.buyer, pair.buyer_owner, pair.seller, pair.seller_owner).introduce()
    assert declined.pk in client_ids(client, pair, pair.buyer)


def client_ids(client, pair: Two, user) -> list[int]:
    """Ids of the achievements among the matches, in their order."""
    if user is None:
        client.logout()
    else:
        client.force_login(user)
    response = client.get(reverse("record_matches", args=["demand", pair.demand.pk]), headers=EN)
    return [result.record.pk for result in response.context["answer"].results if result.kind.name == "achievement"]


def test_a_typed_need_leads_to_the_choice_of_a_demand(client, pair):
    client.force_login(pair.buyer)
    text = client.get("/", {"q": "高强铸件"}, headers=EN).content.decode()
    [address] = [found for found in buttons(text) if f"achievement={pair.supply.pk}&" in found]
    assert "demand=" not in address
    assert f'value="{pair.demand.pk}"' in client.get(address, headers=EN).content.decode()


def test_the_pages_of_both_records_show_it_to_both_sides(client, pair):
    introduction = pair.introduce()
    for user, record in [(pair.buyer, pair.demand), (pair.seller, pair.supply), (pair.seller, pair.demand)]:
        client.force_login(user)
        assert introduction.get_absolute_url() in client.get(record.get_absolute_url()).content.decode()
    for user in (member(), None):
        client.force_login(user) if user else client.logout()
        text = client.get(pair.demand.get_absolute_url()).content.decode()
        assert introduction.get_absolute_url() not in text
