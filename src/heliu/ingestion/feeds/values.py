"""From what a source writes to what a record holds, and what differs between two readings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.translation import gettext as _

from heliu.accounts.actions.organisations import FIELDS as ORGANISATION_FIELDS
from heliu.accounts.models import Organisation
from heliu.catalog.imports.owners import kind_by_name
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.spreadsheets.cells import Cell, text_language
from heliu.catalog.spreadsheets.columns import OWNER, Column
from heliu.catalog.spreadsheets.kinds import columns_of
from heliu.ingestion.feeds.choices import ItemKind
from heliu.ingestion.feeds.wording import in_both

NOT_TAKEN = ("tier", "source", "external_id")
"""A source says neither who may see a record nor where it comes from: that is said here."""


@dataclass(slots=True)
class Values:
    """Fields of a record as JSON holds them, and what is wrong with those that the source gave."""

    fields: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    """Each with ``field``, ``zh`` and ``en``."""

    def refuse(self, name: str, words: Mapping[str, str]) -> None:
        self.problems.append({"field": name, **words})


def model_of_kind(kind: str) -> type[Model]:
    """The model that findings of a kind become; LookupError for pages, which become none."""
    return Organisation if kind == ItemKind.ORGANISATION else RECORD_MODELS[kind]


def writable(kind: str) -> tuple[str, ...]:
    """The fields that a source may give: columns and parts."""
    if kind == ItemKind.ORGANISATION:
        return tuple(name for name in ORGANISATION_FIELDS if name not in NOT_TAKEN)
    model = RECORD_MODELS[kind]
    return tuple(name for name in (*model.editable_fields(), *model.part_fields) if name not in NOT_TAKEN)


def read_values(kind: str, given: Mapping[str, Any]) -> Values:
    """The fields of a record, from columns or fields of the catalog as a source writes them.

    Of a page everything is taken as it is. What cannot be read becomes a problem; an empty value is left out.
    """
    values = Values()
    if kind == ItemKind.PAGE:
        values.fields = _as_json(given)
        return values
    columns = {column.name: column for column in columns_of(kind)}
    language = text_language(str(next((given[name] for name in ("title", "name") if given.get(name)), "")))
    for name, value in given.items():
        if value in (None, "", [], {}) or name in (*NOT_TAKEN, OWNER):
            continue
        _read_one(values, kind, name, value, columns.get(name), language)
    if kind == ItemKind.ORGANISATION and "kind" not in values.fields:
        values.fields["kind"] = kind_by_name(values.fields.get("name_zh") or values.fields.get("name_en") or "")
    values.fields = _as_json(values.fields)
    if not values.problems:
        _try_out(values, kind)
    return values


def _read_one(values: Values, kind: str, name: str, value: Any, column: Column | None, language: str) -> None:
    allowed = writable(kind)
    if column is not None:
        try:
            found = column.read(Cell(value, header=name, language=language))
        except ValueError:
            values.refuse(name, in_both(lambda: _failure(column, value, name, language)))
            return
        values.fields |= {one: what for one, what in found.items() if one in allowed and what not in (None, "")}
    elif name in allowed:
        values.fields[name] = value
    else:
        values.refuse(name, in_both(lambda: _("The catalog has no field “%(name)s”.") % {"name": name}))


def _failure(column: Column, value: Any, name: str, language: str) -> str:
    try:
        column.read(Cell(value, header=name, language=language))
    except ValueError as error:
        return str(error)
    return ""


def _as_json(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same as it comes back from the database, so that two readings can be compared."""
    made: dict[str, Any] = json.loads(json.dumps(dict(fields), cls=DjangoJSONEncoder))
    return made


def python_values(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept as JSON, as the actions of the catalog take it. Raises ValidationError."""
    model = model_of_kind(kind)
    return {name: _to_python(model, name, value) for name, value in fields.items() if name in writable(kind)}


def _to_python(model: type[Model], name: str, value: Any) -> Any:
    try:
        column: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return value
    if not hasattr(column, "to_python") or column.is_relation:
        return value
    try:
        return column.to_python(value)
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from None


def _try_out(values: Values, kind: str) -> None:
    """Look whether a record could hold these values, without writing one."""

    def problems() -> dict[str, list[str]]:
        model = model_of_kind(kind)
        parts = getattr(model, "part_fields", {})
        try:
            made = python_values(kind, values.fields)
            record = model(**{name: value for name, value in made.items() if name not in parts})
            record.full_clean(exclude={"organisation", "created_by"}, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        except (TypeError, ValueError) as error:
            return {"": [str(error)]}
        return {}

    found = problems()
    for name in found:
        values.refuse(name, in_both(lambda name=name: " ".join(problems().get(name, []))))  # type: ignore[misc]


# -- what differs ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A field with what the source said before and says now, in words."""

    name: str
    label: str
    old: str
    new: str

    @property
    def is_different(self) -> bool:
        return self.old != self.new


PAGE_FIELDS = ("title", "date", "source", "author", "language", "length", "file", "digest")


def changes_between(kind: str, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[Change]:
    """The fields of which two readings say different things, in the order of the record's form."""
    before = old or {}
    order = list(writable(kind)) if kind != ItemKind.PAGE else list(PAGE_FIELDS)
    names = [name for name in order if name in before or name in new]
    names += [name for name in (*new, *before) if name not in names]
    return [
        Change(name, label_of(kind, name), shown(before.get(name)), shown(new.get(name)))
        for name in dict.fromkeys(names)
        if before.get(name) != new.get(name)
    ]


def label_of(kind: str, name: str) -> str:
    """What a field is called on pages, in the reader's language."""
    if kind == ItemKind.PAGE:
        return _page_label(name)
    try:
        found: Any = model_of_kind(kind)._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    label = getattr(found, "verbose_name", None) or getattr(found.related_model._meta, "verbose_name_plural", name)
    return str(label)


def _page_label(name: str) -> str:
    return {
        "title": _("title"), "date": _("date"), "source": _("published by"), "author": _("author"),
        "language": _("language"), "length": _("characters"), "file": _("file"), "digest": _("checksum"),
    }.get(name, name)  # fmt: skip


def shown(value: Any) -> str:
    """A value of a field in words."""
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return "；".join(shown(one) for one in value)
    if isinstance(value, Mapping):
        return "，".join(f"{shown(one)}" for one in value.values() if one not in (None, "", []))
    return str(value)
