"""Who may see and write valuations, versions, races, what is forgotten."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import (
    OrganisationFactory,
    UserFactory,
    administrator,
    fresh,
    manager,
    member,
    owner,
    reviewer,
)
from heliu.activity.models import Event
from heliu.catalog.actions import delete_record
from heliu.catalog.choices import State, Tier
from heliu.catalog.tests.factories import AchievementFactory
from heliu.dealflow.tests.factories import two
from heliu.kit.permissions import allowed
from heliu.kit.tests.threads import at_once
from heliu.valuation.actions import delete_valuation, edit_valuation
from heliu.valuation.errors import ValuationChanged, ValuationGone
from heliu.valuation.models import Valuation
from heliu.valuation.panels import valuations_panel
from heliu.valuation.selectors import personal_valuations, valuations_of, version_history
from heliu.valuation.tests.factories import inputs_of, one, valued

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return OrganisationFactory(verified=True)


def people(organisation) -> dict[str, object]:
    return {
        "owner": owner(organisation), "member": member(organisation), "manager": manager(organisation),
        "trusted manager": manager(organisation, confidential=True), "other member": member(), "reviewer": reviewer(),
        "administrator": administrator(), "nobody": UserFactory(),
    }  # fmt: skip


@pytest.mark.parametrize("tier", Tier.values)
def test_who_sees_and_writes(place, tier):
    """Nobody but those who act for the organisation; what lists show and what a single rule says is the same."""
    achievement = AchievementFactory(organisation=place, tier=tier)
    valuation = valued(member(place), achievement)
    acting = {"owner", "member", "trusted manager"} | ({"manager"} if tier != Tier.CONFIDENTIAL else set())
    for name, person in people(place).items():
        expected = name in acting
        assert Valuation.objects.visible_to(person).filter(pk=valuation.pk).exists() == expected, name
        assert allowed(person, "valuation.view_valuation", valuation) == expected, name
        assert allowed(person, "valuation.edit_valuation", valuation) == expected, name
        assert allowed(person, "valuation.add_valuation", achievement) == expected, name
        assert allowed(person, "valuation.delete_valuation", valuation) == (name == "owner"), name
        if not expected:
            with pytest.raises(PermissionDenied):
                valued(person, achievement)
            with pytest.raises(PermissionDenied):
                edit_valuation(actor=person, valuation=valuation, version=1, fields={"name": "x"})
    assert not Valuation.objects.visible_to(AnonymousUser()).exists()
    assert allowed(valuation.author, "valuation.delete_valuation", valuation)


def test_an_author_who_has_left_deletes_nothing(place):
    author = member(place)
    valuation = valued(author, AchievementFactory(organisation=place))
    author.memberships.all().delete()
    author = fresh(author)
    with pytest.raises(PermissionDenied):
        delete_valuation(actor=author, valuation=valuation)
    kept = personal_valuations(author)["valuations"]
    assert [(row["id"], row["inputs"], row["name"]) for row in kept] == [(valuation.pk, None, None)]


def test_versions_tell_who_changed_what(place):
    first, second = member(place), member(place)
    valuation = valued(first, AchievementFactory(organisation=place), name="draft")
    changed = inputs_of("royalty", royalty=one(0.04))
    edit_valuation(actor=second, valuation=valuation, version=1, fields={"inputs": changed, "name": "draft"})
    edit_valuation(actor=second, valuation=valuation, version=2, fields={"name": "draft"})
    versions = version_history(valuation)
    assert [(one.number, one.by, one.changed) for one in versions] == [(2, second, ["输入"]), (1, first, [])]
    with pytest.raises(ValuationChanged) as refused:
        edit_valuation(actor=first, valuation=valuation, version=1, fields={"name": "mine"})
    assert refused.value.changed == ["输入"]
    valuation.refresh_from_db()
    assert (valuation.name, valuation.version, valuation.inputs["royalty"]["base"]) == ("draft", 2, 0.04)


def test_what_is_refused_changes_nothing(place):
    author = member(place)
    achievement = AchievementFactory(organisation=place)
    valuation = valued(author, achievement)
    with pytest.raises(ValidationError) as refused:
        edit_valuation(
            actor=author, valuation=valuation, version=1, fields={"inputs": inputs_of("royalty", royalty=one(2))}
        )
    assert "royalty.base" in refused.value.message_dict
    with pytest.raises(ValidationError):
        valued(author, achievement, "royalty", inputs={})
    valuation.refresh_from_db()
    assert (valuation.version, valuation.inputs["royalty"]["base"], Valuation.objects.count()) == (1, 0.05, 1)


def test_deleting_forgets_versions_and_timeline(place):
    author = owner(place)
    draft = AchievementFactory(organisation=place, state=State.DRAFT)
    first, second = valued(author, draft), valued(author, draft, "cost")
    edit_valuation(actor=author, valuation=first, version=1, fields={"name": "x"})
    delete_valuation(actor=author, valuation=first)
    assert set(Valuation.history.values_list("id", flat=True)) == {second.pk}
    delete_record(actor=author, record=draft)
    assert not Valuation.objects.exists()
    assert not Valuation.history.exists()
    assert not Event.objects.filter(content_type__model="valuation").exists()
    with pytest.raises(ValuationGone):
        delete_valuation(actor=author, valuation=second)


def test_a_record_about_an_achievement_shows_its_valuations_to_its_own_side_only(rf):
    """As a deal will show them: the other side neither sees them nor learns that there are any."""
    pair = two()
    valuation = valued(pair.seller, pair.supply)
    introduction = pair.introduce()
    assert list(valuations_of(pair.seller_owner, introduction)) == [valuation]
    assert not valuations_of(pair.buyer_owner, introduction)
    assert not valuations_of(pair.seller_owner, pair.demand)
    request = rf.get("/")
    for person, number in ((pair.seller_owner, 1), (pair.buyer_owner, None)):
        request.user = fresh(person)
        context = valuations_panel(request, introduction)
        assert (context and context["number"]) == number


def test_an_account_that_is_deleted_leaves_the_organisations_valuation(place):
    author = member(place)
    valuation = valued(author, AchievementFactory(organisation=place), name="kept")
    data = personal_data(author)["valuations"]
    assert data[0]["inputs"]["royalty"]["base"] == 0.05
    author.delete()
    valuation.refresh_from_db()
    assert (valuation.author, valuation.name) == (None, "kept")
    assert valuation.history.get().history_user is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_edit_at_once_the_second_is_told():
    place = OrganisationFactory(verified=True)
    first, second = member(place), member(place)
    valuation = valued(first, AchievementFactory(organisation=place))

    def edit(actor):
        return lambda: edit_valuation(
            actor=fresh(actor), valuation=valuation, version=1, fields={"name": str(actor.pk)}
        )

    outcomes = at_once(edit(first), edit(second))
    assert sorted(type(one).__name__ for one in outcomes) == ["Valuation", "ValuationChanged"]
    assert valuation.history.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_windows_do_not_write_more_than_there_may_be(monkeypatch):
    place = OrganisationFactory(verified=True)
    author, achievement = member(place), AchievementFactory(organisation=place)
    monkeypatch.setattr("heliu.valuation.actions.MOST", 1)
    outcomes = at_once(*[lambda: valued(fresh(author), achievement)] * 3)
    assert sorted(type(one).__name__ for one in outcomes) == ["TooManyValuations", "TooManyValuations", "Valuation"]
