"""What this area keeps; the models stand with their subjects."""

from __future__ import annotations

from heliu.ingestion.feeds.models import Finding, Source, Visit
from heliu.ingestion.fetching.models import Host
from heliu.ingestion.pages.models import DraftedRecord, Mention, Page, PageVersion

__all__ = ["DraftedRecord", "Finding", "Host", "Mention", "Page", "PageVersion", "Source", "Visit"]
