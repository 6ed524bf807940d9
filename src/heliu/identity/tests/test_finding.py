"""What is put on the list, what is taken off, and what is never asked again."""

from __future__ import annotations

import pytest
from django.test import TestCase

from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.catalog.actions import close_record, edit_record
from heliu.catalog.choices import State, Tier
from heliu.catalog.imports.running import ImportRequest, check_file
from heliu.catalog.models import Achievement, Demand
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.identity.actions import check_changes, declare_apart, find_all_duplicates
from heliu.identity.choices import DuplicateState
from heliu.identity.models import Change, Duplicate
from heliu.identity.selectors import load_pairs
from heliu.kit.permissions import OPERATOR

pytestmark = pytest.mark.django_db

COATING = "以纳米涂层保护海洋平台的钢构件，盐雾试验三千小时不起泡，已用于海边栈桥与风电塔筒。"
PUMP = "微型液压泵在零下四十度连续运转五百小时不泄漏，体积比同类产品小三成，用于极地机器人。"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HELIU_HOME = tmp_path


def twins(**fields):
    house = OrganisationFactory(verified=True)
    return [
        AchievementFactory(organisation=house, title_zh=title, title_en="", description_zh=COATING, description_en="",
                           **fields)
        for title in ("海洋平台用防腐涂层", "一种海洋平台用防腐涂层")
    ]  # fmt: skip


def other(**fields):
    return AchievementFactory(title_zh="微型液压泵", title_en="", description_zh=PUMP, description_en="", **fields)


def test_the_nightly_run_finds_what_is_alike_and_drops_what_is_not_any_more():
    one, two = twins()
    other()
    assert find_all_duplicates() == 1
    found = Duplicate.objects.get()
    assert (found.kind, found.left_id, found.right_id) == ("achievement", one.pk, two.pk)
    assert found.score > 0.5
    assert {reason["nature"] for reason in found.reasons} >= {"title", "owner"}
    assert find_all_duplicates() == 1
    actor = member(two.organisation)
    edit_record(actor=actor, record=two, version=1, fields={"title_zh": "微型液压泵", "description_zh": PUMP})
    assert find_all_duplicates() == 1
    states = dict(Duplicate.objects.values_list("right_id", "state"))
    assert DuplicateState.SUPERSEDED in states.values()


def test_a_record_that_is_written_is_compared_soon_after(monkeypatch):
    one, two = twins()
    find_all_duplicates()
    Duplicate.objects.all().delete()
    monkeypatch.setattr("heliu.identity.actions.finding.likely_pairs", lambda records: pytest.fail("all compared"))
    actor = member(two.organisation)
    with TestCase.captureOnCommitCallbacks(execute=True):
        edit_record(actor=actor, record=two, version=1, fields={"keywords_zh": ["防腐"]})
        edit_record(actor=actor, record=one, version=1, fields={"keywords_zh": ["涂层"]})
    assert not Change.objects.exists()
    found = Duplicate.objects.get()
    assert (found.left_version, found.right_version, found.state) == (2, 2, DuplicateState.OPEN)
    one.refresh_from_db(fields=["version"])
    with TestCase.captureOnCommitCallbacks(execute=True):
        close_record(actor=actor, record=one)
    assert Duplicate.objects.get().state == DuplicateState.SUPERSEDED


def test_what_a_file_brings_in_is_compared_soon_after_though_it_is_a_draft(tmp_path):
    first, _second = twins()
    Change.objects.all().delete()
    path = tmp_path / "a.csv"
    path.write_text(f"title,description\n{first.title_zh},{first.description_zh}\n", encoding="utf-8")
    request = ImportRequest("achievement", path, "a.csv", OPERATOR, owner=OrganisationFactory(), state=State.DRAFT)
    with check_file(request) as checked:
        checked.save()
    brought_in = Achievement.objects.latest("pk")
    assert brought_in.state == State.DRAFT
    assert [(one.kind, one.object_id) for one in Change.objects.all()] == [("achievement", brought_in.pk)]


def test_different_ones_are_asked_about_again_only_when_both_became_others():
    one, two = twins()
    find_all_duplicates()
    actor = member(one.organisation)
    pair = load_pairs(Duplicate.objects.all())[0]
    declare_apart(actor=actor, pair=pair, versions=(1, 1), note="两个型号")
    edit_record(actor=actor, record=one, version=1, fields={"title_zh": "微型液压泵", "description_zh": PUMP})
    edit_record(actor=actor, record=one, version=2, fields={"title_zh": one.title_zh, "description_zh": COATING})
    find_all_duplicates()
    assert Duplicate.objects.get().state == DuplicateState.APART
    for record in (one, two):
        record.refresh_from_db(fields=["version"])
        fields = {"title_zh": f"{record.pk}号微型液压泵", "description_zh": PUMP}
        edit_record(actor=actor, record=record, version=record.version, fields=fields)
    find_all_duplicates()
    again = Duplicate.objects.get()
    assert (again.state, again.note, again.decided_by) == (DuplicateState.OPEN, "", None)


def test_what_is_confidential_is_held_against_its_own_organisation_alone():
    text = {"title_zh": "海洋平台用防腐涂层", "title_en": "", "description_zh": COATING, "description_en": ""}
    secret = DemandFactory(tier=Tier.CONFIDENTIAL, **text)
    DemandFactory(**text)
    find_all_duplicates()
    assert not Duplicate.objects.exists()
    inside = DemandFactory(organisation=secret.organisation, **text)
    find_all_duplicates()
    assert {secret.pk, inside.pk} in [{one.left_id, one.right_id} for one in Duplicate.objects.all()]


def test_pairs_go_with_a_record():
    one, _two = twins()
    find_all_duplicates()
    one.delete()
    assert not Duplicate.objects.exists()
    assert check_changes() == 0
    assert not Demand.objects.exists()
