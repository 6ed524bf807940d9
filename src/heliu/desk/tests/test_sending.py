"""Introductions to several: each its own transaction, none twice, and what became of each."""

from __future__ import annotations

import time
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from heliu.accounts.models import Membership
from heliu.accounts.tests.factories import fresh, manager, member
from heliu.activity.models import Notice
from heliu.catalog.tests.factories import AchievementFactory
from heliu.dealflow.actions import asking, introduce
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import Pair
from heliu.desk.actions import Wanted, send_introductions, sending
from heliu.desk.choices import SendResult
from heliu.desk.errors import OtherSending, TooManyRecipients, UnknownPlaceholder
from heliu.desk.models import Dispatch, Recipient, Triage
from heliu.desk.tests.factories import desk
from heliu.desk.texts import check_template, filled
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


def wanted(found, **messages) -> list[Wanted]:
    return [Wanted("achievement", one.pk, messages.get("message", f"致{one.title_zh}")) for one in found.supplies]


def send(found, token=None, chosen=None, actor=None):
    return send_introductions(
        actor=actor or found.manager, demand=found.demand, token=token or uuid.uuid4(),
        wanted=wanted(found) if chosen is None else chosen, next_step="talk",
    )  # fmt: skip


def results(dispatch) -> list[str]:
    return list(dispatch.recipients.values_list("result", flat=True))


def test_each_recipient_gets_its_own_message_and_its_own_result():
    found = desk(4)
    introduce(actor=found.manager, pair=Pair(found.demand, found.supplies[1]), message="先前")
    Membership.objects.filter(user=found.sellers[2]).delete()
    type(found.supplies[3]).objects.filter(pk=found.supplies[3].pk).update(state="closed")
    dispatch = send(found)
    assert results(dispatch) == [SendResult.SENT, SendResult.ALREADY, SendResult.NOBODY, SendResult.GONE]
    sent = Introduction.objects.get(achievement=found.supplies[0])
    assert (sent.message, sent.asked_by, sent.from_organisation) == ("致低温铸件0", found.agent, found.enterprise)
    assert Introduction.objects.count() == 2, "what was refused left nothing behind"
    assert Notice.objects.filter(event__verb="introduced", recipient=found.sellers[0]).count() == 1
    assert Triage.objects.get().outcome == "introduce", "sending is a decision"


def test_the_daily_limit_stops_at_the_recipient_that_is_one_too_many(monkeypatch):
    found = desk(3)
    monkeypatch.setattr(asking, "MOST_A_DAY", 2)
    assert results(send(found)) == [SendResult.SENT, SendResult.SENT, SendResult.LIMIT]


def test_pressing_again_sends_nothing_again():
    found = desk(2)
    token = uuid.uuid4()
    first = send(found, token)
    assert send(found, token, chosen=[Wanted("achievement", found.supplies[0].pk, "另一封")]) == first
    assert Introduction.objects.count() == 2
    assert not Introduction.objects.filter(message="另一封").exists()
    other = desk(1)
    with pytest.raises(OtherSending):
        send(other, token)


def test_what_a_machine_that_stopped_left_is_sent_by_pressing_again(monkeypatch):
    found = desk(3)
    token = uuid.uuid4()
    deliver = sending._deliver
    calls = []

    def stops(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        deliver(*arguments)

    monkeypatch.setattr(sending, "_deliver", stops)
    with pytest.raises(KeyboardInterrupt):
        send(found, token)
    monkeypatch.setattr(sending, "_deliver", deliver)
    assert results(Dispatch.objects.get()) == ["sent", "pending", "pending"]
    assert results(send(found, token)) == ["sent"] * 3
    assert Introduction.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_double_click_sends_once(monkeypatch):
    found = desk(3)
    token = uuid.uuid4()
    checked = sending._problem

    def slowly(one: Wanted) -> str:
        time.sleep(0.1)  # both would be between looking for the token and writing it
        return checked(one)

    monkeypatch.setattr(sending, "_problem", slowly)
    press = lambda: send(found, token, actor=fresh(found.agent))  # noqa: E731
    outcomes = at_once(press, press)
    assert all(isinstance(outcome, Dispatch) for outcome in outcomes), outcomes
    assert Dispatch.objects.count() == 1
    assert Introduction.objects.count() == 3
    assert Recipient.objects.filter(result=SendResult.SENT).count() == 3


def test_what_is_filled_in_wrongly_sends_nothing():
    found = desk(2)
    with pytest.raises(TooManyRecipients):
        send(found, chosen=[])
    with pytest.raises(TooManyRecipients):
        send(found, chosen=[Wanted("achievement", pk, "您好") for pk in range(1, 22)])
    with pytest.raises(ValidationError) as problem:
        send(found, chosen=[*wanted(found)[:1], Wanted("achievement", found.supplies[1].pk, "  ")])
    assert list(problem.value.message_dict) == [f"achievement-{found.supplies[1].pk}"]
    with pytest.raises(ValidationError):
        send(found, chosen=[Wanted("organisation", 1, "您好")])
    assert not Introduction.objects.exists()
    assert not Dispatch.objects.exists()


def test_a_message_says_no_more_of_the_demand_than_its_tier():
    found = desk(1, title_zh="钴基合金渗层", tier="confidential", confidential=True)
    template = "{recipient}：{title}，{demand}，{step}"
    facts = {"supply": found.supplies[0], "next_step": "talk"}
    assert "钴基合金渗层" not in filled(template, demand=found.demand, **facts)
    found.demand.tier = "public"
    assert filled(template, demand=found.demand, **facts) == "第0研究所：低温铸件0，钴基合金渗层，洽谈"
    found.demand.tier = "members"
    assert "钴基合金渗层" in filled(template, demand=found.demand, **facts)
    found.supplies[0].organisation.verification = "unverified"
    assert "钴基合金渗层" not in filled(template, demand=found.demand, **facts)
    # Braces of a title are no placeholders.
    found.demand.tier, found.demand.title_zh = "public", "{recipient} 涂层"
    assert filled("{demand}", demand=found.demand, **facts) == "{recipient} 涂层"
    check_template("没有占位符")
    with pytest.raises(UnknownPlaceholder):
        check_template("{name} 您好")


def test_through_the_pages(client):
    found = desk(3)
    client.force_login(found.agent)
    address = reverse("desk_compose", args=[found.demand.pk])
    to = [f"achievement:{one.pk}" for one in found.supplies]
    assert client.get(address)["Location"] == reverse("desk_triage", args=[found.demand.pk])
    form = client.get(address, {"to": to}, headers=EN).content.decode()
    assert "Institute 2" in form
    bad = client.post(address, {"to": to, "template": "{name}", "next_step": "talk"}, headers=EN).content.decode()
    assert "There is no placeholder {name}." in bad
    page = client.post(address, {"to": to, "template": "To {recipient}: {demand}", "next_step": "sample"}, headers=EN)
    letters = page.context["letters"]
    assert [letter.message for letter in letters] == [f"To Institute {n}: {found.demand.title_en}" for n in range(3)]
    posted = {"send": "1", "to": to, "token": str(page.context["token"]), "next_step": "sample"}
    posted |= {f"message-{letter.key}": f"{letter.message}!" for letter in letters}
    empty = client.post(address, posted | {f"message-{letters[1].key}": ""}, headers=EN)
    assert "Write a message." in empty.content.decode()
    assert not Introduction.objects.exists()
    done = client.post(address, posted)
    again = client.post(address, posted)
    assert done["Location"] == again["Location"]
    assert Introduction.objects.filter(next_step="sample", message__endswith="!").count() == 3
    table = client.get(done["Location"], headers=EN).content.decode()
    assert table.count("chip-green") == 3
    # Nobody else sees what was sent, nor the manager once the mandate ended.
    client.force_login(manager())
    assert client.get(done["Location"]).status_code == 404
    found.end_mandate()
    client.force_login(found.agent)
    assert client.get(done["Location"]).status_code == 404
    assert client.post(address, posted).status_code == 404


def test_odd_addresses(client):
    found = desk(1)
    client.force_login(found.agent)
    address = reverse("desk_compose", args=[found.demand.pk])
    for name in ("organisation:1", "achievement:x", "achievement", "achievement:" + "9" * 30):
        assert client.get(address, {"to": name}).status_code == 404
    hidden = AchievementFactory(tier="confidential")
    left_out = client.get(address, {"to": f"achievement:{hidden.pk}"})
    assert left_out.status_code == 302, "nobody is left"
    to = f"achievement:{found.supplies[0].pk}"
    assert client.post(address, {"send": "1", "to": to, "token": "x", "next_step": "talk"}).status_code == 404
    client.force_login(member())
    assert client.get(address, {"to": to}).status_code == 404
