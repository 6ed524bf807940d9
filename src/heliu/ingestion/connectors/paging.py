"""Going through the answers of a source one after the other, so that an interruption loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from heliu.ingestion.connectors.base import MOST_ENTRIES, MOST_PAGES, AnswerError, Found, State


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer gives, and how the next is asked for: None where it was the last."""

    found: Iterable[Found]
    following: str | None


def walk(state: State, first: str, ask: Callable[[str], Page], *, marks_differ: bool = True) -> Iterator[Found]:
    """The entries of all answers, from where ``state["resume"]["mark"]`` says, else from ``first``.

    ``ask`` takes the mark of an answer. A source whose marks differ from answer to answer is not asked twice by the
    same one: that would be a circle.
    """
    resume = state.get("resume")
    mark = str(resume["mark"]) if isinstance(resume, dict) and "mark" in resume else first
    seen, entries = {mark}, 0
    for _number in range(MOST_PAGES):
        page = ask(mark)
        for found in page.found:
            entries += 1
            yield found
        if page.following is None:
            state.pop("resume", None)
            return
        if marks_differ and page.following in seen:
            raise AnswerError("circle")
        mark = page.following
        seen.add(mark)
        state["resume"] = {**(resume if isinstance(resume, dict) else {}), "mark": mark}
        if entries >= MOST_ENTRIES:
            return


def resumed(state: State, name: str) -> str:
    """What an unfinished run noted under a name, so that it goes on with the same question; else empty."""
    resume = state.get("resume")
    value = resume.get(name, "") if isinstance(resume, dict) else ""
    return value if isinstance(value, str) else ""


def in_utc(moment: datetime) -> datetime:
    """A moment in UTC; one without a zone is taken to be in it."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
