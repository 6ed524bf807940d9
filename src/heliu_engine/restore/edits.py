"""What was changed: edits that lead from the text as it was read to the text as it should be.

Edits are given in ascending order and do not overlap; ``start`` and ``end`` count code points of the text **before**
any of them was made. Two rounds of edits can be put together into one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

VERSION = "restore-2"
"""Version of the rules; it changes whenever another text may come out."""


@dataclass(frozen=True, slots=True)
class Edit:
    """``before``, found at ``start:end`` of the text as it was read, became ``after``."""

    start: int
    end: int
    before: str
    after: str
    reason: str
    """Which rule, one of docs/reference/restore.md; several are joined by ``+`` in the order of applying."""
    confidence: float
    """How sure the rule is, 0 to 1."""
    rule: str = VERSION


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits; ValueError where they do not belong to it."""
    pieces: list[str] = []
    place = 0
    for edit in edits:
        if edit.start < place or text[edit.start : edit.end] != edit.before:
            raise ValueError(f"The edit at {edit.start} does not belong to this text.")
        pieces += (text[place : edit.start], edit.after)
        place = edit.end
    pieces.append(text[place:])
    return "".join(pieces)


def compose(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """The edits that do at once what ``first`` does to the text and ``second`` to the result.

    Edits of the second round that touch nothing of the first keep their own reason; those that meet are one edit with
    the reasons of all and the lowest confidence.
    """
    result: list[Edit] = []
    shift = 0  # How much longer the text has become by the edits of the first round so far.
    for earlier, later in _meeting(first, second):
        result.append(_merged(text, earlier, later, shift))
        shift += sum(len(edit.after) - len(edit.before) for edit in earlier)
    return [edit for edit in result if edit.before != edit.after]


def _meeting(first: Sequence[Edit], second: Sequence[Edit]) -> Iterable[tuple[list[Edit], list[Edit]]]:
    """Groups of edits of both rounds that overlap, in order; places are compared in the text between the rounds."""
    one = two = 0
    shift = 0
    while one < len(first) or two < len(second):
        earlier: list[Edit] = []
        later: list[Edit] = []
        reach = -1
        while True:
            start = first[one].start + shift if one < len(first) else None
            other = second[two].start if two < len(second) else None
            if start is not None and (other is None or start <= other):
                if reach >= 0 and start >= reach:
                    break
                edit = first[one]
                reach = max(reach, start + max(len(edit.after), 1))
                earlier.append(edit)
                shift += len(edit.after) - len(edit.before)
                one += 1
            elif other is not None:
                if reach >= 0 and other >= reach:
                    break
                reach = max(reach, second[two].end, other + 1)
                later.append(second[two])
                two += 1
            else:
                break
        yield earlier, later


def _merged(text: str, earlier: list[Edit], later: list[Edit], shift: int) -> Edit:
    """One edit for all of a group; ``shift`` is how much longer the text was made before the group."""
    if not later and len(earlier) == 1:
        return earlier[0]
    grown = sum(len(edit.after) - len(edit.before) for edit in earlier)
    starts = [edit.start for edit in earlier] + [edit.start - shift for edit in later]
    ends = [edit.end for edit in earlier] + [edit.end - shift - grown for edit in later]
    start, end = min(starts), max(ends)
    between = apply_edits(text[start:end], [shifted(edit, -start) for edit in earlier])
    after = apply_edits(between, [shifted(edit, -start - shift) for edit in later])
    parts = [*earlier, *later]
    reasons = list(dict.fromkeys(reason for edit in parts for reason in edit.reason.split("+")))
    return Edit(start, end, text[start:end], after, "+".join(reasons), min(edit.confidence for edit in parts))


def shifted(edit: Edit, by: int) -> Edit:
    """The same edit in a text that begins so much earlier."""
    return Edit(edit.start + by, edit.end + by, edit.before, edit.after, edit.reason, edit.confidence, edit.rule)
