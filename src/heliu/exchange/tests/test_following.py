"""What goes out follows what is public: datestamps, tombstones, neighbours."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse

from heliu.accounts.actions import edit_organisation, set_organisation_shown
from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, member, owner
from heliu.activity.selectors import timeline_of
from heliu.catalog.actions import close_record, delete_record, edit_record
from heliu.catalog.choices import State, Tier
from heliu.catalog.imports.running import ImportRequest, check_file
from heliu.catalog.models import Expert
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, ExpertFactory
from heliu.exchange.actions import catch_up, choose_open_data, rebuild
from heliu.exchange.models import Change, Exposure, Withholding
from heliu.exchange.selectors import without_hidden
from heliu.exchange.tests.region import follow, make_region
from heliu.identity.actions import merge_pair, undo_merge
from heliu.identity.choices import Side
from heliu.identity.tests.factories import pair_of
from heliu.kit.permissions import OPERATOR
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def age() -> None:
    """Make everything look as if it had gone out long ago."""
    Exposure.objects.update(datestamp=LONG_AGO)


def moved() -> set[str]:
    """What has another datestamp since."""
    return set(Exposure.objects.exclude(datestamp=LONG_AGO).values_list("identifier", flat=True))


def edit(record, **fields):
    record = type(record).objects.get(pk=record.pk)
    edit_record(actor=OPERATOR, record=record, version=record.version, fields=fields)
    catch_up()


def test_a_datestamp_changes_only_when_what_goes_out_does():
    region = make_region()
    assert not Change.objects.exists()
    age()
    edit(region.demand, contact_phone="12345678", need_confidentiality="unter uns")
    assert moved() == set()
    edit(region.demand, title_zh="另一个标题")
    assert moved() == {f"Demands/{region.demand.pk}"}
    assert rebuild() == 0


def test_a_changed_name_changes_what_names_it():
    region = make_region()
    age()
    edit(region.expert, position_zh="研究员")
    assert moved() == {f"Persons/{region.expert.pk}"}
    age()
    edit(region.expert, title_zh="欧阳远明")
    own = {one for one in moved() if one.startswith(("Persons", "Publications", "Projects"))}
    assert len(own) == 4
    assert f"Products/{region.achievement.pk}" in moved()
    assert f"Demands/{region.demand.pk}" not in moved()
    age()
    edit_organisation(
        actor=OPERATOR, organisation=region.university, version=region.university.version, name_en="Haihe Univ.",
        end_verification=True,
    )  # fmt: skip
    catch_up()
    assert moved() == set(Exposure.objects.values_list("identifier", flat=True))


@pytest.mark.parametrize("tier", [Tier.MEMBERS, Tier.ON_REQUEST, Tier.CONFIDENTIAL])
def test_whatever_is_no_longer_public_is_a_tombstone(client, tier):
    region = make_region()
    age()
    edit(region.achievement, tier=tier)
    gone = set(Exposure.objects.filter(deleted=True).values_list("identifier", flat=True))
    assert f"Products/{region.achievement.pk}" in gone
    assert len(gone) == 3
    assert moved() == gone
    assert all(row.content == {} for row in Exposure.objects.filter(deleted=True))
    age()
    edit(region.achievement, tier=Tier.PUBLIC)
    assert moved() == gone
    assert not Exposure.objects.filter(deleted=True).exists()


def test_closing_deleting_and_hiding_leave_tombstones():
    region = make_region()
    close_record(actor=OPERATOR, record=region.demand)
    delete_record(actor=OPERATOR, record=region.expert)
    catch_up()
    assert set(Exposure.objects.filter(deleted=True, kind="demand").values_list("object_id", flat=True)) == {
        region.demand.pk
    }
    product = Exposure.objects.get(entity="product")
    assert "people" not in product.content
    set_organisation_shown(actor=OPERATOR, organisation=region.university, shown=False)
    catch_up()
    assert not Exposure.objects.filter(deleted=False).exists()
    assert rebuild() == 0
    set_organisation_shown(actor=OPERATOR, organisation=region.university, shown=True)
    catch_up()
    assert Exposure.objects.filter(deleted=False, entity="product").exists()


def test_an_organisation_that_is_deleted_takes_all_it_had_along():
    region = make_region()
    region.university.delete()
    catch_up()
    assert not Exposure.objects.filter(deleted=False).exists()


def test_what_was_hidden_a_moment_ago_goes_out_no_more_before_anybody_looked(client):
    region = make_region()
    # Not through an action: the table knows nothing of it.
    type(region.expert).objects.filter(pk=region.expert.pk).update(tier=Tier.CONFIDENTIAL)
    rows = {row.identifier: row for row in without_hidden(Exposure.objects.all())}
    assert rows[f"Persons/{region.expert.pk}"].deleted
    assert rows[f"Products/{region.achievement.pk}"].content["people"] == []
    answer = client.get(reverse("oai"), {"verb": "ListRecords", "metadataPrefix": "oai_dc"}).content.decode()
    assert "欧阳" not in answer
    # What no signal told of is found at night.
    assert rebuild() > 0
    assert Exposure.objects.get(identifier=f"Persons/{region.expert.pk}").deleted


def test_works_keep_their_ids_when_their_rows_are_written_anew():
    region = make_region()
    age()
    works = [
        {"kind": work.kind, "title_zh": work.title_zh, "abstract": work.abstract, "year": work.year}
        for work in region.expert.works.all()
    ]
    edit(region.expert, works=[*works[1:], {"kind": "paper", "title_zh": "新论文", "year": 2025}])
    assert len(moved()) == 2
    assert Exposure.objects.filter(deleted=True).count() == 1


def test_an_organisation_decides_and_only_its_owners(client):
    region = make_region()
    boss, helper = owner(region.university), member(region.university)
    other_expert = ExpertFactory(title_zh="李外")
    region.achievement.team.add(other_expert)
    follow()
    address = reverse("open_data_choose", args=[region.university.pk])
    for person in (helper, UserFactory()):
        client.force_login(person)
        assert client.post(address, {"given": "no"}).status_code == 403
    client.force_login(boss)
    assert client.get(reverse("open_data_choice", args=[region.university.pk])).status_code == 200
    client.post(address, {"given": "no"})
    catch_up()
    assert not Exposure.objects.filter(deleted=False).exclude(identifier__in=[
        f"Persons/{other_expert.pk}", f"OrgUnits/{other_expert.organisation_id}",
    ]).exists()  # fmt: skip
    page = client.get(region.achievement.get_absolute_url()).content.decode()
    assert "ld+json" not in page
    assert 'content="noindex"' in page
    assert client.get(f"/achievements/{region.achievement.pk}.jsonld").status_code == 404
    assert "/achievements/" not in client.get("/sitemap-achievements.xml").content.decode()
    client.post(address, {"given": "yes"})
    catch_up()
    assert Exposure.objects.filter(deleted=False, entity="product").exists()
    verbs = [event.verb for event in timeline_of(region.university)]
    assert verbs[:2] == ["open_data_given", "open_data_withheld"]


def test_an_expert_of_another_organisation_is_named_only_while_it_gives_its_records():
    region = make_region()
    other = ExpertFactory(title_zh="李外")
    region.achievement.team.add(other)
    follow()
    age()
    product = Exposure.objects.get(entity="product")
    assert [one["name"].get("zh") for one in product.content["people"]] == ["欧阳明远", "李外"]
    choose_open_data(actor=OPERATOR, organisation=other.organisation, given=False)
    catch_up()
    product.refresh_from_db()
    assert [one["name"].get("zh") for one in product.content["people"]] == ["欧阳明远"]
    assert product.identifier in moved()


def test_the_migration_notes_what_is_there():
    region = make_region()
    DemandFactory(tier=Tier.CONFIDENTIAL)
    Exposure.objects.all().delete()
    Change.objects.all().delete()
    migration = import_module("heliu.exchange.migrations.0002_exchange_note_everything")
    migration.note_everything(apps, None)
    catch_up()
    assert Exposure.objects.filter(deleted=False, entity="demand").count() == 1
    assert Exposure.objects.filter(identifier=f"Products/{region.achievement.pk}").exists()


def test_the_commands(capsys):
    make_region()
    AchievementFactory()
    call_command("exchange", "rebuild")
    assert "Compared;" in capsys.readouterr().out
    call_command("exchange", "status", "--json")
    assert '"product": {"out": 2}' in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_each_item_once():
    house = OrganisationFactory(verified=True)
    DemandFactory.create_batch(30, organisation=house)
    for demand in house.demands.all():
        Change.objects.create(kind="demand", object_id=demand.pk)
    outcomes = at_once(catch_up, catch_up)
    assert sorted(outcomes) == [0, 30]
    assert Exposure.objects.filter(entity="demand").count() == 30
    assert not Withholding.objects.exists()


def names_of(field: str, identifier: str) -> list[str]:
    return [one["id"] for one in Exposure.objects.get(identifier=identifier).content.get(field, [])]


def test_a_merge_that_is_undone_is_undone_in_what_goes_out():
    house = OrganisationFactory(verified=True)
    actor, first, second = member(house), ExpertFactory(organisation=house), ExpertFactory(organisation=house)
    same = {"organisation": house, "title_zh": "低温铸件", "title_en": "Castings", "description_zh": "铸件。"}
    kept, gone = AchievementFactory(**same), AchievementFactory(**same)
    kept.team.set([first])
    gone.team.set([first, second])
    follow()
    product, persons = f"Products/{kept.pk}", [f"Persons/{first.pk}", f"Persons/{second.pk}"]
    merge = merge_pair(actor=actor, pair=pair_of(kept, gone), keep=Side.LEFT, choices={}, versions=(1, 1))
    catch_up()
    assert names_of("people", product) == persons
    assert Exposure.objects.get(identifier=f"Products/{gone.pk}").deleted
    undo_merge(actor=actor, merge=merge)
    catch_up()
    assert names_of("people", product) == persons[:1]
    assert names_of("people", f"Products/{gone.pk}") == persons
    assert rebuild() == 0


def test_achievements_name_the_expert_who_stands_for_a_draft_that_was_merged():
    house = OrganisationFactory(verified=True)
    actor, kept, draft = member(house), ExpertFactory(organisation=house), ExpertFactory(organisation=house)
    Expert.objects.filter(pk=draft.pk).update(state=State.DRAFT)
    achievement = AchievementFactory(organisation=house)
    achievement.team.add(draft)
    follow()
    product = f"Products/{achievement.pk}"
    merge = merge_pair(actor=actor, pair=pair_of(kept, draft), keep=Side.LEFT, choices={}, versions=(1, 1))
    catch_up()
    assert names_of("people", product) == [f"Persons/{kept.pk}"]
    undo_merge(actor=actor, merge=merge)
    catch_up()
    assert names_of("people", product) == []


def test_organisations_that_a_file_brings_in_and_changes_go_out_at_once(tmp_path):
    path = tmp_path / "a.csv"
    for name in ("Haihe Institute", "Haihe Research Institute"):
        path.write_text(f"external_id,name_zh,name_en,kind\nH-1,海河研究所,{name},institute\n", encoding="utf-8")
        with check_file(ImportRequest("organisation", path, "a.csv", OPERATOR)) as checked:
            checked.save()
        catch_up()
        place = Organisation.objects.get(name_zh="海河研究所")
        assert Exposure.objects.get(identifier=f"OrgUnits/{place.pk}").content["name"]["en"] == name
