"""The coach beside the form of a demand, on the home page, and by API."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from heliu.catalog.choices import Tier
from heliu.catalog.models import Demand
from heliu.matching.adapters.answers import MAX_LENGTH
from heliu.matching.coaching.choices import BLANK
from heliu.matching.sheets.choices import ELEMENTS
from heliu.matching.tests.factories import AchievementFactory, DemandFactory, OrganisationFactory, member_of
from heliu.matching.tests.test_answers import KNOW, QUERY, SECRET, TITLE, people, published

pytestmark = pytest.mark.django_db
NEED = "海边钢结构总是生锈，涂层总起泡。"
ANSWER = NEED + "\n目标参数：耐盐雾试验不少于1000小时"
HTMX = {"HX-Request": "true"}
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def region(catch_up, settings):
    cache.clear()
    settings.HELIU_MATCH_RATE = "1000/min"
    for number in range(12):
        published(AchievementFactory, title_zh=f"防锈涂层{number}", description_zh="钢结构用。")
    record = published(
        AchievementFactory, title_zh="<i>高固含漆</i>", description_zh="耐盐雾试验1440小时，<b>合格</b>。"
    )  # fmt: skip
    for number in range(20):
        published(AchievementFactory, title_zh=f"第{number}号阀门漏水", description_zh="垫圈老化。")
    catch_up()
    return record


@pytest.fixture
def member():
    return member_of(OrganisationFactory())


def said(client, **fields) -> str:
    response = client.post(reverse("demand_coach"), fields, headers=HTMX)
    assert response.status_code == 200
    page = response.content.decode()
    assert "<html" not in page
    return page


def test_the_form_has_the_coach_and_loads_it(client, member):
    client.force_login(member)
    page = client.get(reverse("demand_create")).content.decode()
    assert f'hx-post="{reverse("demand_coach")}"' in page
    assert "需求助手" in page
    assert 'name="look"' in page, "and a button where there is no JavaScript"
    assert 'id="coach"' not in client.get(reverse("achievement_create")).content.decode()
    demand = DemandFactory(organisation=member.memberships.get().organisation)
    assert 'id="coach"' in client.get(reverse("demand_edit", args=[demand.pk])).content.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_says_what_it_understood_and_asks(client, region, lang):
    headers = HTMX | (ENGLISH if lang == "en" else {})
    response = client.post(reverse("demand_coach"), {"description_zh": ANSWER}, headers=headers)
    page = response.content.decode()
    words = {
        "zh": ("已读懂", "问题", "目标参数", "还缺", "预算多少？", "示例", "现在"),
        "en": ("Understood", "Problem", "Target parameters", "Missing", "How much may it cost?", "Example", "Now"),
    }[lang]
    for word in words:
        assert word in page
    assert 'data-coach-show="description_zh"' in page
    assert 'data-coach-into="parameters"' in page
    assert response.context["coaching"].sheet.text == ANSWER


def test_before_and_after(client, region):
    first = said(client, description_zh=NEED)
    assert "补充前" not in first
    page = said(client, description_zh=ANSWER, coach_before=NEED, coach_last=NEED)
    assert "补充前" in page
    assert "因为“耐盐雾试验”" in page
    assert region.get_absolute_url() in page
    assert "&lt;i&gt;高固含漆" in page
    assert "<i>" not in page
    again = said(client, description_zh=NEED, coach_before=NEED, coach_last=ANSWER)
    assert "补充前" not in again, "taken back, there is nothing to compare"


def test_what_leaves_the_page_opens_elsewhere(client, region):
    """Nothing typed is lost by following a link."""
    page = said(client, description_zh=ANSWER, coach_before=NEED, coach_last=NEED)
    assert page.count("<a ") == page.count('target="_blank" rel="noopener"') > 5


def test_without_javascript_the_form_comes_back_with_all_that_was_typed(client, region, member):
    client.force_login(member)
    typed = {
        "look": "1", "title_zh": "", "description_zh": ANSWER, "need_method": "试过两种底漆", "budget_max": "abc",
        "organisation": member.memberships.get().organisation.pk, "contact_name": "<b>林</b>", "tier": "public",
    }  # fmt: skip
    response = client.post(reverse("demand_create"), typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert not Demand.objects.exists(), "nothing is saved"
    assert not response.context["mistakes"], "and nothing complained of"
    assert "invalid-feedback" not in page
    for value in (
        "耐盐雾试验不少于1000小时</textarea>",
        "试过两种底漆</textarea>",
        'value="abc"',
        "&lt;b&gt;林&lt;/b&gt;",
    ):
        assert value in page
    assert "已读懂" in page
    assert "<q>耐盐雾试验不少于1000小时</q>" in page, "the quote stands there, since nothing can be marked"
    # The text before travels in the form, so that the next look is held against this one.
    assert 'name="coach_last"' in page
    saved = client.post(reverse("demand_create"), {**typed, "look": [], "budget_max": "", "title_zh": "防锈"})
    assert saved.status_code == 302, "it is saved with everything missing that the coach asks for"


def test_a_look_at_a_record_changes_nothing(client, region, member):
    demand = DemandFactory(organisation=member.memberships.get().organisation, description_zh="旧")
    address = reverse("demand_edit", args=[demand.pk])
    client.force_login(member)
    page = client.post(address, {"look": "1", "description_zh": ANSWER, "version": "1"}).content.decode()
    demand = Demand.objects.get()
    assert (demand.description_zh, demand.version) == ("旧", 1)
    assert "耐盐雾试验不少于1000小时</textarea>" in page
    client.force_login(member_of())
    assert client.post(address, {"look": "1"}).status_code in (403, 404), "who may not edit may not look either"


def test_home_says_it_in_short_and_takes_the_text_over(client, region):
    page = client.post(reverse("need_coach"), {"q": NEED}, headers=HTMX).content.decode()
    assert "问题" in page
    assert page.count("coach-question") == 1, "the best question alone"
    assert "登录后写成技术需求" in page
    assert f'href="{reverse("demand_create")}?text=%E6%B5%B7' in page
    assert "补充前" not in page
    assert client.post(reverse("need_coach"), {"q": " "}, headers=HTMX).content.decode().strip() == ""
    long = client.post(reverse("need_coach"), {"q": NEED * 100}, headers=HTMX).content.decode()
    assert f'href="{reverse("demand_create")}"' in long
    assert "复制" in long, "it says that the text does not come along by itself"


def test_home_without_javascript(client, region):
    plain = client.get("/", {"q": NEED}).content.decode()
    assert "已读懂" not in plain, "it is loaded afterwards"
    response = client.post("/", {"q": NEED, "coach": "1"})
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    assert "已读懂" in page
    assert page.count("coach-question") == 1


@pytest.mark.parametrize("name", ["demand_coach", "need_coach"])
@pytest.mark.parametrize(
    "text",
    ["7" * 100_000, "".join(map(chr, range(32))) * 100, "<script>alert(1)</script>涂层起泡", "ไทย 涂层 \u202e🧪" * 500,
     "\r\n" * 9],
    ids=["digits", "control", "html", "scripts", "breaks"],
)  # fmt: skip
def test_hostile_texts_are_safe(client, name, text):
    fields = {"description_zh": text, "q": text, "coach_before": text, "coach_last": text[::-1], "deadline": text}
    response = client.post(reverse(name), fields, headers=HTMX)
    assert response.status_code == 200
    page = response.content.decode()
    assert "<script>" not in page
    if len(text) > MAX_LENGTH:
        assert "coach-chip" not in page
        assert str(MAX_LENGTH) in page, "it says how much it reads"


@pytest.mark.parametrize("tier", [Tier.MEMBERS, Tier.ON_REQUEST, Tier.CONFIDENTIAL])
def test_tiers_hold_by_page_and_by_api(tier, client, catch_up, fake_encoder, settings):
    """Of results, questions and quotes, each person gets what they may read."""
    settings.HELIU_MATCH_RATE = "1000/min"
    cache.clear()
    stated = f"工作温度：含{SECRET}的{TITLE}，中性盐雾试验1000 h"
    record = published(AchievementFactory, title_zh=TITLE, description_zh=stated, parameters=stated, tier=tier)
    for number in range(20):
        published(DemandFactory, title_zh=f"第{number}号阀门漏水", description_zh="垫圈老化。")
    catch_up()
    for name, user in people(record).items():
        client.logout()
        if name != "anonymous":
            client.force_login(user)
        page = said(client, description_zh=QUERY)
        _, _, found = page.partition("coach-results")
        assert (record.get_absolute_url() in found) == (name in KNOW[tier]), f"{name} and {tier}"
        answer = by_api(client, {"text": QUERY})
        shown = page.replace(QUERY, "") + json.dumps(answer, ensure_ascii=False).replace(QUERY, "")
        if tier in (Tier.ON_REQUEST, Tier.CONFIDENTIAL) or name not in KNOW[tier]:
            assert f"含{SECRET}" not in shown, f"{name} reads of {tier}"


def by_api(client, body: dict[str, object], status: int = 200, **headers: str) -> dict[str, object]:
    response = client.post(reverse("api_coach"), body, content_type="application/json", headers=headers)
    assert response.status_code == status, response.content
    return response.json()


def test_the_api_says_the_same(client, region):
    answer = by_api(client, {"text": ANSWER, "title": "防锈"}, **ENGLISH)
    assert set(answer) == {"sheet", "missing", "questions", "index_version", "semantic"}
    sheet = answer["sheet"]
    for element in sheet["elements"]:
        assert ANSWER[slice(*element["span"])] == element["text"]
        assert element["name"] in ELEMENTS
    [parameter] = sheet["parameters"]
    assert ANSWER[slice(*parameter["span"])] == parameter["text"]
    assert (parameter["low"], parameter["unit_norm"]) == (1000.0, "h")
    assert set(answer["missing"]) <= {question["name"] for question in answer["questions"]}
    helps = [question["help"] for question in answer["questions"]]
    assert helps == sorted(helps, reverse=True)
    assert "How much may it cost?" in {question["question"] for question in answer["questions"]}
    for question in answer["questions"]:
        for typical in question["typical"]:
            assert typical["kind"] in ("achievement", "demand", "expert", "organisation")
            assert BLANK not in typical["text"]


@pytest.mark.parametrize(
    "body",
    [{}, {"text": " "}, {"text": "7" * (MAX_LENGTH + 1)}, {"text": "\x00"}, {"text": NEED, "other": 1}, {"text": [1]}],
)  # fmt: skip
def test_the_api_refuses_what_it_cannot_read(client, body):
    assert by_api(client, body, status=400)


def test_the_api_is_limited(client, settings):
    cache.clear()
    settings.HELIU_MATCH_RATE = "2/min"
    for status in (200, 200, 429):
        by_api(client, {"text": NEED}, status=status)


def test_a_chat_server_may_word_an_answer_on_the_form_alone(client, region, member, settings):
    settings.HELIU_DRAFTER_URL, settings.HELIU_DRAFTER_MODEL = "http://127.0.0.1:1/v1", "model"
    client.force_login(member)
    assert 'data-answer="coach-answer-budget"' in said(client, description_zh=NEED)
    page = client.post(reverse("need_coach"), {"q": NEED}, headers=HTMX).content.decode()
    assert "data-drafting" not in page, "the home page knows no tier, without which nothing is sent"
    settings.HELIU_DRAFTER_URL = ""
    assert "data-drafting" not in said(client, description_zh=NEED)
