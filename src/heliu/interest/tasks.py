"""Tasks of this area, by the name under which ``kit.jobs.enqueue`` finds them."""

from __future__ import annotations

from heliu.interest.alerts.tasks import run_alerts

__all__ = ["run_alerts"]
