"""What a page offers for a record: values of its fields, each with the words it rests on.

Nothing is made up: a field that the page does not state stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from heliu.catalog.models.columns import LONGEST_SUMMARY
from heliu.catalog.origins import LONGEST_QUOTE, Origin, OriginKind
from heliu.catalog.spreadsheets.cells import text_language
from heliu.ingestion.pages.adapters import most_taken_over, parameters_in
from heliu.ingestion.pages.choices import MentionKind
from heliu.ingestion.pages.models import Mention, Page, PageVersion

KINDS: dict[str, str] = {
    MentionKind.DEMAND: "demand",
    MentionKind.ACHIEVEMENT: "achievement",
    MentionKind.PERSON: "expert",
}
"""Kind of a mention → kind of the record that it may become."""
_SENTENCE = re.compile(r"[。！？!?;；\n]|\.(?=\s|$)")
_MONEY = re.compile(r"(?P<low>\d+(?:\.\d+)?)(?:/(?P<high>\d+(?:\.\d+)?))? CNY")
_TEN_THOUSAND = Decimal(10_000)
LONGEST_PROPOSED_TITLE = 80


@dataclass(frozen=True, slots=True)
class Proposal:
    """One field of a record as a page has it."""

    field: str
    value: Any
    quote: str
    start: int | None
    rule: str
    confidence: float | None = None

    def origin(self, page: Page, version: PageVersion) -> Origin:
        """Where the field came from, as the actions of the catalog take it."""
        return Origin(
            OriginKind.PAGE,
            name=str(page),
            url=version.answered_from or page.url,
            item=f"page {page.pk}.{version.number}",
            read_at=version.fetched_at,
            rule=self.rule,
            confidence=self.confidence,
            quote=self.quote[:LONGEST_QUOTE],
            start=self.start,
        )


def propose(page: Page, version: PageVersion, kind: str, mention: Mention | None) -> list[Proposal]:
    """What a page offers for a record of this kind, about one thing that it speaks of or about the whole page."""
    source = Proposal("source", _source(page, version), version.reading.get("title", ""), None, version.rule)
    if mention is None:
        return [*_about_page(version), source]
    if kind == "expert":
        return [*_about_person(version, mention), source]
    return [*_about_statement(version, kind, mention), source]


def _source(page: Page, version: PageVersion) -> str:
    said = version.reading
    parts = [said.get("source", ""), said.get("title", "") or str(page), said.get("date", "")]
    return " · ".join(part for part in parts if part)[:300]


def _about_page(version: PageVersion) -> list[Proposal]:
    title = version.reading.get("title", "")
    lang = text_language(title)
    return [Proposal(f"title_{lang}", title[:300], title, None, version.rule)] if title else []


def _about_person(version: PageVersion, mention: Mention) -> list[Proposal]:
    lang, start = text_language(mention.name), mention.places[0][0]
    found = [Proposal(f"title_{lang}", mention.name, mention.name, start, version.understood_by, mention.confidence)]
    if office := mention.details.get("office", ""):
        quote, begin = sentence_at(version.body, mention.places[0])
        found.append(
            Proposal(f"position_{lang}", office[:200], quote, begin, version.understood_by, mention.confidence)
        )  # fmt: skip
    return found


def _about_statement(version: PageVersion, kind: str, mention: Mention) -> list[Proposal]:
    """Title, words of the page within its terms, and the quantities that the sentence states."""
    rule, sure = version.understood_by, mention.confidence
    quote, start = sentence_at(version.body, mention.places[0])
    lang = text_language(mention.name)
    title = mention.name if len(mention.name) <= LONGEST_PROPOSED_TITLE else ""
    found = [Proposal(f"title_{lang}", title, mention.name, mention.places[0][0], rule, sure)] if title else []
    terms = version.reading.get("rights", {}).get("terms", "unstated")
    most = most_taken_over(terms, len(version.body))
    if most is None or len(quote) <= min(most, LONGEST_SUMMARY):
        found.append(Proposal(f"description_{lang}", quote, quote, start, rule, sure))
    stated = parameters_in(quote)
    if stated:
        found.append(Proposal("parameters", "\n".join(stated), quote, start, rule, sure))
    if kind == "demand":
        found += _money_and_day(version, (start, start + len(quote)))
    return found


def _money_and_day(version: PageVersion, place: tuple[int, int]) -> Iterable[Proposal]:
    """A budget and a day that stand in the same sentence."""
    inside = [
        one for one in version.mentions.filter(kind__in=(MentionKind.AMOUNT, MentionKind.DATE)).order_by("pk")
        if any(place[0] <= start and end <= place[1] for start, end in one.places)
    ]  # fmt: skip
    for one in inside:
        value = one.details.get("value", "")
        where = next(start for start, end in one.places if place[0] <= start and end <= place[1])
        if one.kind == MentionKind.AMOUNT and (money := _MONEY.fullmatch(value)):
            for field, amount in (("budget_min", money["low"]), ("budget_max", money["high"] or money["low"])):
                yield Proposal(field, in_ten_thousands(amount), one.name, where, version.understood_by, one.confidence)
            break
    days = [one for one in inside if one.kind == MentionKind.DATE and _day(one.details.get("value", ""))]
    read_on = version.fetched_at.date()
    for one in days:
        day = _day(one.details["value"])
        # A day that was over when the page was read is no deadline.
        if day is not None and day > read_on:
            yield Proposal("deadline", day, one.name, one.places[0][0], version.understood_by, one.confidence)
            return


def in_ten_thousands(amount: str) -> Decimal | None:
    """An amount of CNY in 万元, as records keep money."""
    try:
        return (Decimal(amount) / _TEN_THOUSAND).quantize(Decimal("0.0001")).normalize() + 0
    except InvalidOperation:
        return None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def sentence_at(body: str, place: Iterable[int]) -> tuple[str, int]:
    """The sentence around a place and where it begins."""
    start, end = place
    begin = max((match.end() for match in _SENTENCE.finditer(body, 0, start)), default=0)
    close = _SENTENCE.search(body, max(end - 1, start))
    stop = close.end() if close else len(body)
    raw = body[begin:stop]
    return raw.strip(), begin + len(raw) - len(raw.lstrip())
