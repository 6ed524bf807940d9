"""A text with one sign for each meaning, and not a character longer or shorter: offsets stay what they were.

Full-width forms become ASCII; the many dashes, tildes, slashes and crosses one each; control characters that
Windows-1252 meant as dashes, quotes and inch marks become those; the micro sign becomes the Greek letter.
"""

from __future__ import annotations

_ONE = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\u2500\x96\x97",
    "~": "\u301c\u223c\u02dc\u223d\uff5e\x98",
    "×": "\u2715\u2716\u2573\u2a2f",
    "μ": "\u00b5",
    "°": "\u00ba\u02da",
    "≥": "\u2267\u2a7e\ufe65",
    "≤": "\u2266\u2a7d\ufe64",
    "≈": "\u2245\u2248\u2243",
    "φ": "\u03a6\u0424\u0444\u00f8\u00d8\u2300\u2205\u03d5",
    "Ω": "\u2126",
    "·": "\u2022\u22c5\u30fb\u2219\u25cf",
    '"': "\u201c\u201d\u2033\x93\x94",
    "^": "\u02c6\u2227",
    "/": "\u2044\u2215\u141f",
    "⁻": "\u00af\u02c9",
    "'": "\u2018\u2019\u2032\x91\x92",
    " ": "\t\u00a0\u3000\u2002\u2003\u2009\u202f\u200b\ufeff\u00ad",
}

_KEPT = "，；：！？"
"""Full-width marks that end a clause, which their ASCII forms need not do."""
_TABLE: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT}
_TABLE |= {ord(written): sign for sign, many in _ONE.items() for written in many}
_MISREAD = {
    "\u00e2\x80\x93": " - ",
    "\u00e2\x80\x94": " - ",
    "\u00c2\u00b5": " \u00b5",
    "\u00c2\u00b0": " \u00b0",
    "\u00c2\u00b1": " \u00b1",
}
"""UTF-8 that was read as Latin-1."""


def fold(text: str) -> str:
    """The folded text; ``len(fold(text)) == len(text)``.

    >>> fold("厚度≧3．5～４㎜")
    '厚度≥3.5~4㎜'
    """
    if text.isascii():
        return text.replace("\t", " ")
    if "\u00c2" in text or "\u00e2" in text:
        for wrong, meant in _MISREAD.items():
            text = text.replace(wrong, meant)
    return text.translate(_TABLE)
