"""Takes a need apart, and finds the question whose answer would change most what is found."""

from heliu_engine.coach.sheet import ELEMENTS, Element, ElementName, Sheet

__all__ = ["ELEMENTS", "Element", "ElementName", "Sheet"]
