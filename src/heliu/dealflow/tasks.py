"""Regular work; named in ``kit.jobs.enqueue`` and run by the worker."""

from __future__ import annotations

from dataclasses import asdict

from django_tasks import task

from heliu.dealflow import actions
from heliu.dealflow.blind import actions as blind


@task()
def run_clocks() -> dict[str, int]:
    """Remind, escalate, let lapse. To be queued once a day; running it more often does no harm."""
    return asdict(actions.run_clocks())


@task()
def run_blind_round() -> dict[str, int]:
    """Tell both sides of the blind matches whose round has begun, and end those that are over. Once a day, before
    whatever takes long: the minute of a notice is the same for everybody."""
    return asdict(blind.run_round())


@task()
def find_blind_matches() -> int:
    """Look for the matches of the next round, on the days before it. Once a day, last of all: it may take long."""
    return blind.find_blind_matches()
