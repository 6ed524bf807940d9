"""The elements of a sheet, and the columns of a demand that hold them."""

from __future__ import annotations

from typing import Literal, get_args

ElementName = Literal[
    "object", "problem", "method", "parameters", "conditions", "current", "budget", "deadline", "cooperation",
    "confidentiality",
]  # fmt: skip
"""As the engine calls them; a test compares."""
ELEMENTS: tuple[ElementName, ...] = get_args(ElementName)
"""In the order of a sheet."""

PROSE_FIELDS: dict[ElementName, str] = {
    "object": "need_object",
    "problem": "need_problem",
    "method": "need_method",
    "parameters": "parameters",
    "conditions": "need_conditions",
    "current": "need_current",
    "confidentiality": "need_confidentiality",
}
"""Elements that the owner writes as text."""
BUDGET = "budget"
"""Stands for ``budget_min`` and ``budget_max``, as it does in the files that are imported."""

Role = Literal["target", "condition", "current", "budget", "deadline"]
MEASURED: tuple[Role, ...] = ("target", "current", "condition")
"""Roles of parameters that people read in a table, in this order; money and dates are told with their elements."""

SHEET_FORMATS = ("docx", "json")
