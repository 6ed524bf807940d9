"""Levels, abstention and the parts of a score on pages."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from heliu.catalog.models import Achievement
from heliu.matching.labels import contributions
from heliu.matching.tests.factories import AchievementFactory, DemandFactory, member_of
from heliu.matching.tests.test_answers import published
from heliu.matching.tests.test_levels import ALWAYS, NEED, NEVER
from heliu.matching.views import LONGEST_ADDRESS

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
HEADING = {"zh-hans": "本区域没有可信的匹配", "en": "No credible match in this region"}
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])


@pytest.fixture
def region(catch_up, calibrate):
    """A demand, an achievement that answers it and one that does not; every score is credible."""
    cache.clear()
    calibrate(ALWAYS)
    records = {
        "demand": published(DemandFactory, title_zh=NEED, description_zh=""),
        "good": published(AchievementFactory, title_zh="钢结构防腐涂层", description_zh="海边钢结构用，耐盐雾。"),
        "poor": published(AchievementFactory, title_zh="粮仓防腐", description_zh="气调储粮。"),
    }
    catch_up()
    return records


@LANGUAGES
def test_a_card_has_its_level_in_words(client, region, calibrate, language):
    calibrate(ALWAYS, cuts=(-3, -2, -1))
    page = client.get("/", {"q": NEED}, headers={"Accept-Language": language}).content.decode()
    badge = re.search(r'<span class="match-badge match-level match-level-4" title="([^"]+)">([^<]+)</span>', page)
    words = {
        "zh-hans": ("得分相近的匹配中，十个里有九个以上", "匹配：强"),
        "en": ("More than nine in ten", "Match: strong"),
    }
    assert badge, "every score is strong"
    assert words[language][0] in badge[1], "the title says how likely it is"
    assert badge[2] == words[language][1]


def test_without_levels_there_is_no_badge(client, region, settings):
    settings.HELIU_ENCODER = "none"
    from heliu.matching.adapters.encoders import forget_encoder

    forget_encoder()
    page = client.get("/", {"q": NEED}).content.decode()
    assert region["good"].get_absolute_url() in page
    assert "match-level" not in page
    assert '<details class="weak' not in page


@LANGUAGES
def test_home_says_that_nothing_is_credible_and_what_to_do(client, region, calibrate, language):
    language_of = {"Accept-Language": language}
    assert HEADING[language] not in client.get("/", {"q": NEED}, headers=language_of).content.decode()
    calibrate(NEVER)
    for headers in (language_of, {**language_of, **HTMX}):
        page = client.get("/", {"q": NEED}, headers=headers).content.decode()
        block, fold, _rest = page.partition('<details class="weak')
        assert HEADING[language] in block
        assert fold, "the weak ones are there on demand"
        for record in region.values():
            assert record.get_absolute_url() not in block
            assert record.get_absolute_url() in _rest
    response = client.get("/", {"q": NEED}, headers=language_of)
    page = response.content.decode()
    publish = urlsplit(response.context["publish"])
    assert publish.path == reverse("demand_create")
    assert parse_qs(publish.query) == {"text": [NEED]}
    assert f'href="{response.context["publish"]}"' in page
    with translation.override(language):
        for words in (
            "Sign in and publish it as a demand", "Say it more precisely", "Make it an open call (揭榜)",
        ):  # fmt: skip
            assert translation.gettext(words) in page
        assert translation.gettext("Search without filters") not in page, "there is none to take away"
        client.force_login(member_of())
        page = client.get("/", {"q": NEED}, headers=language_of).content.decode()
        assert translation.gettext("Publish it as a demand") in page
        assert translation.gettext("Sign in and publish it as a demand") not in page


def test_filters_can_be_taken_away(client, region, calibrate):
    calibrate(NEVER)
    for chosen in ({"kind": "achievement"}, {"region": "120000"}):
        response = client.get("/", {"q": NEED, **chosen})
        assert f'<a href="{response.context["unfiltered"]}">不加筛选再查找</a>' in response.content.decode()


def test_a_long_need_is_not_carried_by_a_link(client, region, calibrate):
    calibrate(NEVER)
    long = f"{NEED}。" * 30
    response = client.post("/", {"q": long}, headers=HTMX)
    assert response.context["publish"] == reverse("demand_create")
    assert "请先复制" in response.content.decode()
    short = client.get("/", {"q": NEED})
    assert len(short.context["publish"]) <= LONGEST_ADDRESS
    assert "请先复制" not in short.content.decode()


@pytest.fixture
def between(region, calibrate, client):
    """The threshold stands between the two achievements."""
    shown = client.get("/", {"q": NEED}).context["answer"].by_kind["achievement"]
    assert [result.record for result in shown] == [region["good"], region["poor"]]
    calibrate(sum(result.score for result in shown) / 2)


def test_what_is_not_credible_is_folded_below_its_kind(client, region, between):
    whole = client.get("/", {"q": NEED})
    part = client.get(reverse("record_matches", args=["demand", region["demand"].pk]), headers=HTMX)
    for response in (whole, part):
        page = response.content.decode()
        assert HEADING["zh-hans"] not in page
        assert "另有 1 条较弱的" in page
        open_part, _fold, fold = page.partition('<details class="weak')
        assert region["good"].get_absolute_url() in open_part
        assert region["poor"].get_absolute_url() not in open_part
        assert region["poor"].get_absolute_url() in fold.partition("</details>\n\n")[0]
    english = client.get("/", {"q": NEED}, headers={"Accept-Language": "en"}).content.decode()
    assert "1 weak one" in english


@LANGUAGES
def test_a_demand_without_a_credible_match(client, region, calibrate, language):
    address = reverse("record_matches", args=["demand", region["demand"].pk])
    headers = {"Accept-Language": language}
    calibrate(NEVER)
    edit = reverse("demand_edit", args=[region["demand"].pk])
    for person, may_edit in ((None, False), (member_of(), False), (member_of(region["demand"].organisation), True)):
        if person is not None:
            client.force_login(person)
        for more in ({}, HTMX):
            page = client.get(address, headers={**headers, **more}).content.decode()
            assert HEADING[language] in page
            assert (f'href="{edit}"' in page) == may_edit
            assert reverse("demand_create") not in page, "it is published already"
    calibrate(ALWAYS)
    assert HEADING[language] not in client.get(address, headers=headers).content.decode()


def test_what_is_like_a_record_never_abstains(client, region, calibrate):
    """Levels and threshold belong to the question what answers a demand."""
    calibrate(NEVER)
    response = client.get(reverse("record_matches", args=["achievement", region["good"].pk]))
    assert not response.context["alike"].abstained
    assert HEADING["zh-hans"] not in response.content.decode()
    assert region["poor"].get_absolute_url() in response.content.decode()


@LANGUAGES
def test_a_card_says_why_it_has_its_score(client, region, language):
    response = client.get("/", {"q": NEED}, headers={"Accept-Language": language})
    page = response.content.decode()
    assert {"zh-hans": "为什么是这个得分", "en": "Why this score"}[language] in page
    [first] = [result for result in response.context["answer"].results if result.record == region["good"]]
    card = page[page.index(first.record.get_absolute_url()) :].partition("</article>")[0]
    rows = re.findall(r'<th scope="row">(.*?)</th>.*?<td>(-?[\d.]+)</td></tr>', card)
    parts, [(_label, total)] = rows[:-1], rows[-1:]
    with translation.override(language):
        assert [label for label, _value in parts] == [part.label for part in contributions(first.parts)]
    values = [float(value) for _label, value in parts]
    assert values == sorted(values, reverse=True)
    assert sum(values) == pytest.approx(float(total))
    assert not any(name in card for name in first.parts), "no name of the engine is shown"


def test_a_result_without_a_reason_says_so(client, region):
    Achievement.objects.filter(pk=region["poor"].pk).update(title_zh="改了标题", description_zh="别的事。")
    response = client.get("/", {"q": NEED, "kind": "achievement"})
    page = response.content.decode()
    without = [result for result in response.context["answer"].results if not result.reasons]
    assert [result.record for result in without] == [region["poor"]], "the index is behind, its reasons are gone"
    assert page.count("没有可以指出的语句") == len(without)
    for result in response.context["answer"].results:
        for why in result.reasons:
            assert why.text
            assert why.query_text


def test_saying_that_nothing_is_credible_asks_the_database_no_more(
    client, region, calibrate, django_assert_num_queries
):  # fmt: skip
    address = reverse("record_matches", args=["demand", region["demand"].pk])
    # State of the index (2), achievements, demands, the log (2); on the record's page the record itself beside, and the
    # log of a second answer.
    for page, data, number in (("/", {"q": NEED}, 6), (address, {}, 9)):
        for threshold in (ALWAYS, NEVER):
            calibrate(threshold)
            client.get(page, data)
            with django_assert_num_queries(number):
                client.get(page, data)
