"""From traditional characters to simplified ones, as edits, one for each run of changed characters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import opencc

from heliu_engine.restore.edits import Edit
from heliu_engine.restore.gbk import to_bytes


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def to_simplified(text: str, confidence: float) -> list[Edit]:
    """The edits that turn a text which was turned into traditional characters back.

    OpenCC looks at words, so that 乾隆 keeps its first character. A result that GBK has not is not taken: what was
    damaged in GBK was in GBK before.
    """
    turned = _converter().convert(text)
    if len(turned) != len(text):  # Never seen with this table; by lines it would still be right for all others.
        return []
    edits: list[Edit] = []
    for start, end in _runs(text, turned):
        edits.append(Edit(start, end, text[start:end], turned[start:end], "traditional", confidence))
    return edits


def _runs(text: str, turned: str) -> Iterator[tuple[int, int]]:
    start = None
    for place, (given, result) in enumerate(zip(text, turned, strict=True)):
        differs = given != result and to_bytes(result) is not None
        if differs and start is None:
            start = place
        elif not differs and start is not None:
            yield start, place
            start = None
    if start is not None:
        yield start, len(text)
