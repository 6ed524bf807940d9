"""Lists as files, each for the person who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

from heliu.accounts.choices import OrganisationKind
from heliu.catalog.choices import CHOICE_LISTS, ReadinessScale, Tier
from heliu.catalog.spreadsheets.columns import OWNER
from heliu.catalog.spreadsheets.kinds import columns_of, model_of
from heliu.catalog.spreadsheets.template import SHEET_NAMES
from heliu.kit.language import current_language
from heliu.kit.permissions import allowed
from heliu.kit.site import absolute
from heliu.kit.tabular import Sheet, csv_lines, jsonl_lines, write_xlsx
from heliu.kit.vocabularies import industries, regions

EXPORT_FORMATS = ("xlsx", "csv", "jsonl")
CHUNK = 500


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of an export; ``needs`` is the permission without which its cells stay empty."""

    name: str
    zh: str
    en: str
    value: Callable[[Any], Any]
    needs: str = ""
    width: int = 16


_LISTS = {"tier": Tier, "readiness_scale": ReadinessScale, "kind": OrganisationKind}


def export_fields(kind: str) -> list[_Field]:
    """The columns of an export. All but the last are those of an import, so that a file can be brought back."""
    fields = []
    for column in columns_of(kind):
        if column.name == OWNER:
            value: Callable[[Any], Any] = _owner_name
        elif any(one.name == column.name for one in model_of(kind)._meta.concrete_fields):
            value = _reader(column.name)
        else:
            continue  # A column of two fields or of a detected language: those stand beside it.
        needs = ""
        if kind != "organisation" and column.name not in (*model_of(kind).told_fields, "tier"):
            # Of "on request" records a stranger is told title and summary, and not even whose it is.
            guarded = column.name in model_of(kind).guarded_fields
            needs = "catalog.view_contact" if guarded else "catalog.view_content"
        fields.append(_Field(column.name, column.zh, column.en, value, needs, column.width))
    if kind == "achievement":
        needs = "catalog.view_content"
        source = _Field("readiness_source", "成熟度来源", "Source of the readiness", _readiness_source, needs, width=40)
        fields.append(source)
    if kind != "organisation":
        fields.append(_Field("state", "状态", "State", lambda record: record.get_state_display()))
        fields.append(_Field("published_at", "发布时间", "Published at", lambda record: record.published_at, width=18))
    fields.append(
        _Field("illustrative", "示例数据", "Illustrative", lambda record: "✓" if record.illustrative else None)
    )
    fields.append(_Field("address", "页面地址", "Address of the page", _address, width=40))
    return fields


def _readiness_source(record: Any) -> str | None:
    return record.readiness_source if record.readiness_scale else None


def _reader(name: str) -> Callable[[Any], Any]:
    def read(record: Any) -> Any:
        value = getattr(record, name)
        if value in ("", None, []):
            return None
        if name in _LISTS:
            return str(_LISTS[name](value).label)
        if name in CHOICE_LISTS:
            return [str(CHOICE_LISTS[name](choice).label) for choice in value]
        if name in ("region", "industry"):
            table = regions() if name == "region" else industries()
            return f"{value} {table.full_name(value)}" if value in table else value
        return value.normalize() + 0 if isinstance(value, Decimal) else value

    return read


def _owner_name(record: Any) -> str:
    return str(record.organisation.name)


def _address(record: Any) -> str:
    return absolute(record.get_absolute_url())


def export_rows(kind: str, records: Iterable[Any], user: Any) -> Iterator[list[Any]]:
    """The cells of each record, as far as the person may see them."""
    fields = export_fields(kind)
    needs = {field.needs for field in fields if field.needs}
    for record in records:
        granted = {"", *(permission for permission in needs if allowed(user, permission, record))}
        yield [field.value(record) if field.needs in granted else None for field in fields]


def export_lines(kind: str, format_name: str, records: Iterable[Any], user: Any) -> Iterator[bytes]:
    """A CSV or JSONL file in pieces, without ever holding it."""
    rows = export_rows(kind, records, user)
    fields = export_fields(kind)
    if format_name == "jsonl":
        names = [field.name for field in fields]
        return jsonl_lines(_present(names, row) for row in rows)
    return csv_lines(_header(fields), rows)


def write_export(stream: BinaryIO, kind: str, records: Iterable[Any], user: Any) -> None:
    """Write an Excel workbook; its rows go to disk as they come."""
    fields = export_fields(kind)
    name = SHEET_NAMES[kind][current_language() == "en"]
    rows = export_rows(kind, records, user)
    write_xlsx(stream, [Sheet(name, _header(fields), rows, widths=[field.width for field in fields])])


def _header(fields: Sequence[_Field]) -> list[str]:
    return [field.en if current_language() == "en" else field.zh for field in fields]


def _present(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return {name: value for name, value in zip(names, row, strict=True) if value not in (None, "", [])}
