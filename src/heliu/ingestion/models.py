"""What this area keeps; the models stand with their subjects."""

from __future__ import annotations

from heliu.ingestion.feeds.models import Finding, Source, Visit
from heliu.ingestion.fetching.models import Host

__all__ = ["Finding", "Host", "Source", "Visit"]
