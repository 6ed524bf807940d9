"""A need taken apart: its elements and parameters, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from heliu_engine.documents import Span
from heliu_engine.quantities import Parameter

ElementName = Literal[
    "object", "problem", "method", "parameters", "conditions", "current", "budget", "deadline", "cooperation",
    "confidentiality",
]  # fmt: skip
ELEMENTS: tuple[ElementName, ...] = get_args(ElementName)
"""In the order of a demand sheet."""


@dataclass(frozen=True, slots=True)
class Element:
    """A place of the text that states one element of the need."""

    name: ElementName
    span: Span
    """Within the text."""
    text: str
    """What stands there."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A need taken apart. An element may be stated at several places, and one place may state several."""

    text: str
    elements: tuple[Element, ...]
    """In the order of their places."""
    parameters: tuple[Parameter, ...]
    """Target parameters, conditions, present values, budget and deadline that are stated in numbers."""

    def stated(self, name: ElementName) -> tuple[Element, ...]:
        """All places of an element."""
        return tuple(element for element in self.elements if element.name == name)

    @property
    def missing(self) -> tuple[ElementName, ...]:
        """Elements that are stated nowhere, in the order of the sheet."""
        return tuple(name for name in ELEMENTS if not self.stated(name))
