"""Regular work on the log; named in ``heliu.matching.tasks``, where jobs are looked for."""

from __future__ import annotations

from django_tasks import task

from heliu.matching.outcomes.actions import results


@task()
def purge_outcomes() -> int:
    """Delete what is older than the setting keeps. To be queued once a day."""
    return results.purge_outcomes()
