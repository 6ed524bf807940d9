"""Pages and API of what is sent out: a person's choice, an organisation's channels, the installation's deliveries."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import OrganisationFactory, administrator, manager, member, owner, reviewer
from heliu.activity.actions import record_event
from heliu.activity.delivery import actions
from heliu.activity.delivery.choices import ChannelKind, DeliveryState, Way
from heliu.activity.delivery.errors import TooManyChannels
from heliu.activity.delivery.models import Channel, Delivery, NoticePreferences
from heliu.activity.delivery.tasks import send_due
from heliu.activity.delivery.unsubscribing import DIGEST, stop_link
from heliu.activity.models import Event, Notice
from heliu.activity.tests.factories import INSTANT, NEWS, channel, reader
from heliu.activity.tests.sinks import HttpSink

pytestmark = pytest.mark.django_db
CHOICE = {
    "answer": "instant", "records": "none", "access": "digest", "platform": "instant", "agenda": "on",
    "rhythm": "weekly", "weekday": "4", "hour": "17",
}  # fmt: skip
HOOK = {"name": "案件系统", "url": "https://hook.example/in", "classes": ["answer", "access"], "language": "zh-hans"}


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


# -- a person's choice ----------------------------------------------------------------------------


def test_a_person_chooses_how_to_be_told(english):
    assert english.get(reverse("notice_preferences")).status_code == 302
    person = reader()
    english.force_login(person)
    assert reverse("notice_preferences") in english.get(reverse("account")).content.decode()
    page = english.get(reverse("notice_preferences")).content.decode()
    assert "Asia/Shanghai" in page
    assert not NoticePreferences.objects.exists(), "looking changes nothing"
    assert english.post(reverse("notice_preferences"), CHOICE).status_code == 302
    found = NoticePreferences.objects.get(user=person)
    assert (found.records, found.platform, found.rhythm, found.weekday, found.hour) == (
        "none", "instant", "weekly", 4, 17
    )  # fmt: skip
    for wrong in ({"hour": "24"}, {"records": "pigeon"}, {"weekday": "7"}, {"rhythm": ""}):
        assert english.post(reverse("notice_preferences"), CHOICE | wrong).status_code == 200
    found.refresh_from_db()
    assert (found.hour, found.records) == (17, "none")


def test_an_address_that_is_not_confirmed_is_said(english):
    person = member()
    english.force_login(person)
    assert "not confirmed" in english.get(reverse("notice_preferences")).content.decode()


def test_the_same_by_the_api(client):
    person = reader()
    assert client.get(reverse("api-notice-preferences")).status_code in (401, 403)
    client.force_login(person)
    answer = client.get(reverse("api-notice-preferences")).json()
    assert (answer["answer"], answer["records"], answer["hour"], answer["digest_at"]) == ("instant", "digest", 8, None)
    address = reverse("api-notice-preferences")
    changed = client.patch(address, {"hour": 20, "records": "none"}, content_type="application/json")
    assert changed.status_code == 200
    assert (changed.json()["hour"], changed.json()["records"], changed.json()["answer"]) == (20, "none", "instant")
    assert changed.json()["digest_at"] is not None
    for wrong in ({"hour": 24}, {"rhythm": "hourly"}):
        assert client.patch(address, wrong, content_type="application/json").status_code == 400
    assert NoticePreferences.objects.get(user=person).hour == 20


# -- unsubscribing --------------------------------------------------------------------------------


def test_a_link_in_a_mail_ends_mails_without_signing_in(settings):
    """As RFC 8058 has it: the mail program posts, without cookies and without a token of a form."""
    person = reader()
    organisation = OrganisationFactory()
    link = stop_link(person, "answer").removeprefix(settings.HELIU_SITE_URL)
    stranger = Client(enforce_csrf_checks=True)
    record_event(organisation, INSTANT, notify=[person])
    shown = stranger.get(link)
    assert shown.status_code == 200
    assert not NoticePreferences.objects.exists(), "programs that look at links change nothing"
    done = stranger.post(link, {"List-Unsubscribe": "One-Click"})
    assert (done.status_code, done.has_header("Location")) == (200, False)
    assert NoticePreferences.objects.get(user=person).answer == Way.NONE
    assert stranger.post(link).status_code == 200, "a second click does no harm"
    send_due()
    assert Delivery.objects.get().state == DeliveryState.DROPPED
    assert Notice.objects.count() == 1


def test_the_digest_is_ended_and_mails_at_once_stay(client, settings):
    person = reader()
    client.post(stop_link(person, DIGEST).removeprefix(settings.HELIU_SITE_URL))
    found = NoticePreferences.objects.get(user=person)
    assert (found.answer, found.records, found.access, found.platform, found.agenda) == (
        "instant", "none", "none", "none", False
    )  # fmt: skip
    assert not found.wants_digest


def test_a_link_that_was_changed_ends_nothing(client, settings):
    person, other = reader(), reader()
    link = stop_link(person, "answer").removeprefix(settings.HELIU_SITE_URL)
    assert client.post(link[:-3] + "xx/").status_code == 404
    assert client.post(reverse("notices_stop", args=["nothing"])).status_code == 404
    own = stop_link(other, "answer").removeprefix(settings.HELIU_SITE_URL)
    other.delete()
    assert client.post(own).status_code == 404
    assert not NoticePreferences.objects.exists()


# -- channels -------------------------------------------------------------------------------------


def test_an_owner_adds_a_webhook_and_sees_its_secret_once(english):
    organisation = OrganisationFactory(verified=True)
    boss, colleague = owner(organisation), owner(organisation)
    english.force_login(boss)
    assert (
        reverse("channel_list", args=[organisation.pk]) in english.get(organisation.get_absolute_url()).content.decode()
    )
    made = english.post(reverse("channel_new", args=[organisation.pk, "webhook"]), HOOK).content.decode()
    [hook] = Channel.objects.all()
    assert hook.secret.startswith("whsec_")
    assert hook.secret in made
    for address in (hook.get_absolute_url(), reverse("channel_list", args=[organisation.pk])):
        page = english.get(address).content.decode()
        assert hook.secret not in page
        assert "hook.example:443" in page
        assert "hook.example/in" not in page, "an address often holds a key"
    assert Notice.objects.filter(recipient=colleague, event__verb="channel_added").exists()
    renewed = english.post(reverse("channel_step", args=[hook.pk, "secret"])).content.decode()
    hook.refresh_from_db()
    assert hook.secret in renewed
    assert hook.old_secret not in renewed


def test_a_channel_is_changed_and_an_empty_address_stays(english):
    organisation = OrganisationFactory()
    english.force_login(owner(organisation))
    robot = channel(organisation, "https://oapi.dingtalk.com/robot/send?access_token=t", ChannelKind.DINGTALK)
    values = {"name": "新名称", "url": "", "secret": "", "classes": ["records"], "language": "en"}
    assert english.post(robot.get_absolute_url(), values).status_code == 302
    robot.refresh_from_db()
    assert (robot.name, robot.classes, robot.url[-1], robot.secret) == ("新名称", ["records"], "t", "SEC123")
    assert english.post(robot.get_absolute_url(), values | {"url": "https://new.example/", "secret": "SEC9"})
    robot.refresh_from_db()
    assert (robot.url, robot.secret) == ("https://new.example/", "SEC9")
    for wrong in ({"url": "ftp://x"}, {"classes": []}, {"name": ""}):
        assert english.post(robot.get_absolute_url(), values | wrong).status_code == 200
    robot.refresh_from_db()
    assert robot.url == "https://new.example/"
    for step, active in (("off", False), ("on", True)):
        english.post(reverse("channel_step", args=[robot.pk, step]))
        robot.refresh_from_db()
        assert robot.active == active
    assert english.post(reverse("channel_step", args=[robot.pk, "secret"])).status_code == 404
    assert english.post(reverse("channel_step", args=[robot.pk, "explode"])).status_code == 404
    english.post(reverse("channel_step", args=[robot.pk, "delete"]))
    assert not Channel.objects.exists()
    assert Event.objects.filter(verb="channel_deleted").exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": "http://hook.example/"}, "url"),
        ({"url": "https://user:word@hook.example/"}, "url"),
        ({"url": "https://2130706433/"}, "url"),
        ({"classes": []}, "classes"),
        ({"kind": "dingtalk"}, "secret"),
        ({"kind": "pigeon"}, "kind"),
        ({"name": " "}, "name"),
    ],
)
def test_a_wrong_channel_is_refused_and_nothing_is_kept(values, field):
    organisation = OrganisationFactory()
    given = {"kind": "webhook", **HOOK} | values
    with pytest.raises(ValidationError) as caught:
        actions.add_channel(actor=owner(organisation), organisation=organisation, **given)
    assert field in caught.value.message_dict
    assert not Channel.objects.exists()
    assert not Event.objects.filter(verb="channel_added").exists()


def test_plain_http_only_into_networks_that_the_operator_named(settings):
    organisation = OrganisationFactory()
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = ["10.0.0.0/8"]
    given = HOOK | {"kind": "webhook", "url": "http://10.1.2.3/in"}
    assert actions.add_channel(actor=owner(organisation), organisation=organisation, **given).host == "10.1.2.3:80"


def test_an_organisation_has_a_limited_number_of_channels():
    organisation = OrganisationFactory()
    for _ in range(actions.MOST_CHANNELS):
        channel(organisation, "https://hook.example/")
    with pytest.raises(TooManyChannels):
        actions.add_channel(actor=owner(organisation), organisation=organisation, kind="webhook", **HOOK)


def test_channels_are_for_owners_alone(client):
    organisation = OrganisationFactory(verified=True)
    boss = owner(organisation)
    hook = channel(organisation, "https://hook.example/")
    delivery = actions.send_test(actor=boss, channel=hook)
    pages = [
        reverse("channel_list", args=[organisation.pk]),
        reverse("channel_new", args=[organisation.pk, "webhook"]),
        hook.get_absolute_url(),
        reverse("api-channel-detail", args=[hook.pk]),
        reverse("api-channel-deliveries", args=[hook.pk]),
    ]
    posts = [
        reverse("channel_step", args=[hook.pk, "test"]),
        reverse("channel_step", args=[hook.pk, "delete"]),
        reverse("channel_again", args=[hook.pk, delivery.pk]),
        reverse("api-channel-secret", args=[hook.pk]),
        reverse("api-channel-test", args=[hook.pk]),
    ]
    for address in pages + posts:
        assert client.get(address).status_code in (302, 401, 403, 405), "nobody who has not signed in"
    others = [member(organisation), owner(), reviewer(), administrator(), manager(organisation)]
    for person in others:
        client.force_login(person)
        assert [client.get(address).status_code for address in pages] == [404] * len(pages)
        assert [client.post(address).status_code for address in posts] == [404] * len(posts)
        assert client.get(reverse("api-channel-list")).json()["results"] == []
        with pytest.raises(PermissionDenied):
            actions.send_test(actor=person, channel=hook)
    client.force_login(boss)
    assert [client.get(address).status_code for address in pages] == [200] * len(pages)
    assert Channel.objects.exists()


def test_a_delivery_is_only_found_with_its_own_channel(client):
    boss = owner()
    organisation = boss.memberships.get().organisation
    own, other = channel(organisation, "https://a.example/"), channel(OrganisationFactory(), "https://b.example/")
    foreign = Delivery.objects.create(medium="webhook", channel=other, is_test=True)
    client.force_login(boss)
    assert client.post(reverse("channel_again", args=[own.pk, foreign.pk])).status_code == 404


def test_the_log_shows_what_was_sent_and_sends_it_again(english, settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    organisation = OrganisationFactory()
    boss = owner(organisation)
    english.force_login(boss)
    with HttpSink(lambda call: (500, {}, b"")) as sink:
        hook = channel(organisation, sink.url)
        english.post(reverse("channel_step", args=[hook.pk, "test"]))
        page = english.get(hook.get_absolute_url()).content.decode()
        assert "hx-trigger" in page, "it looks again while the test is on its way"
        send_due()
        page = english.get(hook.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in page
        assert "HTTP 500" in page
        assert "Undelivered" in page
        assert "hx-trigger" not in page
        delivery = Delivery.objects.get()
        sink.answer = lambda call: (200, {}, b"")
        english.post(reverse("channel_again", args=[hook.pk, delivery.pk]))
        send_due()
        assert sink.taken[0].id == str(delivery.token)
        assert "Delivered" in english.get(hook.get_absolute_url()).content.decode()


def test_channels_by_the_api(client, settings):
    organisation = OrganisationFactory()
    boss = owner(organisation)
    client.force_login(boss)
    address = reverse("api-channel-list")
    made = client.post(address, {"organisation": organisation.pk, "kind": "webhook", **HOOK}, "application/json")
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    assert made.json()["secret"].startswith("whsec_")
    pk = made.json()["id"]
    [listed] = client.get(f"{address}?organisation={organisation.pk}").json()["results"]
    assert "secret" not in listed
    assert "url" not in listed
    assert listed["host"] == "hook.example:443"
    assert client.get(f"{address}?organisation=1x").status_code == 400
    detail = reverse("api-channel-detail", args=[pk])
    changed = client.patch(detail, {"name": "x", "active": False}, "application/json").json()
    assert (changed["name"], changed["active"], changed["classes"]) == ("x", False, ["answer", "access"])
    assert client.patch(detail, {"url": "http://plain.example"}, "application/json").status_code == 400
    assert client.post(reverse("api-channel-test", args=[pk])).status_code == 202
    [delivery] = client.get(reverse("api-channel-deliveries", args=[pk])).json()["results"]
    again = reverse("api-channel-again", args=[pk, delivery["id"]])
    assert client.post(again).status_code == 409, "the channel is off"
    assert client.post(reverse("api-channel-secret", args=[pk])).json()["secret"] != made.json()["secret"]
    assert client.delete(detail).status_code == 204
    assert not Channel.objects.exists()
    other = {"organisation": OrganisationFactory().pk, "kind": "webhook", **HOOK}
    assert client.post(address, other, "application/json").status_code == 404


def test_the_list_of_channels_takes_a_fixed_number_of_queries(client, django_assert_num_queries):
    organisation = OrganisationFactory()
    client.force_login(owner(organisation))
    channel(organisation, "https://a.example/")
    address = reverse("channel_list", args=[organisation.pk])
    with django_assert_num_queries(60, exact=False) as few:
        client.get(address)
    for _ in range(5):
        channel(organisation, "https://a.example/")
    with django_assert_num_queries(len(few)):
        client.get(address)


# -- the installation -----------------------------------------------------------------------------


def test_administrators_see_that_something_fails_and_not_what_it_says(english, settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    organisation = OrganisationFactory(name_en="Haihe Pumps")
    person = reader(organisation)
    with HttpSink(lambda call: (503, {}, b"")) as sink:
        channel(organisation, f"{sink.url}/?key=q7x9")
        record_event(organisation, INSTANT, note="Secret", notify=[person])
        record_event(organisation, NEWS, notify=[person])
        send_due()
    address = reverse("delivery_list")
    for other in (person, owner(organisation), reviewer()):
        english.force_login(other)
        assert english.get(address).status_code == 403
        assert address not in english.get(reverse("account")).content.decode()
    english.force_login(administrator())
    assert address in english.get(reverse("account")).content.decode()
    page = english.get(address).content.decode()
    assert "HTTP 503" in page
    assert "Haihe Pumps" in page
    assert "127.0.0.1" in page
    for word in ("Secret", "q7x9", "Organisation edited"):
        assert word not in page
    assert "HTTP 503" not in english.get(f"{address}?medium=instant").content.decode()
    assert "HTTP 503" in english.get(f"{address}?lane=127.0.0.1").content.decode()
    book = load_workbook(io.BytesIO(b"".join(english.get(f"{address}?format=xlsx").streaming_content)))
    rows = list(book.active.values)
    assert (rows[0][1], rows[1][1], rows[1][7]) == ("By", "Webhook", "HTTP 503")
    assert english.get(f"{address}?format=pdf").status_code == 404


def test_what_was_sent_goes_after_a_while_and_what_waits_stays(settings):
    from datetime import timedelta

    from django.utils import timezone

    person = reader()
    for _ in range(3):
        record_event(OrganisationFactory(), INSTANT, notify=[person])
    old = timezone.now() - timedelta(days=91)
    Delivery.objects.update(created_at=old)
    sent, failed, waiting = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=sent.pk).update(state=DeliveryState.SENT)
    Delivery.objects.filter(pk=failed.pk).update(state=DeliveryState.FAILED)
    assert actions.purge_deliveries() == 2
    assert Delivery.objects.get() == waiting
    assert Notice.objects.count() == 3


def test_a_copy_of_a_persons_data_holds_choice_and_mails():
    person = reader(hour=9)
    record_event(OrganisationFactory(), INSTANT, notify=[person])
    send_due()
    data = personal_data(person)
    assert data["notice_preferences"]["hour"] == 9
    assert [(mail["medium"], mail["state"]) for mail in data["mails"]] == [("instant", "sent")]
    person.delete()
    assert not Delivery.objects.exists()
    assert not NoticePreferences.objects.exists()
