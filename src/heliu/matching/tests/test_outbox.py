"""The index follows the catalog, whatever happens to either."""

from __future__ import annotations

import random
import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from heliu.catalog.actions import create_record, edit_record, expire_due_records, publish_record, submit_record
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.catalog.signals import record_published, record_withdrawn, records_merged
from heliu.matching.actions import index_state, request_rebuild
from heliu.matching.adapters.keeper import IndexKeeper
from heliu.matching.errors import IndexBusyError
from heliu.matching.kinds import all_kinds
from heliu.matching.models import IndexChange, IndexState
from heliu.matching.selectors import get_search_state
from heliu.matching.tasks import Writer, run_index_writer
from heliu.matching.tests.factories import (
    AchievementFactory,
    DemandFactory,
    ExpertFactory,
    OrganisationFactory,
    WorkFactory,
    member_of,
    reviewer,
)


def announce(record, *, gone: bool = False) -> None:
    """What the catalog's actions do inside their transaction."""
    (record_withdrawn if gone else record_published).send(type(record), record=record)


def indexed() -> dict[str, str]:
    """Id and text of every document of the index on disk."""
    with IndexKeeper(index_state()) as keeper:
        return {document.id: document.title + document.text for document in keeper._writer.documents()}


def expected() -> dict[str, str]:
    """The same, from the catalog."""
    return {
        document.id: document.title.text + document.text
        for kind in all_kinds()
        for record in kind.findable()
        for document in kind.index_documents(record)
    }


@pytest.mark.django_db
def test_a_change_is_kept_or_lost_with_its_transaction():
    demand = DemandFactory()
    IndexChange.objects.all().delete()
    with transaction.atomic():
        announce(demand)
        transaction.set_rollback(True)
    assert not IndexChange.objects.exists()
    announce(demand)
    change = IndexChange.objects.get()
    assert (change.kind, change.object_id) == ("demand", demand.pk)


@pytest.mark.django_db
def test_publishing_changing_and_closing_reach_the_index(catch_up):
    demand = DemandFactory(title_zh="铝合金焊接变形")
    announce(demand)
    catch_up()
    assert not IndexChange.objects.exists(), "what the index has committed waits no longer"
    assert "铝合金焊接变形" in indexed()[f"demand:{demand.pk}:zh"]
    Demand.objects.filter(pk=demand.pk).update(title_zh="", title_en="Distortion in welding", description_zh="")
    announce(demand)
    catch_up()
    assert indexed().keys() == expected().keys(), "the Chinese document is gone with the Chinese text"
    pk = demand.pk
    demand.delete()
    demand.pk = pk
    announce(demand, gone=True)
    catch_up()
    assert not any(identity.startswith("demand:") for identity in indexed())


@pytest.mark.django_db
def test_merging_looks_at_both_records(catch_up):
    stays, goes = AchievementFactory(), AchievementFactory()
    announce(stays)
    announce(goes)
    catch_up()
    gone = goes.pk
    goes.delete()
    records_merged.send(Achievement, record=stays, merged=("achievement", gone))
    catch_up()
    assert indexed() == expected()


@pytest.mark.django_db
def test_an_organisation_carries_its_records(catch_up):
    demand = DemandFactory()
    announce(demand)
    catch_up()
    organisation = demand.organisation
    organisation.website = "https://example.org"
    organisation.save()
    assert [change.kind for change in IndexChange.objects.all()] == ["organisation"]
    organisation.is_active = False
    organisation.save()
    assert "demand" in {change.kind for change in IndexChange.objects.all()}
    catch_up()
    assert indexed() == expected() == {}
    organisation.is_active = True
    organisation.save()
    catch_up()
    assert len(indexed()) == 2
    organisation.delete()
    catch_up()
    assert f"organisation:{organisation.pk}:zh" not in indexed()


@pytest.mark.django_db
def test_every_action_of_the_catalog_reaches_the_index(catch_up):
    """From a draft to its end, by the actions that page, API and import call."""
    member, judge = member_of(), reviewer()
    fields = {"title_zh": "薄板焊接变形", "description_zh": "焊完翘曲三毫米。"}
    organisation = member.memberships.get().organisation
    record = create_record(actor=member, kind="demand", organisation=organisation, fields=fields)
    identity = f"demand:{record.pk}:zh"

    def stands() -> str | None:
        catch_up()
        assert indexed() == expected()
        return indexed().get(identity)

    assert stands() is None
    record = submit_record(actor=member, record=record)
    assert stands() is None
    record = publish_record(actor=judge, record=record)
    assert stands() == "薄板焊接变形焊完翘曲三毫米。"
    record = edit_record(actor=member, record=record, version=record.version, fields={"description_zh": "翘曲五毫米。"})
    assert stands() == "薄板焊接变形翘曲五毫米。"
    record = edit_record(actor=member, record=record, version=record.version, fields={"tier": Tier.ON_REQUEST})
    assert stands() == "薄板焊接变形"
    record = edit_record(actor=member, record=record, version=record.version, fields={"tier": Tier.CONFIDENTIAL})
    assert stands() is None
    record = edit_record(actor=member, record=record, version=record.version, fields={"tier": Tier.PUBLIC})
    assert stands() is not None
    Demand.objects.filter(pk=record.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    assert expire_due_records() == 1
    assert stands() is None
    other = publish_record(
        actor=judge,
        record=submit_record(
            actor=member,
            record=create_record(actor=member, kind="achievement", organisation=organisation, fields=fields),
        ),
    )
    catch_up()
    assert f"achievement:{other.pk}:zh" in indexed()
    organisation.delete()
    assert stands() is None
    assert indexed() == {}


def _random_step(chance: random.Random) -> None:
    """One thing that somebody does in the catalog."""
    model, make = chance.choice(
        [(Demand, DemandFactory), (Achievement, AchievementFactory), (Expert, ExpertFactory)]
    )  # fmt: skip
    record = chance.choice([None, *model.objects.order_by("pk")])
    with transaction.atomic():
        if record is None:
            record = make(
                state=chance.choice([State.DRAFT, State.PUBLISHED]),
                tier=chance.choice(Tier.values),
                title_en=chance.choice(["", "An English title"]),
            )
            announce(record, gone=not record.is_published)
            return
        step = chance.choice(["publish", "withdraw", "edit", "tier", "work", "delete"])
        if step in ("publish", "withdraw"):
            state = State.PUBLISHED if step == "publish" else chance.choice([State.CLOSED, State.EXPIRED])
            model.objects.filter(pk=record.pk).update(state=state)
        elif step == "edit":
            field = chance.choice(["title_zh", "description_zh", "description_en"])
            model.objects.filter(pk=record.pk).update(**{field: f"改过{chance.random():.6f}"})
        elif step == "tier":
            model.objects.filter(pk=record.pk).update(tier=chance.choice(Tier.values))
        elif step == "work" and model is Expert:
            if record.works.exists() and chance.random() < 0.5:
                record.works.first().delete()
            else:
                WorkFactory(expert=record, title_en=chance.choice(["", "Rust"]))
        pk = record.pk
        if step == "delete":
            record.delete()
            record.pk = pk
        announce(record, gone=step in ("withdraw", "delete"))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_index_and_catalog_agree_after_any_history(seed, fake_encoder):
    """Publishing, editing and withdrawing at random, with a writer that dies in between now and then."""
    chance = random.Random(seed)
    keeper = IndexKeeper(index_state())
    writer = Writer(keeper)
    writer.rebuild_if_needed()
    for number in range(60):
        _random_step(chance)
        if chance.random() < 0.4:
            writer.step()
        if chance.random() < 0.05:
            # Applied, never committed: as after kill -9 the index is as of its last commit.
            keeper.apply(list(IndexChange.objects.all()))
            keeper.__exit__(None, None, None)
            keeper = IndexKeeper(index_state())
            writer = Writer(keeper)
            assert not keeper.must_rebuild(index_state().consumed, get_search_state().head)
        if number == 30:
            request_rebuild()
            writer.rebuild_if_needed()
    while writer.step():
        pass
    assert keeper.pending == 0
    keeper.__exit__(None, None, None)
    assert indexed() == expected()
    assert not IndexChange.objects.exists()


@pytest.mark.django_db
def test_nothing_is_embedded_twice(catch_up, fake_encoder):
    demand = DemandFactory()
    announce(demand)
    catch_up()
    before = list(fake_encoder.texts)
    assert before
    catch_up()
    announce(demand)
    request_rebuild()
    catch_up()
    assert fake_encoder.texts == before
    assert not index_state().rebuild_wanted


@pytest.mark.django_db
def test_an_index_that_does_not_fit_the_database_is_built_anew(catch_up):
    demand = DemandFactory()
    announce(demand)
    catch_up()
    other = index_state()
    IndexState.objects.update(catalog="00000000-0000-0000-0000-000000000001")
    with IndexKeeper(index_state()) as keeper:
        assert keeper.must_rebuild(0, keeper.committed), "it was made for another database"
    IndexState.objects.update(catalog=other.catalog)
    with IndexKeeper(index_state()) as keeper:
        assert not keeper.must_rebuild(keeper.committed, keeper.committed)
        assert keeper.must_rebuild(keeper.committed + 1, keeper.committed + 1), "changes it lacks are deleted"
        assert keeper.must_rebuild(0, keeper.committed - 1), "it knows changes the database never had"
    # A record that came without a change, and an index older than what was deleted.
    DemandFactory()
    IndexChange.objects.all().delete()
    IndexState.objects.update(consumed=10_000)
    catch_up()
    assert indexed() == expected()


@pytest.mark.django_db
def test_changes_during_a_rebuild_are_not_lost(monkeypatch):
    """A record changes after its page was read: the new generation has the new text all the same."""
    demand = DemandFactory(title_zh="旧的标题")
    with IndexKeeper(index_state()) as keeper:
        writer = Writer(keeper)
        waiting = writer._waiting

        def change_then_wait():
            if Demand.objects.filter(pk=demand.pk, title_zh="旧的标题").update(title_zh="新的标题"):
                announce(demand)
                announce(OrganisationFactory())
            return waiting()

        monkeypatch.setattr(writer, "_waiting", change_then_wait)
        writer.rebuild()
    assert indexed()[f"demand:{demand.pk}:zh"].startswith("新的标题")
    assert indexed() == expected()
    assert not IndexChange.objects.exists()


@pytest.mark.django_db
def test_a_record_the_engine_refuses_does_not_stop_the_others(catch_up):
    good, bad = DemandFactory(), AchievementFactory(readiness_scale="iso16290")
    Achievement.objects.filter(pk=bad.pk).update(readiness_level=32_767)
    for record in (bad, good):
        announce(record)
    catch_up()
    assert f"demand:{good.pk}:zh" in indexed()
    assert f"achievement:{bad.pk}:zh" not in indexed()
    Achievement.objects.filter(pk=bad.pk).update(readiness_level=6)
    announce(bad)
    catch_up()
    assert indexed() == expected()


@pytest.mark.django_db
def test_an_index_has_one_writer():
    with IndexKeeper(index_state()), pytest.raises(IndexBusyError):
        IndexKeeper(index_state())


@pytest.mark.django_db
def test_pages_know_how_far_search_is_behind(catch_up):
    announce(DemandFactory())
    search = get_search_state()
    assert search.waiting == 2
    assert search.behind, "nobody is writing"
    assert not search.alive
    catch_up()
    search = get_search_state()
    assert (search.waiting, search.behind) == (0, False)
    assert search.head == index_state().consumed > 0


def wait_for(condition, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_the_loop_survives_a_failing_database(monkeypatch):
    """The database refuses for a while; afterwards the writer goes on where it was."""
    stop, failing = threading.Event(), threading.Event()
    waiting = Writer._waiting
    refused = []

    def sometimes(self):
        if failing.is_set():
            refused.append(1)
            raise OperationalError("database is locked")
        return waiting(self)

    monkeypatch.setattr(Writer, "_waiting", sometimes)

    writer = threading.Thread(target=run_index_writer, args=(stop,))
    writer.start()
    try:
        wait_for(lambda: get_search_state().alive)
        failing.set()
        announce(DemandFactory())
        wait_for(lambda: len(refused) > 1)
        assert IndexChange.objects.exists()
        failing.clear()
        wait_for(lambda: not IndexChange.objects.exists())
    finally:
        stop.set()
        writer.join(20)
    assert not writer.is_alive()
    assert not get_search_state().alive, "a writer that ends says so"
    assert indexed() == expected()


@pytest.mark.django_db
def test_what_the_index_took_is_announced_before_it_is_forgotten_and_again_when_it_has_its_vectors(fake_encoder):
    from heliu.matching.signals import index_caught_up, index_took

    heard: list[object] = []

    def took(sender, records, **_):
        assert IndexChange.objects.exists(), "a receiver that fails loses nothing"
        heard.append(records)

    def caught_up(sender, **_):
        heard.append("caught up")

    demand, other = DemandFactory(), DemandFactory()
    index_took.connect(took)
    index_caught_up.connect(caught_up)
    try:
        with IndexKeeper(index_state()) as keeper:
            writer = Writer(keeper)
            writer.rebuild_if_needed()
            heard.clear()
            for record in (demand, other, demand):
                announce(record)
            assert writer.take_changes()
            assert heard == [[("demand", demand.pk), ("demand", other.pk)]], "each once, and no word of meaning yet"
            writer.embed_all()
            assert heard[1:] == ["caught up"]
            writer.embed_all()
            assert heard[1:] == ["caught up"], "nothing new, nothing to say"
    finally:
        index_took.disconnect(took)
        index_caught_up.disconnect(caught_up)
