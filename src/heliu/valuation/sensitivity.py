"""A range instead of one number: each input between its low and its high, and which of them moves the value most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True, slots=True)
class Between:
    """An input: the value that is thought likely, and the lowest and highest that are thought possible."""

    low: float
    base: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.base <= self.high:
            raise ValueError("The likely value lies between the lowest and the highest.")


@dataclass(frozen=True, slots=True)
class Driver:
    """What one input does alone, the others as they are likely."""

    name: str
    at_low: float
    """The value of the technology with the input at its lowest, which may be the higher one."""
    at_high: float

    @property
    def swing(self) -> float:
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Range:
    """What a valuation gives."""

    low: float
    base: float
    high: float
    drivers: Sequence[Driver]
    """Those that move the value most first: a tornado chart and its table."""


MOST_CORNERS = 4096
"""Combinations of lowest and highest inputs that are tried for the ends of the range."""


def value_range(inputs: Mapping[str, Between], value: Callable[[Mapping[str, float]], float]) -> Range:
    """The value at the likely inputs, the ends of its range, and each input's own swing.

    The ends are the lowest and highest value over all combinations of lowest and highest inputs: exact where the value
    rises or falls with each input, as it does in all methods here. ``value`` gets every input by name.
    """
    base_inputs = {name: between.base for name, between in inputs.items()}
    drivers = [
        Driver(name, value({**base_inputs, name: between.low}), value({**base_inputs, name: between.high}))
        for name, between in inputs.items()
        if between.low < between.high
    ]
    drivers.sort(key=lambda driver: -driver.swing)
    moving = [driver.name for driver in drivers]
    if 2 ** len(moving) > MOST_CORNERS:
        raise ValueError(f"At most {MOST_CORNERS.bit_length() - 1} inputs can have a range.")
    corners = [
        value({**base_inputs, **dict(zip(moving, ends, strict=True))})
        for ends in product(*((inputs[name].low, inputs[name].high) for name in moving))
    ]
    base = value(base_inputs)
    return Range(min([base, *corners]), base, max([base, *corners]), drivers)
