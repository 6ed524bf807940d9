"""What pages log of the answers they show, and what becomes of these."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from heliu.accounts.actions import delete_account
from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import RoleGrant
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Achievement
from heliu.catalog.signals import record_withdrawn
from heliu.kit.jobs import enqueue
from heliu.matching.adapters.answers import Conditions, Need, find_matches, typed_need
from heliu.matching.outcomes.actions.results import dismiss_result, note_outcome
from heliu.matching.outcomes.actions.shown import log_answer, need_digest
from heliu.matching.outcomes.choices import Asker, Place, Reason, What
from heliu.matching.outcomes.models import Outcome, ShownAnswer, ShownResult
from heliu.matching.outcomes.requests import MARK
from heliu.matching.tests.factories import (
    AchievementFactory,
    DemandFactory,
    ExpertFactory,
    OrganisationFactory,
    UserFactory,
    member_of,
)
from heliu.matching.tests.test_answers import published

pytestmark = pytest.mark.django_db
TEXT = "海边钢结构防腐涂层"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def records(catch_up):
    found = [published(AchievementFactory) for _ in range(3)]
    found += [published(ExpertFactory, description_zh="研究钢结构锈蚀。"), published(DemandFactory)]
    catch_up()
    return found


def links(page: str) -> list[str]:
    """Addresses of records that carry the mark of a result, each once, in the order of the page."""
    found = dict.fromkeys(re.findall(rf'href="([^"]+\?{MARK}=[^"]+)"', page))
    return [address for address in found if "/sheet/" not in address]


def ask(client, text: str = TEXT, **more) -> str:
    return client.get("/", {"q": text, **more}).content.decode()


def test_an_answer_is_logged_as_the_page_shows_it(client, records):
    page = ask(client)
    [answer] = ShownAnswer.objects.all()
    assert (answer.place, answer.asker, answer.profile) == (Place.HOME, Asker.VISITOR, "demand")
    assert answer.index_version
    assert answer.ranking
    assert answer.at == answer.at.replace(minute=0, second=0, microsecond=0)
    addresses = links(page)
    rows = list(answer.results.all())
    assert [row.position for row in rows] == list(range(1, len(addresses) + 1))
    for row, address in zip(rows, addresses, strict=True):
        path, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
        assert path == reverse(f"{row.kind}_detail", args=[row.object_id])
        assert query == {MARK: [f"{answer.pk.hex}-{row.position}"]}
        assert 0 < row.propensity <= 1
        assert row.parts
    assert {(row.kind, row.object_id) for row in rows} >= {(record.kind, record.pk) for record in records}
    assert [row.version for row in rows if row.kind == "achievement"] == [1, 1, 1]


def test_parts_are_logged_before_their_weights(client, records):
    answer = find_matches(typed_need(TEXT), user=AnonymousUser())
    log_answer(answer=answer, user=AnonymousUser(), place=Place.HOME)
    weights = answer.used.profile
    by_record = {(result.kind.name, result.record.pk): result for result in answer.results}
    for row in ShownResult.objects.all():
        score = sum(getattr(weights, name) * value for name, value in row.parts.items())
        assert score == pytest.approx(by_record[row.kind, row.object_id].score, abs=1e-4)
        assert row.score == by_record[row.kind, row.object_id].score


def test_nothing_in_the_log_tells_who_asked_for_what(client, records):
    user = member_of()
    RoleGrant.objects.create(user=user, role=PlatformRole.REVIEWER)
    client.force_login(user)
    page = ask(client, "绝密的海边钢结构防腐涂层")
    assert links(page)
    answer = ShownAnswer.objects.get()
    assert answer.asker == Asker.MEMBER, "a reviewer is not told from other members"
    client.post(reverse("result_dismiss", args=[f"{answer.pk.hex}-1"]), {"reason": "price"})
    with connection.cursor() as cursor:
        for model in (ShownAnswer, ShownResult, Outcome):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            stored = str(cursor.fetchall())
            assert "绝密" not in stored
            assert user.email not in stored
            assert not [field.name for field in model._meta.get_fields() if field.related_model is type(user)]
    assert Outcome.objects.count() == 1
    user.set_password("correct horse battery")
    user.save()
    delete_account(actor=user, password="correct horse battery")
    assert ShownAnswer.objects.count() == 1, "it says nothing of the person, so it stays"


def test_the_same_need_has_the_same_digest_and_others_another(settings):
    digest = need_digest(Need("海边 钢结构\n防腐"))
    assert digest == need_digest(Need(" 海边 钢结构 防腐 "))
    assert digest != need_digest(Need("海边 钢结构 防锈"))
    settings.SECRET_KEY = "another"
    assert digest != need_digest(Need("海边 钢结构\n防腐")), "of no use without the installation's key"


def test_following_a_link_is_an_opening_and_leads_to_the_record(client, records):
    address = links(ask(client))[1]
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == urlsplit(address).path, "the mark is off the address"
    assert client.get(response["Location"]).status_code == 200
    client.get(address)
    [outcome] = Outcome.objects.all()
    assert (outcome.what, outcome.result.position, outcome.reason) == (What.OPENED, 2, "")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"},
    ],
)
def test_robots_and_pages_fetched_in_advance_count_for_nothing(client, records, headers):
    address = links(ask(client))[0]
    assert client.get(address, headers=headers).status_code == 302
    assert client.head(address).status_code == 302
    assert not Outcome.objects.exists()
    before = ShownAnswer.objects.count()
    assert client.get("/", {"q": TEXT}, headers=headers).status_code == 200
    client.head("/", {"q": TEXT})
    assert ShownAnswer.objects.count() == before


@pytest.mark.parametrize("mark", ["", "x", "0-1", f"{'0' * 32}-1", f"{'0' * 32}-99999", "\x00", "-", f"{'0' * 32}-²"])
def test_a_mark_that_stands_for_nothing_does_no_harm(client, records, mark):
    record = records[0]
    response = client.get(record.get_absolute_url(), {MARK: mark, "tab": "1 2"})
    assert response["Location"] == f"{record.get_absolute_url()}?tab=1+2"
    assert not note_outcome(mark=mark, what=What.INTRODUCED)
    assert not Outcome.objects.exists()


def test_the_redirect_never_leads_away(client, db):
    response = client.get("//evil.example/", {MARK: "x"})
    assert not response["Location"].startswith("//")
    assert urlsplit(response["Location"]).netloc == ""


def test_what_is_typed_on_replaces_what_was_hardly_looked_at(client, records):
    def typed(text: str, before: str = "") -> str:
        page = client.post("/", {"q": text, "before": before}, headers=HTMX).content.decode()
        return re.search(r'name="before" form="need" value="([^"]+)"', page).group(1)

    first = typed("钢结构")
    second = typed("钢结构防腐", before=first)
    assert ShownAnswer.objects.count() == 1, "the first was replaced"
    client.get(f"{records[0].get_absolute_url()}?{MARK}={ShownAnswer.objects.get().pk.hex}-1")
    third = typed("钢结构防腐涂层", before=second)
    assert ShownAnswer.objects.count() == 2, "something came of the second"
    typed("钢结构防腐涂层起泡", before=third + "x")
    assert ShownAnswer.objects.count() == 3, "a forged mark replaces nothing"


def test_what_was_looked_at_for_a_while_is_not_replaced(client, records, monkeypatch):
    page = client.post("/", {"q": TEXT}, headers=HTMX).content.decode()
    before = re.search(r'name="before" form="need" value="([^"]+)"', page).group(1)
    monkeypatch.setattr("heliu.matching.outcomes.actions.shown.REPLACED_WITHIN", timedelta(seconds=-1))
    client.post("/", {"q": TEXT, "before": before}, headers=HTMX)
    assert ShownAnswer.objects.count() == 2


def test_dismissing_needs_somebody_and_a_reason(client, records):
    page = ask(client)
    assert "/dismiss/" not in page, "a visitor is offered nothing"
    mark = f"{ShownAnswer.objects.get().pk.hex}-1"
    address = reverse("result_dismiss", args=[mark])
    assert client.post(address, {"reason": "price"}).status_code == 302
    with pytest.raises(PermissionDenied):
        dismiss_result(actor=AnonymousUser(), mark=mark, reason=Reason.PRICE)
    assert not Outcome.objects.exists()

    client.force_login(UserFactory())
    assert address.replace(mark, f"{ShownAnswer.objects.latest('pk').pk.hex}") not in page
    assert "/dismiss/" in ask(client)
    assert client.get(address).status_code == 405
    assert client.post(address, {"reason": "ugly"}).status_code == 400
    back = client.post(address, {"reason": "price", "next": "/?q=x"})
    assert (back.status_code, back["Location"]) == (302, "/?q=x")
    assert client.post(address, {"reason": "field", "next": "https://evil.example/"})["Location"] == "/"
    [outcome] = Outcome.objects.all()
    assert (outcome.what, outcome.reason) == (What.DISMISSED, Reason.FIELD)
    part = client.post(address, {"reason": "known"}, headers=HTMX | {"Accept-Language": "en"}).content.decode()
    assert "Already known" in part
    assert "<html" not in part
    client.post(address, {"reason": ""}, headers=HTMX)
    assert not Outcome.objects.exists()


def test_later_features_say_what_became_of_a_match(client, records):
    ask(client)
    mark = f"{ShownAnswer.objects.get().pk.hex}-2"
    dismiss_result(actor=UserFactory(), mark=mark, reason=Reason.FIELD)
    assert note_outcome(mark=mark, what=What.INTRODUCED)
    assert note_outcome(mark=mark, what=What.INTRODUCED)
    assert note_outcome(mark=mark, what=What.CONTRACTED)
    assert sorted(Outcome.objects.values_list("what", flat=True)) == ["contracted", "introduced"]
    with pytest.raises(ValueError, match="dismiss_result"):
        note_outcome(mark=mark, what=What.DISMISSED)


def test_matches_of_a_record_are_logged_with_the_record(client, records):
    demand = records[-1]
    published(DemandFactory)
    page = client.get(reverse("record_matches", args=["demand", demand.pk])).content.decode()
    answers = list(ShownAnswer.objects.order_by("profile"))
    assert {(a.place, a.asked_kind, a.asked_id, a.asked_version) for a in answers} == {
        (Place.RECORD, "demand", demand.pk, demand.version)
    }
    assert [answer.profile for answer in answers] == ["demand", "general"]
    positions = [row.position for answer in answers for row in answer.results.all()]
    assert positions == list(range(1, len(positions) + 1)), "one page, counted through"
    assert len(links(page)) == len(positions)


def test_records_that_are_not_for_others_leave_no_trace(client, records, catch_up):
    organisation = OrganisationFactory()
    client.force_login(member_of(organisation))
    for fields in ({"tier": Tier.CONFIDENTIAL}, {"state": State.DRAFT}):
        hidden = DemandFactory(organisation=organisation, **fields)
        page = client.get(reverse("record_matches", args=["demand", hidden.pk]))
        assert page.status_code == 200
        assert page.context["answer"].results
    assert not ShownAnswer.objects.exists()
    client.get(reverse("record_matches", args=["demand", records[-1].pk]))
    assert ShownAnswer.objects.exists()


@pytest.mark.parametrize("how", ["saved", "announced", "deleted"])
def test_a_record_that_becomes_confidential_or_goes_leaves_the_log(client, records, how):
    record = records[0]
    ask(client)
    client.get(reverse("record_matches", args=["achievement", record.pk]))
    others = ShownResult.objects.exclude(kind="achievement", object_id=record.pk)
    about = ShownAnswer.objects.filter(asked_id=record.pk).count()
    kept = others.filter(answer__asked_id=None).count()
    assert about
    if how == "deleted":
        record.delete()
    elif how == "saved":
        record.tier = Tier.CONFIDENTIAL
        record.save()
    else:
        Achievement.objects.filter(pk=record.pk).update(tier=Tier.CONFIDENTIAL)
        record_withdrawn.send(Achievement, record=Achievement.objects.get(pk=record.pk))
    assert not ShownResult.objects.filter(kind="achievement", object_id=record.pk).exists()
    assert not ShownAnswer.objects.filter(asked_kind="achievement").exists()
    assert others.filter(answer__asked_id=None).count() == kept


def test_a_record_that_stays_open_stays_in_the_log(client, records):
    ask(client)
    before = ShownResult.objects.count()
    records[0].title_zh = "另一个名字"
    records[0].save()
    record_withdrawn.send(Achievement, record=records[0])
    assert ShownResult.objects.count() == before


def test_logging_can_be_switched_off(client, records, settings):
    on = links(ask(client))
    settings.HELIU_OUTCOMES = False
    page = ask(client)
    assert not links(page)
    assert records[0].get_absolute_url() in page
    client.get(on[0])
    assert not Outcome.objects.exists()
    assert ShownAnswer.objects.count() == 1


def test_old_answers_go(client, records, settings):
    ask(client)
    old = ShownAnswer.objects.get()
    note_outcome(mark=f"{old.pk.hex}-1", what=What.OPENED)
    ask(client)
    settings.HELIU_OUTCOMES_DAYS = 30
    ShownAnswer.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31))
    assert "matching.purge_outcomes" in settings.HELIU_DAILY_JOBS
    assert enqueue("matching.purge_outcomes").return_value == 1
    assert not ShownAnswer.objects.filter(pk=old.pk).exists()
    assert not Outcome.objects.exists()
    assert ShownAnswer.objects.count() == 1


def test_without_an_index_nothing_is_logged(client, settings):
    settings.HELIU_INDEX = settings.HELIU_INDEX / "nowhere"
    ask(client)
    assert not ShownAnswer.objects.exists()


def test_conditions_do_not_matter_to_the_log(client, records):
    answer = find_matches(typed_need(TEXT), user=AnonymousUser(), conditions=Conditions(kinds=("expert",)))
    logged = log_answer(answer=answer, user=AnonymousUser(), place=Place.HOME)
    assert [result.mark for result in logged.results] == [f"{ShownAnswer.objects.get().pk.hex}-1"]
    assert [result.mark for result in answer.results] == [""], "what was given is not changed"


@pytest.mark.django_db(transaction=True)
def test_a_page_does_not_wait_for_another_writer(client, records):
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                type(records[0]).objects.filter(pk=records[0].pk).update(version=F("version"))
                held.set()
                release.wait(30)
        finally:
            connection.close()

    writer = threading.Thread(target=hold)
    writer.start()
    assert held.wait(10)
    began = timezone.now()
    try:
        page = ask(client)
    finally:
        release.set()
        writer.join()
    assert timezone.now() - began < timedelta(seconds=10), "the settings would have waited for 20"
    assert records[0].get_absolute_url() in page
    # SQLite has one writer, so the page went without logging; PostgreSQL has many.
    logged = connection.vendor != "sqlite"
    assert bool(links(page)) == logged
    assert ShownAnswer.objects.exists() == logged
    assert links(ask(client)), "and the next one is logged again"
