"""The drafts of templates that come with the software: plain texts, made into Word files with merge fields.

A text is read by whole lines:

    ! what stands at the head of every page     # the title     ## an article, numbered by itself     ### a heading
    | left | right          a row of a table    + name          the text ``name`` of the same folder
    anything else           a paragraph; {deal_number} is a field of the record, there and in tables

The same text gives the same bytes, so that the hash of a draft says which one it was.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from heliu.agreements.choices import Language
from heliu.kit.word import name_fonts

TEXT_FONTS, HEAD_FONTS = ("Times New Roman", "宋体"), ("Arial", "黑体")
"""Latin and Chinese: fonts that every Chinese office has."""
WIDTH = 16.0
"""Centimetres between the margins of A4."""
LABELS = 4.6
"""Of these the column of labels."""
GREY = RGBColor(0x4A, 0x56, 0x65)
LONG_AGO = (2000, 1, 1, 0, 0, 0)
"""The date of everything inside a draft, so that its bytes depend on its text alone."""
CHINESE_NUMBERS = "零一二三四五六七八九十"
_FIELD = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def draft(folder: Path, name: str, language: str) -> bytes:
    """The Word file of a text; FileNotFoundError where there is none in the language."""
    return build(tuple(_lines(folder, name, language)), language)


def _lines(folder: Path, name: str, language: str) -> Iterator[str]:
    for line in (folder / f"{name}.{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("+ "):
            yield from _lines(folder, line[2:].strip(), language)
        else:
            yield line.strip()


@cache
def build(lines: tuple[str, ...], language: str) -> bytes:
    """The Word file of some lines, in the form that the top of this module shows."""
    document: Any = Document()
    _set_up(document, language)
    article = 0
    rows: list[list[str]] = []
    for line in (*lines, ""):
        if line.startswith("| "):
            rows.append([cell.strip() for cell in line[2:].split(" | ")])
            continue
        if rows:
            _add_table(document, rows)
            rows = []
        if line.startswith("! "):
            _fill_margins(document, line[2:])
        elif line.startswith("### "):
            document.add_paragraph(line[4:], style="Heading 1")
        elif line.startswith("## "):
            article += 1
            document.add_paragraph(_article(article, line[3:], language), style="Heading 1")
        elif line.startswith("# "):
            document.add_paragraph(line[2:], style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif line:
            _add_text(document.add_paragraph(), line)
    return _same_bytes(document)


def _article(number: int, title: str, language: str) -> str:
    if language == Language.ENGLISH:
        return f"Article {number}  {title}"
    tens, ones = divmod(number, 10)
    name = CHINESE_NUMBERS[number] if number <= 10 else ("" if tens == 1 else CHINESE_NUMBERS[tens]) + "十"
    if number > 10 and ones:
        name += CHINESE_NUMBERS[ones]
    return f"第{name}条　{title}"


# -- pieces of a document ---------------------------------------------------------------------------


def _set_up(document: Any, language: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    for lang in document.styles.element.iter(qn("w:lang")):
        # Without it programs draw Chinese punctuation as in Taiwan, in the middle of its square.
        lang.set(qn("w:eastAsia"), "zh-CN")
    for name, fonts, size in (
        ("Normal", TEXT_FONTS, 11), ("Title", HEAD_FONTS, 18), ("Heading 1", HEAD_FONTS, 12.5),
        ("Header", HEAD_FONTS, 8.5), ("Footer", TEXT_FONTS, 8.5),
    ):  # fmt: skip
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        name_fonts(style.element.get_or_add_rPr().get_or_add_rFonts(), fonts)
    normal = document.styles["Normal"].paragraph_format
    normal.space_after, normal.line_spacing = Pt(5), 1.3
    heading = document.styles["Heading 1"].paragraph_format
    heading.space_before, heading.space_after, heading.keep_with_next = Pt(9), Pt(3), True
    title = document.styles["Title"]
    title.paragraph_format.space_after = Pt(14)
    if (rule := title.element.pPr.find(qn("w:pBdr"))) is not None:
        title.element.pPr.remove(rule)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "合流 Heliu"
    properties.comments = properties.title = ""
    properties.language = "en" if language == Language.ENGLISH else "zh-CN"
    properties.created = properties.modified = datetime(*LONG_AGO)  # noqa: DTZ001 - a fixed mark, no moment


def _fill_margins(document: Any, notice: str) -> None:
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(notice).font.color.rgb = GREY
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_text(foot, "{deal_number} · ")
    _add_field(foot, "PAGE", "1")
    foot.add_run(" / ")
    _add_field(foot, "NUMPAGES", "1")


def _add_table(document: Any, rows: list[list[str]]) -> None:
    """A row each; labels stand in a narrow first column, places to sign are wide and high."""
    columns = max(len(row) for row in rows)
    signed = any(cell.endswith((":", "：")) for row in rows for cell in row)
    first = WIDTH / columns if signed else LABELS
    widths = [Cm(first), *[Cm((WIDTH - first) / (columns - 1))] * (columns - 1)]
    table = document.add_table(rows=0, cols=columns, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in rows:
        added = table.add_row()
        if signed:
            added.height = Cm(1.1)
        for cell, text, width in zip(added.cells, row, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            shape = paragraph.paragraph_format
            shape.space_before = shape.space_after = Pt(1)
            # Places to sign stay on one page.
            shape.line_spacing, shape.keep_with_next = 1.15, signed and row is not rows[-1]
            _add_text(paragraph, text)
    gap = document.add_paragraph().paragraph_format
    gap.space_after, gap.line_spacing = Pt(0), Pt(8)


def _add_text(paragraph: Any, text: str) -> None:
    """Plain stretches and the fields of the record between them."""
    for number, piece in enumerate(_FIELD.split(text)):
        if number % 2:
            _add_field(paragraph, f"MERGEFIELD {piece}", f"«{piece}»")
        elif piece:
            paragraph.add_run(piece)


def _add_field(paragraph: Any, code: str, shown: str) -> None:
    field, run, text = OxmlElement("w:fldSimple"), OxmlElement("w:r"), OxmlElement("w:t")
    field.set(qn("w:instr"), code)
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _same_bytes(document: Any) -> bytes:
    """The file with every part dated alike, and without the picture that the library's own template carries."""
    package = document.part.package
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        del package.rels[key]
    written, result = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, LONG_AGO)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return result.getvalue()
