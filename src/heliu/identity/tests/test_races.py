"""Two people at the same moment, each with a connection of their own."""

from __future__ import annotations

from copy import copy
from typing import Any

import pytest

from heliu.accounts.models import User
from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.activity.models import Event
from heliu.catalog.actions import EditConflict, edit_record
from heliu.catalog.choices import State
from heliu.catalog.models import Demand
from heliu.catalog.tests.factories import DemandFactory
from heliu.identity.actions import merge_pair, undo_merge
from heliu.identity.choices import Side
from heliu.identity.errors import NotMergeable, NotUndoable, RecordsChanged
from heliu.identity.models import Merge
from heliu.identity.selectors import load_pairs
from heliu.kit.tests.threads import at_once

from .factories import pair_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HELIU_HOME = tmp_path


@pytest.fixture
def scene():
    house = OrganisationFactory(verified=True)
    people = [member(house).pk for _ in range(2)]
    return people, DemandFactory(organisation=house, description_en=""), DemandFactory(organisation=house)


def merging(person: int, pair: Any, keep: Side) -> Any:
    """Each with objects of their own, as two requests have."""
    actor, [own] = User.objects.get(pk=person), load_pairs([copy(pair.duplicate)])
    return merge_pair(actor=actor, pair=own, keep=keep, choices={}, versions=(1, 1))


def test_a_pair_is_merged_once(scene):
    people, one, other = scene
    pair = pair_of(one, other)
    outcomes = at_once(lambda: merging(people[0], pair, Side.LEFT), lambda: merging(people[1], pair, Side.RIGHT))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Merge", "NotMergeable"], outcomes
    assert sorted(Demand.objects.values_list("state", flat=True)) == [State.MERGED, State.PUBLISHED]
    assert Event.objects.filter(verb="merged").count() == 1


def test_a_merge_and_an_edit_lose_nothing(scene):
    people, one, other = scene
    # What the job that follows an edit finds does not take it off the list.
    pair = pair_of(one, other, by_hand=True)

    def edit() -> Any:
        record = Demand.objects.get(pk=one.pk)
        actor = User.objects.get(pk=people[1])
        return edit_record(actor=actor, record=record, version=1, fields={"title_zh": "改过"})

    merged, edited = at_once(lambda: merging(people[0], pair, Side.LEFT), edit)
    kept = Demand.objects.get(pk=one.pk)
    if isinstance(merged, Merge):
        assert isinstance(edited, EditConflict)
        assert (kept.title_zh, kept.description_en) == (one.title_zh, other.description_en)
    else:
        assert isinstance(merged, RecordsChanged), merged
        assert (kept.title_zh, kept.description_en) == ("改过", "")
        assert Demand.objects.get(pk=other.pk).state == State.PUBLISHED


def test_of_two_merges_of_one_record_one_is_done(scene):
    people, one, other = scene
    third = DemandFactory(organisation=one.organisation)
    pairs = pair_of(one, other), pair_of(other, third)
    outcomes = at_once(
        lambda: merging(people[0], pairs[0], Side.LEFT), lambda: merging(people[1], pairs[1], Side.RIGHT)
    )
    done = [outcome for outcome in outcomes if isinstance(outcome, Merge)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, NotMergeable | RecordsChanged)]
    assert (len(done), len(refused)) == (1, 1), outcomes
    assert Demand.objects.get(pk=other.pk).merged_into_id == done[0].kept_id


def test_a_merge_is_undone_once(scene):
    people, one, other = scene
    merge = merging(people[0], pair_of(one, other), Side.LEFT)
    undo = [lambda pk=pk: undo_merge(actor=User.objects.get(pk=pk), merge=merge) for pk in people]
    outcomes = at_once(*undo)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Merge", "NotUndoable"], outcomes
    assert any(isinstance(outcome, NotUndoable) for outcome in outcomes)
    assert set(Demand.objects.values_list("state", flat=True)) == {State.PUBLISHED}
