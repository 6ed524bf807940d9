"""Mapped sources: which value of theirs gives which column of ours, and how it is changed on the way.

The columns are those of the catalog's spreadsheets, so that a value of a feed is read like a cell of a file: a region
by its name, an amount with its unit, a list of ways. A mapping is a JSON object from column to value:

    {"external_id": "id",
     "title": "info.title",
     "keywords": {"path": "tags", "split": "|"},
     "budget": {"path": "money", "unit": "元"},
     "cooperation": {"path": "mode", "table": {"1": "licence", "2": "assignment"}},
     "expires_on": {"path": "until", "date": "%d.%m.%Y"},
     "tier": {"constant": "members"}}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from heliu.catalog.imports.mapping import Assignment, find_column
from heliu.catalog.spreadsheets.columns import Column
from heliu.catalog.spreadsheets.kinds import columns_of, title_column
from heliu.ingestion.connectors.base import SettingsError
from heliu.ingestion.connectors.paths import PathError, Step
from heliu.ingestion.connectors.texts import clean

BESIDE = ("url", "modified", "deleted")
"""What a mapping may give beside the columns: address, moment of change, and whether the thing is gone."""
TRANSFORMS = ("constant", "split", "table", "date", "unit")
UNITS = ("元", "千元", "万元", "百万元", "亿元")
MOST_RULES = 60
MOST_ROWS = 500
"""Rows of a lookup table."""
_GONE = frozenset({"true", "1", "yes", "y", "deleted", "removed", "是", "已删除", "删除", "已下架", "已撤销"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a value comes from, and what is done to it, in this order: table, split, date."""

    target: str
    path: tuple[Step, ...] = ()
    written: str = ""
    constant: Any = None
    split: str = ""
    table: Mapping[str, str] | None = None
    date: str = ""
    unit: str = ""

    @property
    def header(self) -> str:
        """What stands above the value in messages; a unit in brackets counts for amounts, as in spreadsheets."""
        if self.unit:
            return f"{self.target}（{self.unit}）"
        return f"{self.target} = {self.written}" if self.written else self.target

    def changed(self, value: Any) -> Any:
        """The value as our column takes it; ValueError for a date that is not of the form."""
        if self.constant is not None:
            return self.constant
        if self.table is not None:
            value = _looked_up(value, self.table)
        if self.split and isinstance(value, str):
            value = [part.strip() for part in value.split(self.split) if part.strip()]
        if self.date and isinstance(value, str) and value.strip():
            # Only the day of it is kept, so it has no zone.
            try:
                value = datetime.strptime(value.strip()[:60], self.date).date().isoformat()  # noqa: DTZ007
            except ValueError:
                given = {"text": value[:60], "form": self.date}
                raise ValueError(_("“%(text)s” is not a date of the form %(form)s.") % given) from None
        return value


def _looked_up(value: Any, table: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_looked_up(one, table) for one in value]
    return table.get(clean(value), value)


def parse_rules(name: str, given: Any, kind: str, read_path: Callable[[str], tuple[Step, ...]]) -> dict[str, Rule]:
    """The rules of a mapping, by target. ``name`` is that of the setting. Raises SettingsError."""
    if not isinstance(given, dict) or len(given) > MOST_RULES or not all(isinstance(key, str) for key in given):
        raise SettingsError(name, "no_mapping")
    rules: dict[str, Rule] = {}
    for key, value in given.items():
        target = _target(name, key, kind)
        if target in rules:
            raise SettingsError(name, "twice_mapped", value=target)
        rules[target] = _rule(name, target, value if isinstance(value, dict) else {"path": value}, read_path)
    return rules


def check_needed(name: str, rules: Mapping[str, Rule], kind: str) -> None:
    """Refuse a mapping without identifier or title."""
    title = title_column(kind)
    if "external_id" not in rules:
        raise SettingsError(name, "no_id_mapped")
    if not {title, f"{title}_zh", f"{title}_en"} & set(rules):
        raise SettingsError(name, "no_title_mapped")


def _target(name: str, key: str, kind: str) -> str:
    column = find_column(kind, key)
    if column is not None:
        return column.name
    if key not in BESIDE:
        names = [one.name for one in columns_of(kind)] + list(BESIDE)
        raise SettingsError(name, "no_field", value=key[:60], choices=", ".join(names))
    return key


def _rule(name: str, target: str, given: dict[str, Any], read_path: Callable[[str], tuple[Step, ...]]) -> Rule:
    if unknown := [key for key in given if key not in ("path", *TRANSFORMS)]:
        raise SettingsError(name, "no_transform", value=str(unknown[0])[:60], choices=", ".join(TRANSFORMS))
    if "constant" in given:
        if not isinstance(given["constant"], str | int | float) or len(given) > 1:
            raise SettingsError(name, "no_mapping")
        return Rule(target, constant=given["constant"])
    path = given.get("path")
    if not isinstance(path, str) or not path.strip():
        raise SettingsError(name, "no_path", value=str(path)[:60])
    try:
        steps = read_path(path)
    except PathError:
        raise SettingsError(name, "no_path", value=path[:60]) from None
    return Rule(
        target, steps, path.strip(), split=_short(name, given, "split"), table=_table(name, given.get("table")),
        date=_date_format(name, _short(name, given, "date")), unit=_unit(name, _short(name, given, "unit")),
    )  # fmt: skip


def _short(name: str, given: Mapping[str, Any], key: str) -> str:
    value = given.get(key, "")
    if not isinstance(value, str) or len(value) > 40:
        raise SettingsError(name, "no_text", most=40)
    return value


def _table(name: str, given: Any) -> Mapping[str, str] | None:
    if given is None:
        return None
    if not isinstance(given, dict) or len(given) > MOST_ROWS or not all(isinstance(v, str) for v in given.values()):
        raise SettingsError(name, "no_table")
    return {clean(key): value for key, value in given.items()}


def _date_format(name: str, form: str) -> str:
    try:
        sample = datetime(2026, 11, 23).strftime(form)  # noqa: DTZ001
        if form and datetime.strptime(sample, form).date() != datetime(2026, 11, 23).date():  # noqa: DTZ001, DTZ007
            raise ValueError
    except ValueError:
        raise SettingsError(name, "no_date_format", value=form) from None
    return form


def _unit(name: str, unit: str) -> str:
    if unit and unit not in UNITS:
        raise SettingsError(name, "no_choice", value=unit, choices=", ".join(UNITS))
    return unit


def assignment_of(kind: str, rules: Mapping[str, Rule]) -> Assignment:
    """The columns that the rules give, for whoever reads rows of spreadsheets."""
    columns: list[tuple[Column, str]] = [
        (column, rules[column.name].header) for column in columns_of(kind) if column.name in rules
    ]
    return Assignment(tuple(columns), by_name={column.name: header for column, header in columns})


def is_gone(value: Any) -> bool:
    """Whether a value mapped to ``deleted`` says that the thing is no longer there."""
    return value is True or clean(value).lower() in _GONE
