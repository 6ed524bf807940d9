"""Figures for orientation: dated, with their source, and marked where nobody compared them with it.

They stand beside a field and are never filled in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from heliu.kit.language import current_language


@dataclass(frozen=True, slots=True)
class Figures:
    """A range that something is said to lie in; fractions."""

    name: str
    zh: str
    en: str
    low: float
    high: float
    read_on: date
    """When somebody of the project read it."""
    source: str
    verified: bool
    group: str

    @property
    def label(self) -> str:
        return self.en if current_language() == "en" else self.zh


@cache
def all_figures() -> Mapping[str, Figures]:
    """Name → figures."""
    text = (files("heliu.valuation") / "data" / "orientation.toml").read_text(encoding="utf-8")
    return {name: Figures(name=name, **row) for name, row in tomllib.loads(text).items()}


def figures(name: str) -> Figures:
    return all_figures()[name]


def figures_beside(group: str) -> Sequence[Figures]:
    """What is shown beside a step."""
    return [one for one in all_figures().values() if group and group in (one.group, one.name)]
