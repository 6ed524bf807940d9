"""Tables as CSV, Excel or JSONL: columns are recognised as those of the catalog's files are, or given by a mapping."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from heliu.catalog.imports.errors import ImportRefused
from heliu.catalog.imports.mapping import Assignment, assign_columns, known_names
from heliu.catalog.imports.reading import RowReader
from heliu.catalog.spreadsheets import KINDS, columns_of
from heliu.ingestion.connectors.answers import ask, raw_json
from heliu.ingestion.connectors.base import LARGEST_ANSWER, AnswerError, Fetch, Found, Kind, Settings, State
from heliu.ingestion.connectors.checking import Checking
from heliu.ingestion.connectors.mapping import BESIDE, Rule, parse_rules
from heliu.ingestion.connectors.rows import entry_of
from heliu.ingestion.connectors.texts import storable
from heliu.kit.tabular import Row, Table, TableError, is_blank, open_table, plain_name

MOST_ROWS = 50_000
"""Rows of one file."""


class MappedTableConnector:
    """Rows of one file, whose header names the columns. A row without an external id is known by its title and owner.

    Of a file at an address all rows come each time; what is no longer in it is for whoever keeps the rows to see.
    """

    kind = "table"

    def check(self, settings: Mapping[str, Any]) -> Settings:
        checking = Checking(settings)
        checking.address(needed=False)
        kind = checking.choice("records", KINDS, "achievement")
        mapping = checking.raw("mapping") or {}
        parse_rules("mapping", mapping, kind, _no_path)
        return {**checking.done(), "mapping": mapping}

    def entries(self, settings: Settings, fetch: Fetch, since: datetime | None, state: State) -> Iterator[Found]:
        reply = ask(fetch, settings["address"])
        name = PurePosixPath(unquote(urlsplit(settings["address"]).path)).name
        yield from self.read(settings, reply.body, name)

    def read(self, settings: Settings, body: bytes, name: str) -> Iterator[Found]:
        if len(body) > LARGEST_ANSWER:
            raise AnswerError("too_large", most=LARGEST_ANSWER // 2**20)
        with tempfile.TemporaryDirectory(prefix="heliu-") as folder:
            path = Path(folder) / "table"
            path.write_bytes(body)
            try:
                yield from _rows(path, name, settings)
            except (TableError, ImportRefused) as error:
                raise AnswerError("not_table", reason=str(error)) from error


def _no_path(_header: str) -> tuple[()]:
    """In a table a value is named by the header above it, whatever it looks like."""
    return ()


def _rows(path: Path, name: str, settings: Settings) -> Iterator[Found]:
    kind: Kind = settings["records"]
    rules = parse_rules("mapping", settings["mapping"], kind, _no_path)
    given = {target: rule.written for target, rule in rules.items() if rule.constant is None}
    columns = {target: header for target, header in given.items() if target not in BESIDE}
    table = open_table(path, name=name, known=known_names(kind) | set(given.values()))
    reader = RowReader(kind, _assignment(kind, table, rules, columns), table.epoch)
    headers = {plain_name(header): header for header in table.columns}
    sources = {target: headers.get(plain_name(header), "") for target, header in given.items()}
    for number, row in enumerate(table.rows(), 1):
        if number > MOST_ROWS:
            return
        raw = raw_json(row.values)
        beside = _changed(row, rules, sources)
        yield entry_of(kind, reader, row, where=str(row.number), raw=raw, beside=beside, by_title=True)


def _assignment(kind: str, table: Table, rules: Mapping[str, Rule], columns: Mapping[str, str]) -> Assignment:
    """Columns by rule and by name; those by rule are read under the rule's own header, where ``_changed`` puts them."""
    fixed = [target for target, rule in rules.items() if rule.constant is not None]
    found = assign_columns(kind, table, columns, leave_out=fixed).by_name
    by_rule = {target: rule.header for target, rule in rules.items() if target not in BESIDE}
    by_name = {**found, **by_rule}
    return Assignment(
        tuple((column, by_name[column.name]) for column in columns_of(kind) if column.name in by_name), (), by_name
    )


def _changed(row: Row, rules: Mapping[str, Rule], sources: Mapping[str, str]) -> dict[str, Any]:
    """Put the values of the rules into the row; what goes beside the columns is given back."""
    row.values = {header: storable(value) for header, value in row.values.items()}
    beside: dict[str, Any] = {}
    for target, rule in rules.items():
        header = sources.get(target, "")
        if header in row.problems:
            row.problems[rule.header] = row.problems[header]
            continue
        try:
            value = rule.changed(row.values.get(header))
        except ValueError as error:
            row.problems[rule.header] = str(error)[:200]
            continue
        if target in BESIDE:
            beside[target] = value
        elif not is_blank(value):
            row.values[rule.header] = value
    return beside
