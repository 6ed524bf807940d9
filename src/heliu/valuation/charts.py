"""Where the bars of a chart lie. The template draws them; each chart has a table beside it that says the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from heliu.valuation.labels import in_words, names_of, trimmed
from heliu.valuation.results import Result

WIDTH = 400
_LEFT, _RIGHT = 20, 376
_ROW, _TOP, _BOTTOM = 46, 8, 30
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a bar from ``start`` to ``end``, with a mark where the likely value lies."""

    label: str
    low: float
    base: float
    high: float
    start: float
    width: float
    mark: float
    y: float
    low_words: str = ""
    """Of a driver: the input at its lowest, as a person reads it."""
    high_words: str = ""
    at_low: float = 0.0
    at_high: float = 0.0

    @property
    def text_y(self) -> float:
        return self.y - 5

    @property
    def swing(self) -> float:
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over one axis."""

    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    height: float
    middle: float | None = None
    """Where the likely value lies, for a chart that has one for all rows."""
    width: int = WIDTH
    left: int = _LEFT
    right: int = _RIGHT

    @property
    def foot(self) -> float:
        return self.height - _BOTTOM


class _Scale:
    """From amounts to places on the axis; round numbers at the ticks."""

    def __init__(self, values: Sequence[float]) -> None:
        low, high = min([0.0, *values]), max([0.0, *values])
        self.step = _round_step((high - low) / _TICKS)
        self.low = math.floor(low / self.step + 1e-9) * self.step
        self.high = max(math.ceil(high / self.step - 1e-9) * self.step, self.low + self.step)

    def place(self, value: float) -> float:
        return round(_LEFT + (value - self.low) / (self.high - self.low) * (_RIGHT - _LEFT), 1)

    def ticks(self) -> list[Tick]:
        count = round((self.high - self.low) / self.step)
        amounts = [self.low + number * self.step for number in range(count + 1)]
        return [
            Tick(self.place(amount), trimmed(amount, 4) if abs(amount) > self.step / 1e6 else "0") for amount in amounts
        ]


def _round_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, at least ``rough``."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= rough * (1 - 1e-9))


def _bar(scale: _Scale, row: int, label: str, low: float, base: float, high: float) -> dict[str, object]:
    start, end = scale.place(low), scale.place(high)
    return {
        "label": label, "low": low, "base": base, "high": high, "start": start, "width": max(end - start, 1.5),
        "mark": scale.place(base), "y": _TOP + row * _ROW + 18,
    }  # fmt: skip


def _height(rows: int) -> float:
    return _TOP + rows * _ROW + _BOTTOM


def tornado(result: Result) -> Chart | None:
    """What each input does alone, those that move the value most first; None where no input has a range."""
    found = result.found
    if found is None or not found.drivers:
        return None
    names = names_of(result.approach)
    scale = _Scale([found.base, *(end for driver in found.drivers for end in (driver.at_low, driver.at_high))])
    bars = []
    for row, driver in enumerate(found.drivers):
        label, unit = names[driver.name]
        between = result.given.between[driver.name]
        ends = sorted((driver.at_low, driver.at_high))
        bars.append(
            Bar(
                **_bar(scale, row, label, ends[0], found.base, ends[1]),  # type: ignore[arg-type]
                low_words=in_words(between.low, unit), high_words=in_words(between.high, unit),
                at_low=driver.at_low, at_high=driver.at_high,
            )
        )  # fmt: skip
    return Chart(bars, scale.ticks(), _height(len(bars)), scale.place(found.base))


def side_by_side(rows: Sequence[tuple[str, float, float, float]]) -> Chart | None:
    """Ranges under one another over one axis (a football field): label, low, likely, high of each."""
    if not rows:
        return None
    scale = _Scale([value for _label, *values in rows for value in values])
    bars = [Bar(**_bar(scale, place, *row)) for place, row in enumerate(rows)]  # type: ignore[arg-type]
    return Chart(bars, scale.ticks(), _height(len(bars)))
