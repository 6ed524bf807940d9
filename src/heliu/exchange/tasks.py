"""Slow and regular work; named in ``kit.jobs.enqueue`` and run by the worker."""

from __future__ import annotations

from django_tasks import task

from heliu.exchange import actions
from heliu.exchange.dumps import current_dump, is_outdated, write_dump
from heliu.exchange.selectors import latest_tombstone
from heliu.kit.jobs import enqueue


@task()
def catch_up() -> int:
    """Look at what was noted. Where something was taken back that the dump still holds, the dump is made anew."""
    changed = actions.catch_up()
    if changed and is_outdated(current_dump(), latest_tombstone()):
        enqueue("exchange.renew_dump")
    return changed


@task()
def renew_dump() -> bool:
    """Make the dump anew unless somebody has done so meanwhile."""
    if not is_outdated(current_dump(), latest_tombstone()):
        return False
    write_dump()
    return True


@task()
def run_daily() -> int:
    """Compare everything once, for what no signal told of, and write the dump. To be queued once a day."""
    changed = actions.rebuild()
    write_dump()
    return changed
