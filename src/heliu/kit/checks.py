"""What `heliu check` and every command that serves look at first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from heliu.kit.outside import allowed_networks
from heliu.kit.rates import is_rate

RATES = ("HELIU_FEED_RATE", "HELIU_MATCH_RATE", "HELIU_OAI_RATE")


def check_private_addresses(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """``HELIU_ALLOW_PRIVATE_ADDRESSES`` names networks."""
    try:
        allowed_networks()
    except ValueError as error:
        return [Error(f"HELIU_ALLOW_PRIVATE_ADDRESSES: {error}", id="kit.E001")]
    return []


def check_rates(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """What limits requests is a number, a slash and a span."""
    return [
        Error(f"{name} has to be a number, a slash, and sec, min, hour or day, for example 60/min.", id="kit.E002")
        for name in RATES
        if not is_rate(getattr(settings, name))
    ]
