"""The way of a deal: who takes which step from where, and what is missing for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise, product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from heliu.accounts.tests.factories import (
    OrganisationFactory,
    UserFactory,
    administrator,
    fresh,
    manager,
    member,
    reviewer,
)
from heliu.activity.models import Event, Notice
from heliu.catalog.actions import NotPossible, delete_record
from heliu.catalog.choices import State, Tier
from heliu.dealflow.actions import accept_introduction
from heliu.deals.actions import edit_deal, forget_deal, take_step
from heliu.deals.choices import ACTIVE, LossReason, Pricing, Stage
from heliu.deals.errors import DealChanged, FixedByContract, SomethingMissing, StepNotPossible
from heliu.deals.models import Deal, StageChange
from heliu.deals.selectors import possible_steps
from heliu.deals.stages import STEPS
from heliu.deals.tests.factories import SAID, WAY, case_at, open_case
from heliu.kit.permissions import allowed
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db

PEOPLE = [
    "visitor", "person", "stranger", "buyer", "buyer_owner", "buyer_manager", "seller", "seller_owner",
    "seller_manager", "reviewer", "administrator",
]  # fmt: skip
TABLE = """
view_deal    -  -  -  x  x  x  x  x  x  -  -
edit_deal    -  -  -  x  x  x  x  x  x  -  -
agree_nda    -  -  -  x  x  x  x  x  x  -  -
evaluate     -  -  -  x  x  x  x  x  x  -  -
agree_terms  -  -  -  x  x  x  x  x  x  -  -
price        -  -  -  -  x  -  -  x  -  -  -
announce     -  -  -  -  -  -  x  x  x  -  -
contract     -  -  -  -  x  -  -  x  -  -  -
register     -  -  -  -  -  -  x  x  x  -  -
perform      -  -  -  x  x  x  x  x  x  -  -
settle       -  -  -  -  -  -  x  x  x  -  -
distribute   -  -  -  -  -  -  -  x  -  -  -
close        -  -  -  x  x  x  x  x  x  -  -
hold         -  -  -  x  x  x  x  x  x  -  -
resume       -  -  -  x  x  x  x  x  x  -  -
lose         -  -  -  -  x  -  -  x  -  -  -
terminate    -  -  -  -  x  -  -  x  -  -  -
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
SAYS = {"lose": {"reason": LossReason.PRICE}, "hold": {"note": "等待批复"}, "terminate": {"note": "双方同意解除"}}


def people_of(case) -> dict:
    pair = case.two
    return {
        "visitor": AnonymousUser(), "person": UserFactory(), "stranger": member(), "buyer": pair.buyer,
        "buyer_owner": pair.buyer_owner, "buyer_manager": manager(pair.enterprise), "seller": pair.seller,
        "seller_owner": pair.seller_owner, "seller_manager": manager(pair.institute), "reviewer": reviewer(),
        "administrator": administrator(),
    }  # fmt: skip


def test_the_table_has_every_step():
    assert {row[0] for row in ROWS} == {*STEPS, "view_deal", "edit_deal"}


def test_who_may_do_what():
    case = open_case()
    people = people_of(case)
    for permission, *cells in ROWS:
        answers = [allowed(people[name], f"deals.{permission}", case.deal) for name in PEOPLE]
        assert answers == [cell == "x" for cell in cells], permission
    seen = [Deal.objects.visible_to(people[name]).exists() for name in PEOPLE]
    assert seen == [cell == "x" for cell in ROWS[0][1:]], "the rule and the list say the same"


def take_prepared(case, name: str) -> Deal:
    """Take a step of which the stage is right, with what the notice asks for before it."""
    if name == "announce":
        case.make_public_body()
        case.say(pricing=Pricing.AGREEMENT)
        case.announce()
        return case.now()
    case.let_notice_run()
    if name == "distribute":
        case.owe_nobody()
    return case.take(name, **SAYS.get(name, {}))


def test_every_step_from_every_stage():
    """A step is taken from the stages of the table and from no other, whoever asks."""
    for stage in (*ACTIVE, Stage.CLOSED):
        case = case_at(stage)
        offered = {step.name for step in possible_steps(case.two.seller_owner, case.now())}
        for name, step in STEPS.items():
            with transaction.atomic():
                may = stage in step.sources
                assert (name in offered) is may, (stage, name)
                if may:
                    assert take_prepared(case, name).stage == step.target
                else:
                    with pytest.raises(StepNotPossible):
                        case.take(name, **SAYS.get(name, {}))
                transaction.set_rollback(True)


@pytest.mark.parametrize(("stage", "name"), product([Stage.CONTACT, Stage.PERFORMING], ["lose", "terminate", "resume"]))
def test_what_is_on_hold_goes_on_or_ends_by_where_it_was_held(stage, name):
    case = case_at(stage)
    case.take("hold", note="负责人出国")
    assert (case.now().stage, case.now().stands_at) == (Stage.ON_HOLD, stage)
    with transaction.atomic(), pytest.raises(StepNotPossible):
        case.take("evaluate")
    ends = {"lose": Stage.LOST, "terminate": Stage.TERMINATED, "resume": stage}
    may = name == "resume" or (name == "lose") == (stage == Stage.CONTACT)
    assert (name in {step.name for step in possible_steps(case.two.seller_owner, case.now())}) is may
    if may:
        assert case.take(name, **SAYS.get(name, {})).stage == ends[name]
        assert case.now().held_from == ""
    else:
        with pytest.raises(StepNotPossible):
            case.take(name, **SAYS.get(name, {}))


def test_who_may_not_take_a_step_is_refused():
    case = open_case()
    for person in (case.two.buyer, case.two.seller, member()):
        with pytest.raises(PermissionDenied):
            case.take("lose", person, reason=LossReason.PRICE)
    assert case.now().stage == Stage.CONTACT


@pytest.mark.parametrize(
    ("stage", "step", "fields"),
    [
        (Stage.TERM_SHEET, "price", ["amount", "pricing"]),
        (Stage.PRICED, "contract", ["contract_kind", "technology_amount", "signed_on"]),
        (Stage.CONTRACTED, "register", ["registration_number", "registered_on"]),
    ],
)
def test_what_is_missing_is_said(stage, step, fields):
    case = case_at(stage)
    empty = {name: "" if isinstance(SAID[name], str) else None for name in fields}
    # Without a deal amount there is no technology amount either: the database sees to that.
    Deal.objects.filter(pk=case.deal.pk).update(**{"technology_amount": None} | empty)
    with pytest.raises(SomethingMissing) as refused:
        case.take(step)
    assert len(refused.value.missing) == len(fields)
    assert case.now().stage == stage
    Deal.objects.filter(pk=case.deal.pk).update(**{name: SAID[name] for name in fields})
    assert case.take(step).stage == STEPS[step].target


@pytest.mark.parametrize(
    ("step", "facts"),
    [("hold", {}), ("hold", {"note": "  "}), ("lose", {}), ("lose", {"reason": "ugly"}), ("lose", {"reason": "other"})],
)
def test_what_has_to_be_said_with_a_step(step, facts):
    case = open_case()
    with pytest.raises(ValidationError):
        case.take(step, **facts)
    assert case.now().stage == Stage.CONTACT


def test_the_whole_way_is_kept_and_told():
    case = case_at(Stage.CLOSED)
    changes = list(case.deal.stage_changes.values_list("source", "target"))
    assert [target for _, target in changes] == [Stage.CONTACT, *(one for one in WAY if one != Stage.NOTICE)]
    assert all(before[1] == after[0] for before, after in pairwise(changes))
    assert Notice.objects.filter(event__verb="deal_closed", recipient=case.two.buyer).exists()
    assert case.now().number.startswith("D20")
    assert Deal.history.filter(id=case.deal.pk).count() == len(changes) + 1, "each step and the edit"


def test_an_introduction_has_one_deal_and_a_manager_who_asked_looks_after_it():
    case = open_case()
    assert (case.deal.owner, case.deal.manager) == (case.two.buyer, None)
    other = case.two.another()
    agent = manager(case.two.institute)
    introduction = other.introduce(agent)
    accept_introduction(actor=fresh(other.buyer_owner), introduction=introduction)
    assert introduction.deal.manager == agent
    assert (introduction.deal.provider, introduction.deal.recipient) == (other.institute, other.enterprise)


def test_of_a_confidential_demand_the_title_is_not_carried_over():
    case = open_case()
    assert case.deal.title == case.two.demand.title_zh
    hidden = open_case(tier=Tier.MEMBERS)
    plain, trusted = manager(hidden.two.enterprise), manager(hidden.two.enterprise, confidential=True)
    type(hidden.two.demand).objects.filter(pk=hidden.two.demand.pk).update(tier=Tier.CONFIDENTIAL)
    for person, may in ((plain, False), (trusted, True)):
        assert Deal.objects.visible_to(person).filter(pk=hidden.deal.pk).exists() is may
        assert allowed(person, "deals.view_deal", hidden.now()) is may


# -- editing --------------------------------------------------------------------------------------


def test_of_two_who_edit_the_second_is_told_what_changed():
    case = open_case()
    read = case.now()
    edit_deal(actor=fresh(case.two.buyer), deal=read, version=read.version, fields={"title": "低温铸件合作"})
    with pytest.raises(DealChanged) as refused:
        edit_deal(actor=fresh(case.two.seller), deal=read, version=read.version, fields={"terms": "独占许可"})
    assert refused.value.changed == [str(Deal._meta.get_field("title").verbose_name)]
    now = case.now()
    assert (now.title, now.terms, now.version) == ("低温铸件合作", "", 2)
    same = edit_deal(actor=fresh(case.two.seller), deal=now, version=2, fields={"title": "低温铸件合作"})
    assert same.version == 2, "nothing differs, so nothing is written"


def test_what_a_contract_says_is_fixed():
    case = case_at(Stage.CONTRACTED)
    for fields in ({"amount": Decimal("900000")}, {"signed_on": date(2026, 1, 1)}):
        with pytest.raises(FixedByContract):
            case.say(**fields)
    assert case.say(contract_number="HT-2026-7").contract_number == "HT-2026-7"
    over = case_at(Stage.CLOSED)
    with pytest.raises(StepNotPossible):
        over.say(title="别的")


def test_impossible_amounts_and_days_are_refused():
    case = open_case()
    for fields, name in (
        ({"amount": Decimal("10"), "technology_amount": Decimal("10.01")}, "technology_amount"),
        ({"technology_amount": Decimal("1")}, "technology_amount"),
        ({"amount": Decimal("-1")}, "amount"),
        ({"starts_on": date(2026, 2, 2), "ends_on": date(2026, 2, 1)}, "ends_on"),
    ):
        with pytest.raises(ValidationError) as refused:
            case.say(**fields)
        assert name in refused.value.message_dict
    with transaction.atomic(), pytest.raises(IntegrityError):
        Deal.objects.filter(pk=case.deal.pk).update(amount=1, technology_amount=2)
    with pytest.raises(PermissionDenied):
        edit_deal(actor=member(OrganisationFactory()), deal=case.now(), version=1, fields={"title": "x"})


@pytest.mark.django_db(transaction=True)
def test_two_steps_at_once_end_at_one_stage():
    case = open_case()
    read = [Deal.objects.get(pk=case.deal.pk) for _ in range(2)]
    outcomes = at_once(
        lambda: take_step(actor=fresh(case.two.buyer_owner), deal=read[0], step="lose", reason=LossReason.FUNDING),
        lambda: take_step(actor=fresh(case.two.seller), deal=read[1], step="evaluate"),
    )
    kept = [one for one in outcomes if isinstance(one, Deal)]
    stage = Deal.objects.get().stage
    assert stage in (Stage.LOST, Stage.EVALUATION)
    last = StageChange.objects.last()
    assert last is not None
    assert last.target == stage
    # Evaluating first leaves it to be given up; given up, it cannot be evaluated any more.
    assert len(kept) == (2 if StageChange.objects.count() == 3 else 1)


def test_a_record_that_a_deal_was_made_with_stays():
    case = open_case()
    demand = case.deal.demand
    type(demand).objects.filter(pk=demand.pk).update(state=State.DRAFT)
    with pytest.raises(NotPossible):
        delete_record(actor=fresh(case.two.buyer_owner), record=demand)
    assert case.now().demand == demand


def test_a_forgotten_deal_leaves_nothing_behind():
    case = open_case()
    case.say(terms="甲")
    forget_deal(case.now())
    assert not Deal.history.filter(id=case.deal.pk).exists()
    assert not StageChange.objects.exists()
    assert not Event.objects.filter(verb__startswith="deal_").exists()
