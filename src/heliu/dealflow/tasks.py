"""Regular work; named in ``kit.jobs.enqueue`` and run by the worker."""

from __future__ import annotations

from dataclasses import asdict

from django_tasks import task

from heliu.dealflow import actions


@task()
def run_clocks() -> dict[str, int]:
    """Remind, escalate, let lapse. To be queued once a day; running it more often does no harm."""
    return asdict(actions.run_clocks())
