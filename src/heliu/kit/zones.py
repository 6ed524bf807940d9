"""Time zones by their names in the IANA database, as a person chooses one.

Moments are stored in UTC and shown in the zone of who looks. A day alone (a due date, "published on …") is that of the
installation's zone for everybody: ``kit.workdays`` counts it.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_AREAS: dict[str, Any] = {
    "Asia": _("Asia"),
    "Europe": _("Europe"),
    "Africa": _("Africa"),
    "America": _("America"),
    "Australia": _("Australia"),
    "Pacific": _("Pacific Ocean"),
    "Atlantic": _("Atlantic Ocean"),
    "Indian": _("Indian Ocean"),
    "Antarctica": _("Antarctica"),
}
_NOT_A_PLACE = {"Factory", "localtime", "posixrules"}
COMMON: dict[str, Any] = {
    "Asia/Shanghai": _("Beijing time"),
    "Asia/Hong_Kong": _("Hong Kong"),
    "Asia/Singapore": _("Singapore"),
    "Asia/Tokyo": _("Tokyo"),
    "Europe/London": _("London"),
    "Europe/Berlin": _("Berlin"),
    "America/New_York": _("New York"),
    "America/Los_Angeles": _("Los Angeles"),
    "Australia/Sydney": _("Sydney"),
    "UTC": _("Coordinated universal time"),
}
"""Those offered first, with names of their own."""


@cache
def known_zones() -> frozenset[str]:
    """The name of every zone that this machine knows the rules of."""
    return frozenset(available_timezones() - _NOT_A_PLACE)


def validate_zone(name: str) -> None:
    """Raise ValidationError for a name that no zone has."""
    if name not in known_zones():
        raise ValidationError(_("No time zone has this name."), code="zone")


def zone_named(name: str) -> ZoneInfo:
    """The zone; the installation's own where the name is empty, or has left the database since it was chosen."""
    own = timezone.get_default_timezone()
    assert isinstance(own, ZoneInfo)  # noqa: S101 - Django makes it of TIME_ZONE
    try:
        return ZoneInfo(name) if name in known_zones() else own
    except ZoneInfoNotFoundError:  # pragma: no cover - taken off the machine while it runs
        return own


def zone_choices() -> list[Any]:
    """All zones for a select: the common ones first, then area by area."""
    common = [(name, f"{label} · {name}") for name, label in COMMON.items()]
    areas = [
        (label, [(name, name) for name in sorted(known_zones()) if name.startswith(f"{area}/") and name not in COMMON])
        for area, label in _AREAS.items()
    ]
    return [(_("Often chosen"), common), *areas]
