"""Takes a need apart, and finds the question whose answer would change most what is found."""

from heliu_engine.coach.changes import Changes, Move, compare, text_before
from heliu_engine.coach.near import typical
from heliu_engine.coach.question import Question, Typical
from heliu_engine.coach.sheet import ELEMENTS, Element, ElementName, Sheet
from heliu_engine.coach.taking_apart import take_apart

__all__ = [
    "ELEMENTS",
    "Changes",
    "Element",
    "ElementName",
    "Move",
    "Question",
    "Sheet",
    "Typical",
    "compare",
    "take_apart",
    "text_before",
    "typical",
]
