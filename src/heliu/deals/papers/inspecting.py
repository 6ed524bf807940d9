"""Looking into a Word file before it becomes a template: what it would do beside showing text, and which fields it has.

Refused are macros, embedded and linked objects, anything that is fetched from elsewhere when the file is opened, and
Word fields that compute, ask or fetch. A hyperlink may stay: nobody follows it without clicking.
"""

from __future__ import annotations

import io
import re
import shlex
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from heliu.deals.papers.errors import TemplateRefused

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_FIELDS = 500
MERGEFIELD = "MERGEFIELD"
HARMLESS = frozenset({
    MERGEFIELD, "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "SEQ", "TOC",
    "HYPERLINK",
})  # fmt: skip
"""Word fields that a template may have: the record's, and those that count pages or point within the text."""
_RUNNING = ("oleobject", "package", "control", "afchunk", "vbaproject", "subdocument", "frame", "attachedtemplate")
"""Ends of the types of relationships that bring something in which is no text or picture."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class WordField:
    """A field as Word writes it: its code, and what stands behind it."""

    code: str
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the record's field, for a MERGEFIELD."""
        return self.words[0] if self.words else ""


def inspect(content: bytes) -> list[str]:
    """The names of the record's fields that a Word file carries, each once, in order; raises TemplateRefused."""
    names: dict[str, None] = {}
    for file, tree in _parts(content):
        if file.endswith(".rels"):
            _refuse_relations(tree)
            continue
        for found in _word_fields(tree):
            _refuse_field(found)
            if found.code == MERGEFIELD:
                names[found.name] = None
    if len(names) > MOST_FIELDS:
        raise TemplateRefused(_("The file has more than %(number)d different fields.") % {"number": MOST_FIELDS})
    return list(names)


def _parts(content: bytes) -> Iterator[tuple[str, Any]]:
    """Each XML part of the file by its name, parsed without following anything."""
    if len(content) > MOST_BYTES:
        raise TemplateRefused(_("A template may have %(limit)d MB at most.") % {"limit": MOST_BYTES // 1024**2})
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise TemplateRefused(_("The file unpacks to more than can be accepted."))
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")):
                try:
                    tree = etree.fromstring(archive.read(part), parser).getroottree()
                except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError) as error:
                    raise TemplateRefused(_("The file is damaged: it cannot be read as a Word file.")) from error
                if tree.docinfo.doctype:
                    raise TemplateRefused(_("The file is damaged: it cannot be read as a Word file."))
                yield part.filename, tree


def _refuse_relations(tree: Any) -> None:
    for relation in tree.getroot():
        kind = str(relation.get("Type", "")).rpartition("/")[2].lower()
        outside = relation.get("TargetMode") == "External"
        if kind in _RUNNING or (outside and kind != "hyperlink"):
            raise TemplateRefused(
                _("The file embeds or links something that is no text (%(what)s). Take it out and upload it again.")
                % {"what": kind}
            )


def _word_fields(tree: Any) -> Iterator[WordField]:
    """Every field of a part, simple ones and those written in several runs, nested ones too."""
    open_codes: list[list[str]] = []
    for element in tree.iter(f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText"):
        if element.tag == f"{_W}fldSimple":
            yield _read_code(element.get(f"{_W}instr") or "")
        elif element.tag == f"{_W}instrText":
            if open_codes:
                open_codes[-1].append(element.text or "")
        elif element.get(f"{_W}fldCharType") == "begin":
            open_codes.append([])
        elif element.get(f"{_W}fldCharType") == "end" and open_codes:
            yield _read_code("".join(open_codes.pop()))
    if open_codes:
        raise TemplateRefused(_("The file is damaged: a field in it has no end."))


def _read_code(code: str) -> WordField:
    try:
        words = shlex.split(code.replace("\\", "\\\\"))
    except ValueError:
        words = code.split()
    return WordField(words[0].upper() if words else "", tuple(words[1:]))


def _refuse_field(field: WordField) -> None:
    if field.code not in HARMLESS:
        raise TemplateRefused(
            _("The Word field %(code)s is not accepted: it computes, asks or fetches something.")
            % {"code": field.code or "?"}
        )
    if field.code == MERGEFIELD and (switch := _odd_switch(field)):
        raise TemplateRefused(
            _("The field %(name)s has the switch %(switch)s, which is not known: the record gives the text as it is.")
            % {"name": field.name, "switch": switch}
        )


def _odd_switch(field: WordField) -> str:
    """A switch of a MERGEFIELD that is about more than its look."""
    return next((word for word in field.words[1:] if re.match(r"\\[^*]", word)), "")
