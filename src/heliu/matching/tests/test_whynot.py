"""Why a record was not matched: the answer, who may have it, and what it never tells."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Achievement, Demand
from heliu.kit.panels import panels_for
from heliu.matching.actions import note_change
from heliu.matching.adapters.answers import Conditions, find_matches, record_need
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.kinds import get_kind, readiness_range
from heliu.matching.selectors import get_shown
from heliu.matching.tests.factories import (
    AchievementFactory,
    DemandFactory,
    ExpertFactory,
    OrganisationFactory,
    UserFactory,
    member_of,
)
from heliu.matching.tests.test_answers import published
from heliu.matching.whynot.adapters.changes import changed_record, possible_kinds, written
from heliu.matching.whynot.adapters.explaining import explain
from heliu_engine.whynot import Edit

pytestmark = pytest.mark.django_db
ZH = {"Accept-Language": "zh-hans"}


@pytest.fixture
def region(fake_encoder, catch_up):
    """A demand, twelve records that answer it well, two that answer it a little, and one that is last."""
    cache.clear()
    others = OrganisationFactory()
    demand = published(
        DemandFactory, title_zh="海边钢结构防腐涂层", title_en="",
        description_zh="海边钢结构三年就锈，涂层总起泡。要求耐盐雾≥1000h，附着力≥5MPa。", keywords_zh=["耐盐雾涂料"],
    )  # fmt: skip
    for number in range(14):
        published(
            AchievementFactory, organisation=others,
            title_zh=f"海边钢结构防腐涂层{number}号" if number < 12 else f"钢件材料{number}号",
            description_zh="海边钢结构三年不锈，涂层不起泡。" if number < 12 else "对海边设施有多年研究。",
            readiness_scale="iso16290", readiness_level=7,
        )  # fmt: skip
    own = published(
        AchievementFactory, organisation=OrganisationFactory(), title_zh="表面处理材料",
        description_zh="对防锈有多年研究。", readiness_scale="iso16290", readiness_level=5,
    )  # fmt: skip
    catch_up()
    forget_readers()
    return {"demand": demand, "own": own, "others": others, "person": member_of(own.organisation)}


def page_of(client, record, demand, **more) -> str:
    cache.clear()
    address = reverse("why_not", args=[record.kind, record.pk])
    response = client.get(address, {"demand": demand.pk, **more}, headers=ZH)
    assert response.status_code == 200
    return re.sub(r'(csrfmiddlewaretoken" value|hx-headers)=(\'[^\']*\'|"[^"]*")', "", response.content.decode())


def answer_of(client, record, demand) -> bytes:
    cache.clear()
    asked = {"kind": record.kind, "record": record.pk, "demand": demand.pk}
    response = client.get(reverse("api_why_not"), asked, headers=ZH)
    assert response.status_code == 200, response.content
    return response.content


def test_a_promise_is_kept_once_the_form_is_filled_in(client, region, catch_up):
    own, demand, person = region["own"], region["demand"], region["person"]
    # Of other trades: in a region of a dozen records each change would move what all are held against.
    for trade in ("离心泵故障诊断", "苹果冷库保鲜", "小麦育种", "网络教学平台", "心电监护", "隧道照明"):
        for number in range(5):
            title = f"{trade}{number}号"
            published(AchievementFactory, organisation=region["others"], title_zh=title, description_zh=trade)
    catch_up()
    forget_readers()
    shown = get_shown(get_kind("demand"), [demand.pk], person)[demand.pk]
    explanation, problem = explain(user=person, kind=get_kind("achievement"), record=own, demand=shown, lang="zh")
    assert problem == ""
    assert explanation is not None
    assert explanation.rank is not None
    assert explanation.rank > 10
    assert sum(part.own for part in explanation.parts) == pytest.approx(explanation.score)
    assert explanation.ahead is not None
    way = explanation.ways[0]
    assert way.rank <= 10
    client.force_login(person)
    page = page_of(client, own, demand)
    assert f"从第 {explanation.rank} 位升到第 {way.rank} 位" in page
    assert f"{reverse('achievement_edit', args=[own.pk])}#id_{next(iter(way.fields))}" in page
    form = client.get(reverse("achievement_edit", args=[own.pk])).context["form"]
    data = {field.html_name: field.value() for field in form if field.value() not in (None, [])}
    words = {name: "、".join(value) if isinstance(value, list) else value for name, value in way.fields.items()}
    rows = {"intellectual_property-TOTAL_FORMS": 0, "intellectual_property-INITIAL_FORMS": 0}
    assert client.post(reverse("achievement_edit", args=[own.pk]), data | words | rows).status_code == 302
    catch_up()
    forget_readers()
    need = record_need(get_kind("demand"), shown, "zh")
    found = find_matches(need, user=person, conditions=Conditions(kinds=("achievement",)), k=20)
    assert [result.record.pk for result in found.results].index(own.pk) < 10
    assert "前十位" in page_of(client, Achievement.objects.get(pk=own.pk), demand)


def test_page_and_api_say_the_same_to_members_of_the_owner_only(client, region):
    own, demand = region["own"], region["demand"]
    address = reverse("why_not", args=["achievement", own.pk])
    asked = {"kind": "achievement", "record": own.pk, "demand": demand.pk}
    assert client.get(address).status_code == 302
    assert client.get(reverse("api_why_not"), asked).status_code in (401, 403)
    for stranger in (UserFactory(), member_of()):
        client.force_login(stranger)
        assert client.get(address, {"demand": demand.pk}).status_code == 403
        assert client.get(reverse("api_why_not"), asked).status_code == 403
    client.force_login(region["person"])
    assert client.get(address, {"demand": demand.pk}, headers=ZH).status_code == 200
    answer = client.get(reverse("api_why_not"), asked, headers=ZH).json()
    assert answer["rank"] > 10
    assert answer["ways"][0]["suggestions"][0]["label"]
    assert answer["exhausted"] is False
    for bad in ({"kind": "organisation"}, {"kind": "nothing"}, {"demand": "x"}, {"record": 0}):
        assert client.get(reverse("api_why_not"), asked | bad).status_code in (400, 404)
    assert client.get(reverse("why_not", args=["organisation", own.organisation_id])).status_code == 404
    assert client.get(reverse("why_not", args=["nothing", 1])).status_code == 404


def test_the_ways_in(client, region):
    own, demand, person = region["own"], region["demand"], region["person"]
    client.force_login(person)
    record_page = client.get(own.get_absolute_url()).content.decode()
    assert reverse("why_not", args=["achievement", own.pk]) in record_page
    assert client.get(reverse("why_not", args=["achievement", own.pk]), headers=ZH).context["demands"] == []
    client.force_login(member_of(region["others"]))
    alike = Achievement.objects.filter(organisation=region["others"]).earliest("pk")
    choose = client.get(reverse("why_not", args=["achievement", alike.pk]), headers=ZH)
    assert [(offered.demand.record, offered.inside) for offered in choose.context["demands"]] == [(demand, True)]
    assert f"第 {choose.context['demands'][0].rank} 位，已在前十位之内" in choose.content.decode()
    assert f'href="?demand={demand.pk}"' in choose.content.decode()
    client.force_login(person)
    demand_page = client.get(demand.get_absolute_url()).content.decode()
    assert f'value="achievement:{own.pk}"' in demand_page
    chosen = client.get(reverse("why_not_choose"), {"record": f"achievement:{own.pk}", "demand": demand.pk})
    assert chosen["Location"] == f"{reverse('why_not', args=['achievement', own.pk])}?demand={demand.pk}"
    assert client.get(reverse("why_not_choose"), {"record": "x", "demand": "1"}).status_code == 404
    # Others see neither way.
    client.force_login(member_of())
    assert "why-not" not in client.get(own.get_absolute_url()).content.decode()
    assert "why-not" not in client.get(demand.get_absolute_url()).content.decode()
    assert {panel.template for panel in panels_for("expert.detail")} >= {"matching/whynot/own_record_panel.html"}
    # What nobody finds has no place.
    Achievement.objects.filter(pk=own.pk).update(state=State.DRAFT)
    client.force_login(person)
    assert client.get(reverse("why_not", args=["achievement", own.pk]), {"demand": demand.pk}).context["hidden"]


HIDDEN = (
    {"description_en": "Surface treatment.", "keywords_en": ["surface"], "budget_max": 500, "industry": "C2641"},
    {
        "description_zh": "要的是苹果保鲜。",
        "need_object": "表面处理材料",
        "need_problem": "防锈",
        "need_conditions": "零下40度",
    },
    {"description_zh": "机密：耐盐雾≥3000h，表面处理材料。", "parameters": "厚度≤0.2mm", "keywords_zh": ["表面处理"]},
)
"""What an on-request demand may hold behind its title."""


def test_what_a_tier_hides_cannot_be_probed(client, region, catch_up):
    """The same title with whatever behind it has the same answer, to the byte, by page and by API."""
    own, demand, person = region["own"], region["demand"], region["person"]
    client.force_login(person)
    full = answer_of(client, own, demand)
    seen = set()
    for hidden in HIDDEN:
        empty = dict.fromkeys(
            ("description_zh", "description_en", "parameters", "need_object", "need_problem", "need_conditions"), ""
        )
        lists = {"keywords_zh": [], "keywords_en": []}
        fields = {**empty, **lists, "budget_max": None, "industry": "", **hidden, "tier": Tier.ON_REQUEST}
        Demand.objects.filter(pk=demand.pk).update(**fields)
        note_change(demand)
        catch_up()
        seen.add((answer_of(client, own, demand), page_of(client, own, demand)))
    assert len(seen) == 1
    answer, page = seen.pop()
    assert answer != full, "of an open demand the text counts"
    for secret in ("3000", "0.2mm", "苹果", "零下", "机密"):
        assert secret not in page
    assert "仅标题向您开放" in page
    # Its own members read all of it, and for them all of it counts.
    member = member_of(demand.organisation)
    own.organisation.memberships.create(user=member)
    client.force_login(member)
    assert answer_of(client, own, demand) != answer


def test_a_demand_that_one_may_not_know_of_does_not_exist(client, region, catch_up):
    own, demand = region["own"], region["demand"]
    asked = {"kind": "achievement", "record": own.pk, "demand": demand.pk}
    unverified = OrganisationFactory(verification="unverified")
    mine = published(AchievementFactory, organisation=unverified)
    cases = (
        (region["person"], own, {"tier": Tier.CONFIDENTIAL}),
        (member_of(unverified, verified=False), mine, {"tier": Tier.MEMBERS}),
        (region["person"], own, {"state": State.DRAFT}),
        (region["person"], own, {"state": State.CLOSED}),
    )
    for person, record, fields in cases:
        Demand.objects.filter(pk=demand.pk).update(**{"tier": Tier.PUBLIC, "state": State.PUBLISHED, **fields})
        note_change(demand)
        catch_up()
        client.force_login(person)
        asked["record"] = record.pk
        missing = client.get(reverse("api_why_not"), asked | {"demand": demand.pk + 10_000})
        hidden = client.get(reverse("api_why_not"), asked)
        assert (hidden.status_code, hidden.content) == (404, missing.content)
        address = reverse("why_not", args=["achievement", record.pk])
        assert client.get(address, {"demand": demand.pk}).status_code == 404


def test_records_that_one_may_not_know_of_take_no_place(client, region, catch_up):
    own, demand = region["own"], region["demand"]
    # To a person outside the verified organisations the places of members' records do not exist.
    own.organisation.verification = "unverified"
    own.organisation.save()
    client.force_login(region["person"])
    before = [answer_of(client, own, demand), page_of(client, own, demand)]
    rank = re.findall(rb'"rank":(\d+)', before[0])[0]
    for number in range(4):
        for tier in (Tier.MEMBERS, Tier.CONFIDENTIAL):
            published(AchievementFactory, tier=tier, title_zh="海边钢结构防腐涂层", description_zh=f"密{number}")
    catch_up()
    forget_readers()
    after = answer_of(client, own, demand)
    assert re.findall(rb'"rank":(\d+)', after)[0] == rank
    # The index may lag behind: a record that was withdrawn a moment ago takes no place either.
    ahead = published(AchievementFactory, title_zh="海边钢结构防腐涂层", description_zh="海边钢结构三年不锈。")
    catch_up()
    assert re.findall(rb'"rank":(\d+)', answer_of(client, own, demand))[0] == str(int(rank) + 1).encode()
    Achievement.objects.filter(pk=ahead.pk).update(tier=Tier.CONFIDENTIAL)
    assert re.findall(rb'"rank":(\d+)', answer_of(client, own, demand))[0] == rank


def test_filters_of_a_search(client, region):
    own, demand = region["own"], region["demand"]
    client.force_login(region["person"])
    page = page_of(client, own, demand, readiness="iso16290:6")
    assert "不满足" in page
    assert "5 级" in page, "the search would have to accept level 5"
    shown = get_shown(get_kind("demand"), [demand.pk], region["person"])[demand.pk]
    for scale, of_search in (("iso16290", True), ("mrl", False)):
        conditions = Conditions(readiness=readiness_range(scale, 6, None))
        explanation, _problem = explain(
            user=region["person"], kind=get_kind("achievement"), record=own, demand=shown, lang="zh",
            conditions=conditions,
        )  # fmt: skip
        assert explanation is not None
        assert explanation.rank is None
        assert [(each.kind, each.of_search) for each in explanation.unmet] == [("readiness", of_search)]
    # What is not understood is left aside.
    assert "不满足" not in page_of(client, own, demand, readiness="x", region="999999")


def test_only_what_the_form_would_take_is_proposed(region):
    own = region["own"]
    assert "keyword" in possible_kinds(get_kind("achievement"), own)
    own.tier = Tier.ON_REQUEST
    assert set(possible_kinds(get_kind("achievement"), own)) == {"title", "language", "readiness", "region", "industry"}
    assert "title" not in possible_kinds(get_kind("expert"), ExpertFactory.build())
    own.keywords_zh = ["防锈"]
    assert written(own, [Edit("keyword", "防锈", "zh")]) is None, "it is there already"
    assert written(own, [Edit("keyword", "防锈、涂层", "zh")]) is None, "the form would take it for two"
    assert written(own, [Edit("title", "涂" * 300, "zh")]) is None
    assert written(own, [Edit("language", "涂层", "zh")]) is None, "there is a Chinese title"
    assert written(own, [Edit("language", "Coating", "en")]) == {"title_en": "Coating"}
    edits = [Edit("keyword", "涂层", "zh"), Edit("keyword", "盐雾", "zh"), Edit("parameter", "附着力≥5MPa", "zh")]
    assert written(own, edits) == {"keywords_zh": ["防锈", "涂层", "盐雾"], "parameters": "附着力≥5MPa"}
    assert written(ExpertFactory.build(), edits[2:]) == {"description_zh": "研究金属腐蚀与防护。\n附着力≥5MPa"}
    changed = changed_record(own, [Edit("purpose", "海边钢结构", "zh")])
    assert changed.description_zh == "对防锈有多年研究。\n可用于：海边钢结构。"
    assert own.description_zh == "对防锈有多年研究。", "the record itself is left alone"
