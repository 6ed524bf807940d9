"""A person's page: sections by day, what others owe apart, areas, and the number in the navigation."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import translation

from heliu.accounts.tests.factories import UserFactory, member
from heliu.agenda.choices import Section
from heliu.agenda.labels import day_label, due_label
from heliu.agenda.selectors import FETCHED, SHOWN, agenda_of, due_count, section_of
from heliu.agenda.sources import Item, Source, never_due, register_source

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


def item(key: str, due_on: str | None, **fields) -> Item:
    day = date.fromisoformat(due_on) if due_on else None
    return Item(what="Answer", about=f"about {key}", url=f"/{key}/", due_on=day, key=key, **fields)


def shown(page: str) -> list[str]:
    return re.findall(r'data-item="desk:(\w+)"', page)


@pytest.mark.parametrize(
    ("due_on", "section", "words"),
    [
        # Tuesday 10 February 2026; Spring Festival is from Sunday 15 to Monday 23, and Saturdays 14 and 28 are worked.
        ("2026-02-09", Section.OVERDUE, "overdue by 1 working day"),
        ("2026-01-30", Section.OVERDUE, "overdue by 7 working days"),
        ("2026-02-10", Section.TODAY, "due today"),
        ("2026-02-11", Section.WEEK, "in 1 working day"),
        ("2026-02-14", Section.WEEK, "in 4 working days"),
        ("2026-02-15", Section.WEEK, "in 4 working days"),
        ("2026-02-16", Section.LATER, "in 4 working days"),
        ("2026-02-24", Section.LATER, "in 5 working days"),
        ("2026-02-28", Section.LATER, "in 9 working days"),
    ],
)
def test_days_are_counted_as_offices_work(due_on, section, words):
    today = date(2026, 2, 10)
    day = date.fromisoformat(due_on)
    with translation.override("en"):
        assert (section_of(day, today), due_label(day, today)) == (section, words)
    assert section_of(None, today) == Section.UNDATED


def test_where_only_days_off_lie_between_that_is_said():
    with translation.override("en"):
        # Saturday 21 February 2026, in the holidays: the last working day was Saturday the 14th, the next is the 24th.
        assert due_label(date(2026, 2, 14), date(2026, 2, 21)) == "was due on the last working day"
        assert due_label(date(2026, 2, 22), date(2026, 2, 21)) == "before the next working day"
        assert day_label(date(2026, 2, 24)) == "2026-02-24 Tue"
    with translation.override("zh-hans"):
        assert day_label(date(2026, 2, 24)) == "2026-02-24 星期二"
        assert due_label(date(2026, 2, 24), date(2026, 2, 10)) == "还有 5 个工作日"


def test_clocks_that_run_out_first_come_first_and_what_others_owe_stands_apart(client, desk, calendar):
    calendar.set("2026-11-25")
    user = UserFactory()
    desk.give(
        user, item("later", "2026-12-09"), item("none", None), item("late", "2026-11-20"), item("today", "2026-11-25"),
        item("friday", "2026-11-27", paused=True, note="until then: fair"), item("theirs", "2026-11-24", mine=False),
    )  # fmt: skip
    desk.give(UserFactory(), item("foreign", "2026-11-20"))
    client.force_login(user)
    page = client.get(reverse("today"), headers=EN).content.decode()
    assert shown(page) == ["late", "today", "friday", "later", "none", "theirs"]
    headings = re.findall(r'id="section-(\w+)"', page)
    assert headings == ["overdue", "today", "week", "later", "undated"]
    assert "overdue by 3 working days" in page
    assert "2026-11-27 Fri" in page
    assert "until then: fair" in page
    assert page.index("Waiting for others") < page.index('data-item="desk:theirs"')
    assert page.index('data-item="desk:none"') < page.index("Waiting for others")
    # Overdue and due today; not what others owe.
    assert 'badge bg-red text-red-fg ms-1">2<' in page


def test_the_badge_counts_what_is_mine_and_not_paused(desk, calendar):
    today = calendar.set("2026-11-25")
    user = UserFactory()
    desk.give(
        user, item("a", "2026-11-24"), item("b", "2026-11-25"), item("c", "2026-11-25", paused=True),
        item("d", "2026-11-25", mine=False), item("e", "2026-11-26"), item("f", None),
    )  # fmt: skip
    assert due_count(user) == 2
    assert due_count(user, today + timedelta(days=1)) == 3
    before = desk.fetches
    register_source(Source("desk", "Desk", desk.fetch, desk.count, due=lambda person, day: 7))
    register_source(Source("undated", "Undated", desk.fetch, desk.count, due=never_due))
    assert (due_count(user), desk.fetches) == (7, before), "a source that counts is not asked for its items"


def test_one_area_by_its_address_and_no_other_one(client, desk, calendar):
    calendar.set("2026-11-25")
    user = UserFactory()
    desk.give(user, item("one", "2026-11-25"))
    register_source(Source("other", "Other", lambda user, limit: [item("two", None)], lambda user: 1, due=never_due))
    client.force_login(user)
    page = client.get(reverse("today"), {"area": "other"}, headers=EN).content.decode()
    assert (shown(page), 'data-item="other:two"' in page) == ([], True)
    assert "?area=desk" in page
    assert client.get(reverse("today"), {"area": "nowhere"}).status_code == 404


def test_of_hundreds_the_most_urgent_are_shown_and_the_rest_is_told(client, desk, calendar):
    today = calendar.set("2026-11-25")
    user = UserFactory()
    desk.give(user, *(item(f"n{number:03}", str(today + timedelta(days=number // 100))) for number in range(450)))
    agenda = agenda_of(user)
    assert [(group.section, len(group.items), group.complete) for group in agenda.groups] == [
        (Section.TODAY, 100, True), (Section.WEEK, 100, False),
    ]  # fmt: skip
    assert len(agenda.items) == FETCHED
    assert [(one.count, one.listed, one.more) for one in agenda.areas] == [(450, 2 * SHOWN, 350)]
    client.force_login(user)
    page = client.get(reverse("today"), headers=EN).content.decode()
    assert len(shown(page)) == 2 * SHOWN
    assert "100 or more" in page
    assert "Desk: 350 more" in page


def test_whoever_has_nothing_to_do_reads_what_to_do_next(client, desk):
    lonely, colleague = UserFactory(), member()
    client.force_login(lonely)
    page = client.get(reverse("today"), headers=EN).content.decode()
    assert "Find or register your organisation" in page
    client.force_login(colleague)
    page = client.get(reverse("today"), headers=EN).content.decode()
    assert "State a need" in page
    assert "bg-red" not in page
    desk.give(colleague, item("theirs", None, mine=False))
    assert "Nothing to do: you are waiting for others." in client.get(reverse("today"), headers=EN).content.decode()


def test_signing_in_leads_to_what_is_due_and_else_home(client, desk, calendar):
    today = calendar.set("2026-11-25")
    user = UserFactory(email="me@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sign_in = {"login": user.email, "password": "password"}
    assert client.post(reverse("account_login"), sign_in, follow=True).redirect_chain[-1][0] == reverse("home")
    client.logout()
    desk.give(user, item("one", str(today)))
    assert client.post(reverse("account_login"), sign_in, follow=True).redirect_chain[-1][0] == reverse("today")
    client.logout()
    wanted = f"{reverse('account_login')}?next={reverse('account')}"
    assert client.post(wanted, sign_in, follow=True).redirect_chain[-1][0] == reverse("account")


def test_visitors_are_asked_to_sign_in(client):
    for name in ("today", "calendar", "arrival"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
    assert reverse("today") not in client.get("/").content.decode()


def test_a_person_far_away_has_the_installations_days(client, desk, calendar):
    # Half past one in the morning in Shanghai; in New York it is still yesterday.
    today = calendar.set("2026-11-25", hour=1)
    user = UserFactory(time_zone="America/New_York")
    desk.give(user, item("one", str(today)))
    client.force_login(user)
    page = client.get(reverse("today"), headers=EN).content.decode()
    assert "2026-11-25 Wed" in page
    assert "due today" in page
    assert "2026-11-24" not in page
