"""What is known of a deal for taxes and notices: from where, by whom, and who may know it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import UserFactory, fresh, manager
from heliu.deals.choices import ContractKind, LossReason, Stage
from heliu.deals.errors import StepNotPossible
from heliu.deals.facts.actions import state_facts
from heliu.deals.facts.choices import Origin
from heliu.deals.facts.errors import FactsChanged
from heliu.deals.facts.models import StatedFacts
from heliu.deals.facts.selectors import asked, known_facts, places_of, values_of
from heliu.deals.tests.factories import SAID, case_at, open_case
from heliu.kit.append_only import AppendOnlyError
from heliu.kit.tests.threads import at_once
from heliu.kit.workdays import local_day
from heliu.rulebook.loading import facts

pytestmark = pytest.mark.django_db


def test_what_the_record_says_is_not_asked_and_not_stated():
    case = open_case()
    assert "contract_kind" not in values_of(case.now()), "what is not said is unknown"
    assert "contract_registered" not in values_of(case.now()), "what is not registered yet may still be"
    case.say(**SAID)
    known = known_facts(case.now())
    assert (known["contract_kind"].value, known["contract_kind"].origin) == ("transfer", Origin.DEAL)
    assert known["contract_registered"].value is True
    with pytest.raises(ValidationError) as refused:
        case.state(contract_registered=False)
    assert "contract_registered" in refused.value.message_dict


def test_what_follows_from_the_record_gives_way_to_what_is_stated():
    case = open_case()
    known = known_facts(case.now())
    assert {name: known[name].value for name in ("provider_is_public", "cross_border", "in_zhongguancun")} == {
        "provider_is_public": False, "cross_border": False, "in_zhongguancun": False,
    }  # fmt: skip
    Organisation.objects.filter(pk=case.two.institute.pk).update(kind="institute", region="110108")
    Organisation.objects.filter(pk=case.two.enterprise.pk).update(region="810000")
    assert not {"provider_is_public", "cross_border", "in_zhongguancun"} & set(values_of(case.now()))
    case.state(provider_is_public=True)
    assert known_facts(case.now())["provider_is_public"].origin == Origin.STATED
    case.say(contract_kind=ContractKind.LICENCE, starts_on=date(2026, 1, 1), ends_on=date(2030, 12, 30))
    assert values_of(case.now())["licence_years"] == 4
    case.say(ends_on=date(2030, 12, 31))
    assert values_of(case.now())["licence_years"] == 5
    case.state(licence_years="7.5")
    assert values_of(case.now())["licence_years"] == Decimal("7.5")
    assert places_of(Organisation.objects.get(pk=case.two.institute.pk)) == ("110000", "110100", "110108")


def test_only_what_would_decide_is_asked():
    case = case_at(Stage.CONTRACTED)
    found = asked(case.now(), local_day())
    assert {"provider_owns_technology", "wholly_related", "transfer_income"} <= set(found)
    assert not {"licence_years", "commerce_recognised", "months_to_reward"} & set(found), "settled without them"
    assert set(found) <= set(facts())
    case.state(wholly_related=True)
    assert "provider_owns_technology" not in asked(case.now(), local_day()), "one clause that is not met settles it"
    assert "wholly_related" in asked(case.now(), local_day()), "what was stated can be changed"


def test_each_statement_is_a_version_and_none_is_lost():
    case = open_case()
    case.state(wholly_related=False, transfer_income="3000000.50")
    case.state(wholly_related=False)
    assert StatedFacts.objects.count() == 1, "nothing differs, so nothing is written"
    case.state(wholly_related=None, provider_owns_technology=True)
    newest = StatedFacts.objects.last()
    assert newest is not None
    assert (newest.version, newest.stated_by) == (2, case.two.seller_owner)
    assert newest.values == {"transfer_income": "3000000.5", "provider_owns_technology": True}
    with pytest.raises(FactsChanged):
        state_facts(actor=fresh(case.two.seller), deal=case.deal, version=1, values={"wholly_related": True})
    with pytest.raises(AppendOnlyError):
        newest.delete()


@pytest.mark.parametrize(
    "values",
    [
        {"wholly_related": "yes"}, {"licence_years": -1}, {"licence_years": "NaN"}, {"licence_years": True},
        {"licence_years": "1e99"}, {"no_such_fact": True}, {"transfer_income": [1]},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_whole(values):
    case = open_case()
    with pytest.raises(ValidationError) as refused:
        case.state(cross_border=False, **values)
    assert set(refused.value.message_dict) == set(values)
    assert not StatedFacts.objects.exists()


def test_the_facts_are_the_providers(client):
    case = open_case()
    page, api = f"{case.deal.get_absolute_url()}facts/", f"/api/v1/deals/{case.deal.pk}/facts/"
    for person, code in (
        (case.two.seller, 200), (case.two.seller_owner, 200), (manager(case.two.institute), 200),
        (case.two.buyer, 404), (case.two.buyer_owner, 404), (manager(case.two.enterprise), 404), (UserFactory(), 404),
    ):  # fmt: skip
        client.force_login(person)
        assert client.get(page).status_code == code
        assert client.get(api).status_code == code
        if code == 404:
            assert client.post(page, {"version": 0, "cross_border": "false"}).status_code == 404
            assert client.patch(api, {"version": 0, "values": {}}, "application/json").status_code == 404
            with pytest.raises(PermissionDenied):
                state_facts(actor=fresh(person), deal=case.deal, version=0, values={"cross_border": False})
    case.take("lose", reason=LossReason.PRICE)
    with pytest.raises(StepNotPossible):
        case.state(cross_border=False)


def test_the_page_keeps_what_was_typed_where_somebody_was_faster(client):
    case = case_at(Stage.CONTRACTED)
    address = f"{case.deal.get_absolute_url()}facts/"
    client.force_login(case.two.seller)
    case.state(wholly_related=False)
    late = {"version": "0", "provider_owns_technology": "true", "transfer_income": "123.45"}
    answer = client.post(address, late, headers={"Accept-Language": "en"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Somebody else has stated facts" in shown
    assert 'name="version" value="1"' in shown
    assert "123.45" in shown
    wrong = client.post(address, late | {"version": "1", "transfer_income": "-1"})
    assert wrong.status_code == 422
    assert client.post(address, late | {"version": "1"}).status_code == 302
    newest = StatedFacts.objects.last()
    assert newest is not None
    assert newest.values["transfer_income"] == "123.45"


def test_the_api_states_and_tells(client):
    case = case_at(Stage.CONTRACTED)
    address = f"/api/v1/deals/{case.deal.pk}/facts/"
    client.force_login(case.two.seller)
    said = client.get(address).json()
    assert (said["version"], said["stated_at"]) == (0, None)
    assert {"name": "wholly_related", "type": "bool"}.items() <= next(
        one for one in said["asked"] if one["name"] == "wholly_related"
    ).items()
    done = client.patch(address, {"version": 0, "values": {"wholly_related": False}}, "application/json")
    assert done.json()["version"] == 1
    assert client.patch(address, {"version": 0, "values": {}}, "application/json").status_code == 409
    wrong = client.patch(address, {"version": 1, "values": {"wholly_related": 3}}, "application/json")
    assert wrong.status_code == 400
    assert "wholly_related" in wrong.json()


@pytest.mark.django_db(transaction=True)
def test_of_two_statements_at_once_one_holds():
    case = open_case()
    people = [fresh(case.two.seller), fresh(case.two.seller_owner)]
    outcomes = at_once(
        lambda: state_facts(actor=people[0], deal=case.deal, version=0, values={"cross_border": False}),
        lambda: state_facts(actor=people[1], deal=case.deal, version=0, values={"wholly_related": False}),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["FactsChanged", "StatedFacts"]
    assert StatedFacts.objects.count() == 1
