"""Slow and regular work; named in ``kit.jobs.enqueue`` and run by the worker."""

from __future__ import annotations

from heliu.ingestion.pages.tasks import read_page

__all__ = ["read_page"]
