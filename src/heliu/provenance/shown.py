"""Origins as a page and the API tell them: fields by their labels, people and organisations by their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from heliu.catalog.models import Record
from heliu.catalog.origins import Origin, OriginKind
from heliu.catalog.selectors import field_label
from heliu.provenance.origins import FieldOrigin


@dataclass(frozen=True, slots=True)
class Said:
    """Who it was, as far as the reader is told: a person's name, the organisation they acted for, or neither."""

    person: str = ""
    organisation: str = ""

    def __str__(self) -> str:
        return f"{self.person} ({self.organisation})" if self.person and self.organisation else self.any

    @property
    def any(self) -> str:
        return self.person or self.organisation


@dataclass(frozen=True, slots=True)
class ShownOrigin:
    """Some fields that came from the same place and stand confirmed or unconfirmed together."""

    fields: tuple[tuple[str, str], ...]
    """Name and label of each."""
    origin: Origin
    address: str
    """Of the source, where it may be opened; "" for anything but a web address."""
    version: int
    written_at: datetime
    read_at: datetime
    writer: Said
    confirmed_at: datetime | None
    confirmer: Said
    was_kept: bool

    @property
    def labels(self) -> list[str]:
        """What the page calls the fields."""
        return [label for _name, label in self.fields]

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_by_hand(self) -> bool:
        """Whether a person wrote it, so that nothing needs confirming."""
        return self.origin.kind == OriginKind.PERSON

    @property
    def is_read(self) -> bool:
        """Whether there is a source of its own that was read."""
        return self.origin.kind in (OriginKind.FILE, OriginKind.PAGE, OriginKind.FEED)

    @property
    def percent(self) -> int | None:
        """The rule's confidence in hundredths."""
        return None if self.origin.confidence is None else round(self.origin.confidence * 100)


def shown(record: Record, origins: Iterable[FieldOrigin]) -> list[ShownOrigin]:
    """One entry for each field; ``origins`` are as the reader may know them."""
    model = type(record)
    return [
        ShownOrigin(
            fields=((one.field, field_label(model, one.field)),), origin=one.origin,
            address=web_address(one.origin.url), version=one.version, written_at=one.written_at, read_at=one.read_at,
            writer=_said(record, one.writer, one.organisation_id), confirmed_at=one.confirmed_at,
            confirmer=_said(record, one.confirmer, one.confirmed_for_id), was_kept=one.was_kept,
        )
        for one in origins
    ]  # fmt: skip


def grouped(origins: Iterable[ShownOrigin]) -> list[ShownOrigin]:
    """The same with fields put together that have everything else in common; what waits for a word comes first."""
    groups: dict[ShownOrigin, list[tuple[str, str]]] = {}
    for one in origins:
        groups.setdefault(replace(one, fields=()), []).extend(one.fields)
    found = [replace(group, fields=tuple(fields)) for group, fields in groups.items()]
    return sorted(found, key=lambda one: one.is_confirmed)


def web_address(url: str) -> str:
    """The address where it is a plain one of the web, without a password in it; else ""."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return ""
    return url if good else ""


def _said(record: Record, person: Any, organisation_id: int | None) -> Said:
    """An organisation is told of only where it is the record's: whoever reads the record in full knows that one."""
    own = organisation_id is not None and organisation_id == record.organisation_id
    return Said(str(person) if person else "", str(record.organisation) if own else "")
