"""Connectors as kinds of sources: the look asks politely for them, and their entries and troubles become items."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from heliu.ingestion.connectors import Connector, ConnectorError, Entry, Found, SettingsError, Trouble
from heliu.ingestion.connectors.words import WORDS, words_of
from heliu.ingestion.feeds.choices import ItemKind, Quarantine
from heliu.ingestion.feeds.readers.base import Item, Look, Problem, Reader, ReadingFailed, Setting
from heliu.ingestion.feeds.wording import in_both

KIND = "records"
"""The setting of some connectors that says what their entries are; here that is the source's own field."""


def connected(
    connector: Connector, *, label: Any, help: Any, item_kinds: tuple[ItemKind, ...],  # noqa: A002 - the reader's name
    settings: tuple[Setting, ...] = (), needs_place: bool = True, takes_kind: bool = False,
    gives_all: Callable[[Mapping[str, Any]], bool] = lambda settings: False,
) -> Reader:  # fmt: skip
    """A reader that asks a connector.

    ``takes_kind``: its entries are what the source's field says. ``gives_all``: whether with these settings a run
    without interruption gives everything there is, so that what is missing is gone.
    """
    rule = rule_of(connector)
    return Reader(
        kind=connector.kind, label=label, help=help, read=_reading(connector, takes_kind, gives_all, rule), rule=rule,
        item_kinds=item_kinds, settings=settings, check=_checking(connector, takes_kind), needs_place=needs_place,
    )  # fmt: skip


def rule_of(connector: Connector) -> str:
    """Name and version of the rule by which a connector reads."""
    return f"{connector.kind}-1"


def _checking(connector: Connector, takes_kind: bool) -> Callable[[Mapping[str, Any], str, str], dict[str, Any]]:
    def check(given: Mapping[str, Any], address: str, kind: str) -> dict[str, Any]:
        try:
            checked = connector.check(_settings(given, address, kind, takes_kind))
        except SettingsError as error:
            raise ValidationError({error.field: str(error)}) from None
        checked.pop(KIND, None)
        return checked

    return check


def _settings(given: Mapping[str, Any], address: str, kind: str, takes_kind: bool) -> dict[str, Any]:
    settings = dict(given) | ({"address": address} if address else {})
    return settings | ({KIND: kind} if takes_kind else {})


def _reading(
    connector: Connector, takes_kind: bool, gives_all: Callable[[Mapping[str, Any]], bool], rule: str
) -> Callable[[Look], Iterator[Item]]:  # fmt: skip
    def read(look: Look) -> Iterator[Item]:
        state = copy.deepcopy(dict(look.memory.get("state", {})))
        everything = gives_all(look.settings)
        whole = everything and not state
        since = look.memory.get("since")
        # The connector goes on writing to it; whatever it holds when the look ends is right.
        look.kept["state"] = state
        try:
            settings = connector.check(_settings(look.settings, look.address, look.item_kind, takes_kind))
            after = None if everything or since is None else datetime.fromisoformat(since)
            for found in connector.entries(settings, look.client.ask, after, state):
                yield item_of(found, look.item_kind, rule)
        except ConnectorError as error:
            raise ReadingFailed(error.code, **error.data) from None
        look.more = "resume" in state
        look.whole = whole and not look.more
        # What changes while we read is asked for once more the next time.
        look.remembered["since"] = since if look.more else look.now.isoformat()

    return read


def item_of(found: Found, kind: ItemKind, rule: str) -> Item:
    """What a connector found, as readers give it; ``kind`` is that of what cannot be read."""
    return _trouble(found, kind, rule) if isinstance(found, Trouble) else _entry(found, rule)


def _entry(entry: Entry, rule: str) -> Item:
    return Item(
        entry.external_id, ItemKind(entry.kind), entry.fields, url=entry.url, raw=entry.raw, deleted=entry.deleted,
        facts=dict(entry.facts) | ({"warnings": list(entry.warnings)} if entry.warnings else {}), rule=rule,
    )  # fmt: skip


def _trouble(trouble: Trouble, kind: ItemKind, rule: str) -> Item:
    """It is known by its id, or by its place, or else by what it says."""
    known_by = trouble.external_id or trouble.where or hashlib.sha256(trouble.raw.encode()).hexdigest()[:32]
    words = in_both(lambda: words_of(trouble.code, trouble.data))
    return Item(
        known_by, kind, {}, raw=trouble.raw, problem=Problem(Quarantine.INVALID, words), rule=rule
    )  # fmt: skip


def words_for(code: str, data: Mapping[str, Any]) -> str | None:
    """For ``wording.register_words``."""
    return words_of(code, data) if code in WORDS else None
