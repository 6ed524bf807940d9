"""New weights from the log, and how they come into use: by hand only."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from heliu.matching.adapters.answers import find_matches, typed_need
from heliu.matching.adapters.ranking import forget_ranking
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.checks import check_ranking
from heliu.matching.outcomes.choices import Reason, What
from heliu.matching.outcomes.models import Outcome, ShownResult
from heliu.matching.outcomes.selectors import log_rows
from heliu.matching.tests.factories import AchievementFactory
from heliu.matching.tests.logs import make_answers
from heliu.matching.tests.test_answers import published
from heliu_engine.scoring import load_model, model_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ranking(settings):
    """Each test begins with the weights that ship, and leaves no others."""
    settings.HELIU_RANKING = ""
    forget_ranking()
    forget_readers()
    yield
    forget_ranking()
    forget_readers()


def retrain(*arguments: str) -> str:
    out = StringIO()
    call_command("retrain", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_retraining_writes_a_file_that_is_used_when_the_setting_names_it(tmp_path, settings, catch_up):
    record = published(AchievementFactory)
    catch_up()
    make_answers(500, preferred="words_title", opened=0.8)
    target = tmp_path / "new.json"
    before = find_matches(typed_need("水性防腐涂料"), user=AnonymousUser())
    out = retrain("--out", str(target))
    assert str(target) in out
    assert "HELIU_RANKING" in out

    old, new = model_of(None).profile("demand"), load_model(target).profile("demand")
    assert new.words_title > old.words_title
    assert f"{old.words_title:.3f}" in out
    assert f"{new.words_title:.3f}" in out
    others = json.loads(target.read_text())["profiles"]
    assert load_model(target).profile("expert") == model_of(None).profile("expert")
    assert set(others) == {"demand", "expert", "policy", "general"}

    unused = find_matches(typed_need("水性防腐涂料"), user=AnonymousUser())
    assert unused.results[0].parts == before.results[0].parts, "nothing is used by itself"
    settings.HELIU_RANKING = str(target)
    used = find_matches(typed_need("水性防腐涂料"), user=AnonymousUser())
    assert used.results[0].record == record
    assert used.used.ranking == load_model(target).name
    assert used.results[0].parts["words_title"] == pytest.approx(
        before.results[0].parts["words_title"] * new.words_title / old.words_title
    )


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path):
    make_answers(500)
    target = tmp_path / "new.json"
    dry = retrain("--dry-run", "--out", str(target))
    assert "words_title" in dry
    assert not target.exists()
    wet = retrain("--out", str(target))
    assert dry.splitlines()[:-1] == wet.splitlines()[:-2]


def test_too_little_is_refused_with_what_is_missing(tmp_path):
    make_answers(100, opened=1.0)
    with pytest.raises(CommandError, match="100 outcomes to learn from, 100 fewer than the 200"):
        retrain("--out", str(tmp_path / "new.json"))
    assert not list(tmp_path.iterdir())


def test_only_what_is_asked_for_is_learned_from(tmp_path):
    make_answers(250, opened=1.0)
    make_answers(250, opened=1.0, weeks_ago=8)
    make_answers(250, opened=1.0, profile="general")
    make_answers(250, opened=1.0, encoder="another")
    assert "opened 500" in retrain("--dry-run")
    since = (timezone.localdate() - timedelta(weeks=4)).isoformat()
    assert "opened 250" in retrain("--dry-run", "--since", since)
    assert "Profile general" in retrain("--dry-run", "--profile", "general")
    with pytest.raises(CommandError, match="0 outcomes"):
        retrain("--dry-run", "--profile", "expert")


def test_the_file_in_use_is_never_written_over(tmp_path, settings):
    make_answers(500)
    target = tmp_path / "ranking.json"
    retrain("--out", str(target))
    settings.HELIU_RANKING = str(target)
    before = target.read_bytes()
    with pytest.raises(CommandError, match="in use"):
        retrain("--out", str(tmp_path / "." / "ranking.json"))
    with pytest.raises(CommandError, match="no folder"):
        retrain("--out", str(tmp_path / "nowhere" / "new.json"))
    assert target.read_bytes() == before
    assert "in use" not in retrain("--dry-run", "--out", str(target))


def test_positions_are_compared_where_a_result_stood_at_several():
    make_answers(300, opened=1.0)
    assert "as assumed" in retrain("--dry-run")
    again = make_answers(300, opened=1.0, seed=2)
    # The same needs with their results in the other order, as after a change of the index.
    ShownResult.objects.filter(answer__in=[answer.pk for answer in again]).update(object_id=6 - F("position"))
    assert re.search(r"from \d+ results that stood at several positions", retrain("--dry-run"))


def test_the_weightiest_outcome_of_a_result_counts():
    [answer] = make_answers(1, opened=0)
    rows = list(answer.results.order_by("position"))
    for row, happened in zip(
        rows,
        [[], ["opened"], ["opened", "introduced"], ["introduced", "dismissed"], ["introduced", "contracted"]],
        strict=True,
    ):
        for what in happened:
            reason = Reason.PRICE if what == "dismissed" else ""
            Outcome.objects.create(result=row, what=What(what), reason=reason)
    found = [(row.outcome, row.reason) for row in log_rows("demand", "", None)]
    assert found == [("shown", ""), ("opened", ""), ("introduced", ""), ("dismissed", "price"), ("contracted", "")]
    assert len(list(log_rows("demand", "", None, telling=True))) == 5
    Outcome.objects.all().delete()
    assert not list(log_rows("demand", "", None, telling=True))


def test_a_ranking_that_cannot_be_read_is_refused_at_the_start_and_left_aside_on_pages(
    tmp_path, settings, catch_up, caplog
):
    published(AchievementFactory)
    catch_up()
    assert check_ranking(None) == []
    settings.HELIU_RANKING = str(tmp_path / "gone.json")
    [error] = check_ranking(None)
    assert "gone.json" in error.msg
    answer = find_matches(typed_need("水性防腐涂料"), user=AnonymousUser())
    assert answer.results
    assert answer.used.ranking == model_of(None).name
    assert "HELIU_RANKING is left aside" in caplog.text
    (tmp_path / "gone.json").write_text("{}")
    assert "is no ranking model" in check_ranking(None)[0].msg
