"""Regular work of this area; named in ``kit.jobs.enqueue`` and run by the worker."""

from __future__ import annotations

from heliu.activity.delivery.tasks import purge_deliveries

__all__ = ["purge_deliveries"]
