"""What is told of a method: what it asks, step by step, how it computes, and of what it warns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heliu.valuation.choices import Method
from heliu.valuation.inputs import Given, Part

At = Mapping[str, float]
"""Each quantity, and each level of yearly figures, at one value."""


@dataclass(frozen=True, slots=True)
class Step:
    """Some inputs that belong together, with what a person has to know for them."""

    title: Any
    explanation: Any
    parts: Sequence[Part]
    orientation: str = ""
    """The name of the dated figures that are shown beside it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the working, year by year, at the likely inputs.

    ``compute`` takes the year, the quantities, the yearly figures of that year and the columns before it by name;
    ``formula`` says the same as a formula of Excel with those names in braces.
    """

    name: str
    label: Any
    compute: Callable[[Mapping[str, float]], float]
    formula: str


@dataclass(frozen=True, slots=True)
class Approach:
    """A method of valuation.

    ``formula`` is the value as one formula of Excel: quantities and yearly figures by their names in braces, and
    ``{year}`` for the years 1, 2, … It gives the same as ``value``; a test holds them together.
    """

    method: Method
    question: Any
    """What it asks, in a sentence."""
    fits: Any
    """When it is of use, and when not."""
    notation: str
    steps: Sequence[Step]
    value: Callable[[At, Given], float] | None
    """None where it works on comparable deals instead of inputs with ranges."""
    formula: str = ""
    columns: Sequence[Column] = ()
    aside: Sequence[str] = ()
    """Quantities that the value does not depend on."""
    warnings: Callable[[Given], list[Any]] = lambda given: []

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for step in self.steps for part in step.parts)

    @property
    def takes_comparables(self) -> bool:
        return self.method == Method.MARKET
