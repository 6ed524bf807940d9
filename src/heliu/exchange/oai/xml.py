"""Building XML: every text is made fit for XML 1.0 here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from heliu.exchange.items.texts import in_order

OAI = "http://www.openarchives.org/OAI/2.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element = Any
"""An element of lxml, which has no types."""


def fit(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _UNFIT.sub("", text)


def root(namespace: str, name: str, *, schema: str, prefix: str | None = None, **others: str) -> Element:
    """An element that begins a namespace of its own and names its schema."""
    nsmap: dict[Any, str] = {prefix: namespace, "xsi": XSI, **others}
    element = etree.Element(f"{{{namespace}}}{name}", nsmap=nsmap)
    element.set(f"{{{XSI}}}schemaLocation", f"{namespace} {schema}")
    return element


def add(parent: Element, name: str, text: str | None = None, *, lang: str = "", **attributes: str) -> Element:
    """A child of the parent's namespace, or of that before a name in braces."""
    full = name if name.startswith("{") else f"{{{etree.QName(parent).namespace}}}{name}"
    nsmap = {None: name[1:].partition("}")[0]} if name.startswith("{") else None
    element = etree.SubElement(parent, full, {key: fit(value) for key, value in attributes.items()}, nsmap=nsmap)
    if text is not None:
        element.text = fit(text)
    if lang:
        element.set(LANG, lang)
    return element


def add_each(parent: Element, name: str, texts: Mapping[str, Any]) -> None:
    """One child for each language of a text, or for each word of lists of words."""
    for lang, value in in_order(texts):
        for text in value if isinstance(value, list) else [value]:
            add(parent, name, text, lang=lang)


def written(element: Element) -> bytes:
    """A whole document."""
    text: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8")
    return text
