"""What `heliu check` and every command that serves look at first."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from heliu.kit.outside import allowed_networks


def check_private_addresses(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """``HELIU_ALLOW_PRIVATE_ADDRESSES`` names networks."""
    try:
        allowed_networks()
    except ValueError as error:
        return [Error(f"HELIU_ALLOW_PRIVATE_ADDRESSES: {error}", id="kit.E001")]
    return []
