"""What a split comes to, and the floors of the law: hand-worked cases, and laws over random splits. No database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.deals.benefit.figures import figures_from
from heliu.deals.benefit.floors import floors_of, objections
from heliu.deals.benefit.models import Deduction, Share, SplitVersion
from heliu.deals.benefit.tests.factories import OFF, SAID, THREE

FEN = Decimal("0.01")


def version(**said: Any) -> SplitVersion:
    return SplitVersion(**{"income": Decimal("800000"), **SAID, **said})


def shares(*lines: tuple[str, bool]) -> list[Share]:
    return [
        Share(person=place, name=f"人{place}", percentage=Decimal(percentage), is_main=is_main)
        for place, (percentage, is_main) in enumerate(lines, start=1)
    ]  # fmt: skip


def deductions() -> list[Deduction]:
    return [Deduction(kind=one.kind, name=one.name, amount=one.amount) for one in OFF]


def test_cash_by_hand():
    people = shares(*((str(one.percentage), one.is_main) for one in THREE))
    found = figures_from(version(), deductions(), people)
    assert found.income is not None
    assert found.income.net == Decimal("699999.99")
    assert (found.pool, found.percentage, found.to_main) == (Decimal("489999.99"), 70, Decimal("66.67"))
    assert found.amounts == {1: Decimal("163365.99"), 2: Decimal("163317.00"), 3: Decimal("163317.00")}
    # An amount instead: 350,000 of 699,999.99 are a little more than half; 349,999.99 are a little less.
    for amount, met in (("350000.00", True), ("349999.99", False)):
        stated = version(pool_kind="amount", pool_amount=Decimal(amount))
        given_ = figures_from(stated, deductions(), people)
        assert given_.pool == Decimal(amount)
        assert (given_.percentage >= 50) is met
    # A loss shares nothing, and an amount has no percentage of it.
    loss = figures_from(version(income=Decimal(5)), deductions(), people)
    assert (loss.income.net, loss.pool) == (0, 0)
    assert (
        figures_from(version(income=Decimal(5), pool_kind="amount", pool_amount=FEN), deductions(), people).percentage
        is None
    )


def test_shares_of_a_company_by_hand():
    people = shares(("50", True), ("30", False), ("20", False))
    counted = figures_from(version(route="investment", shares_received=101, pool_percentage=Decimal(50)), [], people)
    assert (counted.unit, counted.pool, counted.income) == (1, 51, None)
    assert counted.amounts == {1: 26, 2: 15, 3: 10}
    # Without their number the parts are per cent of the company, and exact: 50 % × 33.33 % = 16.665 %.
    thirds = shares(("33.33", True), ("33.33", False), ("33.34", False))
    part = figures_from(version(route="investment", pool_percentage=Decimal(50)), [], thirds)
    assert part.amounts == {1: Decimal("16.6650"), 2: Decimal("16.6650"), 3: Decimal("16.6700")}


def test_nothing_is_guessed_while_something_is_missing():
    people = shares(("60", True), ("39.99", False))
    assert figures_from(version(), [], people).amounts == {}
    assert figures_from(version(income=None), [], people).pool is None
    assert figures_from(version(pool_percentage=None), [], []).to_main is None


@st.composite
def random_splits(draw):
    cuts = sorted(draw(st.sets(st.integers(1, 9999), max_size=10)))
    edges = [0, *cuts, 10000]
    lines = [(str(Decimal(b - a) / 100), draw(st.booleans())) for a, b in pairwise(edges)]
    route = draw(st.sampled_from(["transfer", "own_use", "investment"]))
    said = {
        "route": route, "income": Decimal(draw(st.integers(0, 10**13))) * FEN,
        "pool_percentage": Decimal(draw(st.integers(1, 10000))) / 100,
        "shares_received": draw(st.none() | st.integers(1, 10**9)) if route == "investment" else None,
    }  # fmt: skip
    off = [
        Deduction(kind=kind, name="x", amount=Decimal(draw(st.integers(0, 10**11))) * FEN) for kind in ("tax", "cost")
    ]  # fmt: skip
    return version(**said), off, shares(*lines), draw(st.permutations(range(len(lines))))


@given(random_splits())
def test_laws_of_every_split(split):
    """The sum is the pool, nobody gets less than nothing or less than a smaller share, and the order moves nothing."""
    stated, off, people, order = split
    found = figures_from(stated, off, people)
    assert found.pool is not None
    assert sum(found.amounts.values(), Decimal(0)) == found.pool
    for one in people:
        amount = found.amounts[one.person]
        assert amount >= 0
        assert amount % found.unit == 0
        assert abs(amount - found.pool * one.percentage / 100) < found.unit
        for other in people:
            assert one.percentage <= other.percentage or amount >= found.amounts[other.person]
    assert figures_from(stated, off, [people[place] for place in order]).amounts == found.amounts


@given(random_splits(), st.integers(1, 10**10))
def test_more_income_is_never_less_for_the_pool(split, more):
    stated, off, people, _order = split
    before = figures_from(stated, off, people)
    stated.income += Decimal(more) * FEN
    after = figures_from(stated, off, people)
    assert after.pool >= before.pool


# -- floors ---------------------------------------------------------------------------------------


def floors(stated: SplitVersion, *lines: tuple[str, bool], region: str = "") -> dict[str, Any]:
    """Clause → answer, and the sentences that keep it from being approved."""
    provider = SimpleNamespace(region=region)
    stated.decided_on = date(2026, 11, 26)
    people = shares(*(lines or (("100", True),)))
    # The relation is not written, so a stand-in may take its place.
    SplitVersion.split.field.set_cached_value(stated, SimpleNamespace(deal=SimpleNamespace(provider=provider)))  # type: ignore[attr-defined]
    found = floors_of(stated, figures_from(stated, [], people))
    answers: dict[str, Any] = {one.clause.id: one.answer for one in found}
    return answers | {
        "objections": list(objections(stated, found)),
        "depart": {one.clause.id: one.may_depart for one in found},
    }


@pytest.mark.parametrize(
    ("said", "clause", "answer", "number"),
    [
        ({"pool_percentage": 50}, "of_net_income", True, 0),
        ({"pool_percentage": Decimal("49.99")}, "of_net_income", False, 1),
        # A unit that is not the state's goes by its own rule or agreement; with neither the law is the default.
        ({"pool_percentage": 10, "provider_is_public": False}, "of_net_income", True, 0),
        ({"pool_percentage": 10, "provider_is_public": False, "basis": "agreement"}, "of_net_income", True, 0),
        ({"pool_percentage": 10, "provider_is_public": False, "basis": "statute"}, "of_net_income", False, 1),
        # Unknown only where it would decide.
        ({"pool_percentage": 10, "provider_is_public": None}, "of_net_income", None, 1),
        ({"pool_percentage": 50, "provider_is_public": None}, "of_net_income", True, 0),
        ({"route": "investment", "pool_percentage": 50}, "of_shares", True, 0),
        ({"route": "investment", "pool_percentage": 40}, "of_shares", False, 1),
        ({"route": "own_use", "pool_percentage": 5, "reward_years": 3}, "of_operating_profit", True, 0),
        ({"route": "own_use", "pool_percentage": Decimal("4.99"), "reward_years": 3}, "of_operating_profit", False, 1),
        ({"route": "own_use", "pool_percentage": 5, "reward_years": 2}, "years_of_own_use", False, 1),
        ({"route": "own_use", "pool_percentage": 5, "reward_years": None}, "years_of_own_use", None, 1),
    ],
)
def test_floors(said, clause, answer, number):
    found = floors(version(**{name: Decimal(v) if name == "pool_percentage" else v for name, v in said.items()}))
    assert found[clause] is answer
    assert len(found["objections"]) == number
    others = {"of_net_income", "of_shares", "of_operating_profit", "years_of_own_use"} - {clause}
    assert all(found[other] is True for other in others), "what is about another way does not bind"


def test_main_contributors_get_half_where_the_rule_asks_for_it():
    stated = version()
    assert floors(stated, ("50", True), ("50", False))["to_main_contributors"] is True
    short = floors(stated, ("49.99", True), ("50.01", False))
    assert short["to_main_contributors"] is False
    assert len(short["objections"]) == 1
    assert floors(version(provider_is_public=False), ("10", True), ("90", False))["to_main_contributors"] is True


def test_only_where_the_rule_says_so_a_floor_is_departed_from():
    reason = "投资协议另有约定，发明人已书面同意"
    free = floors(version(pool_percentage=Decimal(10), provider_is_public=False, basis="statute", departure=reason))
    assert (free["of_net_income"], free["depart"]["of_net_income"], free["objections"]) == (False, True, [])
    bound = floors(version(pool_percentage=Decimal(10), departure=reason))
    assert bound["depart"]["of_net_income"] is False
    assert len(bound["objections"]) == 1, "a reason does not help a body of the state"
    main = floors(version(departure=reason), ("49", True), ("51", False))
    assert len(main["objections"]) == 1


LOCAL = """
[rule]
name = "reward-floor-tianjin"
subject = "reward"
jurisdiction = "120000"
zh = "天津市奖酬下限"
en = "Least rewards in Tianjin"

[[version]]
instrument = "示例条例"
issuer = "示例"
valid_from = 2026-01-01
VALID_TO
source = "示例"
verified = true

[[version.clause]]
id = "local"
article = "第九条"
zh = "不低于70%"
en = "at least 70 %"
when = { fact = "reward_percentage", at_least = 70 }
departs = { fact = "provider_is_public", is = [true, false] }
verified = true
"""


def test_a_rule_of_the_place_takes_a_file_and_no_code(settings, tmp_path):
    settings.HELIU_RULES = tmp_path
    (tmp_path / "tianjin.toml").write_text(LOCAL.replace("VALID_TO", ""), encoding="utf-8")
    half = version(pool_percentage=Decimal(60))
    for region, answers in (("120104", False), ("120000", False), ("110105", None), ("", None)):
        assert floors(half, region=region).get("local") is answers, region
    assert floors(half, region="120104")["depart"]["local"] is True
    (tmp_path / "tianjin.toml").write_text(LOCAL.replace("VALID_TO", "valid_to = 2026-06-30"), encoding="utf-8")
    assert "local" not in floors(half, region="120104"), "a rule whose time is over is not used"
