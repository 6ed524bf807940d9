"""Small damage that any page may have: invisible characters, width mixed within a word, words cut at a line's end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heliu_engine.restore.edits import Edit

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]+"
)
"""Characters that show nothing and mean nothing in Chinese or English: controls, soft hyphens, marks of direction."""
_JOINERS = re.compile(
    "(?<![\u0600-\u0dff\u2190-\U0001ffff\u200d\ufe0f])[\u200c\u200d]+(?![\U00002190-\U0001ffff])|(?<=[\u4e00-\u9fff])[\u200c\u200d]+(?=[\u4e00-\u9fff])"
)
"""Joiners outside emoji and the scripts that need them."""
_OTHER_SCRIPTS = re.compile("[\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Scripts that need such characters: written from right to left, or without blanks between words."""

_WIDE = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_WORD = re.compile(f"[0-9A-Za-z{_WIDE}]+")
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")
_NARROW_CHARACTER = re.compile("[0-9A-Za-z]")
_WIDE_ADDRESS = re.compile("[ｈＨ][ｔＴ][ｔＴ][ｐＰ][ｓＳ]?[：:][／/]{2}[\uff01-\uff5e!-~]+")
_TO_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_CUT = re.compile(
    r"(?<![A-Za-z])(?P<head>[A-Za-z]{0,38}[a-z]{2})(?P<hyphen>[-\u00ad\u2010])(?P<gap>[ \t]*\r?\n[ \t]*)"
    r"(?P<tail>[a-z]{2,})(?P<mark>[,.;:!?)]*)[ ]?"
)
_LATIN_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")


def clean(line: str) -> list[Edit]:
    """The edits that take out of a line what cannot be seen, and give words with mixed width one width.

    Full-width letters and digits stay where a whole word is written in them: that is a style, not damage.
    """
    if line.isascii() and not _INVISIBLE.search(line):
        return []
    found = [*_invisible(line), *_mixed(line)]
    found.sort(key=lambda edit: (edit.start, edit.end))
    edits: list[Edit] = []
    for edit in found:
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return edits


def _invisible(line: str) -> Iterator[Edit]:
    if _OTHER_SCRIPTS.search(line):
        return
    for pattern in (_INVISIBLE, _JOINERS):
        for match in pattern.finditer(line):
            yield Edit(*match.span(), match[0], "", "invisible", 0.99)


def _mixed(line: str) -> Iterator[Edit]:
    for match in _WIDE_ADDRESS.finditer(line):
        yield Edit(*match.span(), match[0], match[0].translate(_TO_NARROW), "width", 0.95)
    for match in _WORD.finditer(line):
        if _WIDE_CHARACTER.search(match[0]) and _NARROW_CHARACTER.search(match[0]):
            yield Edit(*match.span(), match[0], match[0].translate(_TO_NARROW), "width", 0.9)


def join_cut_words(text: str) -> list[Edit]:
    """The edits that join words which a hyphen cuts at the end of a line; the rest of the line moves up behind them.

    Joined is what the same text also writes in one piece, and never what it also writes with a hyphen. A soft hyphen
    is there for cutting only.
    """
    cuts = list(_CUT.finditer(text))
    if not cuts:
        return []
    words = {word.lower() for word in _LATIN_WORD.findall(_CUT.sub(" ", text))}
    edits: list[Edit] = []
    for cut in cuts:
        head, tail = cut["head"].lower(), cut["tail"]
        soft = cut["hyphen"] == "\u00ad"
        if f"{head}-{tail}" in words or not (soft or head + tail in words):
            continue
        start, end = cut.start("hyphen"), cut.end()
        after = cut["tail"] + cut["mark"] + ("\n" if end < len(text) and text[end] != "\n" else "")
        edits.append(Edit(start, end, text[start:end], after, "hyphen", 0.95 if not soft else 0.99))
    return edits
