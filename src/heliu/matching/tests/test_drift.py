"""The drift page: numbers by week, and the answers behind each."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from heliu.catalog.choices import Tier
from heliu.kit.panels import panels_for
from heliu.matching.outcomes.choices import What
from heliu.matching.outcomes.models import Outcome, ShownAnswer, ShownResult
from heliu.matching.outcomes.tables import WEEKS, known_weeks, weeks
from heliu.matching.tests.factories import DemandFactory, UserFactory, member_of, reviewer
from heliu.matching.tests.logs import make_answers, this_monday

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
PAGES = ("drift", "drift_export", "shown_answer_list")


@pytest.fixture
def signed_in(client):
    client.force_login(reviewer())
    return client


def test_reviewers_and_administrators_may_look_and_nobody_else(client):
    [answer] = make_answers(1)
    addresses = [reverse(name) for name in PAGES] + [answer.get_absolute_url()]
    administrator = UserFactory(is_superuser=True, is_staff=True)
    for address in addresses:
        client.logout()
        assert client.get(address).status_code == 302
        for user, status in ((member_of(), 403), (reviewer(), 200), (administrator, 200)):
            client.force_login(user)
            response = client.get(address)
            assert response.status_code == status, address
            response.getvalue()  # A file is closed when it was sent.
    client.force_login(reviewer())
    assert client.get(reverse("shown_answer", args=[uuid4()])).status_code == 404
    [panel] = [panel for panel in panels_for("account.menu") if panel.template.startswith("matching/")]
    assert 'href="/drift/"' in client.get("/").content.decode()
    client.force_login(member_of())
    assert 'href="/drift/"' not in client.get("/").content.decode()
    assert panel


def test_an_empty_log_is_said_to_be_empty(signed_in):
    page = signed_in.get(reverse("drift"), headers=ENGLISH).content.decode()
    assert "Nothing was logged yet" in page
    exported = signed_in.get(reverse("drift_export"))
    assert exported.status_code == 200
    exported.getvalue()


def test_weeks_count_what_was_shown_and_what_became_of_it():
    make_answers(40, weeks_ago=2, opened=1.0)
    make_answers(10, weeks_ago=0, opened=0.0)
    make_answers(5, weeks_ago=0, opened=0.0, abstained=True)
    dismissed = ShownResult.objects.filter(answer__abstained=True, position__in=(1, 2))
    for row in dismissed:
        Outcome.objects.create(result=row, what=What.DISMISSED, reason="price")
    new, old = weeks(ShownAnswer.objects.all())
    assert (new.answers, new.abstained, new.results) == (15, 5, 75)
    assert new.outcomes == {"opened": 0, "dismissed": 5, "introduced": 0, "contracted": 0}, "answers, not results"
    assert (old.answers, old.outcomes["opened"]) == (40, 40)
    assert new.begins - old.begins == timedelta(weeks=2)
    assert new.share(new.abstained) == pytest.approx(100 / 3)
    assert sum(old.levels.values()) == old.results == 200
    assert old.rankings == ("plain-1",)


def test_weeks_begin_on_monday_of_this_place():
    [before] = make_answers(1, weeks_ago=1)
    [after] = make_answers(1)
    ShownAnswer.objects.filter(pk=before.pk).update(at=this_monday() - timedelta(hours=1))
    ShownAnswer.objects.filter(pk=after.pk).update(at=this_monday())
    monday = this_monday().date()
    assert known_weeks(ShownAnswer.objects.all()) == [monday - timedelta(weeks=1), monday]


def test_what_moved_is_told_from_what_did_not():
    for ago, moved in ((3, 0.0), (2, 0.0), (1, 0.1), (0, 0.5)):
        make_answers(150, weeks_ago=ago, moved=moved, seed=ago)
    far, near, same, first = weeks(ShownAnswer.objects.all())
    assert first.scores is None
    assert first.parts is None
    assert same.scores.verdict == "stable"
    assert far.scores.verdict == far.level_drift.verdict == far.parts[1].verdict == "changed"
    assert far.scores.psi > near.scores.psi > same.scores.psi
    # Held against another week.
    again = weeks(ShownAnswer.objects.all(), far.begins)
    assert [week.scores is None for week in again] == [True, False, False, False]
    assert again[2].scores.verdict == "changed"


def test_few_answers_give_no_verdict_and_an_older_reference_is_still_known():
    make_answers(3, weeks_ago=WEEKS + 2)
    for ago in range(WEEKS):
        make_answers(3, weeks_ago=ago, moved=0.5)
    rows = weeks(ShownAnswer.objects.all())
    assert len(rows) == WEEKS
    assert rows[0].scores.verdict == "few"
    oldest = known_weeks(ShownAnswer.objects.all())[0]
    assert len(weeks(ShownAnswer.objects.all(), oldest)) == WEEKS
    assert all(week.scores for week in weeks(ShownAnswer.objects.all(), oldest))


def test_every_number_leads_to_as_many_answers(signed_in):
    make_answers(30, weeks_ago=1, opened=0.6)
    make_answers(7, weeks_ago=0, abstained=True)
    make_answers(4, weeks_ago=0, profile="general")
    page = signed_in.get(reverse("drift"), headers=ENGLISH).content.decode()
    numbers = re.findall(r'<a href="(/drift/answers/\?[^"]+)">(\d+)</a>', page)
    assert len(numbers) == 2 * (6 + 4)
    for address, number in numbers:
        listed = signed_in.get(unescape(address)).context["page"].paginator.count
        if "level=" in address:
            assert listed <= int(number), "results of a level, in so many answers or fewer"
            assert bool(listed) == bool(int(number))
        else:
            assert listed == int(number), address


def test_charts_draw_the_numbers_of_the_tables(signed_in):
    make_answers(20, weeks_ago=1, opened=1.0)
    make_answers(10, weeks_ago=0, abstained=True)
    response = signed_in.get(reverse("drift"), headers=ENGLISH)
    data = json.loads(re.search(r'<script id="drift-data"[^>]*>(.*?)</script>', response.content.decode()).group(1))
    new, old = response.context["weeks"]
    assert len(data["weeks"]) == 2
    assert data["shares"]["Opened"] == [100.0, new.share(new.outcomes["opened"])]
    assert data["shares"]["Nothing credible"] == [0.0, 100.0]
    assert [data["levels"][f"Level {level}"] for level in (1, 2, 3, 4)] == [
        [old.levels[level], new.levels[level]] for level in (1, 2, 3, 4)
    ]


def test_choices_that_make_no_sense_are_left_aside(signed_in):
    make_answers(3)
    for query in ({"profile": "nonsense"}, {"reference": "nonsense"}, {"reference": "2001-01-01"}):
        response = signed_in.get(reverse("drift"), query)
        assert response.status_code == 200
        assert [week.answers for week in response.context["weeks"]] == [3]
    for query in ({"week": "x"}, {"level": "x"}, {"outcome": "x"}, {"page": "99"}):
        assert signed_in.get(reverse("shown_answer_list"), query).status_code == 200


def test_the_workbook_holds_the_same_numbers(signed_in):
    make_answers(150, weeks_ago=1)
    make_answers(150, moved=0.5, seed=2)
    response = signed_in.get(reverse("drift_export"), headers=ENGLISH)
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    became, like = book.worksheets
    assert [row[1].value for row in became.iter_rows(min_row=2)] == [150, 150]
    first = {head.value: cell.value for head, cell in zip(like[1], like[2], strict=True)}
    assert first["Scores"] == "changed"
    assert first["Scores: index"] > 0.25
    assert first["Ranking model"] == "plain-1"
    assert "attachment" in response["Content-Disposition"]


def test_an_answer_shows_no_record_that_the_reader_may_not_know_of(client):
    open_one = DemandFactory(title_zh="公开的需求")
    closed = DemandFactory(title_zh="只给成员的需求", tier=Tier.MEMBERS)
    [answer] = make_answers(1, shown=2, asked_kind="demand", asked_id=closed.pk)
    for row, record in zip(answer.results.order_by("position"), (open_one, closed), strict=True):
        ShownResult.objects.filter(pk=row.pk).update(kind="demand", object_id=record.pk)
    for address in (answer.get_absolute_url(), reverse("shown_answer_list")):
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        page = client.get(address).content.decode()
        assert "只给成员" not in page, "being an administrator opens no record"
        client.force_login(reviewer())
        assert "只给成员" in client.get(address).content.decode()
    assert "公开的需求" in client.get(answer.get_absolute_url()).content.decode()


def test_pages_ask_the_database_as_little_for_many_answers(signed_in, django_assert_max_num_queries):
    for ago in range(3):
        make_answers(30, weeks_ago=ago)
    signed_in.get("/")
    # Session, person, roles, memberships and notices; profiles, weeks, six counts, levels, models; a sample a week.
    with django_assert_max_num_queries(40):
        signed_in.get(reverse("drift"))
    # Likewise for the person; answers with count, results, outcomes, records of a kind.
    with django_assert_max_num_queries(40):
        signed_in.get(reverse("shown_answer_list"))
