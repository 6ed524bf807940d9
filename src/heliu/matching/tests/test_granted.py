"""What search and matches tell of a record on request: its summary to all, its text to those who were let in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from heliu.accounts.tests.factories import OrganisationFactory, manager, member, park_operator
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.choices import AccessState, Tier
from heliu.catalog.signals import record_published
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, ExpertFactory
from heliu.matching.adapters.answers import Conditions, find_matches, record_need, typed_need
from heliu.matching.kinds import get_kind
from heliu.matching.selectors import counted_audiences, get_shown

pytestmark = pytest.mark.django_db
SUMMARY, SECRET = "紫铜蒸镀", "辐照硬化"


def published(factory, **fields):
    record = factory(**fields)
    record_published.send(type(record), record=record)
    return record


def grant(record, person) -> AccessRequest:
    return AccessRequest.objects.create(
        kind=record.kind, record_id=record.pk, owner=record.organisation,
        organisation=person.memberships.get().organisation, reason="试用", state=AccessState.GRANTED,
        until=timezone.localdate(),
    )  # fmt: skip


def found(text, user, record):
    """The record among the results of a search, or None."""
    answer = find_matches(typed_need(text), user=user, conditions=Conditions(), k=20)
    return next((result for result in answer.results if result.record == record), None)


@pytest.mark.parametrize("factory", [AchievementFactory, DemandFactory, ExpertFactory])
def test_the_index_holds_title_and_summary_alone(factory, catch_up):
    record = published(
        factory, tier=Tier.ON_REQUEST, title_zh="标题甲", title_en="", description_en="",
        summary_zh=f"{SUMMARY}工艺", description_zh=f"{SECRET}配方",
    )  # fmt: skip
    catch_up()
    (document,) = get_kind(record.kind).index_documents(record)
    assert f"{SUMMARY}工艺" in document.text
    assert SECRET not in document.text
    guest = member()
    grant(record, guest)
    for user in (AnonymousUser(), member(), guest, member(record.organisation)):
        by_summary = found(SUMMARY, user, record)
        assert by_summary is not None
        assert SUMMARY in by_summary.reasons[0].text
        assert by_summary.reasons[0].doc_field == "summary_zh"
        # Nobody finds it by its text, those let in neither: what one search knows, another could tell.
        assert found(SECRET, user, record) is None


def test_whoever_was_let_in_gets_the_text_of_what_was_found(catch_up, client):
    achievement = published(
        AchievementFactory, tier=Tier.ON_REQUEST, title_en="", description_en="", summary_zh=f"{SUMMARY}工艺",
        description_zh=f"{SECRET}后剥离强度1.5 N/mm。",
    )  # fmt: skip
    catch_up()
    guest, stranger = member(), member()
    asked = grant(achievement, guest)
    need = f"{SUMMARY}，剥离强度≥1.2 N/mm"
    for person, readable in ((stranger, False), (guest, True)):
        result = found(need, person, achievement)
        assert result.readable == readable
        assert (SECRET in "".join(document.text for document in result.side.documents)) == readable
        assert [str(verdict.outcome) for verdict in result.verdicts] == ["met" if readable else "not_stated"]
        client.force_login(person)
        page = client.get(reverse("home"), {"q": need}).content.decode()
        assert (achievement.organisation.name in page) == readable
    AccessRequest.objects.filter(pk=asked.pk).update(until=timezone.localdate() - dt.timedelta(days=1))
    assert not found(need, type(guest).objects.get(pk=guest.pk), achievement).readable


def test_a_record_as_need_says_what_its_reader_may_read():
    demand = DemandFactory(
        tier=Tier.ON_REQUEST, title_en="", description_en="", summary_zh=f"{SUMMARY}工艺", description_zh=SECRET
    )
    guest = member()
    grant(demand, guest)
    kind = get_kind("demand")
    for person, text in ((AnonymousUser(), f"{SUMMARY}工艺"), (guest, SECRET)):
        need = record_need(kind, get_shown(kind, [demand.pk], person)[demand.pk], "zh")
        assert need.text == text


def test_managers_and_park_operators_find_what_is_theirs_to_know(catch_up):
    own = published(DemandFactory, tier=Tier.MEMBERS, title_zh=f"{SUMMARY}甲")
    other = published(DemandFactory, tier=Tier.MEMBERS, title_zh=f"{SUMMARY}乙")
    catch_up()
    for person in (manager(own.organisation), park_operator(own.organisation)):
        assert found(SUMMARY, person, own).readable
        assert found(SUMMARY, person, other) is None
        # How many records for members there are is not theirs to know.
        assert counted_audiences(person) == counted_audiences(AnonymousUser())
    for person in (manager(), park_operator(), park_operator(OrganisationFactory())):
        assert found(SUMMARY, person, own) is None
