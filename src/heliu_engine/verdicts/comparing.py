"""What a need requires held against what a record offers, one verdict for each required parameter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from heliu_engine.quantities import Parameter
from heliu_engine.verdicts.changes import judged_with_changes
from heliu_engine.verdicts.conditions import Condition, agree, conditions_of, exclude
from heliu_engine.verdicts.judging import Judgement, judge
from heliu_engine.verdicts.pairing import Nearness, Sameness, related, sameness
from heliu_engine.verdicts.properties import Property
from heliu_engine.verdicts.stated import Stated, comparable, stated
from heliu_engine.verdicts.verdict import Outcome, Verdict

_ORDER: Mapping[Outcome, int] = {"met": 0, "partly": 1, "missed": 2, "incomparable": 3, "not_stated": 4}
_COSTS = frozenset({"cost", "price"})
_PROJECT = re.compile("项目|研发|投资|建设|设备购置|project")
_BARE = frozenset(
    {
        "temperature", "time", "pressure", "frequency", "length", "thickness", "voltage", "size", "room_temperature",
        "cycle_life", "storage_time",
    }
)  # fmt: skip
"""A condition of these alone is one of a test: 温度80℃下, 循环1000次后."""
_MOST = 30
"""Offered values of one property that a required one is held against: enough for any record, and a bound on what a
hostile one may cost."""
_C_RATE = "{C}"


def required_of(parameters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """What a need asks for, in order: targets, and conditions under which a solution has to work.

    Left out are budgets, deadlines and what is the case now; what a project delivers rather than what a technology
    does (patents, papers, revenue); and conditions of a test (80℃下, 28d), which only qualify the value beside them.
    A limit on cost is asked for though it is money: a cost for a unit of something, or named 成本 or 单价.
    """
    return tuple(parameter for parameter in parameters if _is_required(parameter))


def offered_of(parameters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """What a record states that may answer a need: targets, present values (what was reached), use, cost."""
    return tuple(parameter for parameter in parameters if _is_offered(parameter))


def compare(
    required: Sequence[Parameter],
    offered: Sequence[Parameter],
    nearness: Nearness | None = None,
    *,
    required_text: str = "",
    offered_text: str = "",
) -> tuple[Verdict, ...]:
    """One verdict for each parameter of ``required_of(required)``, in order.

    Give all parameters of both texts: those that are not judged themselves say under which conditions a value holds,
    and what a change starts from. With the texts, sentences are told apart better. ``nearness`` pairs names that no
    table and no shared word pairs; without it such values are not stated. A verdict rests on these two texts alone,
    and not on the order of ``offered``.

    >>> from heliu_engine.quantities import extract
    >>> verdict, = compare(extract("抗冲击韧性≥67%"), extract("抗冲击韧性达到60%"))
    >>> verdict.outcome, verdict.missed_by
    ('missed', 7.0)
    """
    mine = _Side(required, required_text)
    offers = _Offers(_Side(offered, offered_text), nearness)
    return tuple(_verdict(mine, mine[parameter], offers) for parameter in required_of(required))


@dataclass(frozen=True, slots=True)
class _Value:
    """A parameter with the conditions that it is stated under."""

    stated: Stated
    conditions: tuple[Condition, ...]


class _Side:
    """The parameters of one text."""

    def __init__(self, parameters: Sequence[Parameter], text: str) -> None:
        # In the order of the text, so that nothing depends on the order of what is given.
        values = [stated(each) for each in sorted(set(parameters), key=_order)]
        conditions = conditions_of(values, text)
        self._values = {each.parameter: _Value(each, conditions.get(place, ())) for place, each in enumerate(values)}
        self.present = [
            value.stated for each, value in self._values.items() if each.role == "current" and each.change is None
        ]
        """What is the case now, before any change."""

    def __getitem__(self, parameter: Parameter) -> _Value:
        return self._values[parameter]

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._values)


class _Offers:
    """The offered values by what they may answer."""

    def __init__(self, side: _Side, nearness: Nearness | None) -> None:
        self.side = side
        self._nearness = nearness
        self._by_property: defaultdict[Property | None, list[_Value]] = defaultdict(list)
        self._nameable: list[_Value] = []
        for parameter in offered_of(side):
            value = side[parameter]
            same = self._by_property[value.stated.known]
            if parameter.low is None and parameter.high is None:
                continue
            if len(same) < _MOST:
                same.append(value)
            if len(self._nameable) < _MOST:
                self._nameable.append(value)

    def of(self, required: Stated) -> Iterator[tuple[Sameness, _Value]]:
        """Those of the same property, with how surely they are."""
        mine = required.known
        if mine is None:
            found = self._by_property.get(None, []) if self._nearness is None else self._nameable
        else:
            found = [
                value for its in self._by_property if its and related(mine, its) for value in self._by_property[its]
            ]
            if self._nearness is not None:
                found = found + self._by_property.get(None, [])
        for value in found:
            same = sameness(required, value.stated, self._nearness)
            if same:
                yield same, value


def _verdict(mine: _Side, required: _Value, offers: _Offers) -> Verdict:
    parameter = required.stated.parameter
    answers = [
        (_preference(required, same, offer, judgement), judgement, offer)
        for same, offer in offers.of(required.stated)
        if (judgement := _judged(mine, required, same, offer, offers.side)) is not None
    ]
    if not answers or (parameter.low is None and parameter.high is None):
        return Verdict("not_stated", parameter)
    _, judgement, offer = min(answers, key=lambda answer: answer[0])
    return Verdict(
        judgement.outcome,
        parameter,
        offer.stated.parameter,
        judgement.missed_by,
        judgement.share,
        judgement.obstacle,
    )


def _judged(mine: _Side, required: _Value, same: Sameness, offer: _Value, its: _Side) -> Judgement | None:
    """What holds of one pair; None where the offered value cannot be meant."""
    one, other = required.stated, offer.stated
    if exclude(required.conditions, offer.conditions):
        return Judgement("incomparable", obstacle="conditions")
    if one.parameter.change or other.parameter.change:
        return judged_with_changes(one, other, mine.present, its.present)
    if comparable(one, other):
        return judge(one, other)
    # What is only likely of one property and has another unit is of another one, and a unit that a property is never
    # stated in was most likely meant of something else.
    if same is Sameness.LIKELY:
        return None
    if other.known is not None and not other.known.is_stated_in(other.measure):
        return None
    return Judgement("incomparable", obstacle="unit")


def _preference(required: _Value, same: Sameness, offer: _Value, judgement: Judgement) -> tuple[float, ...]:
    """Which of several answers is told; the least is."""
    parameter = offer.stated.parameter
    return (
        judgement.outcome == "incomparable",
        parameter.role == "current",
        -same,
        not agree(required.conditions, offer.conditions),
        _ORDER[judgement.outcome],
        judgement.missed_by or 0.0,
        parameter.start,
        parameter.end,
    )


def _order(parameter: Parameter) -> tuple[int, int, str]:
    return parameter.start, parameter.end, repr(parameter)


def _is_required(parameter: Parameter) -> bool:
    found = stated(parameter)
    if found.known is not None and found.known.rule == "x":
        return False
    return found.role == "target" or _is_of_use(found) or _is_cost(found)


def _is_offered(parameter: Parameter) -> bool:
    found = stated(parameter)
    return found.role in {"target", "current"} or _is_of_use(found) or _is_cost(found)


def _is_of_use(found: Stated) -> bool:
    """A condition with a name of its own, rather than one that says how a value beside it was measured."""
    if found.role != "condition" or not found.named or found.parameter.unit_norm == _C_RATE:
        return False
    return found.known is not None and found.known.key not in _BARE and found.known.is_stated_in(found.measure)


def _is_cost(found: Stated) -> bool:
    """A limit on cost or price, which the extraction takes for a budget."""
    if found.parameter.role != "budget" or found.known is None or found.known.key not in _COSTS:
        return False
    return not _PROJECT.search(found.name.before)
