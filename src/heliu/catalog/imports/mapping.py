"""Which column of a file gives which column of the catalog."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from heliu.catalog.imports.errors import ImportRefused
from heliu.catalog.spreadsheets.columns import OWNER, Column
from heliu.catalog.spreadsheets.kinds import columns_of, title_column
from heliu.kit.language import current_language
from heliu.kit.tabular import BadHeader, Table, plain_name

IGNORE = "-"
"""``--map keywords=-`` leaves a column out that would be recognised."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Columns of the catalog with the file's columns that give them, and the file's other columns."""

    columns: tuple[tuple[Column, str], ...]
    ignored: tuple[str, ...] = ()
    by_name: dict[str, str] = field(default_factory=dict)

    def gives(self, name: str) -> bool:
        """Whether the file has the column of this name."""
        return name in self.by_name

    def header_of(self, model_field: str) -> str:
        """The file's column a field of the model came from; empty where it came from none."""
        for column, header in self.columns:
            if model_field == column.name or model_field in column.fields:
                return header
        base, _mark, language = model_field.rpartition("_")
        return self.by_name.get(base, "") if language in {"zh", "en"} else ""


def known_names(kind: str, explicit: Mapping[str, str] | None = None) -> set[str]:
    """Column names by which a header row is recognised."""
    return {name for column in columns_of(kind) for name in column.names} | set((explicit or {}).values())


def find_column(kind: str, name: str) -> Column | None:
    """The column of the catalog that somebody calls so, in either language."""
    plain = plain_name(name)
    columns = columns_of(kind)
    exact = (column for column in columns if plain_name(column.name) == plain)
    return next(exact, None) or next((one for one in columns if plain in map(plain_name, one.names)), None)


def assign_columns(
    kind: str, table: Table, explicit: Mapping[str, str] | None = None, *, recognise: bool = True,
    leave_out: Collection[str] = (),
) -> Assignment:  # fmt: skip
    """Find out which column of the file is which.

    ``explicit`` is column of the catalog → column of the file and comes first; the others are
    recognised by their names if ``recognise``. Raises ImportRefused for unknown names, BadHeader where
    the header says two things or no column gives the title.
    """
    found = _explicit_columns(kind, table, explicit or {})
    taken = set(found.values())
    refused = {name for name, header in found.items() if header == IGNORE}
    if recognise:
        for header in table.columns:
            column = find_column(kind, header)
            if column is None or header in taken or column.name in leave_out:
                continue
            if column.name in found:
                if column.name not in refused and column.name not in (explicit or {}):
                    raise BadHeader(_two_columns(column, found[column.name], header))
                continue
            found[column.name] = header
    found = {name: header for name, header in found.items() if header != IGNORE}
    for header in found.values():
        table.require_single(header)
    title = title_column(kind)
    if not {title, f"{title}_zh", f"{title}_en"} & set(found):
        raise BadHeader(
            _(
                "No column gives the %(title)s. Say which one does (on the command line: --map %(title)s=COLUMN). "
                "The file has: %(columns)s."
            )
            % {"title": title, "columns": ", ".join(f"“{name}”" for name in table.columns[:40])}
        )
    ordered = tuple((column, found[column.name]) for column in columns_of(kind) if column.name in found)
    ignored = tuple(header for header in table.columns if header not in set(found.values()))
    return Assignment(ordered, ignored, found)


def _explicit_columns(kind: str, table: Table, explicit: Mapping[str, str]) -> dict[str, str]:
    headers = {plain_name(header): header for header in table.columns}
    found: dict[str, str] = {}
    for name, wanted in explicit.items():
        column = find_column(kind, name)
        if column is None:
            raise ImportRefused(
                _("Nothing is called “%(name)s” here. There is: %(names)s.")
                % {"name": name, "names": ", ".join(column.name for column in columns_of(kind))}
            )
        header = wanted if wanted in table.columns or wanted == IGNORE else headers.get(plain_name(wanted))
        if header is None:
            raise ImportRefused(
                _("The file has no column “%(column)s”. It has: %(columns)s.")
                % {"column": wanted, "columns": ", ".join(f"“{name}”" for name in table.columns[:40])}
            )
        if found.get(column.name, header) != header:
            raise ImportRefused(_("“%(name)s” is given by two columns.") % {"name": column.name})
        found[column.name] = header
    return found


def _two_columns(column: Column, first: str, second: str) -> str:
    return _(
        "The columns “%(first)s” and “%(second)s” both give “%(label)s”. Say which one does "
        "(on the command line: --map %(name)s=COLUMN), or rename one."
    ) % {"first": first, "second": second, "label": column.label(current_language()), "name": column.name}


def needs_owner(kind: str, assignment: Assignment) -> bool:
    """Whether the owner of the records has to be said beside the file."""
    return kind != "organisation" and not assignment.gives(OWNER)
