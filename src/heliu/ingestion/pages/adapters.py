"""The way to the engine: bytes in, what stands there out, as data that fits into a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from heliu.ingestion.pages.speakers import speaker_of
from heliu.ingestion.pages.wording import UNREADABLE, plain_reason
from heliu_engine.errors import InputError
from heliu_engine.quantities import extract
from heliu_engine.reading import Document, Terms, excerpt, read_file, read_page
from heliu_engine.reading.excerpts import LONGEST, SHARE
from heliu_engine.reading.kinds import charset_of
from heliu_engine.restore import Edit, restore
from heliu_engine.understanding import Mention, understand

MOST_EDITS, MOST_LINKS, MOST_TABLES, MOST_ROWS = 500, 1_000, 30, 200
"""Of a page, that are kept to be shown."""
AROUND = 8
"""Characters on either side of an edit that are kept with it."""
EXCERPT = 1_000
RUN = 30
"""Characters in a row that stand in both texts: so many are taken over and no common turn of phrase."""
_CODE = re.compile(r"[\s（(，,]{0,4}(?:统一)?(?:社会)?信用代码[\s为是：:]{0,4}([0-9A-Z]{18})(?![0-9A-Z])")


class Unreadable(Exception):
    """``problem`` is a key of ``wording``, ``detail`` what it is about."""

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else problem)
        self.problem, self.detail = problem, detail


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of a page or file."""

    title: str
    date: str
    source: str
    language: str
    kind: str
    body: str
    spam: bool
    rule: str
    fields: dict[str, Any]
    """Everything else that a page shows, as JSON."""


def read_bytes(data: bytes, *, name: str = "", content_type: str = "", url: str = "") -> Reading:
    """Read what an address answered, or the file of this name. Raises Unreadable."""
    try:
        document = (
            read_page(data, content_type=content_type or None, url=url) if url else read_file(data, name)
        )  # fmt: skip
    except InputError as error:
        raise Unreadable(UNREADABLE, plain_reason(str(error))) from None
    if not document.body.strip():
        raise Unreadable("empty")
    edits, number = _edits(data, document, content_type)
    return Reading(
        title=document.title or "", date=document.date or "", source=document.source or "",
        language=document.language or "", kind=document.kind, body=document.body, spam=document.spam.spam,
        rule=document.rule, fields=_fields(document) | {"edits": edits, "edits_in_all": number},
    )  # fmt: skip


def _fields(document: Document) -> dict[str, Any]:
    shown = excerpt(document, EXCERPT)
    return {
        "author": document.author or "",
        "encoding": document.encoding or "",
        "rights": asdict(document.rights),
        "signs": list(document.spam.signs),
        "excerpt": {"text": shown.text, "cut": shown.cut, "credit": shown.credit or "", "licence": shown.licence or ""},
        "links": [asdict(link) for link in document.links[:MOST_LINKS]],
        "attachments": [asdict(one) for one in document.attachments[:MOST_LINKS]],
        "tables": [
            {"title": table.title or "", "rows": [list(row) for row in table.rows[:MOST_ROWS]],
             "more": max(0, len(table.rows) - MOST_ROWS)}
            for table in document.tables[:MOST_TABLES]
        ],
        "notes": list(document.notes),
    }  # fmt: skip


def _edits(data: bytes, document: Document, content_type: str) -> tuple[list[dict[str, Any]], int]:
    """What was changed to restore a page's text: the first changes, and their number; other files need none."""
    if document.kind not in ("html", "text"):
        return [], 0
    restored = restore(data, declared=charset_of(content_type))
    return [_shown_edit(restored.read, edit) for edit in restored.edits[:MOST_EDITS]], len(restored.edits)


def _shown_edit(read: str, edit: Edit) -> dict[str, Any]:
    return {
        "left": read[max(0, edit.start - AROUND) : edit.start], "before": edit.before, "after": edit.after,
        "right": read[edit.end : edit.end + AROUND], "reason": edit.reason, "confidence": edit.confidence,
    }  # fmt: skip


# -- what may be taken over -------------------------------------------------------------------------


def most_taken_over(terms: str, length: int) -> int | None:
    """Characters of a page of this length that may be taken over word for word; None where its licence allows all."""
    known: Terms = terms  # type: ignore[assignment]
    longest = LONGEST[known]
    return None if longest is None else min(longest, int(SHARE[known] * length))


def taken_over(texts: Sequence[str], body: str) -> int:
    """How many characters of texts stand in a page word for word, in runs of at least ``RUN`` characters.

    White space does not count. Linear in both lengths.
    """
    known = "".join(body.split())
    runs = {known[start : start + RUN] for start in range(len(known) - RUN + 1)}
    return sum(_covered("".join(text.split()), runs) for text in texts)


def _covered(text: str, runs: set[str]) -> int:
    covered = reach = 0
    for start in range(len(text) - RUN + 1):
        if text[start : start + RUN] in runs:
            covered += start + RUN - max(reach, start)
            reach = start + RUN
    return covered


# -- what it speaks of ------------------------------------------------------------------------------


@dataclass(slots=True)
class Found:
    """Something that a text speaks of, with all the places where it does."""

    kind: str
    name: str
    value: str
    """The name as it is compared: simplified, without blanks; amounts and dates normalised."""
    places: list[list[int]]
    confidence: float
    sort: str = ""
    office: str = ""
    functions: tuple[str, ...] = ()
    asked_by: str = ""
    """Of a measure or need who says it, as the text names them."""
    code: str = ""
    """The credit code that stands behind the name of an organisation."""


@dataclass(frozen=True, slots=True)
class Related:
    """Two of what was found, by their numbers, in a sentence."""

    kind: str
    subject: int
    object: int
    start: int
    end: int
    confidence: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text says, and the version of the rules that found it."""

    found: list[Found]
    related: list[Related]
    rule: str


def understand_text(body: str) -> Understood:
    """What a page's text speaks of, each thing once; in the order in which they come up."""
    understanding = understand(body)
    persons = _places_of_persons(body, understanding.mentions)
    found: dict[tuple[str, str], Found] = {}
    for mention in understanding.mentions:
        place = [mention.start, mention.end]
        known = found.get((mention.kind, mention.value))
        if known is not None:
            known.places.append(place)
            known.confidence = max(known.confidence, mention.confidence)
            known.office = known.office or mention.office or ""
            known.code = known.code or _code_behind(body, mention)
            continue
        speaker = speaker_of(body, mention.span, persons) if mention.kind in ("measure", "demand") else None
        found[mention.kind, mention.value] = Found(
            mention.kind, mention.text, mention.value, [place], mention.confidence, mention.sort or "",
            mention.office or "", mention.functions, body[slice(*speaker)] if speaker else "",
            _code_behind(body, mention),
        )  # fmt: skip
    numbers = {key: number for number, key in enumerate(found)}
    related = [
        Related(
            one.kind, numbers[one.subject.kind, one.subject.value], numbers[one.object.kind, one.object.value],
            one.start, one.end, one.confidence, one.label or "",
        )
        for one in understanding.relations
    ]  # fmt: skip
    return Understood(list(found.values()), related, understanding.rules)


def _code_behind(body: str, mention: Mention) -> str:
    match = _CODE.match(body, mention.end) if mention.kind == "organisation" else None
    return match[1] if match else ""


def _places_of_persons(body: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Where people are named, also where a report names them again without their office."""
    names = sorted({one.text for one in mentions if one.kind == "person"}, key=len, reverse=True)
    if not names:
        return []
    pattern = re.compile("|".join(re.escape(name) for name in names))
    return [match.span() for match in pattern.finditer(body)]


def parameters_in(text: str) -> list[str]:
    """The properties that a sentence asks for or states, in its own words; no budgets, days or conditions."""
    found = (one for one in extract(text) if one.role == "target" and one.property)
    return list(dict.fromkeys(one.span.strip() for one in found))
