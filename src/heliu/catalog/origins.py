"""Where what a record says came from, as whoever writes it tells the actions.

An action takes the origins of the fields that it writes and hands them on with ``signals.record_written``; the area
``provenance`` keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OriginKind(TextChoices):
    """What sort of thing a field came from."""

    PERSON = "person", _("Written by a person")
    FILE = "file", _("Imported from a file")
    PAGE = "page", _("Read from a page or document")
    FEED = "feed", _("Taken from a feed")
    MERGE = "merge", _("Taken over from a merged record")
    INSTALLATION = "installation", _("Brought in by the installation")


@dataclass(frozen=True, slots=True)
class Origin:
    """One source, as it was read at one moment by one version of one rule."""

    kind: OriginKind = OriginKind.PERSON
    name: str = ""
    """Of the file, page, feed or record, for people."""
    url: str = ""
    """Where a reader finds it: it is shown to whoever reads the record, so it holds no key or password."""
    item: str = ""
    """What the source calls the thing."""
    read_at: datetime | None = None
    """When it was read; None: at the moment of writing."""
    rule: str = ""
    """The rule and its version, as "understanding-1"."""
    confidence: float | None = None
    """0 to 1, where the rule gives one."""
    quote: str = ""
    """The words of the source, at most ``LONGEST_QUOTE`` characters."""
    start: int | None = None
    """Where the quote begins in the text that was read, in code points."""


LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class Origins:
    """The origin of every field that is written: its own, or that of all others."""

    others: Origin = field(default_factory=Origin)
    fields: Mapping[str, Origin] = field(default_factory=dict)

    def of(self, name: str) -> Origin:
        """Where the field ``name`` came from."""
        return self.fields.get(name, self.others)


BY_HAND = Origins()
"""A person wrote all of it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of one record of many."""

    record: Any
    fields: Sequence[str]
    origins: Origins
    item: str = ""
    """What the source calls the record, where its origins are those of many."""
