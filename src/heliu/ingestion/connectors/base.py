"""What every connector takes and gives.

A connector asks a source through ``fetch``, which a visit gives to it, and yields what it found: an ``Entry`` for
each thing that can become a record, a ``Trouble`` for each that cannot, which stops none of the others. It holds no
rows, opens no connection and knows no clock but the one it is given.

ConnectorError          the source as a whole cannot be used
├── SettingsError       what a person wrote into its settings cannot be meant so; names the setting
└── AnswerError         what it answered is not of its format, or beyond what is read
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from heliu.ingestion.connectors.words import words_of
from heliu.kit.outside import Reply

Kind = Literal["achievement", "demand", "expert", "organisation", "page"]

Fetch = Callable[[str, Mapping[str, str]], Reply]
"""Takes an address and headers, gives the answer whatever its status; refusals are exceptions of the visit's own."""

Settings = dict[str, Any]
"""What a person chose for a source, as JSON holds it."""

State = dict[str, Any]
"""How to go on, as JSON holds it; the connector changes it in place. See ``Connector.entries``."""

MOST_ENTRIES = 10_000
"""Entries of one run; what is left comes with the next."""
MOST_PAGES = 500
"""Answers of one run."""
LONGEST_RAW = 20_000
"""Characters of an entry as the source wrote it, which are kept to look at."""
LARGEST_ANSWER = 32 * 2**20
"""Bytes of one answer or file."""


class ConnectorError(Exception):
    """The source cannot be used. ``code`` and ``data`` can be kept; the words come in the reader's language."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code, self.data = code, data

    def __str__(self) -> str:
        return words_of(self.code, self.data)


class SettingsError(ConnectorError):
    """A setting that cannot be meant so; ``field`` is its name."""

    def __init__(self, name: str, code: str, **data: Any) -> None:
        super().__init__(code, **data)
        self.field = name


class AnswerError(ConnectorError):
    """An answer or file that is not of the connector's format, or larger than what is read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a source that can become a record, or update or withdraw the one that came from it."""

    external_id: str
    """What the source calls it, always the same; at most 200 characters."""
    kind: Kind
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Editable fields of the kind's model, and its parts as lists of mappings; only those that the source gives.

    Of a page: ``title`` and ``date`` (ISO 8601), where the source tells them.
    """
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the source says beside, for finding out who and what is meant: names are the keys of ``FACTS``."""
    url: str = ""
    """Where a person can look at it; http(s) or empty."""
    modified: str | None = None
    """When it changed at the source: ISO 8601, a day or a moment."""
    deleted: bool = False
    """It is no longer there; then ``fields`` and ``facts`` are empty."""
    raw: str = ""
    """As the source wrote it, at most ``LONGEST_RAW`` characters."""
    warnings: tuple[str, ...] = ()
    """Sentences in the reader's language on what was left out or looks wrong."""


FACTS = {
    "owner": "name of the organisation that the thing belongs to",
    "people": "list of {name, orcid?, organisation?, role}: authors, inventors",
    "organisations": "list of {name, ror?, role}: affiliations, applicants, publishers, units above",
    "names": "other names of an organisation or person",
    "identifiers": "name of the scheme (doi, openalex, isni, wikidata, grid …) → identifier",
    "ipc": "list of symbols of the International Patent Classification",
    "dates": "what happened (filed, published, granted, issued) → ISO 8601 date",
    "status": "legal or administrative status in the source's own words",
    "rights": "licence or terms of use, in the source's own words",
    "place": "where it is, in the source's own words",
    "type": "the source's own word for what sort of thing it is",
}
"""Keys of ``Entry.facts`` and what they hold."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An entry that cannot be used. It waits for a person, the others go on."""

    external_id: str
    """What the source calls it; empty where not even that can be read."""
    code: str
    """A key of ``words.WORDS``."""
    where: str = ""
    """Its place at the source: the number of a row, record or line, or an address."""
    data: Mapping[str, Any] = field(default_factory=dict)
    raw: str = ""

    @property
    def words(self) -> str:
        """A sentence in the reader's language."""
        return words_of(self.code, self.data)


Found = Entry | Trouble


class Connector(Protocol):
    """One way of asking sources."""

    kind: str
    """Its name in settings, never changed."""

    def check(self, settings: Mapping[str, Any]) -> Settings:
        """The settings with defaults filled in and spellings made one. Raises SettingsError."""
        ...

    def entries(self, settings: Settings, fetch: Fetch, since: datetime | None, state: State) -> Iterator[Found]:
        """What changed since a moment, or everything; ``settings`` are those that ``check`` gave.

        ``state`` is empty at first, and whoever runs this keeps it from run to run. The connector writes to it only
        when all entries of an answer have been taken, so it may be saved together with them after any of them: at
        worst one answer is asked for again. While ``state["resume"]`` is there, the source has more, and the next run
        goes on from it (after an interruption, and after ``MOST_ENTRIES`` or ``MOST_PAGES``). What a finished run
        leaves makes the next one ask for changes only, where the source can say what changed.

        Raises ConnectorError, and whatever ``fetch`` raises.
        """
        ...


class FileConnector(Connector, Protocol):
    """One that reads files of its format too, from a watched folder or by hand."""

    def read(self, settings: Settings, body: bytes, name: str) -> Iterator[Found]:
        """What one file holds. Raises ConnectorError."""
        ...
