"""Writing blind matches: the worker finds, tells and ends them; people answer, and keep records out."""

from heliu.dealflow.blind.actions.answering import answer_blind_match, take_back_answer
from heliu.dealflow.blind.actions.finding import find_blind_matches
from heliu.dealflow.blind.actions.participation import keep_out, let_take_part
from heliu.dealflow.blind.actions.telling import RoundCounts, run_round

__all__ = [
    "RoundCounts",
    "answer_blind_match",
    "find_blind_matches",
    "keep_out",
    "let_take_part",
    "run_round",
    "take_back_answer",
]
