"""The elements of a need, and the fields of a demand that take them."""

from __future__ import annotations

from typing import Literal, get_args

ElementName = Literal[
    "object", "problem", "method", "parameters", "conditions", "current", "budget", "deadline", "cooperation",
    "confidentiality",
]  # fmt: skip
"""As the engine calls them."""
ELEMENTS: tuple[ElementName, ...] = get_args(ElementName)

MoveKind = Literal["entered", "left", "rose", "fell", "stayed"]
"""What became of a result, likewise."""

TEXT_FIELDS: dict[str, ElementName] = {
    "need_object": "object",
    "need_problem": "problem",
    "need_method": "method",
    "need_conditions": "conditions",
    "parameters": "parameters",
}
"""Fields of a demand that hold an element as text: what stands there is that element, whatever it says."""
OTHER_FIELDS: dict[str, ElementName] = {"budget_min": "budget", "budget_max": "budget", "deadline": "deadline"}
"""Fields that hold a number or a date: they state an element without a word of text."""
BLANK = "＿＿"
"""Stands where a number of somebody else's was: the person's own belongs there."""
