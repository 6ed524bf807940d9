"""Tasks of this area, by the name under which ``kit.jobs.enqueue`` finds them."""

from __future__ import annotations

from heliu.ingestion.feeds.tasks import purge_visits, queue_due_visits, run_visit
from heliu.ingestion.pages.tasks import read_page

__all__ = ["purge_visits", "queue_due_visits", "read_page", "run_visit"]
