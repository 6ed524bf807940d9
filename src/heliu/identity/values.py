"""Which value a record takes over from the one that is merged into it, and how values are kept and put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from heliu.catalog.models import Record
from heliu.identity.choices import OPENNESS, Choice, Side

STAYS = frozenset({"source", "external_id"})
"""Fields that say where a record itself came from: each keeps its own."""
TOGETHER = (
    ("budget_min", "budget_max"), ("price_min", "price_max"), ("readiness_scale", "readiness_level"),
)  # fmt: skip
"""Fields that mean something only together, and are taken from one of the two."""
EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is chosen: mostly a field, sometimes a few that belong together. ``name`` is the first of them."""

    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.fields[0]


def rows_of(model: type[Record]) -> list[Row]:
    """What is chosen between two records of a kind, in the order of their pages."""
    rows: dict[str, Row] = {}
    for field in model.editable_fields():
        if field in STAYS:
            continue
        fields = next((group for group in TOGETHER if field in group), (field,))
        rows.setdefault(fields[0], Row(fields))
    return list(rows.values())


def is_list(record: Record, row: Row) -> bool:
    """Whether both values may be kept."""
    return isinstance(getattr(record, row.name), list)


def values_in(record: Any, row: Row) -> tuple[Any, ...]:
    return tuple(getattr(record, field) for field in row.fields)


def is_empty(record: Any, row: Row) -> bool:
    return all(value in EMPTY for value in values_in(record, row))


def default_choice(row: Row, left: Record, right: Record, keep: Side) -> Choice:
    """Whose value stays unless somebody chooses: that of the record that stays, else the other's where it has none.

    Of the tiers the one that opens less: nothing that one of the two kept back is told by the other.
    """
    kept, other = (left, right) if keep == Side.LEFT else (right, left)
    if row.name == "tier":
        stricter = max((left, right), key=lambda one: (OPENNESS.index(one.tier), one is kept))
        return Choice.LEFT if stricter is left else Choice.RIGHT
    takes = is_empty(kept, row) and not is_empty(other, row)
    return Choice(keep.other if takes else keep)


def chosen_fields(left: Record, right: Record, keep: Side, choices: Mapping[str, str]) -> dict[str, Any]:
    """The fields and parts that the record that stays takes over, with their values; those that differ alone.

    ``choices`` says by the name of a row whose value stays; what it does not say goes by ``default_choice``. What an
    assessment settled about the record that stays is not taken over.
    """
    kept, other = (left, right) if keep == Side.LEFT else (right, left)
    taken: dict[str, Any] = {}
    for row in rows_of(type(kept)):
        if kept.settled_fields & set(row.fields):
            continue
        choice = Choice(choices.get(row.name) or default_choice(row, left, right, keep))
        for field in row.fields:
            value = _value(field, left, right, choice)
            if value != getattr(kept, field):
                taken[field] = value
    for part in type(kept).part_fields:
        rows = joined_rows(kept, other, part)
        if rows != part_rows(kept, part):
            taken[part] = rows
    return taken


def _value(field: str, left: Record, right: Record, choice: Choice) -> Any:
    one, two = getattr(left, field), getattr(right, field)
    if choice == Choice.BOTH and isinstance(one, list):
        return list(dict.fromkeys([*one, *two]))
    return two if choice == Choice.RIGHT else one


# -- parts ------------------------------------------------------------------------------------------


def part_rows(record: Any, part: str) -> list[dict[str, Any]]:
    """The rows of a part, as the actions of the catalog take them."""
    columns = record.part_fields[part]
    return [{column: getattr(row, column) for column in columns} for row in getattr(record, part).order_by("pk")]


def joined_rows(kept: Any, other: Any, part: str) -> list[dict[str, Any]]:
    """The rows of both, each once: a right by its number where it has one, anything else by all that it says."""
    rows = part_rows(kept, part)
    known = {_key(row) for row in rows}
    return rows + [row for row in part_rows(other, part) if _key(row) not in known]


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    number = str(row.get("number") or "").strip()
    return (row["kind"], number) if number else tuple(row.values())


# -- keeping and putting back -----------------------------------------------------------------------


def frozen(value: Any) -> Any:
    """A value as JSON keeps it."""
    return str(value) if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else value


def thawed(record: Any, name: str, value: Any) -> Any:
    """The value again, as the record has it."""
    if name in record.part_fields or value is None:
        return value
    return record._meta.get_field(name).to_python(value)


def state_of(record: Any, names: Sequence[str]) -> dict[str, Any]:
    """What a record says now in these fields and parts, frozen."""
    return {
        name: part_rows(record, name) if name in record.part_fields else frozen(getattr(record, name)) for name in names
    }  # fmt: skip


def unchanged(record: Any, after: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Of fields and parts that were written: those that still say it, and those that were changed since. Fields that
    belong together count as changed together.
    """
    differs = set()
    for name, value in after.items():
        now = part_rows(record, name) if name in record.part_fields else getattr(record, name)
        if now != thawed(record, name, value):
            differs |= {name, *next((group for group in TOGETHER if name in group), ())}
    return [name for name in after if name not in differs], [name for name in after if name in differs]
