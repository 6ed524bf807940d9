"""The levels of an assessment as a ladder: which are reached, and which criterion stops it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heliu.readiness.choices import Answer
from heliu.readiness.models import Assessment, Evidence
from heliu.readiness.scales import Criterion, Level


@dataclass(frozen=True, slots=True)
class Answered:
    """A criterion with what was answered."""

    criterion: Criterion
    answer: Answer
    note: str
    evidence: Sequence[Evidence]
    stops: bool
    """Whether it stands in the way of the next level."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One level; ``place`` is ``reached``, ``next`` or ``above``."""

    level: Level
    place: str
    criteria: Sequence[Answered]

    @property
    def met(self) -> int:
        return sum(one.answer == Answer.MET for one in self.criteria)


def ladder(assessment: Assessment, evidence: Mapping[str, Sequence[Evidence]]) -> list[Rung]:
    """The rungs from the highest down."""
    reached = assessment.reached
    stopping = {criterion.id for criterion in assessment.stopped_by}
    rungs = []
    for level in assessment.asked.levels:
        place = "reached" if level.number <= reached else "next" if level.number == reached + 1 else "above"
        criteria = [
            Answered(
                one, assessment.answer_to(one.id), assessment.note_on(one.id), evidence.get(one.id, ()),
                one.id in stopping,
            )
            for one in level.criteria
        ]  # fmt: skip
        rungs.append(Rung(level, place, criteria))
    return rungs[::-1]
