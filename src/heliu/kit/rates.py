"""How often something may be asked for, counted in the cache that all web processes share."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from rest_framework.throttling import SimpleRateThrottle

__all__ = ["client_address", "is_rate", "seconds_to_wait"]


class _Rate(SimpleRateThrottle):
    def __init__(self, scope: str, rate: str, ident: str) -> None:
        self.scope, self.rate, self.ident = scope, rate, ident
        super().__init__()

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.ident}


def seconds_to_wait(scope: str, rate: str, ident: str) -> int:
    """0 where ``ident`` may ask now, and this request then counts.

    ``scope`` names what is asked for; ``rate`` is a number, a slash and ``sec``, ``min``, ``hour`` or ``day``.
    """
    throttle: Any = _Rate(scope, rate, ident)
    if throttle.allow_request(None, None):
        return 0
    return max(1, math.ceil(throttle.wait() or 1))


def is_rate(rate: str) -> bool:
    """Whether `seconds_to_wait` can read it."""
    try:
        _Rate("", rate, "")
    except (ImproperlyConfigured, KeyError, ValueError, IndexError):
        return False
    return True


def client_address(request: HttpRequest) -> str:
    """Where a request comes from. X-Forwarded-For counts only as far as proxies of our own wrote it."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return str(forwarded[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))
