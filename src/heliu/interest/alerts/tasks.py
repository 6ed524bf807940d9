"""The worker's part of alerts; named in ``kit.jobs.enqueue``."""

from __future__ import annotations

from django_tasks import task

from heliu.interest.alerts.actions import running


@task()
def run_alerts() -> int:
    """Tell what arrived. Queued when the index has caught up and when a worker starts; often does no harm."""
    return running.run_alerts()
