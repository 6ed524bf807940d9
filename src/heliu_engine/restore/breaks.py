"""Characters that were cut apart at the byte level, put together again.

The table worked on the bytes of GBK without regard to where characters begin. Where the second byte of one character
and the first of the next happened to be those of a character of the table, its pinyin went in between: 展潜 became
展?jié)摿. The decoder lost one byte there, and with it the opening bracket, and paired all that follows one byte late,
until something that is no pair stopped it.

A line is read here as the bytes it was decoded from, without the brackets and with a gap for each lost byte, and
decoded again from its beginning, where it was in step. What stood in a gap is found by a beam search: the reading in
the bracket allows few bytes, often one, and the character model tells them apart. To leave everything as it was is one
of the paths of the search.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import NamedTuple

from heliu_engine.restore import gbk
from heliu_engine.restore.brackets import Damage
from heliu_engine.restore.characters import character_model, folded
from heliu_engine.restore.edits import Edit
from heliu_engine.restore.stream import Item, Kind, items_of

MARK = "\ufffd"
"""What stands where a character could not be restored."""
LEAST = 0.8
"""Least confidence with which one of several possible characters is put in; chosen in benchmarks/restore.py."""
_BEAM, _WORSE = 24, 40.0
"""Paths kept, and how much worse (in nats) than the best one a path may be."""
_OPTIONS = 4
"""Characters tried for a gap that no reading narrows down."""
_NO_PAIR = 14.0
_SWALLOWED, _SWALLOWED_END, _SWALLOWED_BRACKET, _TWO_LOST, _UNSEEN = 6.0, 2.0, 3.0, 5.0, 6.0
"""Costs in nats of what a decoder may have swallowed, of a second lost byte, and of a loss that left no sign."""
_ENDS = "。！？；”…）"


class Piece(NamedTuple):
    """A character of the line as it is decoded again, and the part of the damaged line that it came from."""

    text: str
    start: int
    end: int
    choices: tuple[str, ...] = ()
    """What else could have stood there, for a character with a lost byte."""


class Pending(NamedTuple):
    """A first byte that waits for its second: its value, or those it may have had."""

    options: tuple[int, ...]
    start: int
    lost: bool


@dataclass(frozen=True, slots=True)
class Path:
    """One way to read the stream up to here."""

    cost: float
    previous: str
    """The last character, folded for the model."""
    pending: Pending | None = None
    raw: tuple[int, int] = (0, 0)
    """The last two bytes; 0 where there is none, or a lost one."""
    piece: Piece | None = None
    before: Path | None = None

    def key(self) -> tuple[object, ...]:
        return self.previous, self.pending and self.pending.options, self.raw


def mend_breaks(line: str, damage: Damage, *, swallows: bool) -> list[Edit]:
    """The edits that take out of a line the brackets of the damage and what they did to the characters around them.

    ``swallows`` says whether the decoder of this page took the character after a lost byte away with it.
    """
    paths = [Path(0.0, "")]
    for item in items_of(line):
        paths = _pruned(step for path in paths for step in _steps(path, item, line, damage, swallows))
    best = min((_closed(path, len(line)) for path in paths), key=lambda path: path.cost)
    return _edits(line, _chosen(best))


def _pruned(paths: Iterable[Path]) -> list[Path]:
    best: dict[tuple[object, ...], Path] = {}
    for path in paths:
        key = path.key()
        if key not in best or path.cost < best[key].cost:
            best[key] = path
    kept = nsmallest(_BEAM, best.values(), key=lambda path: path.cost) if len(best) > 1 else list(best.values())
    return [path for path in kept if path.cost <= kept[0].cost + _WORSE]


def _steps(path: Path, item: Item, line: str, damage: Damage, swallows: bool) -> Iterator[Path]:
    if item.kind is Kind.BYTE:
        yield from _byte(path, item)
    elif item.kind is Kind.WHOLE:
        yield _literal(path, item)
    elif item.kind is Kind.BRACKET:
        yield from _bracket(path, item, damage)
    elif item.reading:
        yield from _gap_with_reading(path, item, damage)
    else:
        yield from _gap(path, item, line, swallows)


def _byte(path: Path, item: Item) -> Iterator[Path]:
    if path.pending is not None:
        whole = list(_completed(path, (item.byte,), item.end, lost=False))
        if whole:
            yield from whole
            return
        path = _closed(path, item.start)
    if item.byte > 0x80:
        yield replace(path, pending=Pending((item.byte,), item.start, False), raw=(path.raw[1], item.byte))
    else:
        text = chr(item.byte) if item.byte < 0x80 else item.text
        yield replace(_emitted(path, Piece(text, item.start, item.end)), raw=(path.raw[1], item.byte))


def _completed(path: Path, seconds: tuple[int, ...], end: int, *, lost: bool) -> Iterator[Path]:
    """The pending first byte with each second byte that may follow; the likeliest characters where there are many."""
    pending = path.pending
    assert pending is not None  # noqa: S101  # callers look first
    found = {
        character: (first, second)
        for first in pending.options
        for second in seconds
        if (character := gbk.pair(first, second)) is not None
    }
    choices = tuple(found) if lost or pending.lost else ()
    ready = [_emitted(path, Piece(text, pending.start, end, choices)) for text in found]
    for step in nsmallest(_OPTIONS, ready, key=lambda step: step.cost):
        assert step.piece is not None  # noqa: S101  # just put there
        yield replace(step, pending=None, raw=found[step.piece.text])


def _bracket(path: Path, item: Item, damage: Damage) -> Iterator[Path]:
    before = gbk.pair(*path.raw)
    if before is not None and damage.made(before, item.reading, item.wide):
        yield path
        return
    yield _literal(path, item)
    if path.pending is None and path.raw[1]:
        # A decoder that drops what it cannot read leaves no mark.
        dropped = item._replace(kind=Kind.GAP, end=item.end)
        for step in _filled(path, dropped, damage):
            yield replace(step, cost=step.cost + _UNSEEN)


def _gap_with_reading(path: Path, item: Item, damage: Damage) -> Iterator[Path]:
    yield _literal(path, item)
    yield from _filled(path, item, damage)


def _filled(path: Path, item: Item, damage: Damage) -> Iterator[Path]:
    """The lost byte made, with the byte before it, a character with the reading of the bracket."""
    last = path.raw[1]
    options = tuple(
        trail
        for trail in gbk.trails(last, item.reading)
        if (character := gbk.pair(last, trail)) and damage.made(character, item.reading, damage.wide)
    )
    if not options:
        return
    if path.pending is not None:
        yield from _completed(path, options, item.end, lost=True)
        return
    firsts = tuple(option for option in options if option in gbk.LEADS)
    if firsts:
        raw = (last, firsts[0] if len(firsts) == 1 else 0)
        yield replace(path, pending=Pending(firsts, item.start, True), raw=raw)
    for option in set(options) - set(firsts):
        yield replace(_emitted(path, Piece(chr(option), item.start, item.end)), raw=(last, option))


def _gap(path: Path, item: Item, line: str, swallows: bool) -> Iterator[Path]:
    """A mark without a reading: a lost byte where a first byte waits, else a character like any other."""
    if path.pending is None:
        yield _literal(path, item)
        return
    for step in _completed(path, gbk.TRAILS, item.end, lost=True):
        if not swallows:
            yield step
            continue
        yield from _swallowed(step, item, line)
        yield replace(step, cost=step.cost + _TWO_LOST, pending=Pending(tuple(gbk.LEADS), item.start, True), raw=(0, 0))


def _swallowed(path: Path, item: Item, line: str) -> Iterator[Path]:
    """What the decoder took away with the lost byte: the ``<`` of a tag, a line break, a bracket, or who knows."""
    blank = replace(path, raw=(0, 0))
    if len(item.text) > 1:
        breaks = item.text[1:3].lower() in ("/p", "br", "/d", "/t", "/l", "/h")
        yield _emitted(blank, Piece("\n" if breaks else "", item.start, item.end), cost=0.0)
        return
    end = path.piece is not None and path.piece.text in _ENDS
    yield _emitted(blank, Piece(MARK, item.end, item.end), cost=_SWALLOWED)
    if end:
        yield _emitted(blank, Piece("\n", item.end, item.end), cost=_SWALLOWED_END)
    rest = line[item.end : item.end + 40]
    closing = rest.find(")")
    if closing > 0 and "(" not in rest[:closing]:
        yield _emitted(blank, Piece("(", item.end, item.end), cost=_SWALLOWED_BRACKET)


def _literal(path: Path, item: Item) -> Path:
    """The item as it stands in the line."""
    path = _closed(path, item.start)
    for place, character in enumerate(item.text, start=item.start):
        path = _emitted(path, Piece(character, place, place + 1))
    return replace(path, raw=(0, 0))


def _closed(path: Path, end: int) -> Path:
    """The path without a first byte that waits: nothing can follow it here."""
    if path.pending is None:
        return path
    step = _emitted(replace(path, pending=None), Piece(MARK, path.pending.start, end), cost=_NO_PAIR)
    return replace(step, raw=(0, 0))


def _emitted(path: Path, piece: Piece, cost: float | None = None) -> Path:
    """The path with one more character; its cost is how unlikely it is, unless given."""
    character = folded(piece.text) if piece.text else path.previous
    if cost is None:
        cost = -character_model().log_probability(character, path.previous)
    return Path(path.cost + cost, character, None, path.raw, piece, path)


def _chosen(path: Path) -> list[Piece]:
    pieces: list[Piece] = []
    step: Path | None = path
    while step is not None:
        if step.piece is not None and (step.before is None or step.piece is not step.before.piece):
            pieces.append(step.piece)
        step = step.before
    return pieces[::-1]


def _edits(line: str, pieces: Sequence[Piece]) -> list[Edit]:
    """What differs between the line and its pieces, with a mark where no choice is sure."""
    edits: list[Edit] = []
    place, changed, sure = 0, "", 1.0
    altered = False
    for number, piece in enumerate([*pieces, Piece("", len(line), len(line))]):
        if number < len(pieces) and (piece.start < place or piece.text != line[piece.start : piece.end]):
            text, confidence = _decided(pieces, number)
            changed, sure, altered = changed + text, min(sure, confidence), True
            continue
        if place < piece.start or changed:
            reason = "gbk-break" if altered else "pinyin"
            edits.append(Edit(place, piece.start, line[place : piece.start], changed, reason, round(sure, 4)))
        place, changed, sure, altered = piece.end, "", 1.0, False
    return edits


def _decided(pieces: Sequence[Piece], number: int) -> tuple[str, float]:
    """The character with how sure it is, or the mark where another could stand there as well."""
    piece = pieces[number]
    if len(piece.choices) < 2:
        return piece.text, 1.0
    model = character_model()
    before = folded(pieces[number - 1].text) if number and pieces[number - 1].text else ""
    after = folded(pieces[number + 1].text) if number + 1 < len(pieces) and pieces[number + 1].text else ""

    def likelihood(text: str) -> float:
        character = folded(text)
        follows = model.log_probability(after, character) if after else 0.0
        return model.log_probability(character, before) + follows

    best = likelihood(piece.text)
    share = 1.0 / sum(math.exp(likelihood(choice) - best) for choice in piece.choices)
    return (piece.text, share) if share >= LEAST else (MARK, share)
