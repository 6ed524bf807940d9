"""Tasks of this area, by the name under which ``kit.jobs.enqueue`` finds them."""

from __future__ import annotations

from heliu.ingestion.feeds.tasks import purge_visits, queue_due_visits, run_visit

__all__ = ["purge_visits", "queue_due_visits", "run_visit"]
