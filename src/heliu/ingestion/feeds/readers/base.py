"""What every reader gets and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from heliu.ingestion.feeds.choices import ItemKind, Quarantine
from heliu.ingestion.fetching import PoliteClient


class ReadingFailed(Exception):
    """The source as a whole cannot be read. ``code`` is a key of ``wording.WHY``, ``data`` what its words need."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code, self.data = code, data


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one thing goes into quarantine, though the rest of the source is read."""

    reason: Quarantine
    words: Mapping[str, str] = field(default_factory=dict)
    """A sentence that says more, by language: ``zh`` and ``en``."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a source gives.

    ``fields`` are by the names of the catalog's columns or fields (``title``, ``budget``, ``title_zh``), as the source
    writes their values; of a page they are what is shown of it.
    """

    external_id: str
    kind: ItemKind
    fields: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    raw: str = ""
    """The beginning of what the source said, for the person who reviews it."""
    deleted: bool = False
    """The source says that it does not have it any more."""
    unchanged: bool = False
    """It is still there as it was; nothing else is told."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the source says beside, for the person who reviews it: the owner's name, people, identifiers."""
    problem: Problem | None = None
    rule: str = ""
    """The rule that read it, with its version."""


@dataclass(slots=True)
class Look:
    """One look at a source. ``memory`` is what the last successful one left; the reader writes into ``remembered``."""

    address: str
    folder: str
    organisation_id: int | None
    """Whose source it is; None: the installation's."""
    item_kind: ItemKind
    settings: Mapping[str, Any]
    client: PoliteClient
    now: datetime
    memory: Mapping[str, Any] = field(default_factory=dict)
    remembered: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    """What holds also where the look breaks off: all that it stands for was given by then."""
    more: bool = False
    """The reader sets it where the source has more than one visit takes: the next one follows soon."""
    whole: bool = False
    """The reader sets it where everything there is was given, so that what was not given is gone."""


class SettingKind(StrEnum):
    """How a setting is filled in."""

    TEXT = "text"
    LINES = "lines"
    """A list, one a line."""
    MAP = "map"
    """Names and what they stand for, one a line: ``title = name``."""
    FLAG = "flag"
    CHOICE = "choice"
    """One of the setting's ``choices``."""
    DATA = "data"
    """JSON, for what no form can hold."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a kind of source."""

    name: str
    label: Any
    help: Any = ""
    kind: SettingKind = SettingKind.TEXT
    required: bool = False
    choices: tuple[tuple[str, Any], ...] = ()
    only: tuple[str, ...] = ()
    """The values of the reader's ``chooser`` with which it makes sense; none: with all."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of source."""

    kind: str
    label: Any
    help: Any
    read: Callable[[Look], Iterator[Item]]
    """Raises ReadingFailed and FetchError; what it gave before stays."""
    rule: str
    """Name and version of the rule by which it reads."""
    item_kinds: tuple[ItemKind, ...]
    settings: tuple[Setting, ...] = ()
    check: Callable[[Mapping[str, Any], str, str], dict[str, Any]] = lambda given, address, kind: dict(given)
    """Takes the settings, the address and the kind of things; gives the settings as they are kept, and the address
    where it is another one. Raises ValidationError by the names of settings."""
    place: str = "address"
    """What it needs: ``address`` or ``folder``."""
    needs_place: bool = True
    """False where everybody finds the source at one address, which the reader knows."""
    chooser: str = ""
    """The setting on whose value it depends which others there are."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Value of the chooser → the rule that reads then, where it is another one."""

    def fitting(self, chosen: str) -> tuple[Setting, ...]:
        """The settings that there are with a value of the chooser."""
        return tuple(one for one in self.settings if not one.only or chosen in one.only)

    def rule_with(self, settings: Mapping[str, Any]) -> str:
        """The rule that reads with these settings."""
        return self.rules.get(settings.get(self.chooser) or "", self.rule)


_readers: dict[str, Reader] = {}


def register_reader(reader: Reader) -> None:
    """Add a kind of source, or put another in place of the one of the same kind."""
    _readers[reader.kind] = reader


def readers() -> tuple[Reader, ...]:
    """All kinds, in the order in which they were registered."""
    return tuple(_readers.values())


def reader_of(kind: str) -> Reader | None:
    """The reader of a kind; None where nothing reads it any more."""
    return _readers.get(kind)


def reader_choices() -> list[tuple[str, Any]]:
    """For forms and filters."""
    return [(reader.kind, reader.label) for reader in readers()]
