"""What an answer changed among the results, and why those that rose did."""

from __future__ import annotations

from collections.abc import Sequence

from heliu.matching.adapters.answers import Answer, Result
from heliu.matching.coaching.adapters.values import NOTHING, Because, Moved
from heliu.matching.kinds import Span
from heliu_engine.coach import Sheet, compare

MOST_WORDS = 3
"""Words that say why one result moved."""


def moves(earlier: Answer, now: Answer, before: str, sheet: Sheet) -> list[Moved]:
    """Every result of either answer; ``before`` is the text of the earlier one, ``sheet`` that of the later one."""
    old = {result.kind.group(result.record.pk): result for result in earlier.results}
    new = {result.kind.group(result.record.pk): result for result in now.results}
    return [
        Moved(
            what=move.kind,
            result=new.get(move.id) or old[move.id],
            before=move.before,
            after=move.after,
            because=_because(new[move.id], old.get(move.id), before, sheet)
            if move.kind in ("entered", "rose")
            else NOTHING,
        )
        for move in compare(list(old), list(new)).moves
    ]


def _because(now: Result, earlier: Result | None, before: str, sheet: Sheet) -> Because:
    if words := tuple(_new_words(now, before.casefold(), sheet))[:MOST_WORDS]:
        return Because(words=words)
    for why in now.reasons:
        if why.nature == "meaning" and why.query_field == "text" and why.query_text.strip() not in before:
            return Because(meaning=why.query_text.strip())
    if earlier is None:
        return NOTHING
    grown = {name: value - earlier.parts.get(name, 0.0) for name, value in now.parts.items()}
    most = max(grown, key=lambda name: grown[name], default="")
    return Because(part=most) if most and grown[most] > 0 else NOTHING


def _new_words(result: Result, known: str, sheet: Sheet) -> dict[str, None]:
    """Words that the result shares with the need and that the need did not have before, the strongest reason first."""
    words: dict[str, None] = {}
    for why in result.reasons:
        for mark in _joined(why.query_marks) if why.query_field == "text" else ():
            word = _word_at(sheet, mark)
            # A single Chinese character is a piece of a word and tells nothing.
            if len(word) > 1 and word.casefold() not in known:
                words[word] = None
    return words


def _word_at(sheet: Sheet, mark: Span) -> str:
    """What a place says: of a parameter its property, and nothing of its comparator, number and unit."""
    start, end = mark
    for parameter in sheet.parameters:
        if parameter.start <= start and end <= parameter.end:
            place = sheet.text.find(parameter.property, parameter.start, parameter.end) if parameter.property else -1
            return parameter.property if 0 <= place <= start and end <= place + len(parameter.property) else ""
    return sheet.text[start:end].strip()


def _joined(marks: Sequence[Span]) -> list[Span]:
    """Marks that touch are one word to the reader."""
    joined: list[Span] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
