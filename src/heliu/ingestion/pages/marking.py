"""The text of a page cut into pieces, each with what it is a mention of."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from heliu.ingestion.pages.choices import STATEMENTS, Decision
from heliu.ingestion.pages.models import Mention

MOST_SHOWN = 60_000
"""Characters of a text that a page shows; more of it stands in the file."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the mention it belongs to, and the statement around it; either may be None."""

    text: str
    mention: Mention | None = None
    statement: Mention | None = None
    leads: bool = False
    """Whether it leads to its statement: of the pieces of one that are no mention themselves, the first does."""


def paragraphs_of(body: str, mentions: Iterable[Mention]) -> list[list[Piece]]:
    """The paragraphs of a text, each as pieces that give it back when they are put together.

    What somebody has called not right is not marked.
    """
    kept = [one for one in mentions if one.decision != Decision.REFUSED]
    names = _spans(kept, statements=False)
    statements = _spans(kept, statements=True)
    result = []
    begin = 0
    for line in body[:MOST_SHOWN].split("\n"):
        if line.strip():
            result.append(list(_pieces(body, begin, begin + len(line), names, statements)))
        begin += len(line) + 1
    return result


Spans = Sequence[tuple[int, int, Mention]]


def _spans(mentions: Iterable[Mention], *, statements: bool) -> Spans:
    """Places in order that do not overlap; of two that do the earlier one counts."""
    found = sorted(
        ((start, end, one) for one in mentions if (one.kind in STATEMENTS) == statements for start, end in one.places),
        key=lambda span: (span[0], -span[1]),
    )  # fmt: skip
    result: list[tuple[int, int, Mention]] = []
    for span in found:
        if span[0] < span[1] and (not result or span[0] >= result[-1][1]):
            result.append(span)
    return result


def _pieces(body: str, begin: int, end: int, names: Spans, statements: Spans) -> Iterator[Piece]:
    inside, around = _within(names, begin, end), _within(statements, begin, end)
    cuts = sorted({begin, end, *(min(max(place, begin), end) for span in (*inside, *around) for place in span[:2])})
    led_to: set[int | None] = set()
    for start, stop in pairwise(cuts):
        mention, statement = _at(inside, start), _at(around, start)
        leads = statement is not None and mention is None and statement.pk not in led_to
        if leads and statement is not None:
            led_to.add(statement.pk)
        yield Piece(body[start:stop], mention, statement, leads)


def _at(spans: Spans, place: int) -> Mention | None:
    """What covers a place."""
    before = bisect.bisect_right(spans, place, key=lambda span: span[0]) - 1
    return spans[before][2] if before >= 0 and place < spans[before][1] else None


def _within(spans: Spans, begin: int, end: int) -> Spans:
    """Those that lie in a paragraph, in part or whole; spans are in order and apart, so two searches find them."""
    first = bisect.bisect_right(spans, begin, key=lambda span: span[1])
    return spans[first : bisect.bisect_left(spans, end, key=lambda span: span[0])]
