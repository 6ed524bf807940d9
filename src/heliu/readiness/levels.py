"""The level that answers give: pure functions, without database or language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from heliu.readiness.choices import Answer

Questions = Sequence[Sequence[str]]
"""For each level, from the first on, the ids of its criteria."""


def level_of(questions: Questions, answers: Mapping[str, str]) -> int:
    """The highest n such that every criterion of the levels 1 to n is met; 0 where the first level is not reached.

    A criterion that nobody has answered is not met: a level is what was shown, not what nobody has denied.
    """
    level = 0
    for criteria in questions:
        if not all(answers.get(criterion) == Answer.MET for criterion in criteria):
            break
        level += 1
    return level


def in_the_way(questions: Questions, answers: Mapping[str, str]) -> list[str]:
    """The criteria of the next level that are not met, or not answered; none where the highest is reached."""
    level = level_of(questions, answers)
    if level == len(questions):
        return []
    return [criterion for criterion in questions[level] if answers.get(criterion) != Answer.MET]
