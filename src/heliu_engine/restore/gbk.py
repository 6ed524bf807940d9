"""Characters and their two bytes in GBK, both ways."""

from __future__ import annotations

from functools import cache, lru_cache

from heliu_engine.restore.readings import is_reading

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))


def to_bytes(character: str) -> bytes | None:
    """One byte for ASCII, two for a character of GBK or of its private area; None for any other."""
    if character.isascii():
        return character.encode("ascii")
    try:
        data = _ALSO.get(character) or character.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return data if len(data) == 2 else None


def pair(lead: int, trail: int) -> str | None:
    """The character of two bytes, or None where GBK has none."""
    return _pairs().get(lead << 8 | trail)


@lru_cache(maxsize=4_000)
def trails(lead: int, reading: str) -> tuple[int, ...]:
    """The second bytes which, after this first one, make a character with this reading."""
    return tuple(
        trail for trail in TRAILS if (character := pair(lead, trail)) is not None and is_reading(character, reading)
    )


# What other decoders than Python's make of three pairs of GBK.
_ALSO = {"・": b"\xa1\xa4", "―": b"\xa1\xaa", "€": b"\x80"}


@cache
def _pairs() -> dict[int, str]:
    table: dict[int, str] = {}
    for lead in LEADS:
        for trail in TRAILS:
            try:
                table[lead << 8 | trail] = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
    return table
