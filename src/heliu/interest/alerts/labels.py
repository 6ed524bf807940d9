"""Alerts in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext

from heliu.interest.alerts.models import AlertSetting
from heliu.interest.searches.choices import Level


def setting_choices() -> list[tuple[int, Any]]:
    """From which level on, and never."""
    return [*Level.choices, (AlertSetting.NEVER, pgettext("least level", "nothing"))]


def setting_label(level: int) -> str:
    return str(dict(setting_choices())[level])
