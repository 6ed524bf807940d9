"""Files that `heliu-engine` reads. Everything wrong with them is an InputError that names file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from heliu_engine.documents import Document, Query
from heliu_engine.errors import InputError

Row = dict[str, Any]


def read_queries(path: Path) -> list[Query]:
    """Queries in the order of the file."""
    return [
        Query(id=identity, title=title, text=text, keywords=keywords, lang=lang)
        for identity, title, text, keywords, lang, _, _ in _records(path)
    ]


def read_corpus(path: Path, group_by: str | None) -> list[Document]:
    """Documents in the order of the file; ``group_by`` names the column whose value is the candidate."""
    return [
        Document(
            id=identity,
            title=title,
            text=text,
            keywords=keywords,
            lang=lang,
            group="" if group_by is None else _identity(row, group_by, where),
        )
        for identity, title, text, keywords, lang, row, where in _records(path)
    ]


def read_texts(path: Path) -> list[tuple[str, str, str]]:
    """Id, text and language of each line, in the order of the file; titles are left out."""
    return [(identity, text, lang) for identity, _, text, _, lang, _, _ in _records(path)]


def read_pool(path: Path, queries: set[str], candidates: set[str]) -> dict[str, list[str]]:
    """Candidates to score by query, each once, in the order of the file."""
    pool: dict[str, dict[str, None]] = {}
    for line, where in _lines(path):
        columns = line.split("\t")
        if len(columns) != 2:
            raise InputError(f"{where}: expected a query id, a tab and a document id, found {len(columns)} columns.")
        query, candidate = (column.strip() for column in columns)
        if query not in queries:
            raise InputError(f"{where}: there is no query {query!r}.")
        if candidate not in candidates:
            raise InputError(f"{where}: there is no document or group {candidate!r} in the corpus.")
        pool.setdefault(query, {})[candidate] = None
    return {query: list(found) for query, found in pool.items()}


def _records(path: Path) -> Iterator[tuple[str, str, str, tuple[str, ...], str, Row, str]]:
    first_seen: dict[str, str] = {}
    for line, where in _lines(path):
        row = _parsed(line, where)
        identity = _identity(row, "id", where)
        if identity in first_seen:
            raise InputError(f"{where}: the id {identity!r} was already used on line {first_seen[identity]}.")
        first_seen[identity] = where.rpartition(":")[2]
        title, text, lang = (_text(row, name, where) for name in ("title", "text", "lang"))
        yield identity, title, text, _keywords(row, where), lang.strip(), row, where


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Lines that are not blank, each with the place to name in a message."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                where = f"{path}:{number}"
                try:
                    line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip(" \t\r\n")
                except UnicodeDecodeError as error:
                    raise InputError(f"{where}: this is not UTF-8: {error.reason} at byte {error.start}.") from error
                if line:
                    yield line, where
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error


def _parsed(line: str, where: str) -> Row:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: this is not JSON: {error.msg} at column {error.colno}.") from error
    except RecursionError as error:
        raise InputError(f"{where}: this JSON is nested too deep.") from error
    if not isinstance(row, dict):
        raise InputError(f"{where}: expected a JSON object, found {type(row).__name__}.")
    return row


def _identity(row: Row, name: str, where: str) -> str:
    value = row.get(name)
    if value is None or value == "":
        raise InputError(f"{where}: {name} is missing.")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise InputError(f"{where}: {name} must be a string, found {type(value).__name__}.")
    if any(character.isspace() for character in value):
        raise InputError(f"{where}: {name} {value!r} contains white space.")
    if value != _writable(value):
        raise InputError(f"{where}: {name} {value!r} contains a character that cannot be written as UTF-8.")
    return value


def _text(row: Row, name: str, where: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f"{where}: {name} must be a string, found {type(value).__name__}.")
    return _writable(value)


def _keywords(row: Row, where: str) -> tuple[str, ...]:
    value = row.get("keywords")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise InputError(f"{where}: keywords must be a list of strings.")
    return tuple(_writable(word) for word in value)


def _writable(text: str) -> str:
    """The text with a question mark for each lone surrogate, which JSON may carry and nothing can write."""
    return text.encode("utf-8", "replace").decode()
