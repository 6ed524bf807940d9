"""Writing the readiness that an assessment found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import User
from heliu.activity.actions import record_event
from heliu.catalog.actions.steps import announce, locked, save
from heliu.catalog.choices import ReadinessBasis, ReadinessScale
from heliu.catalog.models import Achievement
from heliu.catalog.origins import BY_HAND
from heliu.catalog.signals import record_written

READINESS = ["readiness_scale", "readiness_level"]


@transaction.atomic
def set_readiness(
    *, actor: Actor, achievement: Achievement, scale: str, level: int | None, basis: ReadinessBasis,
    assessed_on: date | None = None, assessor: User | None = None, note: str = "", notify: Iterable[User] = (),
) -> Achievement:  # fmt: skip
    """Write scale, level and what they rest on; ``level`` is None where not even the first was reached.

    Whoever assesses need not be of the owner, so whether they may was asked by the caller: an assessment has rules of
    its own. Nothing else of the record is looked at: what is amiss there must not stop an assessment. The record
    keeps the version before in its history, and lists, matches and pages are told.
    """
    if level is not None and not (scale in ReadinessScale.values and 1 <= level <= ReadinessScale(scale).highest):
        raise ValueError(f"{scale!r} has no level {level}.")
    achievement = locked(achievement)
    was_findable = achievement.is_findable
    achievement.readiness_scale, achievement.readiness_level = scale, level
    achievement.readiness_basis, achievement.readiness_assessed_on = basis, assessed_on
    achievement.readiness_assessor = assessor
    achievement.version += 1
    save(achievement, actor, "assessed")
    data = {"version": achievement.version, "changed": READINESS}
    record_event(achievement, "assessed", actor=person(actor), note=note, data=data, notify=notify)
    record_written.send(Achievement, record=achievement, fields=READINESS, actor=person(actor), origins=BY_HAND)
    announce(achievement, was_findable=was_findable)
    return achievement
