"""A sheet as a Word document: one tidy A4 document in fonts that every Chinese office has."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from heliu.kit.word import name_fonts
from heliu.matching.sheets import labels
from heliu.matching.sheets.adapters import DemandSheet, SheetElement, SheetParameter

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SITE = "合流 Heliu"
LONGEST_PROPERTY = 255
"""Characters that a property of a document may have."""
_TEXT_FONTS = ("Times New Roman", "宋体")
_HEAD_FONTS = ("Arial", "黑体")
_GREY = RGBColor(0x4A, 0x56, 0x65)
_WIDTH = 16.6
"""Centimetres between the margins of A4."""
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")


def clean(text: str) -> str:
    """The text without the characters that XML forbids; every sort of line end is one."""
    return _NOT_XML.sub("", _LINE_ENDS.sub("\n", text))


def write_sheet(stream: BinaryIO, sheet: DemandSheet) -> None:
    """Write the sheet in the language of the request."""
    document = Document()
    _set_up(document, sheet)
    _add_heading(document, sheet)
    _add_elements(document, sheet)
    _add_parameters(document, sheet)
    _add_missing(document, sheet)
    _add_description(document, sheet)
    _add_contact(document, sheet)
    document.save(stream)


# -- the document as a whole ----------------------------------------------------------------------


def _set_up(document: Any, sheet: DemandSheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        name_fonts(fonts, _TEXT_FONTS)
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for name, fonts, size in (
        ("Normal", _TEXT_FONTS, 10.5), ("Title", _HEAD_FONTS, 18), ("Heading 1", _HEAD_FONTS, 13),
        ("Header", _HEAD_FONTS, 8.5), ("Footer", _TEXT_FONTS, 8.5),
    ):  # fmt: skip
        style = styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        name_fonts(style.element.get_or_add_rPr().get_or_add_rFonts(), fonts)
    styles["Normal"].paragraph_format.space_after = Pt(3)
    styles["Normal"].paragraph_format.line_spacing = 1.2
    heading = styles["Heading 1"].paragraph_format
    heading.space_before, heading.space_after, heading.keep_with_next = Pt(12), Pt(4), True
    title = styles["Title"].paragraph_format
    title.space_after = Pt(6)
    if (rule := styles["Title"].element.pPr.find(qn("w:pBdr"))) is not None:
        styles["Title"].element.pPr.remove(rule)
    _name_document(document, sheet)
    _add_margins(section, sheet)


def _name_document(document: Any, sheet: DemandSheet) -> None:
    """The properties of the file say what the sheet says and nothing of who made it, nor of the library."""
    properties = document.core_properties
    properties.title = clean(sheet.title).replace("\n", " ")[:LONGEST_PROPERTY]
    properties.subject = _("Demand sheet")
    properties.author = properties.last_modified_by = SITE
    properties.comments = properties.keywords = properties.category = ""
    properties.language = "zh-CN" if sheet.lang == "zh" else "en"
    properties.created = properties.modified = timezone.now().replace(tzinfo=None, microsecond=0)
    package = document.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def _add_margins(section: Any, sheet: DemandSheet) -> None:
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _add_run(head, " · ".join([_("Demand sheet"), SITE]), grey=True)
    foot = section.footer.paragraphs[0]
    record = _("demand %(id)d, version %(version)d") % {"id": sheet.demand.pk, "version": sheet.demand.version}
    _add_run(foot, f"{record} · {sheet.made_on:%Y-%m-%d} · {labels.address(sheet.demand)} · ", grey=True)
    _add_field(foot, "PAGE")
    _add_run(foot, " / ", grey=True)
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: Any, code: str) -> None:
    """A number that Word fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


# -- its parts ------------------------------------------------------------------------------------


def _add_heading(document: Any, sheet: DemandSheet) -> None:
    _add_run(document.add_paragraph(style="Title"), sheet.title)
    for notice in labels.notices(sheet.demand):
        paragraph = document.add_paragraph()
        _shade(paragraph._p.get_or_add_pPr(), "FDF0D0")
        _add_run(paragraph, notice, bold=True)
    table = _add_table(document, (2.8, _WIDTH - 2.8), borders=False)
    for label, words in labels.facts(sheet):
        name, value = _add_row(table)
        _add_run(name.paragraphs[0], label, grey=True)
        _add_run(value.paragraphs[0], words)


def _add_elements(document: Any, sheet: DemandSheet) -> None:
    document.add_heading(_("The need taken apart"), level=1)
    table = _add_table(document, (2.8, _WIDTH - 2.8))
    _add_header(table, (_("Element"), _("What is stated")))
    for element in sheet.elements:
        name, words = _add_row(table)
        _add_run(name.paragraphs[0], labels.element_label(element.name), bold=True)
        _fill_element(words, element, sheet)


def _fill_element(cell: Any, element: SheetElement, sheet: DemandSheet) -> None:
    paragraph = cell.paragraphs[0]
    if element.source is None:
        _add_run(paragraph, labels.silence_label(element), grey=True)
        return
    if element.name == "parameters" and element.source == "text":
        _add_run(paragraph, _("see the table below"))
    else:
        for place, statement in enumerate(element.statements):
            paragraph = cell.add_paragraph() if place else paragraph
            _add_run(paragraph, f"“{statement.text}”" if element.source == "text" else statement.text)
            _add_number(paragraph, sheet.number_of(statement.field, statement.span))
    if source := labels.source_label(element):
        _add_run(cell.add_paragraph(), source, grey=True)


def _add_parameters(document: Any, sheet: DemandSheet) -> None:
    if not sheet.measured:
        return
    document.add_heading(_("Parameters"), level=1)
    table = _add_table(document, (4.4, 2.2, 2.4, 2.0, 3.4, 2.2))
    _add_header(
        table,
        (_("Property"), _("Comparison"), _("Value"), _("Unit"), _("Conditions"), pgettext("of a parameter", "Role")),
    )
    for parameter in sheet.measured:
        _fill_parameter(_add_row(table, whole=True), parameter, sheet)
    if sheet.parameters_left_out:
        _add_run(document.add_paragraph(), labels.left_out_label(sheet.parameters_left_out), grey=True)


def _fill_parameter(cells: list[Any], parameter: SheetParameter, sheet: DemandSheet) -> None:
    texts = (
        labels.property_label(parameter), labels.comparison_label(parameter), labels.value_label(parameter),
        parameter.unit, "\n".join(parameter.conditions), labels.role_label(parameter.role),
    )  # fmt: skip
    for cell, text in zip(cells, texts, strict=True):
        _add_run(cell.paragraphs[0], text)
    for field, span in parameter.places():
        _add_number(cells[0].paragraphs[0], sheet.number_of(field, span))


def _add_missing(document: Any, sheet: DemandSheet) -> None:
    if missing := labels.missing_label(sheet):
        document.add_heading(_("Still missing"), level=1)
        _add_run(document.add_paragraph(), missing)


def _add_description(document: Any, sheet: DemandSheet) -> None:
    if not sheet.description.strip():
        return
    document.add_heading(_("In the words of the owner"), level=1)
    paragraph = document.add_paragraph()
    for segment in sheet.segments():
        _add_run(paragraph, segment.text, marked=segment.marked)
        for number in segment.end:
            _add_number(paragraph, number)


def _add_contact(document: Any, sheet: DemandSheet) -> None:
    if sheet.contact is None:
        return
    document.add_heading(_("Contact"), level=1)
    _add_run(document.add_paragraph(), " · ".join(part for part in sheet.contact if part))


# -- Word's own pieces ----------------------------------------------------------------------------


def _add_run(paragraph: Any, text: str, *, bold: bool = False, grey: bool = False, marked: bool = False) -> None:
    run = paragraph.add_run(clean(text))
    run.bold = bold or None
    if grey:
        run.font.color.rgb = _GREY
    if marked:
        _shade(run._r.get_or_add_rPr(), "FFF1B8")


def _add_number(paragraph: Any, number: int | None) -> None:
    """The number of a place, raised, as a note has it."""
    if number is not None:
        run = paragraph.add_run(f"[{number}]")
        run.font.superscript = True


def _shade(properties: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), colour)
    properties.append(shading)


def _add_table(document: Any, widths: tuple[float, ...], *, borders: bool = True) -> Any:
    """A table of fixed widths in centimetres, without rows."""
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid" if borders else None)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def _add_row(table: Any, *, whole: bool = False) -> list[Any]:
    """The cells of a new row; one that stays ``whole`` is not cut at the end of a page."""
    row = table.add_row()
    if whole:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return list(row.cells)


def _add_header(table: Any, texts: tuple[str, ...]) -> None:
    """A row of headings that comes again on every page."""
    cells = _add_row(table, whole=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, text in zip(cells, texts, strict=True):
        _shade(cell._tc.get_or_add_tcPr(), "E9EDF2")
        _add_run(cell.paragraphs[0], text, bold=True)
