"""A visit writes down what is new, changed, gone or unusable, and decides when the next one comes."""

from __future__ import annotations

import os
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from heliu.accounts.tests.factories import OrganisationFactory, fresh
from heliu.activity.models import Notice
from heliu.ingestion.feeds.actions import visiting
from heliu.ingestion.feeds.actions.deciding import accept_finding, set_finding_aside
from heliu.ingestion.feeds.actions.sources import add_source, edit_source, pause_source, resume_source
from heliu.ingestion.feeds.actions.visiting import ask_for_visit, queue_due_visits, run_visit
from heliu.ingestion.feeds.choices import (
    FindingState,
    ItemKind,
    Quarantine,
    Rhythm,
    SourceState,
    Takeover,
    VisitState,
)
from heliu.ingestion.feeds.errors import SourceChanged, UnderWay
from heliu.ingestion.feeds.models import Finding, Source, Visit
from heliu.ingestion.feeds.readers import Item, Reader, ReadingFailed, register_reader
from heliu.ingestion.feeds.readers.base import _readers
from heliu.ingestion.feeds.readers.folders import file_of
from heliu.ingestion.feeds.schedule import next_try, next_visit
from heliu.ingestion.feeds.tests.factories import folder_source, only_finding, put, result, rows, visited
from heliu.ingestion.fetching import FetchError
from heliu.ingestion.fetching.tests.clocks import Clock
from heliu.kit.tests.threads import at_once

PAGE = """<html><head><title>项目申报公告</title></head><body><h1>项目申报公告</h1>
<p>2026年度技术攻关项目申报工作现已启动，重点支持低温密封材料与液压系统方向，欢迎各单位积极申报。</p>
<p>申报单位应在四月三十日前提交申报书，逾期不予受理。评审由市科学技术局组织，结果在网站公示。</p></body></html>"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(owner, place, folder):
    put(folder, "a.jsonl", rows(result(1), result(2)))
    return folder_source(owner, place)


@pytest.fixture
def broken(request):
    """A kind of source that fails as the test says."""
    failure: list[Exception] = []

    def read(look):
        yield Item("before", ItemKind.ACHIEVEMENT, {"title": "在出错之前"})
        raise failure[0]

    register_reader(Reader("broken", "Broken", "", read, "broken-1", (ItemKind.ACHIEVEMENT,), needs_place=False))
    yield failure
    del _readers["broken"]


def broken_source(owner, place, name="坏") -> Source:
    fields = {"name": name, "item_kind": ItemKind.ACHIEVEMENT}
    return add_source(actor=fresh(owner), organisation=place, kind="broken", fields=fields)


def numbers(visit: Visit) -> tuple[int, ...]:
    return visit.new, visit.changed, visit.unchanged, visit.gone, visit.refused


def states(source: Source) -> dict[str, str]:
    return dict(source.findings.values_list("external_id", "state"))


# -- what is written down -------------------------------------------------------------------------


def test_new_changed_unchanged_gone_and_back(source, folder):
    first = visited(source)
    assert (first.state, numbers(first)) == (VisitState.DONE, (2, 0, 0, 0, 0))
    assert source.findings.get(external_id="R-1").fields == {
        "title_zh": "耐低温密封圈1", "description_zh": "在低温下保持弹性。"
    }  # fmt: skip
    assert numbers(visited(source)) == (0, 0, 2, 0, 0)
    put(folder, "a.jsonl", rows(result(1, title="耐高温密封圈")))
    assert numbers(visited(source)) == (0, 1, 0, 1, 0)
    assert states(source) == {"R-1": FindingState.WAITING, "R-2": FindingState.GONE}
    assert not source.findings.to_review().filter(external_id="R-2").exists(), "nothing was made of it"
    assert numbers(visited(source)) == (0, 0, 1, 0, 0), "what is gone is gone once"
    put(folder, "a.jsonl", rows(result(1), result(2)))
    assert numbers(visited(source)) == (0, 2, 0, 0, 0)
    assert set(states(source).values()) == {FindingState.WAITING}


def test_what_says_again_what_was_decided_on_needs_no_decision(source, folder, owner):
    visited(source)
    one, two = source.findings.order_by("external_id")
    accept_finding(actor=fresh(owner), finding=one, version=one.version)
    set_finding_aside(actor=fresh(owner), finding=two, version=two.version)
    put(folder, "a.jsonl", rows(result(1, title="别的"), result(2, title="别的")))
    visited(source)
    assert set(states(source).values()) == {FindingState.WAITING}
    put(folder, "a.jsonl", rows(result(1), result(2)))
    visited(source)
    assert states(source) == {"R-1": FindingState.ACCEPTED, "R-2": FindingState.SET_ASIDE}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"price": "面议很久"}, "price"), ({"region": "没有这个地方"}, "region"), ({"title": ""}, "title_zh"),
        ({"expires_on": "2026-13-40"}, "expires_on"),
    ],
)  # fmt: skip
def test_values_that_cannot_be_used_go_into_quarantine_with_words_in_both_languages(source, folder, fields, field):
    put(folder, "a.jsonl", rows(result(1), result(2) | fields))
    visit = visited(source)
    assert (visit.new, visit.refused) == (1, 1)
    finding = source.findings.get(state=FindingState.QUARANTINED)
    assert finding.reason in (Quarantine.INVALID, Quarantine.UNREADABLE)
    if finding.reason == Quarantine.INVALID:
        problem = next(one for one in finding.problems if one["field"] == field)
        assert problem["zh"]
        assert problem["en"]
        assert problem["zh"] != problem["en"]
    put(folder, "a.jsonl", rows(result(1), result(2)))
    visited(source)
    assert set(states(source).values()) >= {FindingState.WAITING}


def test_two_things_of_one_id_wait_in_quarantine(source, folder):
    put(folder, "b.jsonl", rows(result(2, title="同号不同物")))
    assert visited(source).refused == 1
    assert source.findings.get(external_id="R-2").reason == Quarantine.TWICE


def test_too_much_for_one_finding(source, folder):
    put(folder, "a.jsonl", rows(result(1, description="长" * 40_000, parameters="长" * 40_000)))
    visited(source)
    finding = only_finding(source)
    assert finding.fields != {}
    put(folder, "a.jsonl", rows(result(1, **{f"readiness_evidence_{n}": "长" * 49_000 for n in ("zh", "en")},
                                     description="长" * 49_000, parameters="长" * 49_000, summary_zh="短" * 900,
                                     description_en="word " * 9_000)))  # fmt: skip
    visited(source)
    finding.refresh_from_db()
    assert finding.reason in (Quarantine.TOO_LARGE, Quarantine.INVALID)


# -- files ------------------------------------------------------------------------------------------


def test_a_file_that_is_being_written_is_left_until_it_is_complete(source, folder):
    now = timezone.now().timestamp()
    path = put(folder, "a.jsonl", rows(result(1)), age=now)
    assert visited(source).new == 0
    assert visited(source).new == 1, "it was the same at two looks"
    path.write_text(rows(result(1), result(2)), encoding="utf-8")
    assert numbers(visited(source)) == (0, 0, 0, 0, 0), "what was read of it is not gone while it is written anew"
    os.utime(path, (now - 61, now - 61))
    assert visited(source).new == 1


def test_links_hidden_files_and_other_folders_are_not_read(source, folder, tmp_path):
    secret = put(tmp_path / "outside", "secret.jsonl", rows(result(9, title="外面的")))
    (folder / "link.jsonl").symlink_to(secret)
    (folder / "linked").symlink_to(secret.parent)
    put(folder, ".hidden.jsonl", rows(result(8)))
    put(folder.parent / "beside", "b.jsonl", rows(result(7)))
    put(folder / "below", "c.jsonl", rows(result(3)))
    before = sorted((path, path.lstat().st_mtime_ns) for path in folder.parent.rglob("*"))
    visited(source)
    assert set(states(source)) == {"R-1", "R-2", "R-3"}
    assert sorted((path, path.lstat().st_mtime_ns) for path in folder.parent.rglob("*")) == before


@pytest.mark.parametrize("name", ["../outside", "in/../..", "/etc", "", ".", "in\0", "nowhere", "away", "C:\\Windows"])
def test_a_source_names_a_folder_below_the_root_only(owner, place, folder, tmp_path, name, settings):
    (tmp_path / "outside").mkdir()
    (folder.parent / "away").symlink_to(tmp_path / "outside")
    with pytest.raises(ValidationError) as caught:
        folder_source(owner, place, folder=name)
    assert "folder" in caught.value.message_dict
    settings.HELIU_INGEST_FOLDER = ""
    with pytest.raises(ValidationError):
        folder_source(owner, place)


def test_an_organisation_watches_no_folder_of_another(owner, place, folder):
    theirs = OrganisationFactory(verified=True)
    put(folder.parent.parent / str(theirs.pk) / "in", "a.jsonl", rows(result(1, title="别人的")))
    (folder.parent / "linked").symlink_to(folder.parent.parent / str(theirs.pk) / "in")
    for name in (f"{theirs.pk}/in", "linked"):
        with pytest.raises(ValidationError) as caught:
            folder_source(owner, place, folder=name)
        assert str(place.pk) in caught.value.message_dict["folder"][0]
    source = folder_source(owner, place)
    folder.rename(folder.parent / "before")
    folder.symlink_to(folder.parent.parent / str(theirs.pk) / "in")
    assert visited(source).error == "no_folder"
    assert file_of("in", "a.jsonl", place.pk) is None
    assert file_of("in", "a.jsonl", theirs.pk) is not None


def test_a_folder_that_becomes_a_link_outside_is_not_read(source, folder, tmp_path):
    put(tmp_path / "outside", "secret.jsonl", rows(result(9)))
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.symlink_to(tmp_path / "outside")
    visit = visited(source)
    assert (visit.state, visit.error) == (VisitState.FAILED, "no_folder")
    assert not source.findings.exists()


def test_pages_and_files_that_cannot_be_read(owner, place, folder):
    put(folder, "note.html", PAGE)
    put(folder, "program.exe", b"MZ\x00\x01")
    put(folder, "broken.pdf", b"%PDF-1.7 nothing")
    source = folder_source(owner, place, item_kind=ItemKind.PAGE)
    assert numbers(visited(source)) == (1, 0, 0, 0, 2)
    assert source.findings.get(state=FindingState.WAITING).title == "项目申报公告"
    assert set(source.findings.exclude(reason="").values_list("external_id", "reason")) == {
        ("program.exe", Quarantine.UNREADABLE), ("broken.pdf", Quarantine.UNREADABLE)
    }  # fmt: skip
    assert numbers(visited(source)) == (0, 0, 1, 0, 2)


def test_a_table_that_cannot_be_read_keeps_no_other_from_being_read(source, folder):
    put(folder, "bad.xlsx", b"PK\x03\x04 no workbook")
    put(folder, "c.csv", "external_id,名称\nR-5,第五项\n")
    visit = visited(source)
    assert (visit.new, visit.refused) == (3, 1)


# -- failing ----------------------------------------------------------------------------------------


def test_a_failing_source_stops_no_other(owner, place, broken, source, django_capture_on_commit_callbacks):
    broken.append(RuntimeError("unforeseen"))
    bad = broken_source(owner, place)
    with django_capture_on_commit_callbacks(execute=True):
        assert queue_due_visits() == 2
    assert bad.visits.get().error == "mistake"
    assert bad.findings.get().title == "在出错之前", "what came before stays"
    assert source.visits.get().new == 2


def test_pauses_grow_and_in_the_end_the_owner_is_told(owner, place, broken, settings, member):
    settings.HELIU_INGEST_FAILURES = 3
    broken.append(FetchError("busy", {"host": "a.example", "status": 503}, later=3600.0))
    bad = broken_source(owner, place)
    clock = Clock()
    visited(bad, clock=clock)
    assert bad.next_due_at == clock.now + timedelta(hours=1), "not before the server asked for"
    broken[0] = ReadingFailed("no_folder", folder="in")
    visited(bad, clock=clock)
    assert timedelta(minutes=48) <= bad.next_due_at - clock.now <= timedelta(minutes=72)
    assert not Notice.objects.exists()
    last = visited(bad, clock=clock)
    assert (bad.state, bad.failures, bad.next_due_at) == (SourceState.FAILING, 3, None)
    assert [notice.recipient for notice in Notice.objects.all()] == [owner]
    assert (last.error, last.error_data) == ("no_folder", {"folder": "in"})
    assert queue_due_visits() == 0
    resume_source(actor=fresh(owner), source=bad)
    bad.refresh_from_db()
    assert (bad.state, bad.failures) == (SourceState.ACTIVE, 0)


def test_a_paused_source_stays_paused_whatever_a_visit_does(owner, place, source, folder):
    visit = Visit.objects.create(source=source, created_at=timezone.now())
    pause_source(actor=fresh(owner), source=source)
    assert queue_due_visits() == 0
    assert run_visit(visit.pk).state == VisitState.DONE
    source.refresh_from_db()
    assert (source.state, source.next_due_at) == (SourceState.PAUSED, None)


# -- one at a time ------------------------------------------------------------------------------------


def test_a_killed_worker_leaves_a_visit_that_the_next_one_takes_over(source, monkeypatch):
    clock = Clock()
    visit = Visit.objects.create(source=source, created_at=clock.now)
    visiting._claim(visit.pk, clock.now)
    assert run_visit(visit.pk, clock=clock) is None, "somebody has it"
    clock.now += visiting.LEASE + timedelta(seconds=1)
    assert run_visit(visit.pk, clock=clock).new == 2
    assert run_visit(visit.pk, clock=clock) is None, "it is over"


def test_who_lost_the_visit_writes_no_more(source, folder, monkeypatch):
    put(folder, "a.jsonl", rows(*map(result, range(1, 31))))
    visit = Visit.objects.create(source=source, created_at=timezone.now())
    before = visiting._go_on

    def stolen(*arguments):
        Visit.objects.filter(pk=visit.pk).update(claim=None)
        before(*arguments)

    monkeypatch.setattr(visiting, "_go_on", stolen)
    assert run_visit(visit.pk) is None
    visit.refresh_from_db()
    assert visit.state == VisitState.RUNNING


def test_what_was_forgotten_is_queued_again(source, monkeypatch):
    queued: list[int] = []
    monkeypatch.setattr(visiting, "enqueue", lambda _name, pk: queued.append(pk))
    visit = Visit.objects.create(source=source, created_at=timezone.now() - visiting.LOST - timedelta(minutes=1))
    assert queue_due_visits() == 1
    assert queued == [visit.pk]
    assert queue_due_visits() == 0


@pytest.mark.django_db(transaction=True)
def test_one_visit_of_a_source_at_a_time(owner, source, monkeypatch):
    monkeypatch.setattr(visiting, "enqueue", lambda *_: None)
    outcomes = at_once(*[lambda: ask_for_visit(actor=fresh(owner), source=source)] * 3)
    assert sorted(type(one).__name__ for one in outcomes) == ["UnderWay", "UnderWay", "Visit"]
    assert source.visits.count() == 1
    with pytest.raises(UnderWay):
        ask_for_visit(actor=fresh(owner), source=source)
    pk = source.visits.get().pk
    done = at_once(*[lambda: run_visit(pk)] * 2)
    assert sorted(one is None for one in done) == [False, True]
    assert Finding.objects.count() == 2


# -- schedules ----------------------------------------------------------------------------------------


def test_the_next_visit_by_the_schedule_in_the_zone_of_the_installation():
    monday = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
    plan = {"every_hours": 6, "at": time(3, 0), "weekday": 2}
    assert next_visit(monday, rhythm=Rhythm.HOURS, **plan) == monday + timedelta(hours=6)
    assert next_visit(monday, rhythm=Rhythm.DAILY, **plan) == datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
    assert next_visit(monday, rhythm=Rhythm.WEEKLY, **plan) == datetime(2026, 3, 3, 19, 0, tzinfo=UTC)


@given(
    st.integers(1_760_000_000, 1_890_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.sampled_from(Rhythm.values), st.integers(1, 168), st.times(), st.integers(0, 6),
)  # fmt: skip
def test_the_next_visit_is_later_and_within_a_week(moment, rhythm, hours, at, weekday):
    found = next_visit(moment, rhythm=rhythm, every_hours=hours, at=at.replace(tzinfo=None), weekday=weekday)
    assert timedelta(0) < found - moment <= timedelta(days=7)


@given(st.integers(1, 50), st.floats(0, 1e9) | st.none())
def test_a_failed_visit_is_tried_again_within_little_more_than_a_day(failures, later):
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert timedelta(minutes=12) <= next_try(now, failures, later) - now <= timedelta(days=1.2)


# -- editing --------------------------------------------------------------------------------------------


def test_of_two_who_edit_the_second_is_told(owner, source):
    edit_source(actor=fresh(owner), source=source, version=1, fields={"name": "新名"})
    with pytest.raises(SourceChanged) as caught:
        edit_source(actor=fresh(owner), source=source, version=1, fields={"name": "旧名", "rhythm": Rhythm.WEEKLY})
    assert caught.value.status == 409
    source.refresh_from_db()
    assert (source.name, source.rhythm, source.version) == ("新名", Rhythm.DAILY, 2)


def test_another_place_is_looked_at_from_the_beginning(owner, source, folder):
    visited(source)
    assert source.memory["files"]
    put(folder.parent / "other", "b.jsonl", rows(result(5)))
    edit_source(actor=fresh(owner), source=source, version=1, fields={"folder": "other"})
    source.refresh_from_db()
    assert source.memory == {}
    assert numbers(visited(source)) == (1, 0, 0, 2, 0)


def test_drafts_by_themselves_are_for_an_organisations_owner_alone(administrator, owner, place, folder):
    with pytest.raises(ValidationError):
        folder_source(administrator, None, takeover=Takeover.DRAFTS)
    source = folder_source(owner, place, takeover=Takeover.DRAFTS)
    assert source.takeover_by == owner
