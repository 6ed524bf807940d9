"""Characters that were cut apart at the byte level, put together again.

The table worked on the bytes of GBK without regard to where characters begin. Where the second byte of one character
and the first of the next happened to be those of a character of the table, its pinyin went in between: 展潜 became
展?jié)摿. The decoder lost one byte there, and with it the opening bracket, and paired all that follows one byte late,
until something that is no pair stopped it.

A line is read here as the bytes it was decoded from, without the brackets and with a gap for each lost byte, and
decoded again from its beginning, where it was in step. What stood in a gap is found by a beam search: the reading in
the bracket allows few bytes, often one, and the character model tells them apart. To leave everything as it was is one
of the routes of the search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import NamedTuple

from heliu_engine.restore import gbk
from heliu_engine.restore.brackets import Damage
from heliu_engine.restore.characters import character_model, folded
from heliu_engine.restore.edits import Edit
from heliu_engine.restore.pieces import MARK, Piece, edits_of
from heliu_engine.restore.stream import Item, Kind, items_of

_BEAM, _WORSE = 24, 40.0
"""Routes kept, and how much worse (in nats) than the best one a route may be."""
_OPTIONS = 4
"""Characters tried for a gap that no reading narrows down."""
_NO_PAIR = 14.0
_SWALLOWED, _SWALLOWED_AFTER_END, _SWALLOWED_END, _SWALLOWED_BRACKET = 6.0, 10.0, 2.0, 3.0
"""Costs in nats of what a decoder may have swallowed: anything, anything after a full stop, a line's end, a bracket."""
_TWO_LOST, _UNSEEN, _NOT_SEEN = 5.0, 6.0, 3.0
"""Costs of a second lost byte, of a loss that left no sign, and of a character that the table is not seen to have."""
_ENDS = "。！？；”…）"


class Pending(NamedTuple):
    """A first byte that waits for its second: its value, or those it may have had."""

    options: tuple[tuple[int, float], ...]
    """Bytes, each with a cost of its own."""
    start: int
    lost: bool
    free: bool = False


_ANY_FIRST = tuple((byte, 0.0) for byte in gbk.LEADS)


@dataclass(frozen=True, slots=True)
class Route:
    """One way to read the stream up to here."""

    cost: float
    previous: str
    """The last character, folded for the model."""
    pending: Pending | None = None
    raw: tuple[int, int] = (0, 0)
    """The last two bytes; 0 where there is none, or a lost one."""
    piece: Piece | None = None
    before: Route | None = None

    def key(self) -> tuple[object, ...]:
        return self.previous, self.pending and self.pending.options, self.raw


def mend_breaks(line: str, damage: Damage, *, swallows: bool) -> list[Edit]:
    """The edits that take out of a line the brackets of the damage and what they did to the characters around them.

    ``swallows`` says whether the decoder of this page took the character after a lost byte away with it.
    """
    routes = [Route(0.0, "")]
    for item in items_of(line):
        routes = _pruned(step for route in routes for step in _steps(route, item, line, damage, swallows))
    best = min((_closed(route, len(line)) for route in routes), key=lambda route: route.cost)
    return edits_of(line, _chosen(best))


def _pruned(routes: Iterable[Route]) -> list[Route]:
    best: dict[tuple[object, ...], Route] = {}
    for route in routes:
        key = route.key()
        if key not in best or route.cost < best[key].cost:
            best[key] = route
    kept = nsmallest(_BEAM, best.values(), key=lambda route: route.cost) if len(best) > 1 else list(best.values())
    return [route for route in kept if route.cost <= kept[0].cost + _WORSE]


def _steps(route: Route, item: Item, line: str, damage: Damage, swallows: bool) -> Iterator[Route]:
    if item.kind is Kind.BYTE:
        yield from _byte(route, item)
    elif item.kind is Kind.WHOLE:
        yield _literal(route, item)
    elif item.kind is Kind.BRACKET:
        yield from _bracket(route, item, damage)
    elif item.reading:
        yield from _gap_with_reading(route, item, damage)
    else:
        yield from _gap(route, item, line, swallows)


def _byte(route: Route, item: Item) -> Iterator[Route]:
    pending = route.pending
    if pending is not None:
        found = {
            character: (first, item.byte, cost)
            for first, cost in pending.options
            if (character := gbk.pair(first, item.byte)) is not None
        }
        if found:
            yield from _completed(route, found, item.end, lost=pending.lost, free=pending.free)
            return
        route = _closed(route, item.start)
    if item.byte > 0x80:
        yield replace(route, pending=Pending(((item.byte, 0.0),), item.start, False), raw=(route.raw[1], item.byte))
    else:
        text = chr(item.byte) if item.byte < 0x80 else item.text
        yield replace(_emitted(route, Piece(text, item.start, item.end)), raw=(route.raw[1], item.byte))


def _completed(
    route: Route, found: dict[str, tuple[int, int, float]], end: int, *, lost: bool, free: bool
) -> Iterator[Route]:
    """The route with each of the characters, made of two bytes at a cost, that end the pending one; the likeliest."""
    assert route.pending is not None  # noqa: S101  # callers look first
    pending, model = route.pending, character_model()
    choices = tuple((character, cost) for character, (_, _, cost) in found.items()) if lost else ()

    def price(character: str) -> float:
        return found[character][2] - model.log_probability(folded(character), route.previous)

    for character in nsmallest(_OPTIONS, found, key=price) if len(found) > 1 else found:
        first, second, cost = found[character]
        step = _emitted(route, Piece(character, pending.start, end, choices, free), extra=cost)
        yield replace(step, raw=(first, second))


def _bracket(route: Route, item: Item, damage: Damage) -> Iterator[Route]:
    before = gbk.pair(*route.raw)
    if before is not None and damage.made(before, item.reading, item.wide):
        yield route
        return
    yield _literal(route, item)
    if route.raw[1]:
        # A decoder that drops what it cannot read leaves no mark.
        for step in _filled(route, item, damage):
            yield replace(step, cost=step.cost + _UNSEEN)


def _gap_with_reading(route: Route, item: Item, damage: Damage) -> Iterator[Route]:
    yield _literal(route, item)
    yield from _filled(route, item, damage)


def _filled(route: Route, item: Item, damage: Damage) -> Iterator[Route]:
    """The lost byte made, with the byte before it, a character with the reading of the bracket."""
    pending = route.pending
    firsts = pending.options if pending is not None else ((route.raw[1], 0.0),)
    found = {
        character: (first, trail, cost + (0.0 if character in damage.readings else _NOT_SEEN))
        for first, cost in firsts
        for trail in gbk.trails(first, item.reading)
        if (character := gbk.pair(first, trail)) and damage.made(character, item.reading, damage.wide)
    }
    if pending is not None:
        yield from _completed(route, found, item.end, lost=True, free=False)
        return
    last = route.raw[1]
    seconds = tuple((trail, cost) for _, trail, cost in found.values() if trail in gbk.LEADS)
    if seconds:
        raw = (last, seconds[0][0] if len(seconds) == 1 else 0)
        yield replace(route, pending=Pending(seconds, item.start, True), raw=raw)
    for _, trail, cost in found.values():
        if trail not in gbk.LEADS:
            yield replace(_emitted(route, Piece(chr(trail), item.start, item.end), extra=cost), raw=(last, trail))


def _gap(route: Route, item: Item, line: str, swallows: bool) -> Iterator[Route]:
    """A mark without a reading: a lost byte where a first byte waits, else a character like any other."""
    if route.pending is None:
        yield _literal(route, item)
        return
    if route.pending.free:
        # Nothing is known of a character with both bytes lost.
        unknown = _put(route, Piece(MARK, route.pending.start, item.end), _TWO_LOST)
        yield unknown
        if swallows:
            second = Pending(_ANY_FIRST, item.start, lost=True, free=True)
            yield replace(unknown, cost=unknown.cost + _TWO_LOST, pending=second)
        return
    found = {
        character: (first, second, cost)
        for first, cost in route.pending.options
        for second in gbk.TRAILS
        if (character := gbk.pair(first, second)) is not None
    }
    for step in _completed(route, found, item.end, lost=True, free=True):
        if not swallows:
            yield step
            continue
        yield from _swallowed(step, item, line)
        second = Pending(_ANY_FIRST, item.start, lost=True, free=True)
        yield replace(step, cost=step.cost + _TWO_LOST, pending=second, raw=(0, 0))


def _swallowed(route: Route, item: Item, line: str) -> Iterator[Route]:
    """What the decoder took away with the lost byte: the ``<`` of a tag, a line break, a bracket, or who knows."""
    if len(item.text) > 1:
        breaks = item.text[1:3].lower() in ("/p", "br", "/d", "/t", "/l", "/h")
        yield _put(route, Piece("\n" if breaks else "", item.start, item.end), 0.0)
        return
    end = route.piece is not None and route.piece.text in _ENDS
    yield _put(route, Piece(MARK, item.end, item.end), _SWALLOWED_AFTER_END if end else _SWALLOWED)
    if end:
        yield _put(route, Piece("\n", item.end, item.end), _SWALLOWED_END)
    rest = line[item.end : item.end + 40]
    closing = rest.find(")")
    if closing > 0 and "(" not in rest[:closing]:
        yield _put(route, Piece("(", item.end, item.end), _SWALLOWED_BRACKET)


def _put(route: Route, piece: Piece, cost: float) -> Route:
    """The route with something that is not known from bytes; the model starts anew after it."""
    return Route(route.cost + cost, "", None, (0, 0), piece, route)


def _literal(route: Route, item: Item) -> Route:
    """The item as it stands in the line."""
    route = _closed(route, item.start)
    for place, character in enumerate(item.text, start=item.start):
        route = _emitted(route, Piece(character, place, place + 1))
    return replace(route, raw=(0, 0))


def _closed(route: Route, end: int) -> Route:
    """The route without a first byte that waits: nothing can follow it here."""
    if route.pending is None:
        return route
    return _put(route, Piece(MARK, route.pending.start, end), _NO_PAIR)


def _emitted(route: Route, piece: Piece, extra: float = 0.0) -> Route:
    """The route with one more character, which costs how unlikely it is here."""
    character = folded(piece.text)
    cost = extra - character_model().log_probability(character, route.previous)
    return Route(route.cost + cost, character, None, route.raw, piece, route)


def _chosen(route: Route) -> list[Piece]:
    pieces: list[Piece] = []
    step: Route | None = route
    while step is not None:
        if step.piece is not None and (step.before is None or step.piece is not step.before.piece):
            pieces.append(step.piece)
        step = step.before
    return pieces[::-1]
