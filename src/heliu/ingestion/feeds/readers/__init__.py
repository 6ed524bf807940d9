"""How each kind of source is read.

A `Reader` knows one kind: which settings it takes, and how to get from a `Look` (what the source says, and a client
that fetches politely) to `Item`s. Readers are registered in ``AppConfig.ready()``; they write nothing.
"""

from heliu.ingestion.feeds.readers.base import (
    Item,
    Look,
    Problem,
    Reader,
    ReadingFailed,
    Setting,
    SettingKind,
    reader_choices,
    reader_of,
    readers,
    register_reader,
)

__all__ = [
    "Item",
    "Look",
    "Problem",
    "Reader",
    "ReadingFailed",
    "Setting",
    "SettingKind",
    "reader_choices",
    "reader_of",
    "readers",
    "register_reader",
]
