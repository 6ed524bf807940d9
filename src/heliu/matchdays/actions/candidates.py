"""The worker looks at all pairs of a day; earlier runs are kept."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.kit.jobs import enqueue
from heliu.kit.permissions import require
from heliu.matchdays.actions.steps import locked_day, only_while, people_coming
from heliu.matchdays.adapters.pairing import PairingRefused, Pairings, pair_up
from heliu.matchdays.choices import RunState, Side, State
from heliu.matchdays.errors import RunUnderWay
from heliu.matchdays.models import Candidate, CandidateRun, Entry, MatchDay
from heliu.matchdays.selectors.days import organisers_of
from heliu.matchdays.selectors.entries import introduced_pairs

BEAT = 0.5
"""Seconds between two notes of progress."""
BATCH = 1000


@transaction.atomic
def look_for_candidates(*, actor: Actor, day: MatchDay) -> CandidateRun:
    """Let the worker look at all pairs anew."""
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    only_while(day, State.OPEN, State.CLOSED, State.ASSIGNED, State.PUBLISHED)
    return queue_run(day, actor)


def queue_run(day: MatchDay, actor: Actor) -> CandidateRun:
    """For a day that is locked. A run that was left behind by a worker that was killed makes room."""
    last = day.runs.first()
    if last is not None and last.is_open:
        if not last.has_stalled:
            raise RunUnderWay
        _end(last, RunState.FAILED, error="stalled")
    run = CandidateRun.objects.create(day=day, number=last.number + 1 if last else 1, asked_by=person(actor))
    transaction.on_commit(partial(enqueue, "matchdays.find_candidates", run.pk))
    return run


def run_candidates(run: CandidateRun) -> CandidateRun:
    """What the worker does: compare, note progress on the way, and keep what was found in one transaction."""
    started = CandidateRun.objects.filter(pk=run.pk, state=RunState.QUEUED).update(
        state=RunState.RUNNING, beat_at=timezone.now()
    )
    if not started:
        return run
    run.refresh_from_db()
    began = time.monotonic()
    try:
        pairings = _compared(run)
    except PairingRefused as refusal:
        _end(run, RunState.FAILED, error=refusal.reason)
        return run
    except Exception:
        # Without this it would seem to run on for two minutes; the worker's log says what it was.
        _end(run, RunState.FAILED, error="broken")
        raise
    _keep(run, pairings, time.monotonic() - began)
    return run


def _compared(run: CandidateRun) -> Pairings:
    entries = list(Entry.objects.taking_part().with_records().filter(registration__day=run.day).order_by("pk"))
    demands = [one for one in entries if one.side == Side.DEMAND]
    supplies = [one for one in entries if one.side == Side.SUPPLY]
    known = introduced_pairs(run.day)

    def apart(demand: Entry, supply: Entry) -> bool:
        """One organisation does not meet itself, nor whom it is being introduced to."""
        same = demand.registration.organisation_id == supply.registration.organisation_id
        return same or (demand.pk, supply.pk) in known

    run.demands, run.supplies, run.total = len(demands), len(supplies), len(entries)
    CandidateRun.objects.filter(pk=run.pk).update(demands=run.demands, supplies=run.supplies, total=run.total)
    return pair_up(demands, supplies, apart=apart, progress=_Progress(run))


class _Progress:
    """Writes how far it is, now and then: each write is a transaction of its own that everybody sees."""

    def __init__(self, run: CandidateRun) -> None:
        self._run = run
        self._written = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._written < BEAT and done < total:
            return
        self._written = now
        CandidateRun.objects.filter(pk=self._run.pk).update(done=done, total=total, beat_at=timezone.now())


@transaction.atomic
def _keep(run: CandidateRun, pairings: Pairings, seconds: float) -> None:
    day = locked_day(run.day)
    if CandidateRun.objects.filter(pk=run.pk, state=RunState.RUNNING).first() is None:
        return  # It was taken for dead meanwhile, and another one runs.
    # Who left while the worker compared is left out; the rows of who is deleted are gone.
    there = set(Entry.objects.standing().filter(registration__day=day).values_list("pk", flat=True))
    found = [one for one in pairings.found if one.demand in there and one.supply in there]
    Candidate.objects.bulk_create(
        (
            Candidate(
                run=run, demand_id=one.demand, supply_id=one.supply, level=one.level, expected=one.expected,
                expected_back=one.expected_back,
            )
            for one in found
        ),
        batch_size=BATCH,
    )  # fmt: skip
    run.pairs, run.seconds = len(found), round(seconds, 2)
    run.index_version, run.ranking = pairings.index_version, pairings.ranking
    run.left_out = {str(entry): why for entry, why in sorted(pairings.left_out.items())}
    _end(run, RunState.DONE)
    told: set[Any] = {*organisers_of(day), *(people_coming(day) if day.takes_wishes else ())}
    record_event(day, "matchday_matched", data={"run": run.number}, notify=told)


def _end(run: CandidateRun, state: RunState, error: str = "") -> None:
    run.state, run.error, run.finished_at = state, error, timezone.now()
    run.done = run.total if state == RunState.DONE else run.done
    run.save()
