"""How often one person may ask."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import UserRateThrottle


class WordingThrottle(UserRateThrottle):
    """Counts the wordings that a person asked for, in the cache that all web processes share."""

    scope = "wording"

    def get_rate(self) -> str:
        # Read when a request comes, not when the class is made, so that a test may change it.
        return settings.HELIU_DRAFTER_RATE


def seconds_to_wait(request: HttpRequest) -> int:
    """0 where the person may ask now, and this request then counts."""
    throttle: Any = WordingThrottle()
    if throttle.allow_request(request, None):
        return 0
    return max(1, math.ceil(throttle.wait() or 1))
