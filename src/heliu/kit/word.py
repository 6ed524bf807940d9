"""Word files that we make."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn


def name_fonts(fonts: Any, names: tuple[str, str]) -> None:
    """Name the Latin and the Chinese font; a font of the theme would win over both."""
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    latin, chinese = names
    for attribute, name in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{attribute}"), name)
