"""Regular work; named in ``kit.jobs.enqueue`` and run by the worker."""

from __future__ import annotations

from django_tasks import task

from heliu.deals.notice import actions as notice


@task()
def close_notices() -> int:
    """Close the public notices whose last day has passed. Once a day; running it more often does no harm."""
    return notice.close_notices()
