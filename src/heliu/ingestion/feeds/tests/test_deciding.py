"""A finding becomes a record only where somebody accepts it, and what people wrote by hand is never written over."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from heliu.accounts.choices import MemberRole
from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import MembershipFactory, fresh
from heliu.catalog.actions import edit_record, merge_record
from heliu.catalog.choices import State
from heliu.catalog.models import Achievement
from heliu.catalog.origins import OriginKind
from heliu.catalog.tests.factories import AchievementFactory
from heliu.ingestion.feeds.actions.deciding import accept_finding, decide_findings, set_finding_aside
from heliu.ingestion.feeds.choices import FindingState, ItemKind, Takeover
from heliu.ingestion.feeds.errors import FindingChanged, NotAcceptable, OwnerMissing
from heliu.ingestion.feeds.models import Finding
from heliu.ingestion.feeds.selectors import made_of, said_by
from heliu.ingestion.feeds.tests.factories import folder_source, only_finding, put, result, rows, visited
from heliu.ingestion.feeds.tests.test_visiting import PAGE
from heliu.ingestion.pages.models import Page
from heliu.kit.tests.threads import at_once
from heliu.provenance.selectors import origins_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(owner, place, folder):
    put(folder, "a.jsonl", rows(result(1, price="30万元", keywords="密封、低温")))
    made = folder_source(owner, place)
    visited(made)
    return made


def accepted(actor, finding: Finding, **options) -> Finding:
    finding.refresh_from_db()
    return accept_finding(actor=fresh(actor), finding=finding, version=finding.version, **options)


def test_an_accepted_finding_becomes_a_draft_that_knows_where_it_came_from(source, owner, place):
    assert not Achievement.objects.exists(), "nothing is created silently"
    finding = accepted(owner, only_finding(source))
    record = Achievement.objects.get()
    assert (finding.state, finding.object_kind, finding.object_id) == ("accepted", "achievement", record.pk)
    assert (record.organisation, record.state, record.title_zh) == (place, State.DRAFT, "耐低温密封圈1")
    assert (record.price_min, record.keywords_zh, record.external_id, record.source) == (
        30, ["密封", "低温"], "R-1", "成果库"
    )  # fmt: skip
    title = next(one for one in origins_of(record) if one.field == "title_zh")
    assert (title.origin.kind, title.origin.name, title.origin.item, title.origin.rule) == (
        OriginKind.FEED, "成果库", "R-1", "folder-1"
    )  # fmt: skip
    assert title.origin.quote == "耐低温密封圈1"
    assert not title.is_confirmed


def test_a_change_is_shown_field_by_field_and_leaves_what_was_written_by_hand(source, folder, owner):
    finding = accepted(owner, only_finding(source))
    record = Achievement.objects.get()
    edit_record(actor=fresh(owner), record=record, version=record.version, fields={"title_zh": "我们自己的题目"})
    put(folder, "a.jsonl", rows(result(1, title="源端新题目", description="新的说明。")))
    visited(source)
    finding.refresh_from_db()
    changes = {change.name: (change.old, change.new) for change in said_by(finding).changes}
    assert changes == {
        "title_zh": ("耐低温密封圈1", "源端新题目"), "description_zh": ("在低温下保持弹性。", "新的说明。"),
        "keywords_zh": ("密封；低温", ""), "price_min": ("30.0000", ""), "price_max": ("30.0000", ""),
    }  # fmt: skip
    accepted(owner, finding)
    record = Achievement.objects.get()
    assert (record.title_zh, record.description_zh) == ("我们自己的题目", "新的说明。")
    assert (record.price_min, record.keywords_zh) == (None, []), "what the source no longer says goes too"
    finding.refresh_from_db()
    assert said_by(finding).changes == []


def test_a_record_that_came_by_another_way_with_the_same_id_is_not_made_twice(source, owner, place):
    accepted(owner, only_finding(source))
    Finding.objects.update(object_id=None, object_kind="", state=FindingState.WAITING)
    accepted(owner, only_finding(source))
    assert Achievement.objects.count() == 1


def test_what_was_merged_is_not_written_and_not_made_anew(source, folder, owner, place):
    accepted(owner, only_finding(source))
    record, stays = Achievement.objects.get(), AchievementFactory(organisation=place)
    merge_record(actor=fresh(owner), record=record, into=stays)
    put(folder, "a.jsonl", rows(result(1, price="50万元")))
    visited(source)
    finding = accepted(owner, only_finding(source))
    assert (finding.state, finding.object_id) == (FindingState.ACCEPTED, record.pk)
    record.refresh_from_db(fields=["price_min"])
    assert record.price_min == 30
    assert Achievement.objects.count() == 2


def test_who_may_decide(source, owner, member, administrator, place):
    finding = only_finding(source)
    for stranger in (member, administrator):
        assert not Finding.objects.visible_to(fresh(stranger)).exists()
        with pytest.raises(PermissionDenied):
            accepted(stranger, finding)
        with pytest.raises(PermissionDenied):
            set_finding_aside(actor=fresh(stranger), finding=finding, version=finding.version)
    assert Finding.objects.visible_to(fresh(owner)).count() == 1


def test_the_version_that_somebody_saw_is_the_one_they_decide_on(source, folder, owner):
    seen = only_finding(source)
    put(folder, "a.jsonl", rows(result(1, title="刚刚变了")))
    visited(source)
    with pytest.raises(FindingChanged):
        accept_finding(actor=fresh(owner), finding=seen, version=seen.version)
    assert not Achievement.objects.exists()


def test_what_is_in_quarantine_or_gone_is_not_accepted(source, folder, owner):
    put(folder, "a.jsonl", rows(result(1, region="没有这个地方")))
    visited(source)
    with pytest.raises(NotAcceptable):
        accepted(owner, only_finding(source))
    put(folder, "a.jsonl", rows(result(2)))
    visited(source)
    gone = source.findings.get(external_id="R-1")
    with pytest.raises(NotAcceptable):
        accepted(owner, gone)


def test_what_is_gone_waits_where_something_was_made_of_it_and_then_rests(source, folder, owner):
    finding = accepted(owner, only_finding(source))
    put(folder, "a.jsonl", rows(result(2)))
    visited(source)
    assert source.findings.to_review().filter(pk=finding.pk).exists()
    finding.refresh_from_db()
    set_finding_aside(actor=fresh(owner), finding=finding, version=finding.version)
    visited(source)
    finding.refresh_from_db()
    assert finding.state == FindingState.SET_ASIDE
    assert Achievement.objects.filter(pk=finding.object_id).exists()


def test_several_at_once_each_by_itself(owner, place, folder):
    put(folder, "a.jsonl", rows(*map(result, range(1, 5))))
    source = folder_source(owner, place)
    visited(source)
    found = [(finding, finding.version) for finding in source.findings.order_by("pk")]
    stale = (found[1][0], 99)
    outcome = decide_findings(actor=fresh(owner), findings=[found[0], stale, found[2]], accept=True)
    assert (outcome.done, [finding.pk for finding, _words in outcome.refused]) == (2, [found[1][0].pk])
    assert decide_findings(actor=fresh(owner), findings=[found[3]], accept=False).done == 1
    assert Achievement.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one_record(source, owner):
    finding = only_finding(source)
    outcomes = at_once(
        *[lambda: accept_finding(actor=fresh(owner), finding=finding, version=finding.version)] * 2
    )  # fmt: skip
    assert sorted(type(one).__name__ for one in outcomes) == ["Finding", "FindingChanged"]
    assert Achievement.objects.count() == 1


# -- the installation's sources ---------------------------------------------------------------------


def test_a_finding_of_the_installation_needs_an_owner_among_ones_own(administrator, place, folder):
    put(folder, "a.jsonl", rows(result(1)))
    source = folder_source(administrator, None)
    visited(source)
    with pytest.raises(OwnerMissing):
        accepted(administrator, only_finding(source))
    with pytest.raises(PermissionDenied):
        accepted(administrator, only_finding(source), organisation=place)
    MembershipFactory(organisation=place, user=administrator, role=MemberRole.MEMBER)
    accepted(administrator, only_finding(source), organisation=place)
    assert Achievement.objects.get().organisation == place


def test_organisations_are_entered_for_others_to_claim(administrator, folder):
    put(folder, "o.jsonl", rows({"external_id": "O-1", "name": "滨海低温材料研究院示例", "website": "example.org"}))
    source = folder_source(administrator, None, item_kind=ItemKind.ORGANISATION)
    visited(source)
    accepted(administrator, only_finding(source))
    made = Organisation.objects.get(external_id="O-1")
    assert (made.name_zh, made.website, made.memberships.count()) == (
        "滨海低温材料研究院示例", "https://example.org", 0
    )  # fmt: skip
    Organisation.objects.filter(pk=made.pk).update(website="https://own.example")
    put(folder, "o.jsonl", rows({"external_id": "O-1", "name": "滨海低温材料研究院示例", "website": "example.net"}))
    visited(source)
    accepted(administrator, only_finding(source))
    made.refresh_from_db()
    assert made.website == "https://own.example", "what its people wrote stays"


# -- drafts by themselves ------------------------------------------------------------------------------


def test_drafts_by_themselves_until_they_are_published(owner, place, folder):
    put(folder, "a.jsonl", rows(result(1), result(2, region="没有这个地方")))
    source = folder_source(owner, place, takeover=Takeover.DRAFTS)
    assert visited(source).drafted == 1
    record = Achievement.objects.get()
    assert record.state == State.DRAFT
    put(folder, "a.jsonl", rows(result(1, title="改过的题目")))
    assert visited(source).drafted == 1
    assert Achievement.objects.get().title_zh == "改过的题目"
    Achievement.objects.update(state=State.PUBLISHED)
    put(folder, "a.jsonl", rows(result(1, title="再改的题目")))
    assert visited(source).drafted == 0
    assert Achievement.objects.get().title_zh == "改过的题目"
    assert source.findings.to_review().count() == 1, "what is published is left to a person"


def test_without_the_owner_who_said_so_a_person_looks_again(owner, place, folder):
    put(folder, "a.jsonl", rows(result(1)))
    source = folder_source(owner, place, takeover=Takeover.DRAFTS)
    place.memberships.filter(user=owner).update(role=MemberRole.MEMBER)
    assert visited(source).drafted == 0
    assert not Achievement.objects.exists()


# -- the command -----------------------------------------------------------------------------------------


def test_the_command_visits_and_says_what_it_found(source, folder):
    out, err = StringIO(), StringIO()
    call_command("ingest", "--source", str(source.pk), stdout=out)
    assert out.getvalue().startswith(f"{source.pk} 成果库: 0 new, 0 changed, 1 unchanged")
    call_command("ingest", "--due", stdout=out)
    with pytest.raises(CommandError, match="There is no source 999999"):
        call_command("ingest", "--source", "999999")
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    with pytest.raises(CommandError, match="1 of the sources"):
        call_command("ingest", "--source", str(source.pk), stdout=out, stderr=err)
    assert "There is no folder “in”" in err.getvalue()


# -- pages ---------------------------------------------------------------------------------------------


def test_an_accepted_page_is_handed_in_to_be_read(owner, place, folder):
    path = put(folder, "note.html", PAGE)
    source = folder_source(owner, place, item_kind=ItemKind.PAGE)
    visited(source)
    finding = accepted(owner, only_finding(source))
    page = Page.objects.get(pk=finding.object_id)
    assert (finding.object_kind, page.organisation, page.name) == ("page", place, "note.html")
    assert made_of(fresh(owner), finding) == page
    Finding.objects.update(state=FindingState.WAITING)
    path.unlink()
    with pytest.raises(FindingChanged):
        accepted(owner, only_finding(source))
