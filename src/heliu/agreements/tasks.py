"""Regular work; named in ``settings.HELIU_DAILY_JOBS`` and run by the worker."""

from __future__ import annotations

from dataclasses import asdict

from django_tasks import task

from heliu.agreements import actions


@task()
def run_terms() -> dict[str, int]:
    """Expire, remind. To be queued once a day; running it more often does no harm."""
    return asdict(actions.run_terms())
