"""Settings of a source, looked at one by one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from heliu.ingestion.connectors.base import Settings, SettingsError
from heliu.kit.outside import LONGEST_URL

_MAIL = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}\.[^\s@<>\".]{2,60}")


class Checking:
    """Takes settings one after the other; ``done`` refuses what nobody asked for."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._given = dict(settings)
        self.checked: Settings = {}

    def address(self, name: str = "address", default: str = "", *, needed: bool = True) -> str:
        """An address of the web."""
        text = self.text(name, default, most=LONGEST_URL, needed=needed)
        if text and not _is_address(text):
            raise SettingsError(name, "no_address")
        return text

    def text(self, name: str, default: str = "", *, most: int = 500, needed: bool = False) -> str:
        """One line of text."""
        value = self._given.pop(name, None)
        value = default if value is None else value
        if not isinstance(value, str) or len(value) > most or not value.strip().isprintable():
            raise SettingsError(name, "no_text", most=most)
        if needed and not value.strip():
            raise SettingsError(name, "missing")
        return self._keep(name, value.strip())

    def choice(self, name: str, choices: Collection[str], default: str) -> str:
        """One of a closed list."""
        value = self.text(name, default) or default
        if value not in choices:
            raise SettingsError(name, "no_choice", value=value[:60], choices=", ".join(choices))
        return self._keep(name, value)

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number, also written as text."""
        value = self._given.pop(name, None)
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()):
            value = int(value)
        value = default if value in (None, "") else value
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise SettingsError(name, "no_number", least=least, most=most)
        return self._keep(name, value)

    def mail(self, name: str = "mailto") -> str:
        """An e-mail address by which the source can reach whoever runs this."""
        text = self.text(name, most=254, needed=True)
        if not _MAIL.fullmatch(text):
            raise SettingsError(name, "no_mail")
        return text

    def day(self, name: str) -> str:
        """A day as 2026-11-23, or nothing."""
        text = self.text(name, most=10)
        try:
            return self._keep(name, date.fromisoformat(text).isoformat() if text else "")
        except ValueError:
            raise SettingsError(name, "no_day") from None

    def raw(self, name: str) -> Any:
        """Whatever was given, which the caller looks at."""
        return self._given.pop(name, None)

    def done(self) -> Settings:
        """All that was taken. Raises SettingsError where more was given."""
        if self._given:
            name = str(next(iter(self._given)))[:60]
            raise SettingsError(name, "unknown_setting", value=name, choices=_joined(self.checked))
        return self.checked

    def _keep(self, name: str, value: Any) -> Any:
        self.checked[name] = value
        return value


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)
