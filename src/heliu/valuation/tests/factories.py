"""An institute with an achievement to value, and inputs for every method."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from heliu.accounts.models import User
from heliu.valuation.actions import write_valuation
from heliu.valuation.models import Valuation


def one(base: float, low: float | None = None, high: float | None = None, source: str = "plan") -> dict[str, Any]:
    return {"low": low, "base": base, "high": high, "source": source}


def yearly(*values: float, low: float = 1.0, high: float = 1.0, source: str = "plan") -> dict[str, Any]:
    return {"values": list(values), "low": low, "high": high, "source": source}


def deal(name: str, price: float, **factors: float) -> dict[str, Any]:
    return {"name": name, "price": price, "factors": factors, "source": "contract"}


INPUTS: dict[str, dict[str, Any]] = {
    # The handbook's vector: 190.60 in the middle of the years.
    "royalty": {
        "revenues": yearly(1000, 1500, 2000, 2000, 1600, low=0.7, high=1.2),
        "legal_life": one(12), "economic_life": one(5, 4, 7),
        "royalty": one(0.05, 0.03, 0.06), "share": one(1.0, 0.8, 1.0), "tax": one(0.25), "rate": one(0.2, 0.15, 0.25),
        "mid_year": True,
    },
    "earnings": {
        "profits": yearly(-40, 120, 144, 150, low=0.8, high=1.1), "charges": yearly(5, 10, 23, 20, low=0.9, high=1.2),
        "legal_life": one(10), "economic_life": one(3, 3, 6), "rate": one(0.1, 0.08, 0.14),
    },
    "npv": {
        "incomes": yearly(0, 50, 300, 500, 480, low=0.6, high=1.3), "costs": yearly(120, 80, 60, 60, 60, high=1.25),
        "chances": yearly(1, 0.7, 0.4, 0.35, 0.35, low=0.8, high=1.0),
        "risk_free": one(0.025), "technical": one(0), "market": one(0.04, 0.03, 0.05), "funding": one(0.02),
        "management": one(0.01),
    },
    "cost": {"staff": one(180, 150, 220), "equipment": one(60), "protection": one(12, 10, 15),
             "obsolescence": one(0.4, 0.3, 0.6)},
    "market": {
        "comparables": [
            deal("A 许可", 100, field=1.1), deal("=B", 200, exclusivity=0.5, territory=1.2), deal("C", 400, life=0.9),
            deal("D", 90, payment=1.05),
        ]
    },
    "option": {
        "value": one(600, 450, 800), "investment": one(800, 800, 900), "years": one(3, 2, 4), "rate": one(0.025),
        "volatility": one(0.5, 0.3, 0.7), "yield_lost": one(0, 0, 0.03),
    },
    "licence": {
        "cost": one(80), "next_best": one(100), "buyers_gain": one(250, 150, 400), "entry_fee": one(50, 30, 60),
        "royalty": one(0.04, 0.03, 0.05), "sales": yearly(500, 800, 1000, low=0.7, high=1.2),
        "milestones": yearly(0, 20, 30), "rate": one(0.15, 0.12, 0.2),
    },
}  # fmt: skip
"""Method → inputs that it accepts, with ranges."""


def inputs_of(method: str, **changes: Any) -> dict[str, Any]:
    return deepcopy(INPUTS[method]) | changes


def valued(actor: User, achievement: Any, method: str = "royalty", **fields: Any) -> Valuation:
    """A valuation as somebody wrote it."""
    given = {"inputs": inputs_of(method)} | fields
    return write_valuation(actor=actor, achievement=achievement, method=method, **given)
