"""What this area keeps; the models stand with their subjects."""

from __future__ import annotations

from heliu.ingestion.pages.models import DraftedRecord, Mention, Page, PageVersion

__all__ = ["DraftedRecord", "Mention", "Page", "PageVersion"]
