"""From a row of the file to fields of a record."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from heliu.catalog.imports.mapping import Assignment
from heliu.catalog.spreadsheets.cells import Cell, text_language
from heliu.catalog.spreadsheets.columns import OWNER
from heliu.catalog.spreadsheets.kinds import model_of, title_column
from heliu.kit.tabular import Row
from heliu.kit.tabular.values import read_text


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row: its number as a spreadsheet shows it, the file's column (or ""), the reason."""

    row: int
    column: str
    reason: str


@dataclass(slots=True)
class Entry:
    """A row as fields of a record. ``owner`` is what the file calls the owner; ``owner_pk`` who that is."""

    row: int
    fields: dict[str, Any]
    owner: str = ""
    owner_pk: int | None = None
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, reason: str, column: str = "") -> None:
        """Note that the row is bad."""
        self.problems.append(Problem(self.row, column, reason))

    @property
    def digest(self) -> bytes:
        """The same for rows that say the same."""
        content = json.dumps([self.owner, self.fields], cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.blake2b(content.encode(), digest_size=16).digest()


class RowReader:
    """Reads the rows of one table, with everything that is the same for all of them worked out once."""

    def __init__(self, kind: str, assignment: Assignment, epoch: datetime | None) -> None:
        self.assignment = assignment
        self.epoch = epoch
        self.title = title_column(kind)
        self._title_fields = (f"{self.title}_zh", f"{self.title}_en")
        self._title_headers = [
            header for column, header in assignment.columns if column.name in (self.title, *self._title_fields)
        ]
        self._meta = model_of(kind)._meta

    def read(self, row: Row) -> Entry:
        """The row's fields; what cannot be read becomes problems of the entry."""
        entry = Entry(row.number, {})
        if "" in row.problems:
            entry.refuse(row.problems[""])
            return entry
        language = self._language(row)
        values: dict[str, Any] = {}
        explicit: dict[str, Any] = {}
        for column, header in self.assignment.columns:
            if header in row.problems:
                entry.refuse(row.problems[header], header)
            elif header not in row.values:
                for name in column.fields:
                    entry.fields[name] = self._meta.get_field(name).get_default()
                if column.localised:
                    name = f"{column.name}_{language}"
                    entry.fields[name] = self._meta.get_field(name).get_default()
            else:
                try:
                    if column.name == OWNER:
                        entry.owner = read_text(row.values[header])
                        continue
                    cell = Cell(row.values[header], header, self.epoch, language)
                    (explicit if column.fields else values).update(column.read(cell))
                except ValueError as error:
                    entry.refuse(str(error), header)
        entry.fields |= values | explicit
        if not any(entry.fields.get(name) for name in self._title_fields) and not entry.problems:
            entry.refuse(
                _("There is no title.") if self.title == "title" else _("There is no name."), self._title_header
            )
        return entry

    @property
    def _title_header(self) -> str:
        return self._title_headers[0]

    def _language(self, row: Row) -> str:
        title = next((row.values[header] for header in self._title_headers if header in row.values), "")
        return text_language(str(title))

    def explain(self, entry: Entry, error: ValidationError) -> None:
        """Turn what the model says of its fields into problems of the row, by the file's columns."""
        if not hasattr(error, "error_dict"):
            for message in error.messages:
                entry.refuse(message)
            return
        for name, errors in error.error_dict.items():
            for single in errors:
                for message in single.messages:
                    entry.refuse(message, self.assignment.header_of(name))


def pack(entry: Entry) -> str:
    """An entry as a line of the temporary file between the two passes."""
    return json.dumps([entry.row, entry.fields, entry.owner, entry.owner_pk], cls=DjangoJSONEncoder) + "\n"


def unpack(line: str, kind: str) -> Entry:
    """The entry that ``pack`` wrote; each field's own type comes back."""
    row, fields, owner, owner_pk = json.loads(line)
    meta = model_of(kind)._meta
    cleaned = {name: _typed(meta.get_field(name), value) for name, value in fields.items()}
    return Entry(row, cleaned, owner, owner_pk)


def _typed(model_field: Any, value: Any) -> Any:
    return value if isinstance(value, list) else model_field.to_python(value)
