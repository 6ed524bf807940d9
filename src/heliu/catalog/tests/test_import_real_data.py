"""Real tables from beside the project, each brought in with its own columns."""

from __future__ import annotations

import pytest
from django.utils import translation

from heliu.accounts.models import Organisation
from heliu.catalog.choices import State
from heliu.catalog.models import Achievement, Demand
from heliu.catalog.tests.test_import_command import Run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_demands_of_companies(shared_data):
    path = shared_data / "bdci2019-demand-achievement" / "demands.jsonl"
    maps = ["--map", "title=title", "--map", "description=description", "--map", "external_id=demand_id"]
    run = Run("demand", path, *maps, owner="河南展会", create_owner=True, state="published")
    assert (run.status, run.counts) == (0, (308, 0, 0, 0))
    assert "demand_group" in run.err
    assert Demand.objects.findable().count() == 308
    assert Run("demand", path, *maps, owner="河南展会", state="published").counts == (0, 0, 308, 0)


def test_titles_of_achievements_of_which_some_are_empty(shared_data):
    path = shared_data / "bdci2019-demand-achievement" / "achievements.csv"
    maps = ["--map", "title=title_keywords", "--map", "external_id=achievement_id"]
    run = Run("achievement", path, *maps, owner="河南展会", create_owner=True)
    assert (run.status, run.counts) == (1, (12251, 0, 0, 21))
    assert run.err.count("column “title_keywords”: There is no title.") == 21
    assert not Achievement.objects.exists()


def test_patents_whose_owners_stand_in_the_rows(shared_data):
    path = shared_data / "cn-patents-fsl" / "patents.jsonl"
    maps = ["--map", "external_id=patent_id", "--map", "description=abstract", "--map", "organisation=assignee"]
    run = Run("achievement", path, *maps)
    assert (run.status, run.counts[3]) == (1, 4097)
    run = Run("achievement", path, *maps, create_owner=True, state="published")
    assert (run.status, run.counts) == (0, (4097, 0, 0, 0))
    assert Organisation.objects.count() == 2788
    assert Achievement.objects.filter(state=State.PUBLISHED).count() == 4097
    assert Organisation.objects.get(name_zh="浙江大学").kind == "university"


def test_patents_in_english(shared_data):
    path = shared_data / "nasa-patents" / "nasa_patents.csv"
    run = Run("achievement", path, "--map", "external_id=case_number", owner="NASA", create_owner=True)
    assert (run.status, run.counts) == (0, (1393, 0, 0, 0))
    assert not Achievement.objects.exclude(title_zh="").exists()
