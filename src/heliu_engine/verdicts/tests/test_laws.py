"""What holds of verdicts whatever the numbers, and for whatever is given."""

from __future__ import annotations

import doctest
import importlib
import math
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.quantities import Comparator, Parameter, extract
from heliu_engine.quantities.norms import unit_of
from heliu_engine.quantities.registry import in_base_units
from heliu_engine.verdicts import Verdict, compare, offered_of, required_of

WORST_FIRST = ("missed", "partly", "met")
UNITS = {
    "抗拉强度": ("MPa", "GPa", "kPa"),
    "厚度": ("mm", "cm", "um"),
    "工作温度": ("degC", "degF", "K"),
    "响应时间": ("s", "ms", "min"),
    "成本": ("CNY/kg", "CNY/t", "1e4 CNY/t"),
    "纯度": ("%", "1", "ppm"),
    "处理量": ("t/h", "kg/h", "t/d"),
}
numbers = st.floats(1, 1e4).map(lambda number: float(f"{number:.6g}"))
steps = st.sampled_from((0.0, 0.0, 0.5, 3.0, 100.0))
LIMITS: tuple[Comparator, ...] = (">=", ">", "<=", "<")


def parameter(name: str, sign: Comparator, low: float, high: float, unit: str, start: int = 0) -> Parameter:
    return Parameter(
        start, start + 9, f"{name}9", name, sign,
        None if sign in {"<=", "<"} else low, None if sign in {">=", ">"} else high, "", unit, None, "target",
    )  # fmt: skip


@st.composite
def values(draw: st.DrawFn, name: str, signs: tuple[Comparator, ...] = (*LIMITS, "range")) -> Parameter:
    # A share as a bare number is read as one up to 1.
    scale = 0.005 if name == "纯度" else 1.0
    low, step = draw(numbers) * scale, draw(steps) * scale
    return parameter(name, draw(st.sampled_from(signs)), low, low + step, UNITS[name][0])


def converted(given: Parameter, unit: str) -> Parameter:
    """The same value in another unit."""

    def number(value: float | None) -> float | None:
        if value is None:
            return None
        old, new = unit_of("", given.unit_norm), unit_of("", unit)
        assert old is not None
        assert new is not None
        base, zero, one = in_base_units(value, old)[0], in_base_units(0, new)[0], in_base_units(1, new)[0]
        return (base - zero) / (one - zero)

    return Parameter(
        given.start, given.end, given.span, given.property, given.comparator, number(given.low), number(given.high),
        "", unit, given.change, given.role,
    )  # fmt: skip


@pytest.mark.parametrize("name", UNITS)
@given(data=st.data())
def test_units_never_change_an_outcome(name: str, data: st.DataObject) -> None:
    required, offered = data.draw(values(name)), data.draw(values(name))
    (before,) = compare([required], [offered])
    mine, its = data.draw(st.sampled_from(UNITS[name])), data.draw(st.sampled_from(UNITS[name]))
    (after,) = compare([converted(required, mine)], [converted(offered, its)])
    assert after.outcome == before.outcome
    assert (after.missed_by is None) == (before.missed_by is None)
    if mine == required.unit_norm and before.missed_by is not None:
        assert after.missed_by == pytest.approx(before.missed_by, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("name", "better"), [("抗拉强度", 1), ("响应时间", -1), ("成本", -1)])
@given(required=st.data(), worse=numbers, by=st.sampled_from((0.0, 1e-6, 0.4, 17.0)), width=steps)
def test_a_better_offer_is_never_judged_worse(name: str, better: int, required: st.DataObject, worse: float, by, width):
    signs: tuple[Comparator, ...] = (">=", ">") if better > 0 else ("<=", "<")
    wanted = required.draw(values(name, (*signs, "=", "approx", "range")))
    sign = required.draw(st.sampled_from(("=", "range", *signs)))
    first = parameter(name, sign, worse, worse + width, UNITS[name][0])
    moved = worse + better * by
    second = parameter(name, sign, moved, moved + width, UNITS[name][0])
    before, after = (compare([wanted], [offer])[0] for offer in (first, second))
    assert WORST_FIRST.index(after.outcome) >= WORST_FIRST.index(before.outcome)
    if before.outcome == after.outcome and before.missed_by is not None and after.missed_by is not None:
        assert after.missed_by <= before.missed_by + 1e-9


@given(st.data())
def test_the_order_of_what_is_offered_never_matters(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(UNITS)))
    required = data.draw(values(name))
    texts = data.draw(st.permutations(range(5)))
    offers = [
        parameter(name, "=", number, number, data.draw(st.sampled_from(UNITS[name])), start=20 * place)
        for place, number in zip(texts, data.draw(st.lists(numbers, min_size=5, max_size=5)), strict=True)
    ]
    shuffled = list(offers)
    random.Random(4).shuffle(shuffled)
    assert compare([required], offers) == compare([required], shuffled)


@given(st.data())
def test_the_best_of_several_is_told(data: st.DataObject) -> None:
    required = data.draw(values("抗拉强度", (">=", ">", "=")))
    first, second = data.draw(numbers), data.draw(numbers)
    offers = [parameter("抗拉强度", "=", number, number, "MPa", place) for place, number in ((0, first), (30, second))]
    told = compare([required], offers)[0]
    alone = [compare([required], [offer])[0] for offer in offers]
    assert WORST_FIRST.index(told.outcome) == max(WORST_FIRST.index(each.outcome) for each in alone)


HOSTILE = (
    "3" * 100_000,
    "抗拉强度≥500MPa，" * 2_000,
    "抗拉强度为3MPa " * 2_000,
    "".join(f"强度{place}号≥{place}MPa，" for place in range(1_500)),
    "≥≤±\x00\x96" * 10_000,
    "<b>厚度</b>&lt;3mm<script>" * 1_000,
    "tensile strength of at least 500 MPa; " * 800,
    "厚度3" + "m" * 99_000,
    "强度≥1e308MPa，强度1e300GPa，厚度-1e308～1e308km；" * 300,
    "温度\u202e80℃下强度≥1e308MPa，厚度0mm，厚度±0mm，成本降低0%，" * 400,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_end_in_time(text: str) -> None:
    parameters = extract(text)
    began = time.process_time()
    for verdict in compare(parameters, parameters, required_text=text, offered_text=text):
        for figure in (verdict.missed_by, verdict.share):
            assert figure is None or 0 <= figure < math.inf
    assert time.process_time() - began < 20


def test_units_that_nobody_knows_are_compared_by_their_norm_alone() -> None:
    mine, same, other = (
        Parameter(0, 9, "磨损量9", "磨损量", "<=", None, 9.0, "", unit, None, "target")
        for unit in ("{foo}/bar/baz", "{foo}/bar/baz", "quux/")
    )
    assert compare([mine], [same])[0].outcome == "met"
    assert compare([mine], [other])[0].outcome == "not_stated"


def test_what_has_no_number_and_what_has_no_name_is_not_stated() -> None:
    bare = Parameter(0, 3, "67%", "", ">=", 67.0, None, "%", "%", None, "target")
    empty = Parameter(0, 3, "纯度高", "纯度", "=", None, None, "%", "%", None, "target")
    stated = Parameter(0, 5, "纯度99%", "纯度", "=", 99.0, 99.0, "%", "%", None, "target")
    assert compare([bare, empty], [bare, stated, empty]) == (
        Verdict("not_stated", bare),
        Verdict("not_stated", empty),
    )


def test_a_unit_tells_the_property_where_only_one_is_stated_in_it() -> None:
    (verdict,) = compare(extract("The new approach would be > 500 W/kg."), extract("比功率达到600W/kg"))
    assert verdict.outcome == "met"


def test_what_is_judged_is_picked_from_everything() -> None:
    text = "目前成本20元/公斤，需降低30%；预算200万元，80℃下抗拉强度≥30MPa，工作温度-40~85℃，申请专利2项，3年内完成。"
    required = required_of(extract(text))
    assert [each.span for each in required] == ["30%", "抗拉强度≥30MPa", "工作温度-40~85℃"]
    assert required_of(required) == required
    offered = offered_of(extract("目前成本15元/公斤，80℃下抗拉强度50MPa，投资200万元。"))
    assert [each.span for each in offered] == ["成本15元/公斤", "抗拉强度50MPa"]


@pytest.mark.parametrize("name", ["comparing", "properties"])
def test_the_examples_in_the_documentation_hold(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"heliu_engine.verdicts.{name}"))
    assert tried > 0
    assert failed == 0
