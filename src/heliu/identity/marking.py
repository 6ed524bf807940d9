"""The words in which two texts differ, for showing them side by side."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

Piece = tuple[str, bool]
"""A run of text, and whether the other text says something else there."""

_WORD = re.compile(r"[^\W\d_㐀-鿿]+|\d+(?:\.\d+)?|\s+|.", flags=re.S)
_SENTENCE = re.compile(r".*?(?:[。！？!?；;\n]+|\.\s|$)", flags=re.S)
MOST_WORDS = 1_500
"""Words up to which texts are compared word by word; the time grows with the square. Longer ones go by sentences."""


def marked(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces that, put together, are the texts again."""
    one, other = _WORD.findall(left), _WORD.findall(right)
    if max(len(one), len(other)) > MOST_WORDS:
        one, other = ([part for part in _SENTENCE.findall(text) if part] for text in (left, right))
    if len(one) > MOST_WORDS or len(other) > MOST_WORDS:
        same = left == right
        return [(left, not same)], [(right, not same)]
    lefts: list[Piece] = []
    rights: list[Piece] = []
    for tag, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if start < end:
            lefts.append(("".join(one[start:end]), tag != "equal"))
        if begin < stop:
            rights.append(("".join(other[begin:stop]), tag != "equal"))
    return lefts, rights
