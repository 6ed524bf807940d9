"""Rows of mapped sources as entries, read by the reader of the catalog's imports."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from heliu.catalog.imports.reading import RowReader
from heliu.ingestion.connectors.base import LONGEST_RAW, Entry, Kind, Trouble
from heliu.ingestion.connectors.building import LONGEST_ID, cut, id_problem, problems_of, web_address
from heliu.ingestion.connectors.mapping import is_gone
from heliu.ingestion.connectors.moments import moment
from heliu.ingestion.connectors.texts import clean
from heliu.kit.tabular import Row


def entry_of(
    kind: Kind, reader: RowReader, row: Row, *, where: str, raw: str, beside: Mapping[str, Any], by_title: bool = False
) -> Entry | Trouble:  # fmt: skip
    """The entry of a row. ``beside`` holds what was mapped to ``url``, ``modified`` and ``deleted``.

    With ``by_title`` a row without an external id is known by its title and owner.
    """
    read = reader.read(row)
    external_id = clean(read.fields.pop("external_id", ""))
    if not external_id and by_title:
        external_id = _id_of_title(kind, read.fields, read.owner)
    raw = raw[:LONGEST_RAW]
    if problem := id_problem(external_id):
        return Trouble(external_id[:LONGEST_ID], problem, where, {"most": LONGEST_ID}, raw)
    modified = moment(clean(beside.get("modified")))
    if is_gone(beside.get("deleted")):
        return Entry(external_id, kind, modified=modified, deleted=True, raw=raw)
    if read.problems:
        first = read.problems[0]
        return Trouble(external_id, "bad_value", where, {"field": first.column, "reason": first.reason}, raw)
    read.fields.pop("source", None)
    warnings = cut(kind, read.fields)
    for name, messages in problems_of(kind, read.fields).items():
        header = reader.assignment.header_of(name) or name
        return Trouble(external_id, "bad_value", where, {"field": header, "reason": messages[0]}, raw)
    facts = {"owner": read.owner} if read.owner else {}
    return Entry(
        external_id, kind, read.fields, facts, web_address(clean(beside.get("url"))), modified, raw=raw,
        warnings=tuple(warnings),
    )  # fmt: skip


def _id_of_title(kind: Kind, fields: Mapping[str, Any], owner: str) -> str:
    title = "name" if kind == "organisation" else "title"
    said = [fields.get(f"{title}_zh", ""), fields.get(f"{title}_en", ""), owner]
    return f"title:{hashlib.sha256(repr(said).encode('utf-8', 'replace')).hexdigest()[:32]}" if any(said[:2]) else ""
