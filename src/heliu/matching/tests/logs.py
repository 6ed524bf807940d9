"""Logs made up for tests: answers of some weeks, straight into the database."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from django.utils import timezone

from heliu.matching.outcomes.choices import Asker, Place, What
from heliu.matching.outcomes.models import Outcome, ShownAnswer, ShownResult
from heliu.matching.outcomes.tables import first_moment

PARTS = ("meaning_title", "meaning_whole", "words_title", "words_whole")


def this_monday() -> datetime:
    today = timezone.localdate()
    return first_moment(today - timedelta(days=today.weekday()))


def make_answers(
    count: int, *, weeks_ago: int = 0, profile: str = "demand", encoder: str = "", preferred: str = "words_title",
    shown: int = 5, opened: float = 0.5, moved: float = 0.0, seed: int = 1, **fields: object,
) -> list[ShownAnswer]:  # fmt: skip
    """Answers whose opened results have much of one part; ``moved`` is added to every part and score."""
    random = np.random.default_rng(seed)
    at = this_monday() - timedelta(weeks=weeks_ago) + timedelta(hours=9)
    answers, results, outcomes = [], [], []
    for number in range(count):
        answer = ShownAnswer(
            at=at, place=Place.HOME, asker=Asker.VISITOR, need=f"{number:032x}", profile=profile, ranking="plain-1",
            encoder=encoder, index_version="v", semantic=bool(encoder), **{"abstained": False, **fields},
        )  # fmt: skip
        answers.append(answer)
        rows = []
        for position in range(1, shown + 1):
            parts = dict(zip(PARTS, (random.random(len(PARTS)) + moved).round(3).tolist(), strict=True))
            score = sum(parts.values()) / 4
            level = min(1 + int(score * 4), 4)
            rows.append(
                ShownResult(
                    answer=answer, kind="achievement", object_id=position, version=1, position=position,
                    propensity=position**-0.5, score=score, level=level, parts=parts,
                )
            )  # fmt: skip
        results += rows
        if random.random() < opened:
            outcomes.append(Outcome(result=max(rows, key=lambda row: row.parts[preferred]), what=What.OPENED))
    ShownAnswer.objects.bulk_create(answers)
    ShownResult.objects.bulk_create(results)
    Outcome.objects.bulk_create(outcomes)
    return answers
