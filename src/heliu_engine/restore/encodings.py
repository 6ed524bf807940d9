"""Which encoding the bytes of a page are in: what they declare, what they allow, what reads like text.

A declaration is one voice among others, since many pages declare what they are not in. Bytes that are valid UTF-8 with
more than a few characters outside ASCII are UTF-8: nothing else looks like it by chance. Between GB18030 and Big5,
which accept most of each other's bytes, the character model decides.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from heliu_engine.errors import InputError
from heliu_engine.restore.characters import character_model
from heliu_engine.text.scripts import HAN

LARGEST = 32 * 2**20
"""Bytes of a page; anything larger is refused."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
_DECLARED_XML = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
_HEAD = 4096
"""Bytes in which a declaration is looked for."""
_SAMPLE = 20_000
"""Characters that the model looks at."""
_WRONG_SHARE = 0.02
"""Most characters that may be wrong in a text of the encoding that is taken: 1 in 50, for cut pages."""
_FAMILY = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "cp936": "gb18030", "gb_2312-80": "gb18030"}
_FAMILY |= {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "big5hkscs", "x-x-big5": "big5hkscs"}
_FAMILY |= {"utf8": "utf-8", "utf-8": "utf-8", "latin1": "cp1252", "latin-1": "cp1252", "iso-8859-1": "cp1252"}
_FAMILY |= {"ascii": "cp1252", "us-ascii": "cp1252", "windows-1252": "cp1252", "unicode": "utf-8"}

_OTHERS = re.compile(
    r"shift_jis|euc-(?:jp|kr)|iso-8859-(?:[2-9]|1[03-6])|windows-125[013-8]|koi8-[ru]|utf-16(?:le|be)?"
)
"""Encodings that are tried only where a page declares them."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_FEW_CONTROLS, _MANY_CONTROLS = 3, 0.01
"""How many controls any text may have, and which share of a long one."""
_HAN_OR_MARK = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uff5e]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text."""

    text: str
    encoding: str
    declared: str
    """What the page or its sender says, in small letters; empty where nothing is said."""
    confidence: float


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of a page's bytes; ``declared`` is what its sender says, as in an HTTP header.

    A mark of byte order is dropped. Bytes that the encoding has no character for become U+FFFD. InputError for what is
    no text: binary files, and pages larger than `LARGEST`.
    """
    if len(data) > LARGEST:
        raise InputError(f"it is larger than {LARGEST // 2**20} MB.")
    for beginning, what in _NOT_TEXT:
        if data.startswith(beginning):
            raise InputError(f"it is {what}, not text or HTML.")
    said = (declared or _declaration(data)).strip().lower()
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(Decoded(data[len(mark) :].decode(encoding, "replace"), encoding, said, 1.0))
    if data.isascii() and b"\x00" not in data:
        return _checked(Decoded(data.decode("ascii"), "ascii", said, 1.0))
    return _checked(max(_readings(data, said), key=lambda read: read.confidence))


def _declaration(data: bytes) -> str:
    head = data[:_HEAD]
    found = _DECLARED_XML.search(head) or _DECLARED.search(head)
    return found[1].decode("ascii") if found else ""


def _checked(decoded: Decoded) -> Decoded:
    sample = decoded.text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > max(_FEW_CONTROLS, _MANY_CONTROLS * len(sample)):
        raise InputError("it is not text: it is full of control characters.")
    return decoded


def _readings(data: bytes, said: str) -> Iterator[Decoded]:
    """The page in each encoding it may be in, with how credible that is."""
    family = _FAMILY.get(said, said)
    yield from _wide(data, said)
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        text = data.decode(encoding, "replace")
        bonus = 0.05 if family == encoding else 0.0
        yield Decoded(text, encoding, said, _credibility(text, encoding) + bonus)
    if _OTHERS.fullmatch(family):
        text = data.decode(family, "replace")
        yield Decoded(text, family, said, 0.7 - _wrong(text))
    # Every byte is a character of it, so it is only what remains.
    yield Decoded(western(data), "cp1252", said, 0.6 if family == "cp1252" else 0.3)


def _wide(data: bytes, said: str) -> Iterator[Decoded]:
    """UTF-16 without a mark: it has bytes that are zero, which no text in another encoding has."""
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = data.decode(encoding, "replace")
            latin = sum(map(text.count, "abcdefghijklmnopqrstuvwxyz 0123456789")) > 0.5 * len(text)
            yield Decoded(text, encoding, said, 0.95 if latin else _credibility(text, encoding))


def _credibility(text: str, encoding: str) -> float:
    """0 to 1: how few characters are wrong and, for the two encodings that read anything, how well it reads."""
    wrong = _wrong(text)
    if encoding == "utf-8":
        return max(0.0, 0.98 - 10 * wrong)
    if wrong > _WRONG_SHARE:
        return 0.1
    chinese = "".join(_HAN_OR_MARK.findall(text[:_SAMPLE]))
    if not chinese:
        return 0.2
    # Readable Chinese has a mean near -6.5, garble one below -12.
    return max(0.1, min(0.9, 0.9 + 0.1 * (character_model().mean(chinese) + 7.0))) - wrong


def _wrong(text: str) -> float:
    """Share of U+FFFD and private characters among those outside ASCII."""
    beyond = len(text) - sum(map(text.count, map(chr, range(128))))
    private = len(re.findall("[\ufffd\ue000-\uf8ff]", text))
    return private / beyond if beyond else 0.0


def western(data: bytes) -> str:
    """Windows-1252, with the five bytes it leaves open read as Latin-1 does, so that it can be undone."""
    return data.decode("cp1252", "surrogateescape").translate({0xDC00 + byte: byte for byte in range(0x80, 0xA0)})
