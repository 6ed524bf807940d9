"""An empty workbook per kind, to be filled in and brought back."""

from __future__ import annotations

from typing import Any, BinaryIO

from django.utils import translation
from django.utils.translation import gettext as _

from heliu.catalog.spreadsheets.columns import Column
from heliu.catalog.spreadsheets.kinds import columns_of
from heliu.kit.language import current_language, other_language
from heliu.kit.tabular import Sheet, write_xlsx

SHEET_NAMES = {
    "demand": ("技术需求", "Demands"), "achievement": ("科技成果", "Achievements"), "expert": ("专家", "Experts"),
    "organisation": ("主体", "Organisations"),
}  # fmt: skip
EXAMPLES = "示例 Examples"
_TWO_LANGUAGES = ("title", "description", "name")


def template_columns(kind: str) -> list[Column]:
    """The columns of the template: those of one text, then the same in the other language."""
    other = other_language(current_language())
    columns = []
    for column in columns_of(kind):
        base, _mark, language = column.name.rpartition("_")
        if base in _TWO_LANGUAGES and language != other:
            continue
        if column.in_template:
            columns.append(column)
    return columns


def write_template(stream: BinaryIO, kind: str) -> None:
    """Write the template in the page's language: headers with notes, and a sheet of examples in both languages."""
    language = current_language()
    columns = template_columns(kind)
    header = [column.label(language) + ("*" if column.required else "") for column in columns]
    notes = {place: note for place, column in enumerate(columns) if (note := _note(column))}
    write_xlsx(
        stream,
        [
            Sheet(
                SHEET_NAMES[kind][language == "en"], header, (), comments=notes,
                widths=[column.width for column in columns],
            ),
            Sheet(
                EXAMPLES, ["中文列名", "中文示例", "English column", "English example", "说明", "Explanation"],
                (_example(column) for column in columns), widths=(20, 36, 26, 36, 40, 40), wrap=True,
            ),
        ],
    )  # fmt: skip


def _example(column: Column) -> list[Any]:
    return [
        column.zh,
        column.example_zh,
        column.en,
        column.example_en,
        _in("zh-hans", column.help),
        _in("en", column.help),
    ]


def _note(column: Column) -> str:
    """What a column takes, in both languages, with an example."""
    parts = []
    for language, example in (("zh-hans", column.example_zh), ("en", column.example_en)):
        with translation.override(language):
            needed = _("Required.") if column.required else ""
            text = " ".join(part for part in (needed, str(column.help)) if part)
            if example:
                text += "\n" + _("Example: %(example)s") % {"example": example}
        parts.append(text.strip())
    return "\n\n".join(part for part in parts if part)


def _in(language: str, text: Any) -> str:
    with translation.override(language):
        return str(text)
