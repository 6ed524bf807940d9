"""What is kept of where fields came from, and what a person's word changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from heliu.accounts.signals import personal_data_requested
from heliu.accounts.tests.factories import OrganisationFactory, fresh, member
from heliu.catalog import actions as catalog
from heliu.catalog.actions import EditConflict
from heliu.catalog.choices import State
from heliu.catalog.imports.running import ImportRequest, check_file
from heliu.catalog.models import Achievement, Demand, Record
from heliu.catalog.origins import Origin, OriginKind, Origins
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.kit.append_only import AppendOnlyError
from heliu.kit.permissions import OPERATOR
from heliu.provenance.actions import confirm_fields
from heliu.provenance.models import EntryRecord, OriginEntry
from heliu.provenance.selectors import confirmed_fields, fields_to_update, origins_of

pytestmark = pytest.mark.django_db

PAGE = Origin(
    OriginKind.PAGE, name="成果推介", url="https://example.org/a.html", item="成果3", rule="understanding-1",
    confidence=0.9,
)  # fmt: skip
QUOTED = Origin(OriginKind.PAGE, name="成果推介", url="https://example.org/a.html", quote="价格约30万元", start=12)
READ = {"title_zh": "低温密封件", "description_zh": "耐零下六十度。", "price_min": 30}


@pytest.fixture
def owner() -> Any:
    return OrganisationFactory(verified=True)


def from_page(actor: Any, organisation: Any, **fields: Any) -> Achievement:
    """An achievement as reading a page makes it; the price has a source of its own."""
    return catalog.create_record(
        actor=actor, kind="achievement", organisation=organisation, fields={**READ, **fields},
        origins=Origins(PAGE, {"price_min": QUOTED}),
    )  # fmt: skip


def by_field(record: Record) -> dict[str, Any]:
    return {one.field: one for one in origins_of(record)}


def test_each_field_knows_its_source_and_a_source_has_one_entry(owner):
    person = member(owner)
    record = from_page(person, owner, intellectual_property=[{"kind": "invention", "number": "CN1"}], summary_zh="")
    known = by_field(record)
    assert list(known) == [
        "title_zh",
        "description_zh",
        "price_min",
        "intellectual_property",
    ]  # What is empty has none.
    assert known["title_zh"].origin == PAGE
    assert known["price_min"].origin == QUOTED
    assert (known["price_min"].version, known["price_min"].writer) == (1, person)
    assert known["price_min"].organisation_id == owner.pk
    assert OriginEntry.objects.count() == 2
    assert confirmed_fields(record) == frozenset()


def test_a_persons_own_writing_counts_as_confirmed_until_a_source_writes_anew(owner):
    person = member(owner)
    record = from_page(person, owner)
    record = catalog.edit_record(actor=person, record=record, version=1, fields={**READ, "title_zh": "低温密封圈"})
    assert confirmed_fields(record) == {"title_zh"}  # Only what differed was written.
    assert by_field(record)["title_zh"].version == 2
    catalog.edit_record(
        actor=person, record=record, version=2, fields={"title_zh": "密封件"}, origins=Origins(PAGE)
    )  # fmt: skip
    assert confirmed_fields(record) == frozenset()
    assert [row.version for row in EntryRecord.objects.order_by("pk")] == [1, 1, 2, 3]  # Nothing was lost.


def test_what_the_installation_writes_is_not_by_hand_and_a_choice_in_a_merge_is(owner):
    record = catalog.create_record(actor=OPERATOR, kind="demand", organisation=owner, fields={"title_en": "Seal"})
    assert by_field(record)["title_en"].origin.kind == OriginKind.INSTALLATION
    merged = Origins(Origin(OriginKind.MERGE, name="Seals"))
    person = member(owner)
    catalog.edit_record(actor=person, record=record, version=1, fields={"title_en": "Seals"}, origins=merged)
    assert confirmed_fields(record) == {"title_en"}


def test_reading_again_updates_only_what_nobody_confirmed(owner):
    person = member(owner)
    record = from_page(person, owner, intellectual_property=[{"kind": "invention", "number": "CN1"}])
    assert confirm_fields(actor=person, record=record, fields=["title_zh", "intellectual_property"]) == [
        "title_zh", "intellectual_property",
    ]  # fmt: skip
    again = {
        "title_zh": "别的题目", "description_zh": "耐零下八十度。", "price_min": 30, "summary_zh": "摘要",
        "intellectual_property": [], "team": [],
    }  # fmt: skip
    take, kept = fields_to_update(record, again)
    assert take == {"description_zh": "耐零下八十度。", "summary_zh": "摘要"}
    assert kept == {"title_zh": "别的题目", "intellectual_property": []}
    same = {"intellectual_property": [{"kind": "invention", "number": "CN1"}]}
    assert fields_to_update(record, same) == ({}, {})


def test_confirming_is_for_those_who_may_edit_and_for_what_they_have_seen(owner):
    person = member(owner)
    record = from_page(person, owner)
    outsider = member()
    with pytest.raises(PermissionDenied):
        confirm_fields(actor=outsider, record=record, fields=["title_zh"])
    with pytest.raises(PermissionDenied):
        confirm_fields(actor=OPERATOR, record=record, fields=["title_zh"])
    with pytest.raises(ValidationError):
        confirm_fields(actor=person, record=record, fields=["state"])
    catalog.edit_record(actor=person, record=record, version=1, fields={"description_zh": "耐热。"})
    with pytest.raises(EditConflict):
        confirm_fields(actor=person, record=record, fields=["title_zh"], version=1)
    assert not OriginEntry.objects.filter(act="confirmed").exists()
    assert confirm_fields(actor=person, record=record, fields=["title_zh"], version=2) == ["title_zh"]
    assert confirm_fields(actor=person, record=record, fields=["title_zh", "description_zh"]) == []  # Both stand.
    known = by_field(record)["title_zh"]
    assert (known.origin, known.confirmer, known.confirmed_for_id) == (PAGE, person, owner.pk)


def test_a_record_from_before_tells_what_its_timeline_knows(owner):
    """What the ledger does not know is told from source, author and the edits of the timeline, and said to be so."""
    person = member(owner)
    record = from_page(person, owner, source="results.xlsx", external_id="7")
    catalog.edit_record(actor=person, record=record, version=1, fields={"description_zh": "耐热。"})
    EntryRecord._base_manager.all().delete()  # As an installation of an earlier version is.
    record = Achievement.objects.get()
    known = by_field(record)
    assert not any(one.was_kept for one in known.values())
    assert (known["title_zh"].origin.kind, known["title_zh"].origin.name) == (OriginKind.FILE, "results.xlsx")
    assert confirmed_fields(record) == {"description_zh"}
    by_hand = DemandFactory(organisation=owner, created_by=person)
    assert "title_zh" in confirmed_fields(by_hand)
    sample = AchievementFactory(source="sample region", illustrative=True)
    assert by_field(sample)["title_zh"].origin.kind == OriginKind.INSTALLATION
    # From then on what is written is kept, and the rest is still told.
    catalog.edit_record(actor=person, record=record, version=2, fields={"title_zh": "新题目"})
    known = by_field(record)
    assert (known["title_zh"].was_kept, known["description_zh"].was_kept) == (True, False)


def test_the_ledger_is_only_added_to_and_goes_with_its_record(owner):
    person = member(owner)
    record = from_page(person, owner)
    with pytest.raises(AppendOnlyError):
        OriginEntry.objects.update(name="x")
    with pytest.raises(AppendOnlyError):
        OriginEntry.objects.first().delete()
    catalog.delete_record(actor=person, record=record)
    assert not EntryRecord.objects.exists()
    assert not OriginEntry.objects.exists()


def test_names_go_with_the_account_and_the_copy_of_ones_data_has_what_one_did(owner):
    person = member(owner)
    record = from_page(person, owner)
    confirm_fields(actor=person, record=record, fields=["title_zh"])
    answers = [answer for _, answer in personal_data_requested.send(type(person), user=person)]
    mine = next(answer["origins"] for answer in answers if "origins" in answer)
    assert [one["what"] for one in mine] == ["written", "written", "confirmed"]
    assert all(one["records"] == [f"achievement {record.pk}"] for one in mine)
    person.delete()
    record = Achievement.objects.get()
    known = by_field(record)["title_zh"]
    assert (known.writer, known.confirmer, known.is_confirmed) == (None, None, True)


def test_long_texts_are_cut_and_a_time_before_writing_is_kept(owner):
    earlier = timezone.now() - timedelta(days=3)
    origin = Origin(
        OriginKind.FEED, name="n" * 400, url="https://e.org/" + "u" * 3000, read_at=earlier, quote="q" * 999
    )
    record = catalog.create_record(
        actor=member(owner), kind="demand", organisation=owner, fields={"title_en": "Seal"}, origins=Origins(origin)
    )
    known = by_field(record)["title_en"]
    assert (len(known.origin.name), known.origin.url, len(known.origin.quote)) == (300, "", 300)
    assert known.read_at == earlier
    late = Origin(OriginKind.FEED, read_at=timezone.now() + timedelta(days=1))
    catalog.edit_record(
        actor=fresh(record.created_by), record=record, version=1, fields={"title_en": "Seals"}, origins=Origins(late)
    )
    known = by_field(record)["title_en"]
    assert known.read_at == known.written_at


def test_a_file_that_is_brought_in_is_the_source_of_its_fields(owner, tmp_path):
    def bring_in(*rows: str) -> None:
        path = tmp_path / "a.csv"
        path.write_text("\n".join(("title,region,external_id", *rows)), encoding="utf-8")
        with check_file(ImportRequest("demand", path, "a.csv", OPERATOR, owner=owner, state=State.DRAFT)) as checked:
            checked.save()

    bring_in("Seal,120103,7", "Pump,,8")
    seal, pump = (Demand.objects.get(external_id=name) for name in "78")
    known = by_field(seal)
    assert set(known) == {"title_en", "region", "external_id", "source"}
    assert "region" not in by_field(pump)
    assert (known["region"].origin.kind, known["region"].origin.name, known["region"].origin.item) == (
        OriginKind.FILE, "a.csv", "7",
    )  # fmt: skip
    bring_in("Valve,120103,9")
    bring_in("Ring,120103,10", "Belt,120103,11")
    assert (OriginEntry.objects.count(), EntryRecord.objects.count()) == (4, 5)  # The same fields share an entry.
    assert confirmed_fields(seal) == frozenset()
    bring_in("Seals,120103,7", "Pump,,8")
    assert by_field(Demand.objects.get(external_id="7"))["title_en"].version == 2
