"""How often calendars may be read."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import SimpleRateThrottle

from heliu.agenda.models import Feed


class FeedThrottle(SimpleRateThrottle):
    """Counts the readings of one feed; of addresses that are none, those of one client.

    Feeds are counted one by one, since a calendar service reads those of many people from one address.
    """

    scope = "feed"

    def __init__(self, feed: Feed | None) -> None:
        super().__init__()
        self.feed = feed

    def get_rate(self) -> str:
        return settings.HELIU_FEED_RATE

    def get_cache_key(self, request: Any, view: Any) -> str:
        ident = f"feed-{self.feed.pk}" if self.feed else f"client-{self.get_ident(request)}"
        return self.cache_format % {"scope": self.scope, "ident": ident}


def seconds_to_wait(request: HttpRequest, feed: Feed | None) -> int:
    """0 where the address may be read now, and this request then counts."""
    throttle: Any = FeedThrottle(feed)
    if throttle.allow_request(request, None):
        return 0
    return max(1, math.ceil(throttle.wait() or 1))
