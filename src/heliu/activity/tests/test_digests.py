"""The digest: when it comes, what stands in it, and that it comes once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from hypothesis import given
from hypothesis import strategies as st

from heliu.accounts.tests.factories import OrganisationFactory
from heliu.activity.actions import mark_notices_read, record_event
from heliu.activity.delivery import planning
from heliu.activity.delivery.actions import choose_notices, stop_mails
from heliu.activity.delivery.choices import DeliveryState, Medium, Rhythm, Way
from heliu.activity.delivery.models import Delivery, NoticePreferences
from heliu.activity.delivery.planning import plan_digests
from heliu.activity.delivery.tasks import send_due
from heliu.activity.delivery.times import next_digest_at
from heliu.activity.delivery.unsubscribing import Wish
from heliu.activity.models import Notice
from heliu.activity.tests.factories import INSTANT, NEWS, reader
from heliu.agenda import sources as agenda
from heliu.agenda.sources import Item, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


# -- when -----------------------------------------------------------------------------------------


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("after", "rhythm", "weekday", "hour", "zone", "wanted"),
    [
        # 08:00 in Shanghai is midnight UTC; at that very moment it is the next day's.
        (utc(2026, 11, 26, 23, 59), "daily", 0, 8, SHANGHAI, utc(2026, 11, 27)),
        (utc(2026, 11, 27), "daily", 0, 8, SHANGHAI, utc(2026, 11, 28)),
        # Thursday to Monday; on Monday after the hour, a week on.
        (utc(2026, 11, 26, 4), "weekly", 0, 18, SHANGHAI, utc(2026, 11, 30, 10)),
        (utc(2026, 11, 30, 10), "weekly", 0, 18, SHANGHAI, utc(2026, 12, 7, 10)),
        # On 28 March 2027 clocks in Berlin go from two to three: there is no 02:00.
        (utc(2027, 3, 27, 12), "daily", 0, 2, BERLIN, utc(2027, 3, 28, 1)),
        (utc(2027, 3, 28, 12), "daily", 0, 8, BERLIN, utc(2027, 3, 29, 6)),
    ],
)
def test_the_next_digest(after, rhythm, weekday, hour, zone, wanted):
    assert next_digest_at(after, rhythm=rhythm, weekday=weekday, hour=hour, zone=zone) == wanted


@given(
    st.integers(1_700_000_000, 1_900_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.sampled_from(Rhythm.values), st.integers(0, 6), st.integers(0, 23),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Pacific/Chatham", "UTC"]),
)  # fmt: skip
def test_the_next_digest_is_later_and_soon(after, rhythm, weekday, hour, zone):
    found = next_digest_at(after, rhythm=rhythm, weekday=weekday, hour=hour, zone=ZoneInfo(zone))
    assert after < found <= after + (timedelta(days=8) if rhythm == Rhythm.WEEKLY else timedelta(days=2))
    local = found.astimezone(ZoneInfo(zone))
    assert local.hour in (hour, (hour + 1) % 24), "the hour that was chosen, or the next where clocks skip it"
    if rhythm == Rhythm.WEEKLY:
        assert local.weekday() == weekday


# -- what -----------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 27, 0, 5, tzinfo=UTC)
"""Five past eight in Shanghai."""


@pytest.fixture
def clock():
    """Sets the time, which stands still; the columns' defaults go by it too."""
    with time_machine.travel(MORNING - timedelta(hours=12), tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture
def items(monkeypatch):
    """What waits for everybody; no area has put anything there."""
    found: list[Item] = []
    monkeypatch.setattr(agenda, "_sources", {})
    agenda.register_source(
        Source("test", "Test", items=lambda user, limit: found[:limit], count=lambda user: len(found))
    )
    return found


def digests() -> list[Delivery]:
    return list(Delivery.objects.filter(medium=Medium.DIGEST).order_by("pk"))


def test_news_of_a_day_come_once_the_next_morning(clock, items):
    organisation = OrganisationFactory(name_en="Haihe Pumps")
    person = reader(organisation)
    plan_digests()
    for _ in range(2):
        record_event(organisation, NEWS, note="Secret", notify=[person])
    assert plan_digests() == 0, "it is evening"
    clock(MORNING)
    assert plan_digests() == 1
    assert plan_digests() == 0
    send_due()
    send_due()
    [message] = outbox.outbox
    assert message.subject == "[Heliu] 2 notices"
    assert "Organisations, roles and the platform" in message.body
    assert message.body.count("Organisation edited · Haihe Pumps") == 2
    assert "Secret" not in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [digest] = digests()
    assert (digest.digest_of, digest.state, digest.told.count()) == (date(2026, 11, 27), DeliveryState.SENT, 2)
    clock(MORNING + timedelta(days=1))
    assert plan_digests() == 0, "nothing has happened since"


def test_what_has_been_read_is_no_news(clock, items):
    organisation = OrganisationFactory()
    person = reader(organisation)
    plan_digests()
    record_event(organisation, NEWS, notify=[person])
    mark_notices_read(actor=person)
    clock(MORNING)
    assert plan_digests() == 0
    assert not Notice.objects.filter(waits_for_digest=True).exists()
    # Read after it was planned and before it was sent.
    record_event(organisation, NEWS, notify=[person])
    clock(MORNING + timedelta(days=1))
    assert plan_digests() == 1
    mark_notices_read(actor=person)
    send_due()
    assert not outbox.outbox
    assert digests()[-1].state == DeliveryState.DROPPED


def test_what_has_to_be_done_stands_at_the_top_and_is_named_only_where_everybody_may_read_it(clock, items):
    organisation = OrganisationFactory(name_en="Haihe Pumps")
    person = reader(organisation)
    plan_digests()
    items.extend(
        [
            Item("Without a day", "Hidden", "/later/", None),
            Item("Answer an introduction", "Hidden title", "/introductions/1/", date(2026, 12, 4)),
            Item("Prolong a demand", "Public title", "/demands/1/", date(2026, 12, 1), public=True),
            Item("Waits for others", "", "/x/", date(2026, 11, 28), mine=False),
        ]
    )
    record_event(organisation, NEWS, notify=[person])
    clock(MORNING)
    plan_digests()
    send_due()
    [message] = outbox.outbox
    assert message.subject == "[Heliu] 3 things to do, 1 notice"
    rows = [row for row in message.body.splitlines() if row.startswith(("*", "To do", "Organisations"))]
    assert rows == [
        "To do",
        "* Prolong a demand · Public title · due by 2026-12-01",
        "* Answer an introduction · due by 2026-12-04",
        "* Without a day",
        "Organisations, roles and the platform",
        "* Organisation edited · Haihe Pumps · 11-26 20:05",
    ]
    assert "Hidden" not in message.body + str(message.alternatives)
    assert "http://127.0.0.1:8000/introductions/1/" in message.body


@pytest.mark.parametrize(
    ("due", "paused", "mine", "comes"),
    [
        (date(2026, 11, 27), False, True, True),
        (date(2026, 11, 28), False, True, True),
        (date(2026, 11, 29), False, True, False),
        (date(2026, 11, 26), False, True, False),
        (None, False, True, False),
        (date(2026, 11, 27), True, True, False),
        (date(2026, 11, 27), False, False, False),
    ],
)
def test_without_news_a_digest_comes_when_something_runs_out(clock, items, due, paused, mine, comes):
    person = reader()
    plan_digests()
    items.append(Item("Answer", "", "/1/", due, mine=mine, paused=paused))
    clock(MORNING)
    assert plan_digests() == comes
    clock(MORNING - timedelta(hours=12))
    NoticePreferences.objects.filter(user=person).delete()
    choose_notices(actor=person, agenda=False)
    clock(MORNING)
    assert plan_digests() == 0, "somebody who wants no reminders gets none"


def test_after_days_without_a_worker_one_digest_comes(clock, items):
    person = reader()
    plan_digests()
    record_event(OrganisationFactory(), NEWS, notify=[person])
    clock(MORNING + timedelta(days=4))
    assert plan_digests() == 1
    assert plan_digests() == 0
    assert NoticePreferences.objects.get(user=person).digest_at == datetime(2026, 12, 2, 0, 0, tzinfo=UTC)


def test_who_has_only_ended_some_mails_still_gets_the_digest(clock, items):
    organisation = OrganisationFactory()
    person = reader(organisation)
    stop_mails(Wish(person, "answer"))
    assert NoticePreferences.objects.get().digest_at is None
    plan_digests()
    record_event(organisation, INSTANT, notify=[person])
    record_event(organisation, NEWS, notify=[person])
    clock(MORNING)
    assert plan_digests() == 1
    send_due()
    assert [message.subject for message in outbox.outbox] == ["[Heliu] 1 notice"]


def test_an_import_does_not_become_a_flood_of_mails(clock, items):
    organisation = OrganisationFactory()
    person, weekly = reader(organisation), reader(organisation, rhythm=Rhythm.WEEKLY)
    plan_digests()
    for _ in range(planning.MOST_MAILS_AN_HOUR + 5):
        record_event(organisation, INSTANT, notify=[person, weekly])
    for reached in (person, weekly):
        assert reached.deliveries.count() == planning.MOST_MAILS_AN_HOUR
        assert reached.notices.filter(waits_for_digest=True).count() == 5
    clock(MORNING)
    assert plan_digests() == 2, "a weekly digest comes the next morning, since this was to be told at once"
    assert NoticePreferences.objects.get(user=weekly).digest_at == datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
    record_event(organisation, INSTANT, notify=[person])
    assert person.deliveries.filter(medium=Medium.INSTANT).count() == planning.MOST_MAILS_AN_HOUR + 1


def test_many_digests_at_the_same_hour_are_planned_in_portions(clock, items, monkeypatch):
    monkeypatch.setattr(planning, "PORTION", 2)
    organisation = OrganisationFactory()
    people = [reader(organisation) for _ in range(5)]
    plan_digests()
    record_event(organisation, NEWS, notify=people)
    clock(MORNING)
    assert plan_digests() == 5


def test_a_later_hour_on_the_same_day_brings_no_second_digest(clock, items):
    organisation = OrganisationFactory()
    person = reader(organisation)
    plan_digests()
    record_event(organisation, NEWS, notify=[person])
    clock(MORNING)
    assert plan_digests() == 1
    choose_notices(actor=person, hour=18)
    record_event(organisation, NEWS, notify=[person])
    clock(MORNING + timedelta(hours=10))
    assert plan_digests() == 0
    assert Notice.objects.filter(waits_for_digest=True).count() == 1, "it is kept for tomorrow's"
    clock(MORNING + timedelta(hours=34))
    assert plan_digests() == 1


def test_a_persons_own_time_zone(clock, items):
    """The account of a person may carry a time zone of their own."""
    person = reader()
    type(person).objects.filter(pk=person.pk).update(time_zone="America/New_York")
    person.refresh_from_db()
    choose_notices(actor=person, hour=8)
    assert NoticePreferences.objects.get(user=person).digest_at == datetime(2026, 11, 26, 13, 0, tzinfo=UTC)


def test_who_ends_the_digest_gets_none_of_what_waits(clock, items):
    organisation = OrganisationFactory()
    person = reader(organisation)
    plan_digests()
    record_event(organisation, NEWS, notify=[person])
    clock(MORNING)
    plan_digests()
    choose_notices(actor=person, records=Way.NONE, access=Way.NONE, platform=Way.NONE, agenda=False)
    send_due()
    assert not outbox.outbox
    # Mails at once still come.
    record_event(organisation, INSTANT, notify=[person])
    send_due()
    assert len(outbox.outbox) == 1


def test_a_source_that_fails_costs_one_person_an_hour_and_nobody_else_anything(clock, items, caplog):
    organisation = OrganisationFactory()
    first, second = reader(organisation), reader(organisation)
    plan_digests()

    def broken(user, limit):
        if user == first:
            raise RuntimeError
        return []

    agenda.register_source(Source("test", "Test", items=broken, count=lambda user: 0))
    record_event(organisation, NEWS, notify=[second])
    clock(MORNING)
    assert plan_digests() == 1
    assert "could not be planned" in caplog.text
    assert NoticePreferences.objects.get(user=first).digest_at == MORNING + timedelta(hours=1)


def test_a_long_digest_says_how_much_more_there_is(clock, items, monkeypatch):
    monkeypatch.setattr("heliu.activity.delivery.messages.MOST_NOTICES", 3)
    organisation = OrganisationFactory()
    person = reader(organisation)
    plan_digests()
    for _ in range(5):
        record_event(organisation, NEWS, notify=[person])
    clock(MORNING)
    plan_digests()
    send_due()
    assert "and 2 more" in outbox.outbox[0].body
    assert outbox.outbox[0].subject == "[Heliu] 5 notices"


def test_people_without_news_cost_a_few_queries_each(clock, items, django_assert_max_num_queries):
    for _ in range(5):
        reader()
    plan_digests()
    clock(MORNING)
    with django_assert_max_num_queries(3 + 5 * 7):
        assert plan_digests() == 0
