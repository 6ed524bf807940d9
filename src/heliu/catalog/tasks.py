"""Slow and regular work; named in ``kit.jobs.enqueue`` and run by the worker."""

from __future__ import annotations

from django_tasks import task

from heliu.catalog import actions
from heliu.catalog.access import actions as access_actions
from heliu.catalog.imports.tasks import check_import, save_import

__all__ = ["check_import", "expire_due_records", "purge_access_log", "save_import"]


@task()
def expire_due_records() -> int:
    """Expire what is past its last day. To be queued once a day; running it more often does no harm."""
    return actions.expire_due_records()


@task()
def purge_access_log() -> int:
    """Delete entries of the access log that are older than the setting keeps. To be queued once a day."""
    return access_actions.purge_access_log()
