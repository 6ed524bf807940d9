"""Work of the worker; named in ``kit.jobs.enqueue``."""

from __future__ import annotations

from dataclasses import asdict

from django_tasks import task

from heliu.matchdays import actions
from heliu.matchdays.models import CandidateRun


@task()
def find_candidates(run_pk: int) -> None:
    """Compare all pairs of a day."""
    run = CandidateRun.objects.select_related("day").filter(pk=run_pk).first()
    if run is not None:
        actions.run_candidates(run)


@task()
def run_days() -> dict[str, int]:
    """Close registrations that have ended, end days that are past. Queued once a day; more often does no harm."""
    return asdict(actions.run_days())
