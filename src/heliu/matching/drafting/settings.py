"""Which chat server the settings name, and whether they can be used."""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from heliu.kit.rates import is_rate


@dataclass(frozen=True, slots=True)
class DrafterInfo:
    """What a person is told of the chat server before they send it anything."""

    model: str
    host: str
    is_local: bool
    """It runs on this machine."""


def drafter_info() -> DrafterInfo | None:
    """The chat server; None where there is none."""
    if not settings.HELIU_DRAFTER_URL:
        return None
    host = urlsplit(settings.HELIU_DRAFTER_URL).hostname or ""
    return DrafterInfo(settings.HELIU_DRAFTER_MODEL, host, _is_local(host))


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def drafter_problem() -> str:
    """What is wrong with the settings, for whoever runs the installation; empty where nothing is."""
    address = settings.HELIU_DRAFTER_URL
    if not address:
        return ""
    if problem := _address_problem(address):
        return f"HELIU_DRAFTER_URL {problem}"
    if not settings.HELIU_DRAFTER_MODEL:
        return "HELIU_DRAFTER_MODEL is empty: name the model that the server of HELIU_DRAFTER_URL is to use."
    timeout = settings.HELIU_DRAFTER_TIMEOUT
    if not (math.isfinite(timeout) and 0 < timeout <= 100):
        return "HELIU_DRAFTER_TIMEOUT has to be above 0 and at most 100 seconds: web processes end requests at 120."
    if not is_rate(settings.HELIU_DRAFTER_RATE):
        return "HELIU_DRAFTER_RATE has to be a number, a slash, and sec, min, hour or day, for example 10/min."
    return ""


def _address_problem(address: str) -> str:
    """The message never repeats the address, which may hold a password."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return "is not an address."
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "has to look like http://127.0.0.1:8080/v1."
    if parts.username is not None or parts.password is not None:
        return "may not hold a name or a password; the key goes into HELIU_DRAFTER_KEY."
    if parts.query or parts.fragment:
        return "may hold neither ? nor #; the model goes into HELIU_DRAFTER_MODEL."
    return ""
