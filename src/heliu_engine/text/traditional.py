"""Traditional characters and their simplified ones, character by character."""

from __future__ import annotations

from functools import cache
from itertools import chain

import opencc

_HAN_BLOCKS = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))


@cache
def simplified() -> dict[int, int]:
    """OpenCC's simplified character for each traditional one (code points), for ``str.translate``.

    Compatibility ideographs are left out: NFKC is there to fold them.
    """
    return _table("t2s")


@cache
def traditional() -> dict[int, int]:
    """OpenCC's first traditional character for each simplified one (code points)."""
    return _table("s2t")


def _table(direction: str) -> dict[int, int]:
    characters = [chr(code) for code in chain.from_iterable(range(*block) for block in _HAN_BLOCKS)]
    # Line breaks keep OpenCC from seeing phrases, so that each character is turned by itself.
    turned = opencc.OpenCC(direction).convert("\n".join(characters)).split("\n")
    return {
        ord(given): ord(result)
        for given, result in zip(characters, turned, strict=True)
        if result != given and len(result) == 1 and not 0xF900 <= ord(given) < 0xFB00
    }
