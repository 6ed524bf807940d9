"""Slow and regular work; named in ``kit.jobs.enqueue`` and run by the worker."""

from __future__ import annotations

from django_tasks import task

from heliu.identity import actions


@task()
def find_duplicates() -> int:
    """Compare all records. To be queued once a day; running it more often does no harm."""
    return actions.find_all_duplicates()


@task()
def check_changes() -> int:
    """Compare what was written since the last time; asked for by whatever writes a record."""
    done = actions.check_changes()
    if actions.changes_wait():
        # Written while the others were compared, when a job was asked for already.
        check_changes.enqueue()
    return done
