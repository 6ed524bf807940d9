"""Work of the worker for imports; named in ``heliu.catalog.tasks``, where jobs are looked for."""

from __future__ import annotations

from django_tasks import task

from heliu.catalog.imports import jobs


@task()
def check_import(job_pk: int, turn: int) -> None:
    """Check an uploaded file."""
    jobs.run_check(job_pk, turn)


@task()
def save_import(job_pk: int, turn: int) -> None:
    """Save a checked file."""
    jobs.run_save(job_pk, turn)
