"""The engine over the records of a day: what it may read of each, and what it gives."""

from __future__ import annotations

import pytest

from heliu.catalog.choices import Tier
from heliu.matchdays import actions
from heliu.matchdays.adapters.pairing import PairingRefused, pair_up
from heliu.matchdays.choices import RunState, State
from heliu.matchdays.errors import RunUnderWay
from heliu.matchdays.models import Candidate, CandidateRun, Entry, MatchDay
from heliu.matchdays.tests.factories import coming, enter, make_day
from heliu.matching.adapters.reading import forget_readers

pytestmark = pytest.mark.django_db

RUST = {"title_zh": "钢结构防腐涂层", "description_zh": "海边钢结构锈蚀快，需要耐盐雾的防腐涂层。"}
COATING = {"title_zh": "水性防腐涂料", "description_zh": "涂层耐盐雾，用于钢结构防腐。"}
BATTERY = {"title_zh": "储能电池热管理", "description_zh": "储能电池温度不均，影响续航。"}
BLANK = {"title_en": "", "description_en": ""}


@pytest.fixture
def levels(calibrate):
    """Levels begin where the tests' encoder tells concepts apart."""
    calibrate(credible=None, cuts=(0.25, 0.5, 0.75))
    yield
    forget_readers()


def run_of(day) -> CandidateRun:
    run = CandidateRun.objects.create(day=day, number=(day.runs.count() + 1))
    return actions.run_candidates(run)


def found_in(run) -> set[tuple[int, int]]:
    return set(run.candidates.values_list("demand", "supply"))


def test_what_fits_is_found_and_what_does_not_is_not(levels, catch_up):
    day = make_day()
    demand = enter(coming(day), "demand", **RUST, **BLANK)
    coating = enter(coming(day), "achievement", **COATING, **BLANK)
    enter(coming(day), "achievement", **BATTERY, **BLANK)
    catch_up()
    run = run_of(day)
    assert run.state == RunState.DONE
    assert found_in(run) == {(demand.pk, coating.pk)}
    [candidate] = Candidate.objects.all()
    assert candidate.level >= 2
    assert 2 <= candidate.expected <= 4
    assert 1 <= candidate.expected_back <= 4
    assert (run.demands, run.supplies, run.pairs, run.done, run.total) == (1, 2, 1, 3, 3)
    assert run.index_version
    # The same day, the same answer; and the earlier run is kept.
    again = run_of(day)
    assert [(one.expected, one.expected_back) for one in again.candidates.all()] == [
        (candidate.expected, candidate.expected_back)
    ]
    assert day.runs.count() == 2


def test_one_organisation_does_not_meet_itself(levels, catch_up):
    day = make_day()
    registration = coming(day)
    enter(registration, "demand", **RUST, **BLANK)
    enter(registration, "achievement", **COATING, **BLANK)
    catch_up()
    assert found_in(run_of(day)) == set()


def test_of_records_that_are_not_open_only_title_and_summary_count(levels, catch_up):
    """The text says what would match, title and summary do not: then nothing may be found by it."""
    day = make_day()
    open_demand = enter(coming(day), "demand", **RUST, **BLANK)
    for tier in (Tier.ON_REQUEST, Tier.CONFIDENTIAL):
        hidden = {**COATING, "title_zh": "一项成果", **BLANK, "tier": tier, "title_shown": True}
        silent = enter(coming(day), "achievement", **hidden)
        telling = enter(coming(day), "achievement", **{**hidden, "summary_zh": "钢结构防腐涂层，耐盐雾。"})
        catch_up()
        run = run_of(day)
        assert (open_demand.pk, silent.pk) not in found_in(run), tier
        assert (open_demand.pk, telling.pk) in found_in(run), tier


def test_a_confidential_demand_asks_with_its_title_alone(levels, catch_up):
    day = make_day()
    facts = {**RUST, "title_zh": "一项需求", **BLANK, "tier": Tier.CONFIDENTIAL, "title_shown": True}
    silent = enter(coming(day), "demand", **facts)
    telling = enter(coming(day), "demand", **{**facts, "title_zh": "钢结构防腐涂层"})
    coating = enter(coming(day), "achievement", **COATING, **BLANK)
    catch_up()
    assert found_in(run_of(day)) == {(telling.pk, coating.pk)}
    assert silent.pk


def test_confidential_texts_are_encoded_once_however_many_ask(levels, catch_up, fake_encoder):
    day = make_day()
    for _ in range(5):
        enter(coming(day), "demand", **RUST, **BLANK)
    enter(coming(day), "achievement", **{**COATING, **BLANK, "tier": Tier.CONFIDENTIAL, "title_shown": True})
    catch_up()
    fake_encoder.texts.clear()
    run_of(day)
    assert fake_encoder.texts.count("水性防腐涂料") <= 1


def test_without_levels_there_is_nothing_to_weigh(settings, catch_up):
    settings.HELIU_ENCODER = "none"
    day = make_day()
    enter(coming(day), "demand", **RUST, **BLANK)
    enter(coming(day), "achievement", **COATING, **BLANK)
    catch_up()
    run = run_of(day)
    assert (run.state, run.error) == (RunState.FAILED, "no_levels")
    entries = list(Entry.objects.taking_part().with_records())
    with pytest.raises(PairingRefused):
        pair_up(entries[:1], entries[1:], apart=lambda *_: False, progress=lambda *_: None)


def test_one_run_at_a_time_and_one_that_was_left_behind_makes_room(settings, django_capture_on_commit_callbacks):
    day = make_day()
    run = actions.look_for_candidates(actor=day.organiser, day=day)
    with pytest.raises(RunUnderWay):
        actions.look_for_candidates(actor=day.organiser, day=day)
    CandidateRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, beat_at="2026-01-01T00:00:00Z")
    second = actions.look_for_candidates(actor=day.organiser, day=day)
    run.refresh_from_db()
    assert (run.state, run.error, second.number) == (RunState.FAILED, "stalled", 2)


def test_closing_registration_starts_a_run_and_the_worker_does_it(levels, catch_up, django_capture_on_commit_callbacks):
    day = make_day()
    demand = enter(coming(day), "demand", **RUST, **BLANK)
    supply = enter(coming(day), "achievement", **COATING, **BLANK)
    catch_up()
    actions.close_registration(actor=day.organiser, day=day)
    [run] = day.runs.all()
    assert run.state == RunState.QUEUED
    actions.run_candidates(run)
    assert found_in(run) == {(demand.pk, supply.pk)}
    assert "matchday_matched" in demand.registration.registered_by.notices.values_list("event__verb", flat=True)
    assert MatchDay.objects.get().state == State.CLOSED
