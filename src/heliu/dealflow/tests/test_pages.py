"""The pages of the desk, and what it shows on pages of others."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from heliu.accounts.tests.factories import administrator, fresh, member, reviewer
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.dealflow.actions import accept_introduction, refuse_introduction, run_clocks
from heliu.dealflow.choices import State
from heliu.dealflow.models import Introduction
from heliu.dealflow.tests.factories import several, two

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


def page(client, user, address: str, **options) -> str:
    client.force_login(user)
    response = client.get(address, headers=EN, **options)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def new(**query) -> str:
    return f"{reverse('introduction_create')}?" + "&".join(f"{name}={value}" for name, value in query.items())


def test_members_of_the_two_see_it_and_nobody_else(client):
    pair = two()
    introduction = pair.introduce()
    address = introduction.get_absolute_url()
    steps = [reverse("introduction_step", args=[introduction.pk, step]) for step in ("accept", "refuse", "pause")]
    for user in (pair.buyer, pair.buyer_owner, pair.seller, pair.seller_owner):
        assert "请看附上的需求单。" in page(client, user, address)
        assert "1 introduction" in page(client, user, reverse("introduction_list"))
    for user in (member(), reviewer(), administrator()):
        client.force_login(user)
        assert client.get(address).status_code == 404
        assert [client.post(step).status_code for step in steps] == [404] * 3
        assert "There are no introductions yet." in page(client, user, reverse("introduction_list"))
        assert len(client.get(reverse("introduction_export"), {"format": "csv"}).getvalue().splitlines()) == 1
    client.logout()
    for url in (address, reverse("introduction_list"), reverse("introduction_export"), reverse("introduction_create")):
        assert client.get(url).status_code == 302
    assert [client.post(step).status_code for step in steps] == [302] * 3
    assert Introduction.objects.get().is_open


def test_the_clock_stands_there_in_words_and_who_has_to_act_for_those_who_know_them(client, calendar):
    calendar.set("2026-11-25")
    pair = two()
    introduction = pair.introduce()
    calendar.set("2026-11-27")
    asked = page(client, pair.seller_owner, introduction.get_absolute_url())
    assert "Reply due in 3 working days, by 2026-12-02" in asked
    assert "Who has to act" in asked
    assert str(pair.seller) in asked
    asking = page(client, pair.buyer, introduction.get_absolute_url())
    assert "Who has to act" not in asking
    assert str(pair.seller) not in asking
    client.force_login(pair.seller)
    chinese = client.get(introduction.get_absolute_url()).content.decode()
    assert "还有 3 个工作日，须在 2026-12-02 前答复" in chinese


@pytest.mark.parametrize(
    ("tier", "title", "sheet"),
    [("public", True, True), ("members", True, True), ("on_request", True, False), ("confidential", False, False)],
)
def test_the_side_that_is_asked_sees_of_the_demand_what_its_tier_allows(client, tier, title, sheet):
    pair = two(tier=tier, title_zh="钴基合金渗层", title_en="Cobalt layer")
    introduction = pair.introduce()
    for address in (introduction.get_absolute_url(), reverse("introduction_list")):
        assert ("Cobalt layer" in page(client, pair.seller, address)) is title
        assert "Cobalt layer" in page(client, pair.buyer, address)
    assert (reverse("demand_sheet", args=[pair.demand.pk]) in page(
        client, pair.seller, introduction.get_absolute_url()
    )) is sheet  # fmt: skip
    client.force_login(pair.seller)
    table = client.get(reverse("introduction_export"), {"format": "csv"}, headers=EN).getvalue().decode("utf-8-sig")
    assert ("Cobalt layer" in table) is title
    found = client.get(reverse("api-introduction-detail", args=[introduction.pk])).json()
    assert found["demand"] == {
        "kind": "demand", "id": pair.demand.pk if title else None, "title_zh": "钴基合金渗层" if title else None,
        "title_en": "Cobalt layer" if title else None,
    }  # fmt: skip
    # No filter tells either.
    listed = client.get(reverse("introduction_list"), {"q": "Cobalt"}, headers=EN).content.decode()
    assert "Nothing fits these filters." in listed


def test_introducing_from_a_match_and_from_a_record(client):
    pair = two()
    client.force_login(pair.buyer)
    address = new(demand=pair.demand.pk, achievement=pair.supply.pk, match="x-1")
    form = client.get(address, headers=EN).content.decode()
    assert str(pair.institute.name_en) in form
    assert "This field is required" in client.post(address, {"next_step": "talk"}, headers=EN).content.decode()
    response = client.post(address, {"message": "您好", "next_step": "sample"})
    introduction = Introduction.objects.get()
    assert (response.status_code, response["Location"]) == (302, introduction.get_absolute_url())
    assert (introduction.next_step, introduction.asked_by) == ("sample", pair.buyer)
    # Again: the way to the one there is.
    assert client.post(address, {"message": "您好", "next_step": "talk"})["Location"] == introduction.get_absolute_url()
    # From the other's record one chooses among one's own, published ones only.
    client.force_login(pair.seller)
    other = two().demand
    mine = AchievementFactory(organisation=pair.institute)
    draft = AchievementFactory(organisation=pair.institute, state="draft")
    form = client.get(new(demand=other.pk)).content.decode()
    assert (f'value="{mine.pk}"' in form, f'value="{draft.pk}"' in form) == (True, False)
    assert client.post(
        new(demand=other.pk), {"own_record": draft.pk, "message": "您好", "next_step": "talk"}
    ).status_code == 200  # fmt: skip
    client.post(new(demand=other.pk), {"own_record": mine.pk, "message": "我们做过", "next_step": "talk"})
    assert Introduction.objects.get(demand=other).achievement == mine
    # Where nobody acts for the other side, that is said; where one has nothing to offer, too.
    alone = DemandFactory()
    wanted = {"own_record": mine.pk, "message": "您好", "next_step": "talk"}
    assert "Nobody acts for this organisation" in client.post(new(demand=alone.pk), wanted, headers=EN).content.decode()
    client.force_login(pair.buyer)
    assert "no published achievement or expert" in client.get(new(demand=other.pk), headers=EN).content.decode()


def test_what_cannot_be_introduced_is_not_found_or_forbidden(client):
    pair = two()
    hidden = AchievementFactory(organisation=pair.institute, tier="confidential")
    title_only = AchievementFactory(organisation=pair.institute, tier="on_request")
    draft = AchievementFactory(organisation=pair.institute, state="draft")
    client.force_login(pair.buyer)
    for record in (hidden, title_only, draft):
        assert client.get(new(demand=pair.demand.pk, achievement=record.pk)).status_code == 404
        assert client.get(new(achievement=record.pk)).status_code == 404
    for query in ({}, {"demand": "x"}, {"demand": "9" * 30}, {"demand": pair.demand.pk, "expert": 999_999}):
        assert client.get(new(**query)).status_code == 404
    client.force_login(member())
    for method in (client.get, client.post):
        assert method(new(demand=pair.demand.pk, achievement=pair.supply.pk)).status_code == 403
    assert not Introduction.objects.exists()


def test_replying_through_the_page(client):
    pair, other = several(2)
    first, second = pair.introduce(), other.introduce()
    client.force_login(pair.seller)
    address = reverse("introduction_step", args=[first.pk, "refuse"])
    bad = client.post(address, {"refuse-reason": "parameter"}, headers=EN).content.decode()
    assert "Say which parameter is missed." in bad
    assert Introduction.objects.get(pk=first.pk).is_open
    done = client.post(address, {"refuse-reason": "parameter", "refuse-parameter": "剥离强度"}, follow=True, headers=EN)
    assert "A parameter is missed: 剥离强度" in done.content.decode()
    again = client.post(address, {"refuse-reason": "price"}, follow=True, headers=EN).content.decode()
    assert "The introduction is now: Declined." in again
    client.post(reverse("introduction_step", args=[second.pk, "accept"]), {"accept-note": "周三见"})
    assert Introduction.objects.get(pk=second.pk).state == State.ACCEPTED
    assert client.post(reverse("introduction_step", args=[second.pk, "burn"])).status_code == 404
    # The side that asks reads the answer, and is offered no step any more.
    text = page(client, pair.buyer, second.get_absolute_url())
    assert "周三见" in text
    assert "What you can do" not in text


def test_each_side_is_offered_its_own_steps(client, calendar):
    calendar.set("2026-11-25")
    pair = two()
    introduction = pair.introduce()
    address = introduction.get_absolute_url()
    buttons = (
        "Accept the introduction",
        "Decline the introduction",
        "Withdraw the introduction",
        "Pause until this day",
    )
    assert [text in page(client, pair.seller, address) for text in buttons] == [True, True, False, True]
    assert [text in page(client, pair.buyer, address) for text in buttons] == [False, False, True, True]
    step = reverse("introduction_step", args=[introduction.pk, "pause"])
    client.post(step, {"pause-until": "2026-12-07", "pause-note": "工博会"})
    paused = page(client, pair.buyer, address)
    assert "The clock is paused until 2026-12-07: 工博会" in paused
    assert "Paused until 2026-12-07; reply then due by 2026-12-14" in paused
    client.post(reverse("introduction_step", args=[introduction.pk, "resume"]))
    assert not Introduction.objects.get().is_paused
    client.force_login(pair.buyer)
    assert client.post(reverse("introduction_step", args=[introduction.pk, "accept"])).status_code == 403


def test_the_list_begins_with_what_waits_for_me_and_filters_and_saves(client, calendar, django_assert_num_queries):
    calendar.set("2026-11-23")
    pairs = several(4)
    mine = pairs[0].introduce(message="等我")
    calendar.set("2026-11-20")
    accept_introduction(actor=fresh(pairs[1].seller), introduction=pairs[1].introduce(message="已答"))
    calendar.set("2026-11-24")
    ours = Introduction.objects.get(pk=pairs[2].introduce(message="等同事").pk)
    Introduction.objects.filter(pk=ours.pk).update(owner=pairs[0].seller_owner)
    calendar.set("2026-11-18")
    theirs = pairs[3].introduce(pairs[3].seller, message="等对方")
    user = pairs[0].seller
    client.force_login(user)
    with django_assert_num_queries(60, exact=False):
        response = client.get(reverse("introduction_list"))
    order = [row.record.pk for row in response.context["table"].rows]
    assert order[:3] == [mine.pk, ours.pk, theirs.pk]

    def found(**query) -> list[str]:
        return [row.record.message for row in client.get(reverse("introduction_list"), query).context["table"].rows]

    assert found(waiting="me") == ["等我"]
    assert found(waiting="us") == ["等我", "等同事"]
    assert found(waiting="them") == ["等对方"]
    assert found(waiting="nobody") == ["已答"]
    assert found(direction="asked") == ["等对方"]
    assert found(state="accepted") == ["已答"]
    assert found(q="等 同事") == ["等同事"]
    assert found(sort="due") == ["等对方", "等我", "等同事", "已答"]
    assert found(sort="-sent") == ["等同事", "等我", "已答", "等对方"]
    assert "2" in page(client, user, "/").split("Introductions")[1][:200], "how many wait stands in the navigation"
    answer = client.get(reverse("introduction_export"), {"format": "csv", "waiting": "us"}, headers=EN)
    table = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in table] == ["Number", str(mine.pk), str(ours.pk)]
    assert client.get(reverse("introduction_export")).getvalue()[:2] == b"PK"
    assert client.get(reverse("introduction_export"), {"format": "pdf"}).status_code == 404


def test_an_organisations_page_tells_how_it_answers_from_five_on(client, calendar):
    calendar.set("2026-11-23")
    pairs = several(5)
    address = pairs[0].institute.get_absolute_url()
    for number, pair in enumerate(pairs):
        assert "Reply rate" not in client.get(address, headers=EN).content.decode(), number
        refuse_introduction(actor=fresh(pair.seller), introduction=pair.introduce(), reason="capacity")
    public = client.get(address, headers=EN).content.decode()
    assert "Reply rate" in public
    assert "100 %" in public
    assert run_clocks(day=date(2027, 1, 1)).lapsed == 0
