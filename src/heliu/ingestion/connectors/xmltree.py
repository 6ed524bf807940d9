"""XML of strangers as a tree: no entity is expanded or fetched, and size and depth are limited.

Names are compared without their namespaces: sources move from one version of a namespace to the next, and none of the
formats that are read here uses one name for two things.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, tostring  # for names and types; nothing is parsed

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from heliu.ingestion.connectors.base import LONGEST_RAW, AnswerError

DEPTH = 60
"""Levels of nesting; the formats here stay below 20."""
PARTS = 1_000_000
"""Elements of one document."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)([A-Za-z][A-Za-z0-9]{1,31};)?")


class _LimitedBuilder(TreeBuilder):
    """Builds a tree as long as it stays within the limits."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._parts = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:  # type: ignore[override]
        self._depth += 1
        self._parts += 1
        if self._depth > DEPTH:
            raise AnswerError("deep", most=DEPTH)
        if self._parts > PARTS:
            raise AnswerError("many_parts", most=PARTS)
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def parse_xml(text: str) -> Element:
    """The root of a document. Raises AnswerError for what is not well-formed, unsafe or beyond the limits.

    Characters that XML may not have are left out. Where a lone ampersand or a name of HTML (``&nbsp;``) is all that is
    wrong, it is put right.
    """
    text = _NOT_XML.sub("", text).lstrip()
    try:
        return _parsed(text)
    except ParseError as error:
        mended = _AMPERSAND.sub(_mended, text)
        if mended == text:
            raise AnswerError("not_xml", reason=str(error)) from error
    try:
        return _parsed(mended)
    except ParseError as error:
        raise AnswerError("not_xml", reason=str(error)) from error


def _parsed(text: str) -> Element:
    parser = DefusedXMLParser(target=_LimitedBuilder())
    try:
        parser.feed(text)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise AnswerError("unsafe_xml") from error
    except (ValueError, LookupError) as error:
        # An encoding that nobody knows in the declaration, a character reference out of range.
        raise AnswerError("not_xml", reason=str(error)[:200]) from error
    return root


def _mended(match: re.Match[str]) -> str:
    name = match[1]
    known = html.unescape(f"&{name}") if name else ""
    return html.escape(known, quote=False) if name and known != f"&{name}" else f"&amp;{name or ''}"


def local(element: Element) -> str:
    """The name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, *path: str) -> Iterator[Element]:
    """The elements at a path of names below an element, in the order of the document."""
    if element is None:
        return
    if not path:
        yield element
        return
    for child in element:
        if local(child) == path[0]:
            yield from children(child, *path[1:])


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at a path, or None."""
    return next(children(element, *path), None)


def text_at(element: Element | None, *path: str) -> str:
    """The text of the first element at a path that has any."""
    return next((text for found in children(element, *path) if (text := inner_text(found))), "")


def inner_text(element: Element) -> str:
    """All text within an element, blanks run together."""
    return " ".join("".join(element.itertext()).split())


def paragraphs(element: Element) -> str:
    """The text within an element, a line for each of its ``p``; the whole where it has none."""
    parts = [inner_text(part) for part in element.iter() if local(part) in ("p", "title", "sec-title")]
    return "\n".join(part for part in parts if part) or inner_text(element)


def language(element: Element) -> str:
    """The language an element declares, as ``zh`` or ``en``; empty where it declares none."""
    return (element.get(XML_LANG) or element.get("lang") or "").strip().lower()[:2]


def raw_of(element: Element) -> str:
    """The element as it was written, but for blanks and namespaces, and cut."""
    return tostring(element, encoding="unicode")[:LONGEST_RAW]
