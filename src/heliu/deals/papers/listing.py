"""The list of fields: for the page, for the documentation, and as a Word file to copy fields from."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from heliu.deals.papers.drafting import build
from heliu.deals.papers.fields import Field, fields
from heliu.deals.papers.kinds import kinds
from heliu.kit.language import current_language


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field as the list shows it."""

    name: str
    label: str
    example: str
    kind: str
    """The one kind of paper that knows it; empty where all do."""


def field_rows() -> list[FieldRow]:
    """Every field, those of a single kind last, in the language of the page."""
    rows = [_row(field, "") for field in fields().values()]
    return rows + [_row(field, str(kind.label)) for kind in kinds().values() for field in kind.fields]


def _row(field: Field, kind: str) -> FieldRow:
    return FieldRow(field.name, str(field.label), field.example(current_language()), kind)


def field_sheet() -> bytes:
    """A Word file with every field, its name, meaning and example."""
    lines = [
        "! " + _("Copy a field from the first column into your template. It is not filled here."),
        "# " + _("Fields of papers"),
        *(
            " | ".join((f"| {{{row.name}}}", row.name, " ".join(filter(None, (row.label, row.kind))), row.example))
            for row in field_rows()
        ),
    ]
    return build(tuple(lines), current_language())


def field_table() -> str:
    """The table of the documentation, in English and in Markdown."""
    rows = [("field", "meaning", "example"), ("---", "---", "---")]
    with translation.override("en"):
        rows += [(f"`{row.name}`", row.label, row.example) for row in field_rows() if not row.kind]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
