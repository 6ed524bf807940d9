"""Two people at the same moment, each with a connection of their own."""

from __future__ import annotations

from typing import Any

import pytest

from heliu.accounts.models import User
from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.activity.models import Event
from heliu.catalog import actions as catalog
from heliu.catalog.actions import EditConflict
from heliu.catalog.models import Demand
from heliu.catalog.origins import Origin, OriginKind, Origins
from heliu.kit.tests.threads import at_once
from heliu.provenance.actions import confirm_fields
from heliu.provenance.models import OriginEntry
from heliu.provenance.selectors import confirmed_fields

pytestmark = pytest.mark.django_db(transaction=True)

READ = Origins(Origin(OriginKind.PAGE, name="页"))


@pytest.fixture
def scene() -> tuple[Demand, list[int]]:
    owner = OrganisationFactory(verified=True)
    people = [member(owner).pk for _ in range(2)]
    record = catalog.create_record(
        actor=User.objects.get(pk=people[0]), kind="demand", organisation=owner, fields={"title_zh": "密封件"},
        origins=READ,
    )  # fmt: skip
    return record, people


def test_a_field_is_confirmed_once(scene):
    record, people = scene

    def confirm(person: int) -> Any:
        return confirm_fields(actor=User.objects.get(pk=person), record=record, fields=["title_zh"], version=1)

    outcomes = at_once(*(lambda person=person: confirm(person) for person in people))
    assert sorted(outcomes, key=str) == [["title_zh"], []], outcomes
    assert OriginEntry.objects.filter(act="confirmed").count() == 1
    assert Event.objects.filter(verb="fields_confirmed").count() == 1


def test_what_a_source_writes_meanwhile_is_not_confirmed_unseen(scene):
    record, people = scene

    def confirm() -> Any:
        return confirm_fields(actor=User.objects.get(pk=people[0]), record=record, fields=["title_zh"], version=1)

    def read_again() -> Any:
        fields = {"title_zh": "别的"}
        actor = User.objects.get(pk=people[1])
        return catalog.edit_record(actor=actor, record=record, version=1, fields=fields, origins=READ)

    confirmed, written = at_once(confirm, read_again)
    assert isinstance(written, Demand), written
    assert confirmed == ["title_zh"] or isinstance(confirmed, EditConflict), confirmed
    # Whichever came first: the new value is one that nobody has seen.
    assert confirmed_fields(Demand.objects.get()) == frozenset()
