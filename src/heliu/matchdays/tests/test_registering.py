"""With which records one takes part, what is shown of them, and what others learn of wishes: nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from heliu.accounts.tests.factories import OrganisationFactory, fresh, manager, member
from heliu.catalog.actions import close_record
from heliu.catalog.actions.merging import merge_record
from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import DemandFactory, make_record
from heliu.dealflow.tests.factories import two
from heliu.kit.permissions import OPERATOR
from heliu.matchdays import actions
from heliu.matchdays.choices import State
from heliu.matchdays.errors import Gone, NotFitting
from heliu.matchdays.models import Entry, Wish
from heliu.matchdays.selectors.entries import records_to_enter, seen_entry, suggestions_for
from heliu.matchdays.tests.factories import coming, enter, make_day, matched, person_of, sides

pytestmark = pytest.mark.django_db


def test_a_confidential_record_takes_part_by_its_owners_word_alone():
    day = make_day()
    registration = coming(day)
    record = DemandFactory(organisation=registration.organisation, tier=Tier.CONFIDENTIAL, title_zh="保密的涂层需求")
    allowed_manager = manager(registration.organisation, confidential=True)
    for person, refused in ((allowed_manager, PermissionDenied), (manager(registration.organisation), Gone)):
        with pytest.raises(refused):
            actions.enter_record(actor=fresh(person), registration=registration, record=record, title_shown=True)
    with pytest.raises(ValidationError):
        actions.enter_record(actor=person_of(registration), registration=registration, record=record)
    entry = actions.enter_record(
        actor=person_of(registration), registration=registration, record=record, title_shown=True
    )
    assert list(Entry.objects.taking_part()) == [entry]
    # Taken back, it is out at once.
    actions.change_entry(actor=person_of(registration), entry=entry, capacity=1, absences=[], title_shown=False)
    assert not Entry.objects.taking_part().exists()


def test_a_record_that_becomes_confidential_later_is_out_until_its_owner_says_otherwise():
    day = make_day()
    entry = enter(coming(day))
    type(entry.record).objects.filter(pk=entry.record_id).update(tier=Tier.CONFIDENTIAL)
    Entry.objects.filter(pk=entry.pk).update(title_shown=False)
    assert not Entry.objects.taking_part().exists()


def test_who_sees_which_title():
    """A table: tier × who looks → title, address of the page."""
    day = make_day()
    registration = coming(day)
    entries = {
        tier: enter(registration, tier=tier, title_zh=f"标题{tier}", summary_zh="摘要", title_shown=True)
        for tier in Tier
    }
    own, stranger, member_of_other = person_of(registration), member(OrganisationFactory()), member()
    for tier, entry in entries.items():
        entry = Entry.objects.with_records().get(pk=entry.pk)
        title = f"标题{tier}"
        # Whoever organises or might meet: the title; the page only where the tier opens it.
        seen = seen_entry(fresh(day.organiser), entry, involved=True)
        assert (seen.title, bool(seen.address)) == (title, tier in (Tier.PUBLIC, Tier.ON_REQUEST)), tier
        # Everybody else: what the tier says.
        open_to_all = tier in (Tier.PUBLIC, Tier.ON_REQUEST)
        assert bool(seen_entry(stranger, entry, involved=False).title) == open_to_all, tier
        open_to_members = open_to_all or tier == Tier.MEMBERS
        assert bool(seen_entry(member_of_other, entry, involved=False).title) == open_to_members, tier
        assert seen_entry(own, entry, involved=True).title == title
    request = Entry.objects.with_records().get(pk=entries[Tier.ON_REQUEST].pk)
    assert seen_entry(member_of_other, request, involved=True).summary == "摘要"


def test_only_own_published_records_take_part_and_each_once():
    day = make_day()
    registration = coming(day)
    person = person_of(registration)
    draft = make_record("demand", organisation=registration.organisation, state="draft", published_at=None)
    for record, refused in ((make_record("demand"), Gone), (draft, NotFitting)):
        with pytest.raises(refused):
            actions.enter_record(actor=person, registration=registration, record=record)
    entry = enter(registration)
    with pytest.raises(NotFitting):
        actions.enter_record(actor=person, registration=registration, record=entry.record)
    assert draft not in records_to_enter(person, registration)
    assert entry.record not in records_to_enter(person, registration)
    # Withdrawn, it may come back; then it is the same entry.
    actions.withdraw_entry(actor=person, entry=entry)
    assert enter(registration, record=entry.record).pk == entry.pk


@pytest.mark.parametrize(("facts", "field"), [
    ({"capacity": 5}, "capacity"), ({"absences": [9]}, "absences"), ({"absences": [0, 1, 2, 3]}, "absences"),
])  # fmt: skip
def test_what_does_not_fit_the_day_is_refused_and_changes_nothing(facts, field):
    day = make_day()
    entry = enter(coming(day), capacity=2)
    with pytest.raises(ValidationError) as refused:
        actions.change_entry(
            actor=person_of(entry.registration), entry=entry, **{"capacity": 2, "absences": [], **facts}
        )
    assert field in refused.value.message_dict
    entry.refresh_from_db()
    assert (entry.capacity, entry.absences) == (2, [])


def test_wishes_are_about_suggestions_and_replace_each_other():
    day = make_day()
    (demand, other), supplies = sides(day, 2, 3)
    matched(day, {(demand, supply): worth for supply, worth in zip(supplies, (2.5, 3.5, 3.0), strict=True)})
    person = person_of(demand.registration)
    best = [one.seen.entry.pk for one in suggestions_for(person, demand)]
    assert best == [supplies[1].pk, supplies[2].pk, supplies[0].pk], "best first"
    actions.state_wishes(actor=person, entry=demand, ranked=[supplies[0].pk, supplies[2].pk])
    assert list(Wish.objects.values_list("partner", "rank")) == [(supplies[0].pk, 1), (supplies[2].pk, 2)]
    actions.state_wishes(actor=person, entry=demand, excluded=[supplies[0].pk])
    assert list(Wish.objects.values_list("partner", "rank", "excluded")) == [(supplies[0].pk, None, True)]
    for bad in ({"ranked": [other.pk]}, {"excluded": [999_999]}, {"ranked": best[:1], "excluded": best[:1]}):
        with pytest.raises(ValidationError):
            actions.state_wishes(actor=person, entry=demand, **bad)
    assert Wish.objects.count() == 1


def test_a_refusal_is_not_to_be_noticed_by_the_other_side():
    """Neither a wish nor an avoidance of one side changes anything that the other one sees."""
    day = make_day()
    (demand,), (supply,) = sides(day, 1, 1)
    matched(day, {(demand, supply): 3.0})
    looks = lambda: [one.seen.title for one in suggestions_for(person_of(demand.registration), demand)]  # noqa: E731
    before = looks()
    actions.state_wishes(actor=person_of(supply.registration), entry=supply, excluded=[demand.pk])
    assert looks() == before
    actions.avoid_organisation(
        actor=person_of(supply.registration), registration=supply.registration, organisation=demand.organisation,
        reason="competitor", note="同行",
    )  # fmt: skip
    assert looks() == before
    assert suggestions_for(person_of(supply.registration), supply) == [], "its own suggestions are gone"


def test_whom_one_knows_already_is_not_suggested():
    pair = two()
    day = make_day()
    demand = enter(coming(day, pair.enterprise), record=pair.demand)
    supply = enter(coming(day, pair.institute), record=pair.supply)
    matched(day, {(demand, supply): 3.0})
    assert suggestions_for(person_of(demand.registration), demand)
    pair.introduce()
    assert suggestions_for(person_of(demand.registration), demand) == []


def test_a_record_that_is_closed_leaves_the_day(django_capture_on_commit_callbacks):
    day = make_day()
    entry = enter(coming(day))
    close_record(actor=person_of(entry.registration), record=entry.record)
    entry.refresh_from_db()
    assert entry.withdrawn_at is not None


def test_an_entry_follows_its_record_into_the_one_that_stands_for_it():
    day = make_day()
    entry = enter(coming(day))
    stays = DemandFactory(organisation=entry.organisation)
    merge_record(actor=OPERATOR, record=entry.record, into=stays)
    entry.refresh_from_db()
    assert (entry.record, entry.stands) == (stays, True)
    assert list(Entry.objects.taking_part()) == [entry]


def test_a_confidential_title_is_not_shown_by_the_word_given_for_another():
    day = make_day()
    registration = coming(day)
    entry = enter(registration, tier=Tier.CONFIDENTIAL, title_shown=True)
    stays = DemandFactory(organisation=registration.organisation, tier=Tier.CONFIDENTIAL)
    merge_record(actor=OPERATOR, record=entry.record, into=stays)
    assert entry in Entry.objects.standing()
    assert not Entry.objects.taking_part().exists()


@pytest.mark.parametrize("others", [False, True], ids=["that takes part already", "of another organisation"])
def test_an_entry_leaves_the_day_with_a_record_merged_into_one(others):
    day = make_day()
    registration = coming(day)
    entry, twin = enter(registration), enter(coming(day) if others else registration)
    merge_record(actor=OPERATOR, record=entry.record, into=twin.record)
    assert list(Entry.objects.taking_part()) == [twin]


def test_a_day_that_was_held_keeps_its_entries():
    day = make_day()
    entry = enter(coming(day))
    type(day).objects.filter(pk=day.pk).update(state=State.HELD)
    merge_record(actor=OPERATOR, record=entry.record, into=DemandFactory(organisation=entry.organisation))
    before = entry.record_id
    entry.refresh_from_db()
    assert (entry.record_id, entry.stands) == (before, True)
