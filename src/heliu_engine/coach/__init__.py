"""Takes a need apart, finds the question whose answer would change most what is found, checks suggested wordings."""

from heliu_engine.coach.changes import Changes, Move, compare, text_before
from heliu_engine.coach.drafter import Drafter, Message, SuggestedWording, WordingRequest, messages_for, suggest_wording
from heliu_engine.coach.inventions import Invention, find_inventions
from heliu_engine.coach.near import typical, typical_of_each
from heliu_engine.coach.question import Question, Typical
from heliu_engine.coach.questions import answered, as_demand, questions
from heliu_engine.coach.sheet import ELEMENTS, Element, ElementName, Sheet
from heliu_engine.coach.taking_apart import take_apart

__all__ = [
    "ELEMENTS",
    "Changes",
    "Drafter",
    "Element",
    "ElementName",
    "Invention",
    "Message",
    "Move",
    "Question",
    "Sheet",
    "SuggestedWording",
    "Typical",
    "WordingRequest",
    "answered",
    "as_demand",
    "compare",
    "find_inventions",
    "messages_for",
    "questions",
    "suggest_wording",
    "take_apart",
    "text_before",
    "typical",
    "typical_of_each",
]
