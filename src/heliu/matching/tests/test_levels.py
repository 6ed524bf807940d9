"""How sure a match is: levels in words, the threshold, and saying that nothing is credible."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from heliu.catalog.models import Achievement
from heliu.matching.adapters.answers import Answer, Conditions, find_matches, typed_need
from heliu.matching.labels import chance_label, contributions, level_label, part_label, rounded_together
from heliu.matching.tests.factories import AchievementFactory, DemandFactory, member_of
from heliu.matching.tests.test_answers import published
from heliu_engine.scoring import PARTS

pytestmark = pytest.mark.django_db
NEED = "海边钢结构防腐涂层耐盐雾"
NEVER, ALWAYS = 9.0, -9.0
"""Thresholds that no score and every score reaches."""


@pytest.fixture
def supply(catch_up, calibrate) -> list[Achievement]:
    """Two achievements, the first of them the better answer; every score is credible."""
    cache.clear()
    calibrate(ALWAYS)
    good = published(AchievementFactory, title_zh="钢结构防腐涂层", description_zh="海边钢结构用，耐盐雾。")
    poor = published(AchievementFactory, title_zh="粮仓防腐", description_zh="气调储粮。")
    catch_up()
    return [good, poor]


def answer_for(user=None) -> Answer:
    return find_matches(typed_need(NEED), user=user or AnonymousUser())


@pytest.fixture
def between(supply, calibrate) -> Callable[[], float]:
    """Call it to put the threshold between the two."""

    def run() -> float:
        good, poor = (result.score for result in answer_for().results)
        calibrate((good + poor) / 2, ((good + 2 * poor) / 3, (good + poor) / 2, (2 * good + poor) / 3))
        return (good + poor) / 2

    return run


def match_api(client, language: str = "zh-hans") -> dict:
    response = client.post(
        "/api/v1/match", {"text": NEED}, content_type="application/json", headers={"Accept-Language": language}
    )
    assert response.status_code == 200
    return response.json()


def match_command(*arguments: str) -> str:
    out = StringIO()
    with translation.override("zh-hans"):
        call_command("match", NEED, *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_a_result_has_a_level_and_a_chance(supply, between):
    threshold = between()
    answer = answer_for()
    good, poor = answer.results
    assert [good.record, poor.record] == supply
    assert (good.level, good.credible) == (4, True)
    assert (poor.level, poor.credible) == (1, False)
    assert 0 <= poor.chance < 0.5 < good.chance <= 1
    assert (answer.threshold, answer.abstained) == (threshold, False)


def test_nothing_credible_is_said_and_nothing_is_left_out(supply, calibrate):
    before = answer_for()
    calibrate(NEVER)
    answer = answer_for()
    assert answer.abstained
    assert not before.abstained
    assert [result.record for result in answer.results] == [result.record for result in before.results] == supply
    assert not any(result.credible for result in answer.results)


def test_what_a_person_may_not_know_of_makes_nothing_credible(supply, between):
    """The index is behind: it still proposes the good one, which only members may find by now."""
    between()
    Achievement.objects.filter(pk=supply[0].pk).update(tier="members")
    assert answer_for().abstained
    assert not answer_for(member_of()).abstained


def test_nothing_found_is_nothing_credible(supply):
    answer = find_matches(typed_need(NEED), user=AnonymousUser(), conditions=Conditions(kinds=("expert",)))
    assert (answer.results, answer.abstained, answer.best_score) == ((), True, None)


def test_without_meaning_there_are_no_levels(supply, settings):
    """Scores of words alone are on another scale."""
    settings.HELIU_ENCODER = "none"
    from heliu.matching.adapters.encoders import forget_encoder

    forget_encoder()
    answer = answer_for()
    assert answer.results
    assert (answer.semantic, answer.threshold, answer.abstained) == (False, None, False)
    assert {(result.level, result.chance, result.credible) for result in answer.results} == {(None, None, True)}


def test_api_and_command_tell_the_level_in_words(client, supply, between):
    threshold = between()
    body = match_api(client)
    assert (body["abstained"], body["threshold"]) == (False, threshold)
    assert [(r["level"], r["level_label"], r["credible"]) for r in body["results"]] == [
        (4, "强", True),
        (1, "无", False),
    ]
    assert [result["level_label"] for result in match_api(client, "en")["results"]] == ["strong", "none"]
    assert json.loads(match_command("--json")) == body
    first, second = [line for line in match_command().splitlines() if "[achievement" in line]
    assert "强" in first
    assert "not credible" not in first
    assert "无  not credible" in second


def test_api_and_command_abstain(client, supply, calibrate):
    assert "No credible match" not in match_command()
    calibrate(NEVER)
    body = match_api(client)
    assert (body["abstained"], body["threshold"]) == (True, NEVER)
    assert [result["id"] for result in body["results"]] == [record.pk for record in supply]
    assert json.loads(match_command("--json")) == body
    table = match_command()
    assert "No credible match" in table
    assert supply[0].title_zh in table


def test_another_demand_is_no_answer(catch_up, calibrate):
    calibrate(ALWAYS)
    published(AchievementFactory, title_zh="粮仓防腐", description_zh="气调储粮。")
    alike = published(DemandFactory, title_zh=NEED)
    catch_up()
    scores = {result.kind.name: result.score for result in answer_for().results}
    calibrate((scores["demand"] + scores["achievement"]) / 2)
    answer = answer_for()
    assert answer.abstained
    assert answer.best_score == scores["achievement"]
    [found] = [result for result in answer.results if result.credible]
    assert found.record == alike
    # Who asks for demands gets them.
    asked = find_matches(typed_need(NEED), user=AnonymousUser(), conditions=Conditions(kinds=("demand",)))
    assert not asked.abstained


def test_the_workbook_names_demands_without_a_credible_match(supply, between, tmp_path):
    between()
    source, target = tmp_path / "needs.csv", tmp_path / "matches.xlsx"
    source.write_text(f"id,title\nGOOD,{NEED}\nPOOR,粮食储存用酶\n", encoding="utf-8")
    out = StringIO()
    call_command("match", "--demands", str(source), "-o", str(target), stdout=out, stderr=StringIO())
    assert "2 demands" in out.getvalue()
    assert "1 without an answer" in out.getvalue()
    matches, unanswered = (
        [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
        for rows in (list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(target).worksheets)
    )
    of_good = [row for row in matches if row["需求编号"] == "GOOD"]
    assert [(row["等级"], row["可信"]) for row in of_good] == [("强", "是"), ("无", "否")]
    assert any(row["需求编号"] == "POOR" for row in matches), "what comes nearest is listed all the same"
    [row] = unanswered
    assert (row["需求编号"], row["原因"]) == ("POOR", "没有可信的匹配")
    assert row["最高得分"] < row["门槛"]


def test_words_for_levels_chances_and_parts():
    with translation.override("en"):
        assert [level_label(level) for level in (1, 2, 3, 4, None)] == ["none", "weak", "fairly strong", "strong", None]
        assert "About 7 in ten" in chance_label(0.68)
        assert "About 1 in ten matches with such a score is" in chance_label(0.12)
        assert "Fewer than one" in chance_label(0.01)
        assert "More than nine" in chance_label(0.99)
    with translation.override("zh-hans"):
        assert [level_label(level) for level in (1, 2, 3, 4, None)] == ["无", "弱", "较强", "强", None]
        assert "7" in chance_label(0.68)
    for name in (*PARTS, "same_title", "parameters"):
        with translation.override("en"):
            english = part_label(name)
        with translation.override("zh-hans"):
            assert part_label(name) not in (english, name)


def test_every_part_of_a_score_has_words(supply):
    """Whatever the engine calls its parts."""
    for result in answer_for().results:
        assert result.parts
        for name in result.parts:
            assert part_label(name) != name


def test_contributions_add_up():
    shown = contributions({"words_title": 0.004, "meaning_title": -0.051, "words_whole": 0.333, "meaning_whole": 0.2})
    assert shown[0].label == part_label("words_whole")
    assert [each.value for each in shown] == sorted((each.value for each in shown), reverse=True)
    assert sum(each.value for each in shown) == pytest.approx(0.49)
    assert sum(each.share for each in shown) == 100
    assert shown[0].width == 100
    assert shown[-1].share < 0, "a part that speaks against the match is shown as that"
    assert contributions({"words_whole": 0.5, "language": 0.0})[0].share == 100
    assert len(contributions({"words_whole": 0.5, "language": 0.0})) == 1
    assert contributions({}) == []


@given(st.lists(st.floats(-100, 100), max_size=6))
def test_rounding_together_moves_each_value_by_less_than_one(values):
    rounded = rounded_together(values)
    assert abs(sum(rounded) - sum(values)) <= 0.5 + 1e-9
    assert all(abs(whole - value) < 1 + 1e-9 for whole, value in zip(rounded, values, strict=True))
