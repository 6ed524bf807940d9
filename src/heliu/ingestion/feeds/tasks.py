"""The worker's part of feeds; named in ``kit.jobs.enqueue``."""

from __future__ import annotations

from django_tasks import task

from heliu.ingestion.feeds.actions import visiting

QUEUE = "feeds"
"""Visits wait between two requests, so they have a worker of their own and hold nobody else's job up."""


@task()
def queue_due_visits() -> int:
    """Queue what is due. To be queued every few minutes; running it more often does no harm."""
    return visiting.queue_due_visits()


@task(queue_name=QUEUE)
def run_visit(pk: int) -> None:
    """Visit a source."""
    visiting.run_visit(pk)


@task()
def purge_visits() -> int:
    """Delete what is too old. To be queued once a day."""
    return visiting.purge_visits()
