"""Mails: who gets them, what stands in them, and what a mail server may answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from django.utils import timezone

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory
from heliu.activity.actions import record_event
from heliu.activity.delivery import claims
from heliu.activity.delivery.actions import choose_notices, use_address_again
from heliu.activity.delivery.adapters.mail import is_bad_address
from heliu.activity.delivery.choices import DeliveryState, Way
from heliu.activity.delivery.models import Delivery, NoticePreferences
from heliu.activity.delivery.tasks import send_due
from heliu.activity.models import Notice
from heliu.activity.tests.factories import INSTANT, NEWS, confirmed, reader
from heliu.activity.tests.sinks import SmtpSink
from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import DemandFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def smtp(settings):
    """A mail server of this test's own; the settings lead to it."""
    with SmtpSink() as sink:
        for name, value in sink.settings().items():
            setattr(settings, name, value)
        yield sink


def later() -> None:
    """Let the time pass until the next try of everything that waits."""
    Delivery.objects.filter(state=DeliveryState.WAITING).update(next_at=timezone.now())


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


# -- whom and what --------------------------------------------------------------------------------


def test_what_somebody_has_to_answer_is_mailed_at_once_and_the_rest_waits():
    organisation = OrganisationFactory(name_en="Haihe Pumps")
    person = reader(organisation)
    record_event(organisation, INSTANT, note="秘密", notify=[person])
    record_event(organisation, NEWS, notify=[person])
    send_due()
    [message] = outbox.outbox
    assert message.to == [person.email]
    assert message.subject == "[Heliu] Mandate for a technology manager offered · Haihe Pumps"
    assert "秘密" not in message.body
    assert f"/notices/{Notice.objects.earliest('pk').pk}/" in message.body
    assert [notice.waits_for_digest for notice in Notice.objects.order_by("pk")] == [False, True]
    assert states() == [DeliveryState.SENT]
    send_due()
    assert len(outbox.outbox) == 1


def test_each_person_chooses_by_class():
    organisation = OrganisationFactory()
    silent = reader(organisation, answer=Way.NONE, platform=Way.NONE)
    eager = reader(organisation, platform=Way.INSTANT)
    patient = reader(organisation, answer=Way.DIGEST)
    for verb in (INSTANT, NEWS):
        record_event(organisation, verb, notify=[silent, eager, patient])
    send_due()
    assert [message.to for message in outbox.outbox] == [[eager.email], [eager.email]]
    assert silent.notices.filter(waits_for_digest=True).count() == 0
    assert patient.notices.filter(waits_for_digest=True).count() == 2


def test_a_delivery_is_kept_or_lost_with_its_notice():
    from django.db import transaction

    organisation = OrganisationFactory()
    person = reader(organisation)
    with transaction.atomic():
        record_event(organisation, INSTANT, notify=[person])
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("tier", [Tier.CONFIDENTIAL, Tier.MEMBERS])
def test_a_title_that_not_everybody_may_see_is_in_no_mail(tier):
    demand = DemandFactory(tier=tier, title_zh="秘密项目", title_en="Secret project")
    person = reader(demand.organisation)
    record_event(demand, "returned", note="Secret note", notify=[person])
    send_due()
    [message] = outbox.outbox
    whole = message.message().as_string() + message.body + str(message.alternatives)
    assert "Secret" not in whole
    assert "秘密" not in whole
    assert "Details are on the platform." in message.body


def test_a_public_title_is_in_the_mail_in_the_readers_language():
    demand = DemandFactory(tier=Tier.PUBLIC, title_zh="公开项目", title_en="Public project")
    person = reader(demand.organisation)
    person.language = "zh-hans"
    person.save()
    record_event(demand, "returned", notify=[person])
    send_due()
    assert outbox.outbox[0].subject == "[合流] 审核员退回 · 公开项目"


def test_only_a_confirmed_address_of_an_active_person_gets_mail():
    organisation = OrganisationFactory()
    unconfirmed, gone = UserFactory(), confirmed(UserFactory(is_active=False))
    record_event(organisation, INSTANT, notify=[unconfirmed, gone])
    send_due()
    assert not outbox.outbox
    assert states() == [DeliveryState.DROPPED] * 2


def test_a_choice_holds_for_what_waits_already():
    organisation = OrganisationFactory()
    silent, patient = reader(organisation), reader(organisation)
    record_event(organisation, INSTANT, notify=[silent, patient])
    choose_notices(actor=silent, answer=Way.NONE)
    choose_notices(actor=patient, answer=Way.DIGEST)
    send_due()
    assert not outbox.outbox
    assert [notice.waits_for_digest for notice in Notice.objects.order_by("recipient")] == [False, True]


# -- what a mail server may answer ----------------------------------------------------------------


def test_one_connection_carries_several_mails_and_their_headers_are_as_they_should_be(smtp):
    organisation = OrganisationFactory()
    people = [reader(organisation) for _ in range(3)]
    record_event(organisation, INSTANT, notify=people)
    connections = []
    smtp.before = lambda step, about: connections.append(about) if step == "connect" else None
    send_due()
    assert len(connections) == 1
    assert sorted(mail["To"] for mail in smtp.mails) == sorted(person.email for person in people)
    message = smtp.mails[0]
    delivery = Delivery.objects.get(recipient__email=message["To"])
    assert message["Message-ID"] == f"<{delivery.token}@localhost>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().startswith("Mandate for a technology manager offered")
    assert "<html" in message.get_body(("html",)).get_content()


def test_a_server_that_is_away_delays_and_loses_nothing(settings, smtp):
    organisation = OrganisationFactory()
    people = [reader(organisation) for _ in range(3)]
    settings.EMAIL_PORT = 1  # nobody listens there
    record_event(organisation, INSTANT, notify=people)
    assert send_due() == 1, "the others are not tried while the server is away"
    first = Delivery.objects.get(attempts=1)
    assert "ConnectionRefusedError" in first.problem
    wait = first.next_at - timezone.now()
    assert timedelta(seconds=40) < wait < timedelta(seconds=75)
    settings.EMAIL_PORT = smtp.port
    later()
    send_due()
    assert states() == [DeliveryState.SENT] * 3
    assert set(smtp.ids.values()) == {1}
    assert len(smtp.ids) == 3


@pytest.mark.parametrize("step", ["connect", "mail", "rcpt", "data", "end"])
def test_a_passing_refusal_at_any_step_delays(smtp, step):
    person = reader()
    record_event(OrganisationFactory(), INSTANT, notify=[person])
    answers = iter(["451 4.3.0 try again later"])
    smtp.before = lambda asked, about: next(answers, None) if asked == step else None
    send_due()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, len(smtp.mails)) == (DeliveryState.WAITING, 451, 0)
    later()
    send_due()
    assert states() == [DeliveryState.SENT]
    assert len(smtp.mails) == 1


@pytest.mark.parametrize("step", ["connect", "mail", "rcpt", "data", "body"])
def test_a_connection_that_breaks_before_the_end_delays(smtp, step):
    person = reader()
    record_event(OrganisationFactory(), INSTANT, notify=[person])
    broken = []

    def once(asked: str, about: str) -> str | None:
        if asked == step and not broken:
            broken.append(step)
            if step == "body":
                raise OSError
            return "hang up"
        return None

    smtp.before = once
    send_due()
    assert not smtp.mails
    if step == "body":
        # The client may have sent its full stop into the broken connection already, and cannot know.
        assert states()[0] in (DeliveryState.WAITING, DeliveryState.UNCLEAR)
        return
    assert states() == [DeliveryState.WAITING]
    later()
    send_due()
    assert states() == [DeliveryState.SENT]


@pytest.mark.parametrize("answer", ["hang up", "take and hang up"])
def test_without_an_answer_at_the_end_a_mail_is_not_sent_twice_and_the_digest_tells_of_it(smtp, answer):
    person = reader()
    record_event(OrganisationFactory(), INSTANT, notify=[person])
    smtp.before = lambda step, about: answer if step == "end" else None
    send_due()
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.UNCLEAR
    assert Notice.objects.get().waits_for_digest
    smtp.before = lambda step, about: None
    later()
    send_due()
    assert len(smtp.mails) == (answer == "take and hang up")
    NoticePreferences.objects.filter(user=person).update(digest_at=timezone.now())
    send_due()
    digest = smtp.mails[-1]
    assert "Mandate for a technology manager offered" in digest.get_body(("plain",)).get_content()
    assert states() == [DeliveryState.UNCLEAR, DeliveryState.SENT]


def test_an_address_that_does_not_exist_is_marked_and_left_alone(smtp, client):
    organisation = OrganisationFactory()
    person, other = reader(organisation), reader(organisation)
    refused = "550 5.1.1 <x>: Recipient address rejected: User unknown"
    smtp.before = lambda step, about: refused if step == "rcpt" and about == person.email else None
    record_event(organisation, INSTANT, notify=[person, other])
    record_event(organisation, INSTANT, notify=[person])
    send_due()
    assert [mail["To"] for mail in smtp.mails] == [other.email]
    assert sorted(states()) == [DeliveryState.FAILED, DeliveryState.FAILED, DeliveryState.SENT]
    preferences = NoticePreferences.objects.get(user=person)
    assert preferences.refused_address == person.email
    client.force_login(person)
    client.cookies["django_language"] = "en"
    page = client.get("/account/notices/").content.decode()
    assert "User unknown" in page
    assert "Undelivered" in page
    # The person says that the address is right.
    client.post("/account/notices/address/")
    smtp.before = lambda step, about: None
    record_event(organisation, INSTANT, notify=[person])
    send_due()
    assert smtp.mails[-1]["To"] == person.email


def test_another_address_gets_mail_though_the_old_one_was_refused(smtp):
    person = reader(refused_address="old@example.org", refused_at=timezone.now())
    record_event(OrganisationFactory(), INSTANT, notify=[person])
    send_due()
    assert len(smtp.mails) == 1
    use_address_again(actor=person)


@pytest.mark.parametrize("step", ["rcpt", "end"])
def test_a_refusal_for_good_that_is_not_about_the_mailbox_marks_no_address(smtp, step):
    person = reader()
    record_event(OrganisationFactory(), INSTANT, notify=[person])
    smtp.before = lambda asked, about: "554 5.7.1 rejected by policy" if asked == step else None
    send_due()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status) == (DeliveryState.FAILED, 554)
    assert not NoticePreferences.objects.filter(user=person).exclude(refused_address="").exists()


@pytest.mark.parametrize(
    ("code", "answer", "bad"),
    [
        (550, "550 5.1.1 no such user", True),
        (550, "550 no such user", True),
        (553, "553 mailbox name not allowed", True),
        (550, "550 5.2.1 mailbox disabled", True),
        (550, "550 5.7.1 relaying denied", False),
        (552, "552 5.2.2 mailbox full", False),
        (554, "554 transaction failed", False),
    ],
)
def test_what_a_refused_recipient_says_about_the_address(code, answer, bad):
    assert is_bad_address(code, answer) == bad


def test_a_sender_that_the_server_does_not_take_is_the_operators_to_mend(smtp):
    """Nothing is lost by a wrong setting, however plainly the server refuses."""
    record_event(OrganisationFactory(), INSTANT, notify=[reader()])
    smtp.before = lambda step, about: "550 5.7.1 sender not allowed" if step == "mail" else None
    send_due()
    assert states() == [DeliveryState.WAITING]


def test_pauses_grow_and_the_last_try_ends_undelivered(smtp):
    record_event(OrganisationFactory(), INSTANT, notify=[reader()])
    smtp.before = lambda step, about: "451 later" if step == "rcpt" else None
    waits = []
    for _ in range(len(claims.PAUSES)):
        send_due()
        waits.append((Delivery.objects.get().next_at - timezone.now()).total_seconds() / 60)
        later()
    for wait, pause in zip(waits, claims.PAUSES, strict=True):
        assert pause * 0.75 < wait < pause * 1.25
    send_due()
    assert states() == [DeliveryState.FAILED]
    assert Delivery.objects.get().attempts == len(claims.PAUSES) + 1


def test_lines_that_begin_with_a_full_stop_arrive_as_they_are(smtp, settings):
    settings.HELIU_SITE_URL = "https://heliu.example"
    person = reader()
    person.name = "x\n.y"
    person.save()
    record_event(OrganisationFactory(name_en=".dot"), INSTANT, notify=[person])
    send_due()
    text = smtp.mails[0].get_body(("plain",)).get_content()
    assert "\n.dot\n" in text.replace("\r\n", "\n")
    assert "https://heliu.example/notices/" in text


def test_the_test_mail(smtp, settings, capsys):
    call_command("send_test_mail", "somebody@example.org")
    assert smtp.mails[0]["To"] == "somebody@example.org"
    settings.EMAIL_PORT = 1
    with pytest.raises(CommandError, match=r"127\.0\.0\.1:1"):
        call_command("send_test_mail", "somebody@example.org")
