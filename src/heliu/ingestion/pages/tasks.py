"""Work of the worker for pages; named in ``heliu.ingestion.tasks``, where jobs are looked for."""

from __future__ import annotations

from django_tasks import task

from heliu.ingestion.pages import actions


@task()
def read_page(page_pk: int, turn: int) -> None:
    """Fetch, read and understand a page that was handed in."""
    actions.run_reading(page_pk, turn)
