"""The elements of a need in the fields of a demand."""

from __future__ import annotations

from typing import Literal

from heliu.matching.sheets.choices import PROSE_FIELDS, ElementName

MoveKind = Literal["entered", "left", "rose", "fell", "stayed"]
"""What became of a result, as the engine calls it."""

TEXT_FIELDS: dict[str, ElementName] = {field: element for element, field in PROSE_FIELDS.items()}
"""Fields of a demand that hold an element as text: what stands there is that element, whatever it says."""
OTHER_FIELDS: dict[str, ElementName] = {
    "budget_min": "budget", "budget_max": "budget", "deadline": "deadline", "cooperation": "cooperation",
}  # fmt: skip
"""Fields that hold a number, a date or a choice: they state an element without a word of text."""
BLANK = "＿＿"
"""Stands where a number of somebody else's was: the person's own belongs there."""
