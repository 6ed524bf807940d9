"""The board: what each case needs next, what has stalled, and who sees which."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heliu.accounts.models import Mandate
from heliu.accounts.tests.factories import administrator, fresh, manager, member, reviewer
from heliu.catalog.actions import close_record, merge_record
from heliu.catalog.models import Demand
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.dealflow.actions import introduce, refuse_introduction
from heliu.dealflow.pairs import Pair
from heliu.desk.actions import answer_ask_back, triage_demand
from heliu.desk.choices import Stage
from heliu.desk.panels import answer_items, question_items, triage_items
from heliu.desk.selectors.cases import stage_counts, stage_of
from heliu.desk.tests.factories import desk
from heliu.kit.permissions import OPERATOR

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


def stage(found) -> str:
    row = stage_of(found.manager, Demand.objects.get(pk=found.demand.pk))
    return row.stage


def test_a_demand_goes_through_the_stages():
    found = desk(1)
    assert stage(found) == Stage.NEW
    triage_demand(actor=found.manager, demand=found.demand, outcome="ask_back", questions=["parameters"])
    assert stage(found) == Stage.PRECISE
    answer_ask_back(actor=fresh(found.buyer), ask_back=found.demand.ask_backs.get(), answer="韧性 67 %")
    assert stage(found) == Stage.NEW, "the answer wants to be looked at"
    triage_demand(actor=found.manager, demand=found.demand, outcome="introduce")
    assert stage(found) == Stage.INTRODUCE
    sent = introduce(actor=found.manager, pair=Pair(found.demand, found.supplies[0]), message="您好")
    assert stage(found) == Stage.WAITING
    refuse_introduction(actor=fresh(found.sellers[0]), introduction=sent, reason="price")
    assert stage(found) == Stage.ANSWERED
    close_record(actor=fresh(found.buyer), record=found.demand)
    assert stage(found) == Stage.DONE


@pytest.mark.parametrize(
    ("facts", "expected"),
    [({"outcome": "not_for_us", "note": "不在领域内"}, Stage.DONE), ({"outcome": "introduce"}, Stage.PRECISE)],
)
def test_what_is_over_and_what_is_not_published_yet(facts, expected):
    found = desk(state="draft")
    assert stage(found) == Stage.NEW
    triage_demand(actor=found.manager, demand=found.demand, **facts)
    assert stage(found) == expected


def test_an_achievement_is_to_be_introduced_once_it_is_published():
    found = desk()
    made = [
        AchievementFactory(organisation=found.enterprise, state=state) for state in ("published", "draft", "closed")
    ]
    assert [stage_of(found.manager, one).stage for one in made] == [Stage.INTRODUCE, Stage.PRECISE, Stage.DONE]


def test_what_has_stalled_comes_first_and_can_be_asked_for(client):
    found = desk(title_en="Fresh need")
    old = DemandFactory(organisation=found.enterprise, title_en="Old need")
    over = DemandFactory(organisation=found.enterprise, title_en="Closed need", state="closed")
    long_ago = timezone.now() - timedelta(days=20)
    Demand.objects.filter(pk__in=[old.pk, over.pk]).update(updated_at=long_ago)
    client.force_login(found.agent)

    def titles(**query) -> list[str]:
        rows = client.get(reverse("desk"), query).context["table"].rows
        return [row.record.record.title_en for row in rows]

    assert titles() == ["Old need", "Fresh need", "Closed need"]
    assert titles(stalled="true") == ["Old need"]
    assert titles(stalled="true", days="21") == []
    assert titles(stage="done") == ["Closed need"]
    assert titles(q="fresh") == ["Fresh need"]
    assert titles(kind="achievement") == []
    assert titles(organisation=found.enterprise.pk, sort="-moved")[0] == "Fresh need"
    # A step of any sort wakes it.
    triage_demand(actor=found.manager, demand=old, outcome="introduce")
    assert titles(stalled="true") == []
    text = client.get(reverse("desk"), headers=EN).content.decode()
    assert "No step for 20 days" in text
    assert stage_counts(found.manager)["stalled"] == 0


def test_only_organisations_with_a_mandate_and_what_it_opens(client):
    found = desk(title_en="Open need")
    DemandFactory(organisation=found.enterprise, tier="confidential", title_en="Secret need")
    DemandFactory(title_en="Stranger need")
    client.force_login(found.agent)

    def text(address: str, **query) -> str:
        answer = client.get(address, query, headers=EN)
        return (answer.getvalue() if answer.streaming else answer.content).decode("utf-8-sig")

    for address in (reverse("desk"), reverse("desk_export") + "?format=csv", reverse("api-desk-list")):
        shown = text(address)
        assert "Open need" in shown
        assert "Secret need" not in shown
        assert "Stranger need" not in shown
    secret = Demand.objects.get(title_en="Secret need")
    assert client.get(reverse("desk_triage", args=[secret.pk])).status_code == 404
    Mandate.objects.update(confidential=True)
    assert "Secret need" in text(reverse("desk"))
    # A mandate that ends ends the access at once.
    found.end_mandate()
    assert "Open need" not in text(reverse("desk"))
    assert client.get(reverse("desk_triage", args=[found.demand.pk])).status_code == 404
    assert client.get(reverse("desk_case", args=["demand", found.demand.pk])).status_code == 404


def test_a_reviewer_who_is_a_manager_works_no_more_than_the_mandate_says(client):
    found = desk(tier="confidential")
    found.agent.role_grants.create(role="reviewer")
    client.force_login(found.agent)
    assert client.get(found.demand.get_absolute_url()).status_code == 200, "as a reviewer"
    assert client.get(reverse("desk_triage", args=[found.demand.pk])).status_code == 404


def test_others_have_no_desk(client):
    found = desk()
    for user in (member(), reviewer(), administrator(), found.buyer):
        client.force_login(user)
        assert client.get(reverse("desk")).status_code == 403
        assert client.get(reverse("desk_export")).status_code == 403
        assert client.get(reverse("desk_triage", args=[found.demand.pk])).status_code == 404
        assert client.get(reverse("api-desk-detail", args=[found.demand.pk])).status_code == 404
        assert reverse("desk") not in client.get("/").content.decode().split("navbar-nav")[1]
    client.force_login(manager())
    assert "No organisation has given you a mandate" in client.get(reverse("desk"), headers=EN).content.decode()
    client.logout()
    assert client.get(reverse("desk")).status_code == 302


def test_the_export_holds_what_the_page_shows(client, django_assert_max_num_queries):
    found = desk()
    DemandFactory.create_batch(3, organisation=found.enterprise)
    AchievementFactory.create_batch(3, organisation=found.enterprise)
    client.force_login(found.agent)
    with django_assert_max_num_queries(40):
        client.get(reverse("desk"))
    answer = client.get(reverse("desk_export"), {"format": "csv", "stage": "new"}, headers=EN)
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 5
    assert {row[5] for row in rows[1:]} == {"To be triaged"}
    assert client.get(reverse("desk_export")).getvalue()[:2] == b"PK"
    assert client.get(reverse("desk_export"), {"format": "pdf"}).status_code == 404
    found_by_api = client.get(reverse("api-desk-list"), {"stage": "new"}).json()
    assert found_by_api["count"] == 4
    assert client.get(reverse("api-desk-list"), {"stage": "x"}).status_code == 400


def test_the_agenda_of_both_sides():
    found = desk(title_zh="耐寒铸件")
    assert [item.about for item in triage_items(found.manager, 5)] == ["耐寒铸件"]
    triage_demand(actor=found.manager, demand=found.demand, outcome="ask_back", message="请补充指标")
    assert not triage_items(found.manager, 5)
    [item] = question_items(fresh(found.buyer), 5)
    assert item.about == "耐寒铸件"
    assert not question_items(member(), 5)
    answer_ask_back(actor=fresh(found.buyer), ask_back=found.demand.ask_backs.get(), answer="见需求单")
    assert not question_items(fresh(found.buyer), 5)
    assert [item.about for item in answer_items(found.manager, 5)] == ["耐寒铸件"]
    assert not triage_items(found.manager, 5), "one thing to do stands there once"
    triage_demand(actor=found.manager, demand=found.demand, outcome="introduce")
    assert not answer_items(found.manager, 5)
    # Nobody waits for an answer any more when the mandate ended.
    triage_demand(actor=found.manager, demand=found.demand, outcome="ask_back", message="还有问题")
    found.end_mandate()
    assert not question_items(fresh(found.buyer), 5)


def test_a_merged_demand_asks_for_nothing_more():
    found = desk()
    triage_demand(actor=found.manager, demand=found.demand, outcome="ask_back", message="请补充指标")
    stays = DemandFactory(organisation=found.demand.organisation)
    merge_record(actor=OPERATOR, record=Demand.objects.get(pk=found.demand.pk), into=stays)
    assert stage(found) == Stage.DONE
