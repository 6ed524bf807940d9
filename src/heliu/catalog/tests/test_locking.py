"""Two people at the same moment, each with a connection of their own."""

from __future__ import annotations

from typing import Any

import pytest

from heliu.accounts.models import User
from heliu.accounts.tests.factories import OrganisationFactory, member, reviewer
from heliu.activity.models import Event
from heliu.catalog import actions
from heliu.catalog.choices import State
from heliu.catalog.models import Demand
from heliu.catalog.tests.factories import DemandFactory
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_edits_one_is_kept_and_the_other_told():
    owner = OrganisationFactory()
    people = [member(owner).pk for _ in range(2)]
    record = DemandFactory(organisation=owner)

    def edit(person: int) -> Any:
        actor, seen = User.objects.get(pk=person), Demand.objects.get(pk=record.pk)
        return actions.edit_record(actor=actor, record=seen, version=1, fields={"title_zh": f"改{person}"})

    outcomes = at_once(*(lambda person=person: edit(person) for person in people))
    kept = [outcome for outcome in outcomes if isinstance(outcome, Demand)]
    told = [outcome for outcome in outcomes if isinstance(outcome, actions.EditConflict)]
    assert (len(kept), len(told)) == (1, 1), outcomes
    now = Demand.objects.get()
    assert (now.title_zh, now.version) == (kept[0].title_zh, 2)
    assert told[0].changes[0].after == now.title_zh


def test_a_record_is_decided_once():
    record = DemandFactory(state=State.IN_REVIEW)
    judges = [reviewer().pk for _ in range(2)]

    def approve() -> Any:
        return actions.publish_record(actor=User.objects.get(pk=judges[0]), record=record, version=1)

    def give_back() -> Any:
        return actions.return_record(actor=User.objects.get(pk=judges[1]), record=record, version=1, reason="短")

    outcomes = at_once(approve, approve)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Demand", "NotPossible"], outcomes
    assert Event.objects.filter(verb="published").count() == 1
    # A published record can still be given back, by one of two.
    outcomes = at_once(give_back, give_back)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Demand", "NotPossible"], outcomes
    assert Demand.objects.get().state == State.RETURNED


def test_a_record_deleted_meanwhile_is_gone():
    record = DemandFactory(state=State.DRAFT)
    person = member(record.organisation).pk

    def delete() -> Any:
        return actions.delete_record(actor=User.objects.get(pk=person), record=record)

    outcomes = at_once(delete, delete)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "RecordGone"], outcomes
