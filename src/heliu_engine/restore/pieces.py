"""A line decoded again, character by character, and which of the characters with a lost byte are sure.

Where several characters are possible, each is weighed with what stands before and after it. The likeliest one is put in
where it is clearly ahead of the others; everywhere else stands U+FFFD: nothing is guessed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from heapq import nlargest
from typing import NamedTuple

from heliu_engine.restore.characters import character_model, folded
from heliu_engine.restore.edits import Edit

MARK = "\ufffd"
"""What stands where a character could not be restored."""
LEAST, LEAST_FREE = 0.9, 0.97
"""Least confidence with which one of several possible characters is put in, where a bracket says how it is read and
where none does; chosen in benchmarks/restore.py."""
_OPEN = 12
"""Characters that a gap beside another gap is taken for, when that one is decided."""
_WEIGHED = 24
"""Characters that are weighed for a gap with what may come after."""

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


def edits_of(line: str, pieces: Sequence[Piece]) -> list[Edit]:
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
