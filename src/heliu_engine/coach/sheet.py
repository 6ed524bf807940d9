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
    title: str = ""
    title_object: Span | None = None
    """Where the title names the object; the text need not name it again."""

    def stated(self, name: ElementName) -> tuple[Element, ...]:
        """All places of an element."""
        return tuple(element for element in self.elements if element.name == name)

    @property
    def missing(self) -> tuple[ElementName, ...]:
        """Elements that neither text nor title states, in the order of the sheet."""
        given = {element.name for element in self.elements}
        if self.title_object is not None:
            given.add("object")
        return tuple(name for name in ELEMENTS if name not in given)
