"""What an import leaves behind is what the actions leave behind; and it locks nothing while it checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.activity.models import Event
from heliu.catalog import actions
from heliu.catalog.choices import State
from heliu.catalog.imports.errors import ImportRefused
from heliu.catalog.imports.running import ImportRequest, check_file
from heliu.catalog.models import Demand
from heliu.catalog.signals import record_published
from heliu.kit.permissions import OPERATOR

FIELDS = {"title_en": "Seal", "description_en": "Leaks", "keywords_en": ["cold", "seal"], "region": "120103"}


@pytest.fixture
def bring_in(tmp_path):
    """Import one row in the way of the pages."""

    def run(actor: Any, organisation: Any, **cells: str) -> None:
        path: Path = tmp_path / "a.csv"
        path.write_text(",".join(cells) + "\n" + ",".join(f'"{cell}"' for cell in cells.values()), encoding="utf-8")
        state = State.PUBLISHED if actor is OPERATOR else State.DRAFT
        with check_file(ImportRequest("demand", path, "a.csv", actor, owner=organisation, state=state)) as checked:
            checked.save()

    return run


def traces(demand: Demand) -> dict[str, Any]:
    """Everything about a record but its ids and times."""
    demand = Demand.objects.get(pk=demand.pk)
    skipped = {"id", "source", "external_id", "created_at", "updated_at", "published_at"}
    names = [field.attname for field in Demand._meta.concrete_fields if field.name not in skipped]
    history = ("history_type", "history_change_reason", "history_user_id", *names)
    events = Event.objects.filter(object_id=demand.pk, content_type__model="demand").order_by("pk")
    return {
        "columns": [getattr(demand, name) for name in names],
        "has_published_at": demand.published_at is not None,
        "history": [[getattr(row, name) for name in history] for row in demand.history.order_by("history_id")],
        "events": [
            (event.verb, event.actor_id, event.note, {k: v for k, v in event.data.items() if k != "import"})
            for event in events
        ],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["operator", "member"])
def test_the_traces_of_an_import_are_those_of_the_actions(bring_in, who, request):
    heard: list[int] = []
    hear = lambda record, **_: heard.append(record.pk)  # noqa: E731
    record_published.connect(hear, dispatch_uid="test")
    request.addfinalizer(lambda: record_published.disconnect(dispatch_uid="test"))
    organisation = OrganisationFactory(verified=True)
    actor = OPERATOR if who == "operator" else member(organisation)
    cells = {"title": "Seal", "description": "Leaks", "keywords": "cold, seal", "region": "120103"}
    by_action = actions.create_record(
        actor=actor, kind="demand", organisation=organisation, fields=FIELDS, publish=who == "operator"
    )
    bring_in(actor, organisation, **cells, external_id="1")
    imported = Demand.objects.get(external_id="1")
    assert traces(imported) == traces(by_action)
    actions.edit_record(actor=actor, record=by_action, version=1, fields={"description_en": "Leaks much"})
    bring_in(actor, organisation, **{**cells, "description": "Leaks much"}, external_id="1")
    assert Demand.objects.count() == 2
    assert traces(imported) == traces(by_action)
    assert heard == ([by_action.pk, imported.pk] * 2 if who == "operator" else [])


@pytest.mark.django_db
def test_checking_locks_nothing_and_saving_is_one_transaction(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title\n" + "".join(f"Seal {number}\n" for number in range(1200)), encoding="utf-8")
    # The test's own transaction is one block; how many are open beside it is what counts.
    outside = len(connection.atomic_blocks)
    seen: dict[str, set[int]] = {"checking": set(), "saving": set()}
    request = ImportRequest("demand", path, "a.csv", OPERATOR, owner=OrganisationFactory())
    with check_file(request, lambda phase, *_: seen[phase].add(len(connection.atomic_blocks) - outside)) as checked:
        checked.save(lambda phase, *_: seen[phase].add(len(connection.atomic_blocks) - outside))
    assert seen == {"checking": {0}, "saving": {1}}
    assert Demand.objects.count() == 1200


@pytest.mark.django_db
def test_a_record_closed_between_checking_and_saving_stops_everything(tmp_path):
    organisation = OrganisationFactory(verified=True)
    person = member(organisation)
    record = actions.create_record(
        actor=person, kind="demand", organisation=organisation, fields={**FIELDS, "external_id": "2"}
    )
    path = tmp_path / "a.csv"
    path.write_text("title,external_id\nPump,1\nValve,2\n", encoding="utf-8")
    with check_file(ImportRequest("demand", path, "a.csv", person, owner=organisation)) as checked:
        assert checked.counts == {"created": 1, "updated": 1, "unchanged": 0}
        Demand.objects.filter(pk=record.pk).update(state=State.CLOSED)
        with pytest.raises(ImportRefused):
            checked.save()
    assert Demand.objects.get().title_en == "Seal"
