"""Webhooks and chat robots: what is sent to whom, and what the other side may answer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, member, owner
from heliu.activity.actions import record_event
from heliu.activity.delivery.actions import renew_secret, send_again, send_test, switch_channel
from heliu.activity.delivery.choices import ChannelKind, DeliveryState, NoticeClass
from heliu.activity.delivery.errors import ChannelOff, StillOpen
from heliu.activity.delivery.models import Channel, Delivery
from heliu.activity.delivery.signing import dingtalk_address, signature
from heliu.activity.delivery.tasks import send_due
from heliu.activity.models import Event, Notice
from heliu.activity.tests.factories import INSTANT, NEWS, channel
from heliu.activity.tests.sinks import HttpSink
from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import DemandFactory
from heliu.dealflow.tests.factories import two
from heliu.kit.outside import Reply, retry_after

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loopback(settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    settings.HELIU_SITE_URL = "https://heliu.example"


@pytest.fixture
def sink():
    with HttpSink() as server:
        yield server


def later() -> None:
    Delivery.objects.filter(state=DeliveryState.WAITING).update(next_at=timezone.now())


def of(found: Channel) -> Delivery:
    return Delivery.objects.get(channel=found)


# -- who is told what -----------------------------------------------------------------------------


def test_a_webhook_gets_what_a_member_is_told(sink):
    organisation = OrganisationFactory(name_en="Haihe Pumps")
    hook = channel(organisation, f"{sink.url}/in?key=1")
    event = record_event(organisation, NEWS, note="Secret", actor=UserFactory(), notify=[member(organisation)])
    send_due()
    [call] = sink.taken
    assert call.path == "/in?key=1"
    assert call.headers["content-type"] == "application/json; charset=utf-8"
    assert call.json == {
        "type": NEWS,
        "timestamp": event.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {
            "organisation": organisation.pk, "label": "Organisation edited",
            "url": f"https://heliu.example/organisations/{organisation.pk}/", "event": event.pk, "class": "platform",
            "record": {"kind": "organisation", "id": organisation.pk, "title": "Haihe Pumps"},
        },
    }  # fmt: skip
    delivery = of(hook)
    assert (delivery.state, delivery.status, str(delivery.token)) == (DeliveryState.SENT, 200, call.id)
    send_due()
    assert len(sink.taken) == 1


def test_a_channel_gets_only_what_concerns_its_organisation_and_a_member_is_told(sink):
    """Whoever acts for two organisations brings nothing of one to the other, and strangers bring nothing at all."""
    one, other, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    both = member(one)
    other.memberships.create(user=both)
    hooks = {place: channel(place, f"{sink.url}/{place.pk}") for place in (one, other, third)}
    record_event(one, NEWS, notify=[both])
    assert [delivery.channel for delivery in Delivery.objects.exclude(channel=None)] == [hooks[one]]
    Delivery.objects.all().delete()
    record_event(third, NEWS, notify=[both])
    assert not Delivery.objects.exclude(channel=None).exists(), "it concerns one and the notice is another's"


def test_an_introduction_concerns_both_sides(sink):
    pair = two()
    from heliu.dealflow.actions import introduce
    from heliu.dealflow.pairs import pair_of

    asking, asked = pair.demand.organisation, pair.supply.organisation
    hooks = [channel(place, sink.url) for place in (asking, asked)]
    introduce(actor=pair.buyer, pair=pair_of(pair.demand, pair.supply), message="看看", next_step="talk")
    found = Delivery.objects.exclude(channel=None)
    assert [delivery.channel for delivery in found] == [hooks[1]], "who asked is told of the reply, not of the asking"
    send_due()
    told = sink.taken[0].json["data"]
    assert told["label"] == "Introduction sent"
    assert told["record"]["title"] is None
    assert told["class"] == "answer"
    assert told["url"].startswith("https://heliu.example/introductions/")


@pytest.mark.parametrize("tier", [Tier.CONFIDENTIAL, Tier.MEMBERS])
@pytest.mark.parametrize("kind", ChannelKind.values)
def test_a_title_that_not_everybody_may_see_is_in_no_call(sink, kind, tier):
    demand = DemandFactory(tier=tier, title_zh="秘密项目", title_en="Secret project")
    channel(demand.organisation, sink.url, kind)
    record_event(demand, "returned", note="Secret note", notify=[member(demand.organisation)])
    send_due()
    [call] = sink.taken
    whole = call.path + call.body.decode()
    assert "Secret" not in whole
    assert "秘密" not in whole
    assert f"https://heliu.example/demands/{demand.pk}/" in whole


def test_an_organisation_chooses_what_a_channel_is_told(sink):
    organisation = OrganisationFactory()
    hook = channel(organisation, sink.url, classes=[NoticeClass.ANSWER])
    record_event(organisation, NEWS, notify=[member(organisation)])
    assert not Delivery.objects.filter(channel=hook).exists()
    record_event(organisation, INSTANT, notify=[member(organisation)])
    assert Delivery.objects.filter(channel=hook).count() == 1


# -- signatures -----------------------------------------------------------------------------------


def test_the_signature_is_that_of_the_specification():
    """The example of the Standard Webhooks specification (and of its libraries' tests)."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    assert signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_a_receiver_can_check_a_call_and_change_over_to_a_new_secret(sink):
    """As a receiver does it: with the standard library, after docs/howto/notices.md."""
    organisation = OrganisationFactory()
    boss = owner(organisation)
    hook = channel(organisation, sink.url)
    old = hook.secret
    record_event(organisation, NEWS, notify=[boss])
    send_due()
    hook = renew_secret(actor=boss, channel=hook)
    record_event(organisation, NEWS, notify=[boss])
    send_due()
    Channel.objects.update(old_secret_until=timezone.now() - timedelta(seconds=1))
    record_event(organisation, NEWS, notify=[boss])
    send_due()

    def checks(call, secret: str) -> bool:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
        wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return wanted in call.headers["webhook-signature"].split(" ")

    assert [checks(call, old) for call in sink.taken] == [True, True, False]
    assert [checks(call, hook.secret) for call in sink.taken] == [False, True, True]
    assert abs(int(sink.taken[0].headers["webhook-timestamp"]) - time.time()) < 60


def test_dingtalk_signs_milliseconds_and_secret():
    """base64(HmacSHA256(secret, timestamp + "\\n" + secret)), url-encoded, as its documentation says."""
    at = timezone.now()
    address = dingtalk_address("https://oapi.dingtalk.com/robot/send?access_token=abc", "SEC+/=", at)
    query = parse_qs(urlsplit(address).query)
    milliseconds = str(int(at.timestamp() * 1000))
    wanted = base64.b64encode(hmac.new(b"SEC+/=", f"{milliseconds}\nSEC+/=".encode(), hashlib.sha256).digest())
    assert query == {"access_token": ["abc"], "timestamp": [milliseconds], "sign": [wanted.decode()]}


# -- robots ---------------------------------------------------------------------------------------


def test_what_the_robots_say(sink):
    organisation = OrganisationFactory(name_zh="海河[泵业](http://evil.example)")
    sink.answer = lambda call: (200, {}, b'{"errcode": 0, "errmsg": "ok"}')
    channel(organisation, f"{sink.url}/cgi-bin/webhook/send?key=k", ChannelKind.WECOM, language="zh-hans")
    channel(organisation, f"{sink.url}/robot/send?access_token=t", ChannelKind.DINGTALK, language="zh-hans")
    record_event(organisation, NEWS, notify=[member(organisation)])
    send_due()
    wecom, dingtalk = sorted(sink.taken, key=lambda call: call.path)
    text = (
        "**主体已编辑**\n\n海河［泵业］(http://evil.example)\n\n"
        f"[查看](https://heliu.example/organisations/{organisation.pk}/)"
    )
    assert wecom.json == {"msgtype": "markdown", "markdown": {"content": text}}
    assert dingtalk.json == {"msgtype": "markdown", "markdown": {"title": "主体已编辑", "text": text}}
    assert "&timestamp=" in dingtalk.path
    assert "&sign=" in dingtalk.path


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b'{"errcode": 93000, "errmsg": "invalid webhook url"}', "errcode 93000: invalid webhook url"),
        (b'{"errcode": 310000, "errmsg": "sign not match"}', "errcode 310000: sign not match"),
        (b"<html>", "The answer is none of a chat robot."),
        (b"[]", "The answer is none of a chat robot."),
    ],
)
@pytest.mark.parametrize("kind", [ChannelKind.WECOM, ChannelKind.DINGTALK])
def test_a_robot_that_answers_200_has_not_taken_it_unless_it_says_so(sink, kind, answer, problem):
    organisation = OrganisationFactory()
    robot = channel(organisation, sink.url, kind)
    record_event(organisation, NEWS, notify=[member(organisation)])
    sink.answer = lambda call: (200, {}, answer)
    send_due()
    delivery = of(robot)
    assert (delivery.state, delivery.problem, delivery.repeated) == (DeliveryState.WAITING, problem, False)
    sink.answer = lambda call: (200, {}, b'{"errcode": 0}')
    later()
    send_due()
    assert of(robot).state == DeliveryState.SENT


def test_a_robot_that_has_too_much_to_say_is_given_time(sink):
    organisation = OrganisationFactory()
    robots = {
        kind: channel(organisation, f"{sink.url}/{kind}", kind) for kind in (ChannelKind.WECOM, ChannelKind.DINGTALK)
    }
    record_event(organisation, NEWS, notify=[member(organisation)])
    codes = {"/wecom": 45009, "/dingtalk": 130101}
    sink.answer = lambda call: (200, {}, b'{"errcode": %d}' % codes[call.path.split("?")[0]])
    send_due()
    waits = {kind: (of(robot).next_at - timezone.now()).total_seconds() for kind, robot in robots.items()}
    assert waits[ChannelKind.DINGTALK] > 590
    assert waits[ChannelKind.WECOM] > 45


# -- failures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_call_that_is_not_taken_is_made_again_under_the_same_id(sink, status):
    organisation = OrganisationFactory()
    hook = channel(organisation, sink.url)
    record_event(organisation, NEWS, notify=[member(organisation)])
    seen = []

    def refuse(call):
        seen.append(call.id)
        return status, {}, b""

    sink.answer = refuse
    send_due()
    hook.refresh_from_db()
    assert (of(hook).state, of(hook).status) == (DeliveryState.WAITING, status)
    assert hook.failing_since is not None
    sink.answer = lambda call: (204, {}, b"")
    later()
    send_due()
    hook.refresh_from_db()
    assert [call.id for call in sink.taken] == seen
    assert (of(hook).state, hook.failing_since, of(hook).attempts) == (DeliveryState.SENT, None, 2)


def test_without_an_answer_a_webhook_is_called_again_and_may_tell_by_the_id(sink):
    organisation = OrganisationFactory()
    hook = channel(organisation, sink.url)
    record_event(organisation, NEWS, notify=[member(organisation)])
    sink.answer = lambda call: None
    send_due()
    assert (of(hook).state, of(hook).repeated) == (DeliveryState.WAITING, True)
    sink.answer = lambda call: (200, {}, b"")
    later()
    send_due()
    assert [call.id for call in sink.taken] == [str(of(hook).token)]


def test_a_server_that_fails_holds_up_no_other(sink):
    organisation = OrganisationFactory()
    with HttpSink(lambda call: (503, {}, b"")) as broken:
        channel(organisation, broken.url, name="a")
        good = channel(organisation, sink.url, name="b")
        for _ in range(3):
            record_event(organisation, NEWS, notify=[member(organisation)])
        send_due()
    assert len(sink.taken) == 3
    assert Delivery.objects.filter(channel=good, state=DeliveryState.SENT).count() == 3
    assert Delivery.objects.exclude(channel=good).filter(channel__isnull=False, attempts=1).count() == 1


def test_retry_after_is_respected_as_a_number_and_as_a_date():
    now = timezone.now().replace(microsecond=0)
    date = (now + timedelta(minutes=9)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    for text, wanted in (("120", 120.0), (date, 540.0), ("soon", None), ("", None), ("-5", None)):
        assert retry_after(Reply(503, {"retry-after": text}), now) == wanted


def test_a_webhook_that_is_gone_is_switched_off_at_once_and_the_owners_are_told(sink):
    organisation = OrganisationFactory()
    boss = owner(organisation)
    hook = channel(organisation, sink.url)
    for _ in range(2):
        record_event(organisation, NEWS, notify=[boss])
    sink.answer = lambda call: (410, {}, b"")
    send_due()
    hook.refresh_from_db()
    assert (hook.active, hook.disabled_because) == (False, "HTTP 410")
    assert set(Delivery.objects.filter(channel=hook).values_list("state", flat=True)) == {DeliveryState.FAILED}
    assert Notice.objects.filter(recipient=boss, event__verb="channel_switched_off").count() == 1
    # Switched on again, what was not delivered can be sent from the log.
    with pytest.raises(ChannelOff):
        send_again(actor=boss, delivery=Delivery.objects.filter(channel=hook).first())
    switch_channel(actor=boss, channel=hook, on=True)
    sink.answer = lambda call: (200, {}, b"")
    for delivery in Delivery.objects.filter(channel=hook):
        send_again(actor=boss, delivery=delivery)
        with pytest.raises(StillOpen):
            send_again(actor=boss, delivery=delivery)
    send_due()
    assert sorted(call.id for call in sink.taken) == sorted(
        str(token) for token in Delivery.objects.filter(channel=hook).values_list("token", flat=True)
    )


def test_after_days_of_failing_a_channel_is_switched_off(sink, settings):
    settings.HELIU_CHANNEL_DAYS = 5
    organisation = OrganisationFactory()
    boss = owner(organisation)
    hook = channel(organisation, sink.url)
    record_event(organisation, NEWS, notify=[boss])
    sink.answer = lambda call: (500, {}, b"")
    send_due()
    for days, active in ((4.9, True), (5.1, False)):
        Channel.objects.update(failing_since=timezone.now() - timedelta(days=days))
        later()
        send_due()
        hook.refresh_from_db()
        assert hook.active is active
    assert Event.objects.filter(verb="channel_switched_off").count() == 1
    record_event(organisation, NEWS, notify=[boss])
    assert Delivery.objects.filter(channel=hook).count() == 1, "nothing more is planned for it"


def test_a_test_is_tried_once_and_told_apart(sink):
    organisation = OrganisationFactory()
    boss = owner(organisation)
    hook = channel(organisation, sink.url)
    send_test(actor=boss, channel=hook)
    sink.answer = lambda call: (404, {}, b"")
    send_due()
    assert (of(hook).state, of(hook).status) == (DeliveryState.FAILED, 404)
    hook.refresh_from_db()
    assert hook.failing_since is None, "a test says nothing about the channel's health"
    sink.answer = lambda call: (200, {}, b"")
    send_test(actor=boss, channel=hook)
    send_due()
    assert sink.taken[0].json["type"] == "test"


def test_an_address_that_leads_inside_gets_nothing(settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = []
    organisation = OrganisationFactory()
    with HttpSink() as inside:
        hook = channel(organisation, f"https://127.0.0.1:{inside.port}/")
        record_event(organisation, NEWS, notify=[member(organisation)])
        send_due()
        assert not inside.taken
    assert of(hook).problem == "The address leads into a network that is not public."
    assert of(hook).state == DeliveryState.WAITING
