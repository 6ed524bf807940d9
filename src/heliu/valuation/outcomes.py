"""Several valuations with what they give, for lists and comparisons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from heliu.valuation.choices import Method
from heliu.valuation.models import Valuation
from heliu.valuation.results import Result, compute


@dataclass(frozen=True, slots=True)
class Outcome:
    """A valuation and its result; None where a later release asks for what was not given."""

    valuation: Valuation
    result: Result | None

    @property
    def label(self) -> str:
        return str(self.valuation)


def outcomes_of(valuations: Iterable[Valuation]) -> list[Outcome]:
    """Each with its result, computed now."""
    return [Outcome(valuation, result_of(valuation)) for valuation in valuations]


def result_of(valuation: Valuation) -> Result | None:
    """None where a later release asks for what was not given."""
    try:
        return compute(valuation.method, valuation.inputs)
    except ValidationError:
        return None


def ranges_of(outcomes: Iterable[Outcome]) -> list[tuple[str, float, float, float]]:
    """Label, lowest, likely, highest of those that give a value.

    A licence offer is a price, and comparables may be too few.
    """
    found = []
    for one in outcomes:
        result = one.result
        if result is None or one.valuation.method == Method.LICENCE:
            continue
        if result.low is not None and result.base is not None and result.high is not None:
            found.append((one.label, result.low, result.base, result.high))
    return found
