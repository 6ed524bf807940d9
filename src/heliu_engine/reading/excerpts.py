"""How much of a page may be shown to others, by what it says of its rights.

Whoever reads a page for a region does not get the right to print it again. What says nothing, or keeps all rights, is
quoted: shortly, never most of it, and with the way to where it stands. What is under an open licence may be shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from heliu_engine.reading.documents import Document
from heliu_engine.reading.rights import Terms

LONGEST: dict[Terms, int | None] = {"reserved": 200, "unstated": 400, "attributed": 1_000, "open": None}
"""Characters of an excerpt at most; None for no limit."""
SHARE: dict[Terms, float] = {"reserved": 1 / 3, "unstated": 1 / 2, "attributed": 1.0, "open": 1.0}
"""Share of the whole text at most."""
_END = re.compile(r"[。！？!?…]”?|\.(?=\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What may be shown of a document, and whom to name."""

    text: str
    """From the beginning, up to the end of a sentence where there is one; ends with … where more would follow."""
    cut: bool
    """Whether there is more."""
    link: str | None
    """Where the whole stands; has to be shown with the text unless the terms are open."""
    credit: str | None
    """Source, and who holds the rights where that is another."""
    licence: str | None


def excerpt(document: Document, limit: int = 500) -> Excerpt:
    """An excerpt of at most ``limit`` characters, fewer where the rights ask for it."""
    if limit < 1:
        raise ValueError("An excerpt has at least one character.")
    terms = document.rights.terms
    most = min(limit, LONGEST[terms] or limit, max(1, int(SHARE[terms] * len(document.body))))
    text = _shortened(document.body, most)
    names = dict.fromkeys(name for name in (document.source, document.rights.holder) if name)
    return Excerpt(
        text=text,
        cut=text != document.body,
        link=document.url,
        credit=", ".join(names) or None,
        licence=document.rights.licence,
    )


def _shortened(body: str, most: int) -> str:
    """The beginning of a text, at most so many characters, its mark of omission among them."""
    if len(body) <= most:
        return body
    piece = body[: most - 1]
    ends = [match.end() for match in _END.finditer(piece)]
    # A sentence that fills half the room at least is better than a broken one.
    if ends and 2 * ends[-1] >= most:
        piece = piece[: ends[-1]]
    return piece.rstrip() + "…"
