"""Any JSON with a list of things in it, by a mapping: at an address, page by page, or from a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from heliu.catalog.imports.reading import RowReader
from heliu.catalog.spreadsheets import KINDS
from heliu.ingestion.connectors.answers import ask, declared, json_of, raw_json
from heliu.ingestion.connectors.base import (
    AnswerError,
    Entry,
    Fetch,
    Found,
    Kind,
    Settings,
    SettingsError,
    State,
    Trouble,
)
from heliu.ingestion.connectors.checking import Checking
from heliu.ingestion.connectors.mapping import BESIDE, Rule, assignment_of, check_needed, parse_rules
from heliu.ingestion.connectors.paging import Page, in_utc, resumed, walk
from heliu.ingestion.connectors.paths import PathError, parse_path, value_at
from heliu.ingestion.connectors.rows import entry_of
from heliu.ingestion.connectors.texts import clean, storable
from heliu.kit.tabular import Row, is_blank

LARGEST_ENTRY = 2**20
"""Characters of one entry of JSON."""


class MappedJsonConnector:
    """Entries of a list in JSON.

    ``list`` is the path to the list. Pages follow either by ``next``, the path to the address of the next one, or by
    ``page_parameter``, a number in the address that counts up from ``first_page`` until a page is empty.
    ``since_parameter`` names what the source takes a day in, to give only what changed from then on.
    """

    kind = "json"

    def check(self, settings: Mapping[str, Any]) -> Settings:
        checking = Checking(settings)
        checking.address(needed=False)
        kind = checking.choice("records", KINDS, "achievement")
        for name in ("list", "next"):
            path = checking.text(name, most=200)
            try:
                parse_path(path)
            except PathError:
                raise SettingsError(name, "no_path", value=path[:60]) from None
        checking.text("page_parameter", most=60)
        checking.number("first_page", 1, least=0, most=1)
        checking.text("since_parameter", most=60)
        mapping = checking.raw("mapping")
        check_needed("mapping", parse_rules("mapping", mapping, kind, parse_path), kind)
        return {**checking.done(), "mapping": mapping}

    def entries(self, settings: Settings, fetch: Fetch, since: datetime | None, state: State) -> Iterator[Found]:
        if not isinstance(state.get("resume"), dict):
            start = in_utc(since).date().isoformat() if since is not None and settings["since_parameter"] else ""
            state["resume"] = {"mark": "", "since": start}
        start = resumed(state, "since")
        first = settings["address"]
        if start:
            first = with_parameter(first, settings["since_parameter"], start)

        def page(mark: str) -> Page:
            counted = settings["page_parameter"]
            number = int(mark) if counted and mark.isdecimal() else settings["first_page"]
            url = with_parameter(first, counted, str(number)) if counted else mark or first
            reply = ask(fetch, url, "application/json")
            answer = json_of(reply.body, declared(reply))
            items = _items(answer, settings)
            following = str(number + 1) if counted and items else None
            if not counted and settings["next"]:
                following = _next_address(value_at(answer, parse_path(settings["next"])), url, first)
            return Page(_read(items, settings), following)

        yield from walk(state, "", page)

    def read(self, settings: Settings, body: bytes, name: str) -> Iterator[Found]:
        yield from _read(_items(json_of(body), settings), settings)


def with_parameter(url: str, name: str, value: str) -> str:
    """The address with a parameter set."""
    parts = urlsplit(url)
    kept = [(key, one) for key, one in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return urlunsplit(parts._replace(query=urlencode([*kept, (name, value)])))


def _next_address(given: Any, url: str, first: str) -> str | None:
    """The next page's address, where it is one of the same host; otherwise there is none."""
    text = clean(given)
    if not text or len(text) > 2_000:
        return None
    try:
        address = urljoin(url, text)
        same = urlsplit(address).netloc == urlsplit(first).netloc and urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return None
    return address if same else None


def _items(answer: Any, settings: Settings) -> list[Any]:
    items = value_at(answer, parse_path(settings["list"]))
    if items is None and settings["page_parameter"]:
        return []  # Behind the last page many give null.
    if not isinstance(items, list):
        raise AnswerError("no_list", path=settings["list"] or "$")
    return items


def _read(items: list[Any], settings: Settings) -> Iterator[Found]:
    kind: Kind = settings["records"]
    rules = parse_rules("mapping", settings["mapping"], kind, parse_path)
    reader = RowReader(kind, assignment_of(kind, rules), None)
    for place, item in enumerate(items, 1):
        yield _entry(item, place, kind, rules, reader)


def _entry(item: Any, place: int, kind: Kind, rules: Mapping[str, Rule], reader: RowReader) -> Entry | Trouble:
    raw, where = raw_json(item), str(place)
    if not isinstance(item, dict):
        return Trouble("", "no_entry", where, {}, raw)
    row, beside = Row(place, {}, {}), {}
    for target, rule in rules.items():
        try:
            value = rule.changed(value_at(item, rule.path) if rule.constant is None else None)
        except ValueError as error:
            row.problems[rule.header] = str(error)[:200]
            continue
        if target in BESIDE:
            beside[target] = value
        elif not is_blank(value):
            row.values[rule.header] = storable(value)
    return entry_of(kind, reader, row, where=where, raw=raw, beside=beside)
