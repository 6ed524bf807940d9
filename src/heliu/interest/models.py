"""What this area keeps; the models stand with their subjects."""

from __future__ import annotations

from heliu.interest.alerts.models import Alert, AlertLock, AlertSetting, Arrival, Digest
from heliu.interest.bookmarks.models import Bookmark
from heliu.interest.searches.models import SavedSearch

__all__ = ["Alert", "AlertLock", "AlertSetting", "Arrival", "Bookmark", "Digest", "SavedSearch"]
