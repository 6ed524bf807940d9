"""Makes of a clean text what a hijacked page makes of it: traditional characters, pinyin in brackets, bytes cut apart.

Each way of doing it is one of the options of `Way`: how large the table was, how the text was turned, what the decoder
did with bytes that made no character. The tests and benchmarks/restore.py share it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import opencc
from pypinyin.constants import PINYIN_DICT

from heliu_engine.restore.characters import character_model
from heliu_engine.restore.readings import taken_apart
from heliu_engine.text.traditional import simplified, traditional

Decoder = Literal["swallow", "keep", "drop"]
"""What becomes of a first byte without a second: ``swallow`` shows ? for it and the character after it, ``keep``
U+FFFD for it alone, ``drop`` nothing."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which pages are damaged."""

    size: int = 300
    """Characters in the table, the most frequent ones first."""
    share: float = 1.0
    """How many of them, drawn by ``seed``, are in it."""
    phrases: bool = False
    """Whether whole words were turned into traditional ones, not single characters."""
    at_bytes: bool = True
    """Whether the table was applied to bytes of GBK without regard to characters."""
    in_turn: bool = True
    """Whether the table's lines were applied one after the other, not in one pass."""
    decoder: Decoder = "swallow"
    tone: Literal["mark", "number", "none"] = "mark"
    brackets: str = "()"
    seed: int = 1


def fits(text: str) -> str:
    """The text without the characters that GBK cannot hold before or after the damage."""
    return "".join(character for character in text if _in_gbk(character) and _in_gbk(_turned(character)))


def damaged(text: str, way: Way) -> str:
    """The text as the page shows it."""
    turned = opencc.OpenCC("s2t").convert(text) if way.phrases else text.translate(traditional())
    table = {character: syllable(character, way) for character in _table(way)}
    if not way.at_bytes:
        return "".join(character + table.get(character, "") for character in turned)
    pieces = {character.encode("gbk"): addition.encode("gbk") for character, addition in table.items()}
    data = turned.encode("gbk", "ignore")
    return _DECODERS[way.decoder](_one_by_one(data, pieces) if way.in_turn else _in_one_pass(data, pieces))


def _one_by_one(data: bytes, pieces: dict[bytes, bytes]) -> bytes:
    for key, addition in pieces.items():
        data = data.replace(key, key + addition)
    return data


def _in_one_pass(data: bytes, pieces: dict[bytes, bytes]) -> bytes:
    result = bytearray()
    place = 0
    while place < len(data):
        key = data[place : place + 2]
        step = 2 if key in pieces else 1
        result += data[place : place + step] + (pieces[key] if step == 2 else b"")
        place += step
    return bytes(result)


def _swallowing(data: bytes) -> str:
    pieces: list[str] = []
    place = 0
    while place < len(data):
        step = 1 if data[place] < 0x80 else 2
        try:
            pieces.append(data[place : place + step].decode("gbk"))
        except UnicodeDecodeError:
            pieces.append("?")
        place += step
    return "".join(pieces)


_DECODERS: dict[Decoder, Callable[[bytes], str]] = {
    "swallow": _swallowing,
    "keep": lambda data: data.decode("gbk", "replace"),
    "drop": lambda data: data.decode("gbk", "ignore"),
}


@cache
def _table(way: Way) -> tuple[str, ...]:
    model = character_model()
    # Characters that have one simplified form and come from it, as tables of this kind have.
    known = [
        chr(code) for code, plain in simplified().items() if traditional().get(plain) == code and code in PINYIN_DICT
    ]
    known = [character for character in known if _in_gbk(character)]
    known.sort(key=lambda character: (-model.log_probability(chr(simplified()[ord(character)])), character))
    chosen = random.Random(way.seed)
    return tuple(character for character in known[: way.size] if chosen.random() < way.share)


def syllable(character: str, way: Way) -> str:
    """What the table has after a character: its first reading in brackets, nothing without one."""
    reading = PINYIN_DICT.get(ord(character), "").split(",")[0]
    if not reading:
        return ""
    plain, tone = taken_apart(reading)
    written = {"mark": reading, "number": plain + tone, "none": plain}[way.tone]
    return way.brackets[0] + written + way.brackets[1]


def _turned(character: str) -> str:
    return character.translate(traditional())


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
