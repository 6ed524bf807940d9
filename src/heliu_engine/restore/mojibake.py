"""Text that was decoded in a wrong encoding, decoded again in the right one.

Bytes of UTF-8 read as GBK show as 涓枃, as Windows-1252 as ä¸­æ–‡; bytes of GBK read as Windows-1252 as ÖÐÎÄ. A run is
turned back only where that is proven: its characters go back into bytes without a loss, the bytes are valid in the
other encoding, and what comes out reads like text, which it did not before. Text that was decoded wrongly twice is
turned back twice. What was lost on the way cannot be made again and stands as U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from heliu_engine.restore.characters import character_model
from heliu_engine.restore.edits import Edit
from heliu_engine.text.scripts import HAN

MARK = "\ufffd"
_ROUNDS = 3
_ODD, _GARBLE, _READABLE = -8.5, -10.5, -9.5
"""Means of the character model below which a line may hold garble, below which a text is garble, and above which it
reads like text. Clean pages have about -6.5."""
_LEAST_HAN = 3
"""Chinese characters a result must have where only the model speaks for it."""
_LOST_SHARE = 0.15

_SIGNS = "".join(
    character for character in bytes(range(0x80, 0xA0)).decode("cp1252", "ignore") if character not in "‘’“”–—…•€™"
)
"""What Windows-1252 has between 80 and 9F, without what stands in clean text."""
_ALL_SIGNS = bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_WESTERN = re.compile(f"[\x80-\xff{_ALL_SIGNS}]*[\x80-\xff{_SIGNS}][\x80-\xff{_ALL_SIGNS}\ufffd]+")
_TO_BYTE = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_REPLACED = re.compile("(?:锟斤拷){2,}锟?|(?:ï¿½){2,}|(?:锟斤拷)+(?=[?�])")
"""What U+FFFD in UTF-8 shows as in GBK and in Windows-1252; one alone may be talk about it."""
_HAN = re.compile(f"[{HAN}]")
_CHINESE = re.compile(f"[{HAN}\u00b7\u2014\u2018-\u2026\u3000-\u303f\uff01-\uff5e]+")
_LOST = re.compile("\ufffd+\\??")


def undo_wrong_decoding(line: str) -> list[Edit]:
    """The edits that decode again what was decoded in a wrong encoding; none for a line that is all right."""
    if line.isascii():
        return []
    edits = [Edit(*match.span(), match[0], "\ufffd", "lost", 0.99) for match in _REPLACED.finditer(line)]
    edits = edits or list(_western_runs(line))
    if not edits and len(_HAN.findall(line)) >= _LEAST_HAN and character_model().mean(_beyond_ascii(line)) < _ODD:
        edits = list(_eastern(line))
    return edits


def _western_runs(line: str) -> Iterator[Edit]:
    least = _LEAST_HAN
    runs = list(_WESTERN.finditer(line))
    if any(_named(match[0], least)[1:] == ("gbk as windows-1252",) for match in runs):
        least = 1  # Where one run of a line was GBK, the short ones between its digits were.
    for match in runs:
        text, *names = _named(match[0], least)
        if names:
            yield Edit(*match.span(), match[0], text, "encoding:" + ",".join(names), 0.99)


def _named(text: str, least: int) -> tuple[str, ...]:
    """A run as it should have been read, and the mistakes that were made with it, the last one first."""
    names: list[str] = []
    while len(names) < _ROUNDS and (step := _from_western(text, least)) is not None:
        text, name = step
        names.append(name)
    return (text, *names)


def _from_western(text: str, least: int) -> tuple[str, str] | None:
    """A run of Windows-1252 as the UTF-8 or the GBK that it was, or None."""
    # Where a byte was lost, one that no encoding has stands for it.
    codes = [0xFF if character == MARK else _TO_BYTE.get(ord(character), ord(character)) for character in text]
    if max(codes) > 0xFF or len(codes) < 2 or max(codes) < 0x80:
        return None
    data = bytes(codes)
    try:
        return data.decode("utf-8"), "utf-8 as windows-1252"
    except UnicodeDecodeError:
        pass
    if MARK in text:
        result = re.sub("\ufffd+", MARK, data.decode("utf-8", "replace"))
        # Each loss may take one character with it, and no more.
        return (result, "utf-8 as windows-1252") if len(result) < len(text) >= 2 * result.count(MARK) else None
    try:
        result = data.decode("gbk")
    except UnicodeDecodeError:
        return None
    if least > 1:
        reads = len(_HAN.findall(result)) >= least and character_model().mean(result) > _READABLE
    else:
        reads = _CHINESE.fullmatch(result) is not None
    return (result, "gbk as windows-1252") if reads else None


_EASTERN = (
    ("utf-8 as gbk", "gb18030", "utf-8"),
    ("big5 as gbk", "gb18030", "big5hkscs"),
    ("gbk as big5", "big5hkscs", "gb18030"),
)


def _eastern(line: str) -> Iterator[Edit]:
    """The whole line decoded again, or else those of its words for which that can be proven."""
    whole = _from_eastern(line)
    if whole is not None:
        yield _edit(0, len(line), line, whole)
        return
    for match in re.finditer(r"[^\x00-\x7f]+", line):
        turned = _from_eastern(match[0])
        if turned is not None:
            yield _edit(*match.span(), match[0], turned)


def _edit(start: int, end: int, before: str, turned: tuple[str, str, float]) -> Edit:
    after, reason, confidence = turned
    return Edit(start, end, before, after, reason, confidence)


def _from_eastern(text: str) -> tuple[str, str, float] | None:
    """The text decoded rightly, the name of the mistake and how sure it is; None where nothing reads like text."""
    model = character_model()
    before = model.mean(_beyond_ascii(text))
    if before > _GARBLE:
        return None
    best: tuple[str, str, float] | None = None
    mean = max(_READABLE, before + 2.0)
    for name, wrong, right in _EASTERN:
        result = _again(text, wrong, right)
        beyond = _beyond_ascii(result)
        if len(_HAN.findall(beyond)) < _LEAST_HAN - (right == "utf-8") or model.mean(beyond) <= mean:
            continue
        mean = model.mean(beyond)
        best = result, f"encoding:{name}", 0.99 if "\ufffd" not in result else 0.9
    return best


def _again(text: str, wrong: str, right: str) -> str:
    """The text encoded as it was wrongly decoded, then decoded rightly; empty where that does not work."""
    # Where a byte was lost, one that no encoding has stands for it.
    try:
        data = b"\xff".join(piece.encode(wrong) for piece in text.split("\ufffd"))
        return data.decode(right)
    except UnicodeEncodeError:
        return ""
    except UnicodeDecodeError:
        result = _LOST.sub("\ufffd", data.decode(right, "replace"))
    lost = result.count("\ufffd")
    return result if right == "utf-8" and lost <= max(1, _LOST_SHARE * len(result)) else ""


def _beyond_ascii(text: str) -> str:
    return "".join(character for character in text if not character.isascii() and character != "\ufffd")
