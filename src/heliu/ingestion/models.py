"""What this area keeps; the models stand with their subjects."""

from __future__ import annotations

from heliu.ingestion.fetching.models import Host

__all__ = ["Host"]
