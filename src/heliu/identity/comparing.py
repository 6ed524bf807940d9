"""Two records side by side, as one person may read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from heliu.catalog.selectors import display_value, field_label
from heliu.identity.choices import Choice, Side
from heliu.identity.marking import Piece, marked
from heliu.identity.selectors import Pair
from heliu.identity.values import default_choice, is_list, part_rows, rows_of, values_in
from heliu.kit.permissions import allowed

ORGANISATION_FIELDS = ("kind", "name_zh", "name_en", "uscc", "ror", "region", "industry", "website")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: what both say, with the words that differ marked."""

    name: str
    label: str
    left: list[Piece]
    right: list[Piece]
    differs: bool
    choice: str = ""
    """Whose value stays; empty where there is nothing to choose."""
    offers: tuple[str, ...] = ()
    """What may be chosen."""


@dataclass(frozen=True, slots=True)
class PartLine:
    """Rows of a part of both; all of them stay."""

    label: str
    left: list[str]
    right: list[str]


def lines_of(pair: Pair, user: Any, *, keep: Side, choices: Mapping[str, str]) -> list[Line]:
    """Every row that one of the two fills, in the order of a record's page.

    What the person may not be told of one of the two, for example its contact, is not shown of either.
    """
    if not pair.is_of_records:
        return [_plain(pair, name) for name in ORGANISATION_FIELDS if _said(pair.left, name) or _said(pair.right, name)]
    model = type(pair.left)
    hidden = _guarded(pair, user)
    found = []
    for row in rows_of(model):
        if hidden & set(row.fields):
            continue
        left, right = _words(pair.left, row.fields), _words(pair.right, row.fields)
        if not (left or right):
            continue
        differs = values_in(pair.left, row) != values_in(pair.right, row)
        pieces = marked(left, right)
        choice, offers = "", ()
        if differs and not pair.on(keep).settled_fields & set(row.fields):
            choice = str(choices.get(row.name) or default_choice(row, pair.left, pair.right, keep))
            offers = (Choice.LEFT, Choice.RIGHT, *((Choice.BOTH,) if is_list(pair.left, row) else ()))
        label = " – ".join(field_label(model, name) for name in row.fields)
        found.append(Line(row.name, label, *pieces, differs, choice, tuple(map(str, offers))))
    return found


def parts_of(pair: Pair) -> list[PartLine]:
    """Works, rights, files: what is joined."""
    if not pair.is_of_records:
        return []
    found = []
    for part in type(pair.left).part_fields:
        left, right = ([_part_text(row) for row in part_rows(one, part)] for one in (pair.left, pair.right))
        found.append(PartLine(field_label(type(pair.left), part), left, right))
    files = ([file.name for file in one.attachments.all()] for one in (pair.left, pair.right))
    found.append(PartLine(_("Pictures and files"), *files))
    return [line for line in found if line.left or line.right]


def _guarded(pair: Pair, user: Any) -> set[str]:
    told = all(allowed(user, "catalog.view_contact", one) for one in (pair.left, pair.right))
    return set() if told else set(pair.left.guarded_fields)


def hidden_rows(pair: Pair, user: Any) -> set[str]:
    """Rows that the person may not choose, since they are not told of both."""
    return _guarded(pair, user) if pair.is_of_records else set()


def _words(record: Any, fields: tuple[str, ...]) -> str:
    return " – ".join(filter(None, (display_value(record, name) for name in fields)))


def _part_text(row: Mapping[str, Any]) -> str:
    told = (row.get("title_zh") or row.get("title_en"), row.get("number"), row.get("year"))
    return " · ".join(str(one) for one in told if one)


def _said(organisation: Any, name: str) -> str:
    if name == "kind":
        return str(organisation.get_kind_display())
    return display_value(organisation, name) if name in ("region", "industry") else getattr(organisation, name) or ""


def _plain(pair: Pair, name: str) -> Line:
    left, right = _said(pair.left, name), _said(pair.right, name)
    return Line(name, field_label(type(pair.left), name), *marked(left, right), left != right)
