"""The achievement follows its newest assessment, and lists, matches, files and other pages follow the achievement."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import translation

from heliu.accounts.tests.factories import member, owner, reviewer
from heliu.activity.models import Event
from heliu.catalog.actions import edit_record, set_readiness
from heliu.catalog.choices import ReadinessBasis, Tier
from heliu.catalog.imports.running import ImportRequest, check_file
from heliu.catalog.models import Achievement
from heliu.catalog.spreadsheets.export import export_fields
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.deals.tests.factories import open_case
from heliu.interest.comparing.facts import _readiness
from heliu.matching.adapters.answers import Conditions, find_matches, typed_need
from heliu.matching.kinds import get_kind, readiness_code, readiness_range
from heliu.matching.models import IndexChange
from heliu.matching.templatetags.matching import readiness_of
from heliu.readiness.actions import withdraw_assessment
from heliu.readiness.panels import readiness_panel
from heliu.readiness.tests.factories import invited, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def achievement(place):
    return AchievementFactory(
        organisation=place, title_zh="海边钢结构防腐涂层", title_en="Coating for steel at the sea",
        readiness_scale="gbt22900-2009", readiness_level=7,
    )  # fmt: skip


def now(achievement) -> Achievement:
    return Achievement.objects.get(pk=achievement.pk)


def stands(achievement) -> tuple[str, int | None, str]:
    found = now(achievement)
    return found.readiness_scale, found.readiness_level, found.readiness_basis


# -- the record -------------------------------------------------------------------------------------


def test_the_newest_signed_one_stands_on_the_record(place, achievement):
    boss = owner(place)
    assert stands(achievement) == ("gbt22900-2009", 7, ReadinessBasis.STATED)
    first = signed(boss, achievement, level=5)
    assert stands(achievement) == ("iso16290", 5, ReadinessBasis.SELF)
    guest = invited(reviewer(), achievement)
    second = signed(guest, achievement, level=4, fall_reason="没有环境试验")
    assert stands(achievement) == ("iso16290", 4, ReadinessBasis.THIRD_PARTY)
    found = now(achievement)
    assert (found.readiness_assessor, found.readiness_assessed_on) == (guest, second.assessed_on)
    # A side that is not the technology stands beside it.
    third = signed(boss, achievement, level=2, scale="irl-team")
    assert stands(achievement) == ("iso16290", 4, ReadinessBasis.THIRD_PARTY)
    # Taken back one after the other, and at last what the owner had stated before all of them.
    withdraw_assessment(actor=boss, assessment=third, reason="x")
    withdraw_assessment(actor=boss, assessment=first, reason="x")
    assert stands(achievement) == ("iso16290", 4, ReadinessBasis.THIRD_PARTY), "another one stands there"
    withdraw_assessment(actor=guest, assessment=second, reason="x")
    assert stands(achievement) == ("gbt22900-2009", 7, ReadinessBasis.STATED)
    found = now(achievement)
    assert (found.readiness_assessor, found.readiness_assessed_on) == (None, None)
    levels = list(found.history.order_by("history_id").values_list("readiness_level", "history_change_reason"))
    assert [level for level, reason in levels if reason == "assessed"] == [5, 4, 7]
    assert [row.note for row in Event.objects.filter(verb="assessed").order_by("pk")][:2] == [
        "ISO 16290:2013: 5", "ISO 16290:2013: 4"
    ]  # fmt: skip


def test_withdrawing_the_newest_puts_the_one_before_in_its_place(place, achievement):
    boss = owner(place)
    signed(boss, achievement, level=3)
    newest = signed(boss, achievement, level=6)
    withdraw_assessment(actor=boss, assessment=newest, reason="x")
    assert stands(achievement) == ("iso16290", 3, ReadinessBasis.SELF)


def test_what_is_typed_by_hand_afterwards_is_stated_again(place, achievement):
    boss = owner(place)
    done = signed(boss, achievement, level=5)
    found = now(achievement)
    edit_record(actor=boss, record=found, version=found.version, fields={"title_zh": "别的"})
    assert stands(achievement) == ("iso16290", 5, ReadinessBasis.SELF), "nothing about the level was changed"
    found = now(achievement)
    edit_record(actor=boss, record=found, version=found.version, fields={"readiness_level": 9})
    assert stands(achievement) == ("iso16290", 9, ReadinessBasis.STATED)
    withdraw_assessment(actor=boss, assessment=done, reason="x")
    assert stands(achievement) == ("iso16290", 9, ReadinessBasis.STATED), "a withdrawal does not touch it"


def test_a_file_that_is_imported_again_leaves_an_assessed_level(place, tmp_path):
    """The file of every night states what the owner once wrote; what else it says is taken over."""
    boss, path = owner(place), tmp_path / "a.csv"

    def bring_in(title: str) -> None:
        path.write_text(f"title,readiness,external_id\n{title},TRL 7,A1", encoding="utf-8")
        with check_file(ImportRequest("achievement", path, "a.csv", boss, owner=place)) as checked:
            checked.save()

    bring_in("Coating")
    made = Achievement.objects.get(external_id="A1")
    assert stands(made) == ("iso16290", 7, ReadinessBasis.STATED)
    done = signed(boss, made, level=3)
    bring_in("New coating")
    assert stands(made) == ("iso16290", 3, ReadinessBasis.SELF)
    assert now(made).title_en == "New coating"
    withdraw_assessment(actor=boss, assessment=done, reason="x")
    assert stands(made) == ("iso16290", 7, ReadinessBasis.STATED)


def test_an_assessment_may_find_that_the_first_level_is_not_reached(place, achievement, client):
    signed(owner(place), achievement, level=0)
    assert stands(achievement) == ("iso16290", None, ReadinessBasis.SELF)
    page = client.get(achievement.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert "The first level of ISO 16290:2013, levels 1 to 9 is not reached" in page


# -- filters and matches ----------------------------------------------------------------------------


def test_the_list_filters_by_the_assessed_level(place, achievement, client):
    address = reverse("achievement_list")

    def listed(readiness):
        return achievement in list(client.get(address, {"readiness": readiness}).context["table"].data.data)

    assert not listed("iso16290:4")
    signed(owner(place), achievement, level=5)
    assert listed("iso16290:5")
    assert not listed("iso16290:6")
    assert not listed("gbt22900-2009:1")


def test_the_index_is_told_and_finds_it_by_the_new_level(place, achievement, catch_up):
    catch_up()
    IndexChange.objects.all().delete()
    done = signed(owner(place), achievement, level=5)
    assert IndexChange.objects.filter(kind="achievement", object_id=achievement.pk).exists()
    catch_up()

    def found(level):
        conditions = Conditions(readiness=readiness_range("iso16290", level, None))
        answer = find_matches(typed_need("海边钢结构防腐涂层"), user=AnonymousUser(), conditions=conditions, k=50)
        return [one.record.pk for one in answer.results]

    assert achievement.pk in found(5)
    assert achievement.pk not in found(6)
    withdraw_assessment(actor=done.assessor, assessment=done, reason="x")
    catch_up()
    assert achievement.pk not in found(1)


def test_the_features_of_a_match_hold_the_new_level(place, achievement):
    kind = get_kind("achievement")
    assert kind.facets(now(achievement)).readiness == readiness_code("gbt22900-2009", 7)
    signed(owner(place), achievement, level=5)
    assert kind.facets(now(achievement)).readiness == readiness_code("iso16290", 5)


# -- who says so ------------------------------------------------------------------------------------


def test_pages_cards_api_files_and_comparisons_say_who_says_so(place, achievement, client):
    source = {field.name: field for field in export_fields("achievement")}["readiness_source"]
    with translation.override("en"):
        for record in (achievement, now(achievement)):
            assert record.readiness_source == source.value(record) == "stated by the owner"
        assert readiness_of(achievement).endswith(", stated by the owner")
    guest = invited(reviewer(name="李评"), achievement)
    day = signed(guest, achievement, level=5).assessed_on.isoformat()
    said = f"assessed on {day} by 李评 (Third party)"
    found = now(achievement)
    with translation.override("en"):
        assert found.readiness_source == source.value(found) == said
        assert readiness_of(found) == f"Level 5 (ISO 16290:2013), {said}"
        assert _readiness(found).endswith(said)
    assert source.needs == "catalog.view_content"
    english = {"Accept-Language": "en"}
    assert said in client.get(achievement.get_absolute_url(), headers=english).content.decode()
    assert said in client.get(reverse("achievement_list"), headers=english).content.decode()
    shown = client.get(f"/api/v1/achievements/{achievement.pk}/").json()
    assert [shown[f"readiness_{name}"] for name in ("level", "basis", "assessed_on", "assessor")] == [
        5, "third_party", day, "李评"
    ]  # fmt: skip
    zh = client.get(achievement.get_absolute_url(), headers={"Accept-Language": "zh-hans"}).content.decode()
    assert f"李评于{day}评估（第三方评估）" in zh


def test_of_a_record_on_request_nothing_is_told_of_it(place, client):
    hidden = AchievementFactory(organisation=place, tier=Tier.ON_REQUEST)
    done = signed(owner(place), hidden, level=5, note="内部细节")
    client.force_login(member())
    shown = client.get(f"/api/v1/achievements/{hidden.pk}/").json()
    assert {shown[name] for name in shown if name.startswith("readiness")} == {None}
    page = client.get(hidden.get_absolute_url()).content.decode()
    assert 'id="readiness"' not in page
    for name in ("assessment_detail", "assessment_export"):
        assert client.get(reverse(name, args=[done.pk])).status_code == 404
    assert client.get(reverse("assessment_list", args=[hidden.pk])).status_code == 404
    assert "内部细节" not in json.dumps(client.get("/api/v1/assessments/").json())


def test_a_deal_shows_it_to_those_who_may_read_the_achievement(client):
    case = open_case()
    done = signed(case.two.seller_owner, case.two.supply, level=6)
    for person in (case.two.seller_owner, case.two.buyer_owner):
        client.force_login(person)
        page = client.get(case.deal.get_absolute_url()).content.decode()
        assert done.get_absolute_url() in page


def test_the_panel_shows_nothing_where_there_is_nothing(place, achievement, rf):
    request = rf.get("/")
    request.user = member()
    assert readiness_panel(request, achievement) is None
    assert readiness_panel(request, DemandFactory()) is None
    request.user = owner(place)
    assert readiness_panel(request, achievement)["may_assess"]


def test_what_is_amiss_elsewhere_in_the_record_does_not_stop_an_assessment(place, achievement):
    Achievement.objects.filter(pk=achievement.pk).update(region="999999")
    signed(owner(place), achievement, level=4)
    assert stands(achievement) == ("iso16290", 4, ReadinessBasis.SELF)
    with pytest.raises(ValueError, match="has no level 14"):
        set_readiness(
            actor=owner(place), achievement=achievement, scale="gbt22900-2009", level=14, basis=ReadinessBasis.SELF
        )
