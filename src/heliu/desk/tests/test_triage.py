"""Triage of a demand: the screen, the decision, asking back, the tier."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from heliu.accounts.tests.factories import administrator, fresh, manager, member
from heliu.activity.models import Event, Notice
from heliu.catalog.models import Demand
from heliu.catalog.tests.factories import DemandFactory
from heliu.dealflow.actions import introduce, refuse_introduction
from heliu.dealflow.pairs import Pair
from heliu.desk.actions import answer_ask_back, ask_back, change_tier, triage_demand
from heliu.desk.adapters import likely_duplicates, shortlist
from heliu.desk.errors import Answered
from heliu.desk.models import AskBack, Triage
from heliu.desk.tests.factories import desk
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en", "User-Agent": "Mozilla/5.0"}
TEXT = "铸件在零下四十度开裂，需要在不提高镍含量的条件下把冲击韧性提高到六十焦以上，并能在现有电炉上批量生产。"


def test_one_screen_has_the_reading_the_duplicates_and_the_shortlist(client, catch_up):
    found = desk(2, description_zh=TEXT, description_en="")
    DemandFactory(title_zh="低温铸件韧性", title_en="Toughness in the cold", description_zh=TEXT + "预算五十万元。")
    DemandFactory(title_zh="别的", title_en="Another", description_zh="仓库里的叉车需要自动调度系统。")
    catch_up()
    client.force_login(found.agent)
    page = client.get(reverse("desk_triage", args=[found.demand.pk]), headers=EN)
    text = page.content.decode()
    assert "Toughness in the cold" in text
    assert "The same text but for details" in text
    duplicates, options = page.context["duplicates"], page.context["options"]
    assert [each.record.title_en for each in duplicates] == ["Toughness in the cold"]
    assert {option.result.record.pk for option in options} == {one.pk for one in found.supplies}
    assert all(option.choosable and option.result.mark for option in options)
    reading = page.context["reading"]
    assert 1 <= len(reading.questions) <= 2
    assert "budget" in reading.coaching.missing
    assert 'accesskey="n"' in text


def test_the_next_demand_is_the_one_that_waits_longest(client):
    found = desk()
    second = DemandFactory(organisation=found.enterprise)
    client.force_login(found.agent)
    first_address, second_address = (reverse("desk_triage", args=[one.pk]) for one in (found.demand, second))
    assert client.get(reverse("desk_triage_next"))["Location"] == first_address
    assert client.get(reverse("desk_triage_next"), {"after": found.demand.pk})["Location"] == second_address
    saved = client.post(first_address, {"outcome": "not_for_us", "note": "不在领域内"})
    assert saved["Location"] == second_address
    assert client.post(second_address, {"outcome": "introduce"})["Location"] == reverse("desk")
    assert client.get(reverse("desk_triage_next"))["Location"] == reverse("desk")


def test_a_decision_needs_what_belongs_to_it():
    found = desk()
    secret = DemandFactory(tier="confidential")
    for wrong, field in (
        ({"outcome": "fine"}, "outcome"),
        ({"outcome": "not_for_us"}, "note"),
        ({"outcome": "duplicate"}, "duplicate_of"),
        ({"outcome": "duplicate", "duplicate_of": found.demand.pk}, "duplicate_of"),
        ({"outcome": "duplicate", "duplicate_of": secret.pk}, "duplicate_of"),
        ({"outcome": "ask_back"}, "message"),
        ({"outcome": "ask_back", "questions": ["colour"]}, "questions"),
    ):
        with pytest.raises(ValidationError) as problem:
            triage_demand(actor=found.manager, demand=found.demand, **wrong)
        assert field in problem.value.message_dict, wrong
    assert not Triage.objects.exists()
    assert not AskBack.objects.exists()
    assert not Event.objects.filter(verb="triaged").exists()
    for stranger in (manager(), administrator(), found.buyer):
        with pytest.raises(PermissionDenied):
            triage_demand(actor=fresh(stranger), demand=found.demand, outcome="introduce")


def test_asking_back_reaches_the_organisation_and_its_answer_the_manager(client):
    found = desk()
    client.force_login(found.agent)
    address = reverse("desk_triage", args=[found.demand.pk])
    client.post(address, {"outcome": "ask_back", "message": "请补充指标", "questions": []})
    asked = AskBack.objects.get()
    assert Notice.objects.get(event__verb="asked_back").recipient == found.buyer
    client.force_login(member())
    assert client.get(asked.get_absolute_url()).status_code == 404
    client.force_login(found.buyer)
    assert (
        "has a question about this demand" in client.get(found.demand.get_absolute_url(), headers=EN).content.decode()
    )
    assert "请补充指标" in client.get(asked.get_absolute_url()).content.decode()
    empty = client.post(asked.get_absolute_url(), {"answer": ""}, headers=EN).content.decode()
    assert "Answer in a sentence, or change the demand first." in empty
    assert client.post(asked.get_absolute_url(), {"answer": "冲击韧性 60 J"}).status_code == 302
    assert Notice.objects.get(event__verb="ask_back_answered").recipient == found.agent
    with pytest.raises(Answered):
        answer_ask_back(actor=fresh(found.buyer), ask_back=asked, answer="再答")
    # The manager reads it, but does not answer for the organisation.
    client.force_login(found.agent)
    assert "冲击韧性 60 J" in client.get(address).content.decode()
    assert client.post(asked.get_absolute_url(), {"answer": "我来答"}).status_code == 403
    found.end_mandate()
    assert client.get(asked.get_absolute_url()).status_code == 404


def test_the_tier_is_the_organisations_and_the_manager_proposes(client):
    found = desk(tier="public")
    asked = change_tier(actor=found.manager, demand=found.demand, tier="members", message="含工艺细节")
    assert Demand.objects.get().tier == "public"
    client.force_login(found.buyer)
    client.post(asked.get_absolute_url(), {"answer": "", "tier": "1"})
    demand = Demand.objects.get()
    assert (demand.tier, demand.version) == ("members", 2)
    with pytest.raises(ValidationError):
        change_tier(actor=found.manager, demand=demand, tier="members")
    # A manager who is a member as well changes it.
    found.agent.memberships.create(organisation=found.enterprise)
    assert change_tier(actor=found.manager, demand=demand, tier="on_request") is None
    assert Demand.objects.get().tier == "on_request"


def test_duplicates_are_found_among_what_the_manager_may_see_also_outside_the_index(catch_up):
    found = desk(confidential=True, description_zh=TEXT)
    draft = DemandFactory(organisation=found.enterprise, state="draft", title_zh="草稿", description_zh=TEXT)
    secret_own = DemandFactory(organisation=found.enterprise, tier="confidential", title_zh="密", description_zh=TEXT)
    DemandFactory(tier="confidential", title_zh="他人密件", description_zh=TEXT)
    DemandFactory(tier="on_request", title_zh="他人按需", summary_zh="寻找铸件", description_zh=TEXT)
    catch_up()
    twins = likely_duplicates(found.demand, found.manager)
    assert {each.record.pk for each in twins} == {draft.pk, secret_own.pk}, "nothing of what is closed to the manager"
    assert {each.likeness for each in twins} == {"same"}


def test_what_was_introduced_or_shows_its_title_only_cannot_be_chosen(catch_up):
    found = desk(2)
    closed = found.supplies[1]
    type(closed).objects.filter(pk=closed.pk).update(tier="on_request", summary_zh="低温铸件")
    catch_up()
    [shown] = [option for option in shortlist(found.demand, found.manager).options if option.choosable]
    assert shown.result.record.pk == found.supplies[0].pk


def test_what_was_declined_is_no_candidate_any_more(catch_up):
    found = desk(2)
    catch_up()
    sent = introduce(actor=found.manager, pair=Pair(found.demand, found.supplies[0]), message="您好")
    there = {option.result.record.pk: option for option in shortlist(found.demand, found.manager).options}
    assert not there[found.supplies[0].pk].choosable
    assert there[found.supplies[0].pk].introduction == sent
    refuse_introduction(actor=fresh(found.sellers[0]), introduction=sent, reason="price")
    left = [option.result.record.pk for option in shortlist(found.demand, found.manager).options]
    assert left == [found.supplies[1].pk]


@pytest.mark.django_db(transaction=True)
def test_of_two_members_who_answer_at_once_one_is_told():
    found = desk()
    asked = ask_back(actor=found.manager, demand=found.demand, message="请补充")
    other = member(found.enterprise)
    read = [AskBack.objects.get(pk=asked.pk) for _ in range(2)]
    outcomes = at_once(
        lambda: answer_ask_back(actor=fresh(found.buyer), ask_back=read[0], answer="甲"),
        lambda: answer_ask_back(actor=fresh(other), ask_back=read[1], answer="乙"),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Answered", "AskBack"]
    assert Event.objects.filter(verb="ask_back_answered").count() == 1
