"""The level that answers give: cases worked by hand, and what holds of all answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.readiness.levels import in_the_way, level_of

QUESTIONS = [["1.1", "1.2"], ["2.1"], ["3.1", "3.2"]]
CRITERIA = [criterion for level in QUESTIONS for criterion in level]
ANSWERS = st.dictionaries(st.sampled_from(CRITERIA), st.sampled_from(["met", "not_met", ""]))


@pytest.mark.parametrize(
    ("met", "level", "stopped"),
    [
        ("", 0, ["1.1", "1.2"]),
        ("1.1", 0, ["1.2"]),
        ("1.1 1.2", 1, ["2.1"]),
        ("1.1 1.2 2.1", 2, ["3.1", "3.2"]),
        ("1.1 1.2 2.1 3.2", 2, ["3.1"]),
        ("1.1 1.2 2.1 3.1 3.2", 3, []),
        # What is met above a gap does not lift anything over it.
        ("1.1 2.1 3.1 3.2", 0, ["1.2"]),
        ("1.1 1.2 3.1 3.2", 1, ["2.1"]),
    ],
)
def test_by_hand(met, level, stopped):
    answers = dict.fromkeys(met.split(), "met")
    assert level_of(QUESTIONS, answers) == level
    assert in_the_way(QUESTIONS, answers) == stopped
    # Saying no is the same as saying nothing.
    denied = {criterion: answers.get(criterion, "not_met") for criterion in CRITERIA}
    assert level_of(QUESTIONS, denied) == level


@given(ANSWERS, st.sampled_from(CRITERIA))
def test_another_criterion_met_never_lowers_and_one_less_never_raises(answers, criterion):
    level = level_of(QUESTIONS, answers)
    assert level_of(QUESTIONS, answers | {criterion: "met"}) >= level
    assert level_of(QUESTIONS, answers | {criterion: "not_met"}) <= level
    without = {name: answer for name, answer in answers.items() if name != criterion}
    assert level_of(QUESTIONS, without) <= level


@given(ANSWERS)
def test_it_is_the_highest_level_with_everything_below_met(answers):
    level = level_of(QUESTIONS, answers)
    holds = [all(answers.get(one) == "met" for reached in QUESTIONS[:n] for one in reached) for n in range(4)]
    assert level == max(n for n in range(4) if holds[n])
    stopping = in_the_way(QUESTIONS, answers)
    assert bool(stopping) == (level < len(QUESTIONS))
    # Exactly what is said to stand in the way lifts it, and nothing less does.
    lifted = answers | dict.fromkeys(stopping, "met")
    assert level_of(QUESTIONS, lifted) > level or not stopping
    for one in stopping:
        assert level_of(QUESTIONS, lifted | {one: "not_met"}) == level
