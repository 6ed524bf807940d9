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
from heapq import nlargest, nsmallest
from typing import NamedTuple

from heliu_engine.restore import gbk
from heliu_engine.restore.brackets import Damage
from heliu_engine.restore.characters import character_model, folded
from heliu_engine.restore.edits import Edit
from heliu_engine.restore.stream import Item, Kind, items_of

MARK = "\ufffd"
"""What stands where a character could not be restored."""
LEAST, LEAST_FREE = 0.8, 0.9
"""Least confidence with which one of several possible characters is put in, where a bracket says how it is read and
where none does; chosen in benchmarks/restore.py."""
_BEAM, _WORSE = 24, 40.0
"""Paths kept, and how much worse (in nats) than the best one a path may be."""
_OPEN = 12
"""Characters that a gap beside another gap is taken for, when that one is decided."""
_WEIGHED = 24
"""Characters that are weighed for a gap with what may come after."""
_OPTIONS = 4
"""Characters tried for a gap that no reading narrows down."""
_NO_PAIR = 14.0
_SWALLOWED, _SWALLOWED_AFTER_END, _SWALLOWED_END, _SWALLOWED_BRACKET = 6.0, 10.0, 2.0, 3.0
"""Costs in nats of what a decoder may have swallowed: anything, anything after a full stop, a line's end, a bracket."""
_TWO_LOST, _UNSEEN, _NOT_SEEN = 5.0, 6.0, 3.0
"""Costs of a second lost byte, of a loss that left no sign, and of a character that the table is not seen to have."""
_ENDS = "。！？；”…）"


Choice = tuple[str, float]
"""A character, and what it costs beside how unlikely it is there."""


class Piece(NamedTuple):
    """A character of the line as it is decoded again, and the part of the damaged line that it came from."""

    text: str
    start: int
    end: int
    choices: tuple[Choice, ...] = ()
    """What could have stood there, for a character with a lost byte."""
    free: bool = False
    """No bracket says how the character, or one that shares a byte with it, is read."""


class Pending(NamedTuple):
    """A first byte that waits for its second: its value, or those it may have had."""

    options: tuple[tuple[int, float], ...]
    """Bytes, each with a cost of its own."""
    start: int
    lost: bool
    free: bool = False


_ANY_FIRST = tuple((byte, 0.0) for byte in gbk.LEADS)


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
    pending = path.pending
    if pending is not None:
        found = {
            character: (first, item.byte, cost)
            for first, cost in pending.options
            if (character := gbk.pair(first, item.byte)) is not None
        }
        if found:
            yield from _completed(path, found, item.end, lost=pending.lost, free=pending.free)
            return
        path = _closed(path, item.start)
    if item.byte > 0x80:
        yield replace(path, pending=Pending(((item.byte, 0.0),), item.start, False), raw=(path.raw[1], item.byte))
    else:
        text = chr(item.byte) if item.byte < 0x80 else item.text
        yield replace(_emitted(path, Piece(text, item.start, item.end)), raw=(path.raw[1], item.byte))


def _completed(
    path: Path, found: dict[str, tuple[int, int, float]], end: int, *, lost: bool, free: bool
) -> Iterator[Path]:
    """The path with each of the characters, made of two bytes at a cost, that end the pending one; the likeliest."""
    assert path.pending is not None  # noqa: S101  # callers look first
    pending, model = path.pending, character_model()
    choices = tuple((character, cost) for character, (_, _, cost) in found.items()) if lost else ()

    def price(character: str) -> float:
        return found[character][2] - model.log_probability(folded(character), path.previous)

    for character in nsmallest(_OPTIONS, found, key=price) if len(found) > 1 else found:
        first, second, cost = found[character]
        step = _emitted(path, Piece(character, pending.start, end, choices, free), extra=cost)
        yield replace(step, raw=(first, second))


def _bracket(path: Path, item: Item, damage: Damage) -> Iterator[Path]:
    before = gbk.pair(*path.raw)
    if before is not None and damage.made(before, item.reading, item.wide):
        yield path
        return
    yield _literal(path, item)
    if path.pending is None and path.raw[1]:
        # A decoder that drops what it cannot read leaves no mark.
        for step in _filled(path, item, damage):
            yield replace(step, cost=step.cost + _UNSEEN)


def _gap_with_reading(path: Path, item: Item, damage: Damage) -> Iterator[Path]:
    yield _literal(path, item)
    yield from _filled(path, item, damage)


def _filled(path: Path, item: Item, damage: Damage) -> Iterator[Path]:
    """The lost byte made, with the byte before it, a character with the reading of the bracket."""
    pending = path.pending
    firsts = pending.options if pending is not None else ((path.raw[1], 0.0),)
    found = {
        character: (first, trail, cost + (0.0 if character in damage.readings else _NOT_SEEN))
        for first, cost in firsts
        for trail in gbk.trails(first, item.reading)
        if (character := gbk.pair(first, trail)) and damage.made(character, item.reading, damage.wide)
    }
    if pending is not None:
        yield from _completed(path, found, item.end, lost=True, free=False)
        return
    last = path.raw[1]
    seconds = tuple((trail, cost) for _, trail, cost in found.values() if trail in gbk.LEADS)
    if seconds:
        raw = (last, seconds[0][0] if len(seconds) == 1 else 0)
        yield replace(path, pending=Pending(seconds, item.start, True), raw=raw)
    for _, trail, cost in found.values():
        if trail not in gbk.LEADS:
            yield replace(_emitted(path, Piece(chr(trail), item.start, item.end), extra=cost), raw=(last, trail))


def _gap(path: Path, item: Item, line: str, swallows: bool) -> Iterator[Path]:
    """A mark without a reading: a lost byte where a first byte waits, else a character like any other."""
    if path.pending is None:
        yield _literal(path, item)
        return
    if path.pending.free:
        # Nothing is known of a character with both bytes lost.
        unknown = _put(path, Piece(MARK, path.pending.start, item.end), _TWO_LOST)
        yield unknown
        if swallows:
            second = Pending(_ANY_FIRST, item.start, lost=True, free=True)
            yield replace(unknown, cost=unknown.cost + _TWO_LOST, pending=second)
        return
    found = {
        character: (first, second, cost)
        for first, cost in path.pending.options
        for second in gbk.TRAILS
        if (character := gbk.pair(first, second)) is not None
    }
    for step in _completed(path, found, item.end, lost=True, free=True):
        if not swallows:
            yield step
            continue
        yield from _swallowed(step, item, line)
        second = Pending(_ANY_FIRST, item.start, lost=True, free=True)
        yield replace(step, cost=step.cost + _TWO_LOST, pending=second, raw=(0, 0))


def _swallowed(path: Path, item: Item, line: str) -> Iterator[Path]:
    """What the decoder took away with the lost byte: the ``<`` of a tag, a line break, a bracket, or who knows."""
    if len(item.text) > 1:
        breaks = item.text[1:3].lower() in ("/p", "br", "/d", "/t", "/l", "/h")
        yield _put(path, Piece("\n" if breaks else "", item.start, item.end), 0.0)
        return
    end = path.piece is not None and path.piece.text in _ENDS
    yield _put(path, Piece(MARK, item.end, item.end), _SWALLOWED_AFTER_END if end else _SWALLOWED)
    if end:
        yield _put(path, Piece("\n", item.end, item.end), _SWALLOWED_END)
    rest = line[item.end : item.end + 40]
    closing = rest.find(")")
    if closing > 0 and "(" not in rest[:closing]:
        yield _put(path, Piece("(", item.end, item.end), _SWALLOWED_BRACKET)


def _put(path: Path, piece: Piece, cost: float) -> Path:
    """The path with something that is not known from bytes; the model starts anew after it."""
    return Path(path.cost + cost, "", None, (0, 0), piece, path)


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
    return _put(path, Piece(MARK, path.pending.start, end), _NO_PAIR)


def _emitted(path: Path, piece: Piece, extra: float = 0.0) -> Path:
    """The path with one more character, which costs how unlikely it is here."""
    character = folded(piece.text)
    cost = extra - character_model().log_probability(character, path.previous)
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
    weights = _weights(pieces, number)
    share = weights[piece.text] / sum(weights.values())
    return (piece.text, share) if share >= (LEAST_FREE if piece.free else LEAST) else (MARK, share)


def _weights(pieces: Sequence[Piece], number: int) -> dict[str, float]:
    """How likely each choice is between what may stand before and after it, for all that those may be."""
    probability = character_model().probability
    lefts = _neighbours(pieces, number - 1)
    rights = _neighbours(pieces, number + 1)
    weights = {
        choice: math.exp(-cost) * sum(share * probability(folded(choice), left) for left, share in lefts)
        for choice, cost in pieces[number].choices
    }
    # Those that hardly come after what stands before are not looked at further.
    likely = {pieces[number].text, *nlargest(_WEIGHED, weights, key=weights.__getitem__)}
    return {
        choice: weights[choice] * sum(share * probability(right, folded(choice)) for right, share in rights)
        for choice in likely
    }


def _neighbours(pieces: Sequence[Piece], number: int) -> list[tuple[str, float]]:
    """What may stand at a place, folded, with a share for each: one character, or the likeliest for an open gap."""
    if not 0 <= number < len(pieces):
        return [("\n", 1.0)]
    piece = pieces[number]
    if not piece.free or len(piece.choices) < 2:
        return [(folded(piece.text), 1.0)]
    probability = character_model().probability
    # What comes before it is known where this gap is the second one, what comes after where it is the first.
    before = pieces[number - 1] if number else None
    after = pieces[number + 1] if number + 1 < len(pieces) else None

    def weight(choice: str) -> float:
        chance = probability(choice, folded(before.text) if before and not before.free else "")
        return chance * probability(folded(after.text), choice) if after and not after.free else chance

    weights = {choice: weight(choice) for choice in {folded(choice) for choice, _ in piece.choices}}
    return [(choice, weights[choice]) for choice in nlargest(_OPEN, weights, key=weights.__getitem__)]
