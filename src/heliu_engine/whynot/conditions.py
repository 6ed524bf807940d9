"""Conditions of a search that a record does not meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from heliu_engine.documents import Document, Filters
from heliu_engine.whynot.edits import Edit, Subject


def unmet(filters: Filters, documents: Sequence[Document]) -> list[Edit]:
    """For each condition that keeps the record out, the edit that lets it in.

    A record that states nothing could state it; where it states something else, only the search could accept that.
    """
    if not documents:
        return []
    record = documents[0]
    found: list[Edit] = []
    if not _within(record.readiness, filters):
        low, high = filters.readiness_min, filters.readiness_max
        asked = low if low is not None else high
        found.append(
            _edit("readiness", record.readiness is None, str(asked if record.readiness is None else record.readiness))
        )
    for kind, wanted, code in (
        ("region", filters.regions, record.region),
        ("industry", filters.industries, record.industry),
    ):
        if wanted and not any(code.startswith(prefix) for prefix in wanted):
            found.append(_edit(kind, not code, code or wanted[0]))
    return found


def accepted(filters: Filters, edits: Sequence[Edit]) -> Filters:
    """The conditions of the search once it accepts what the edits say."""
    for edit in edits:
        if edit.subject != "search":
            continue
        if edit.kind == "readiness":
            filters = _with_readiness(filters, int(edit.text))
        elif edit.kind == "region":
            filters = replace(filters, regions=(*filters.regions, edit.text))
        elif edit.kind == "industry":
            filters = replace(filters, industries=(*filters.industries, edit.text))
    return filters


def _edit(kind: str, unstated: bool, text: str) -> Edit:
    subject: Subject = "record" if unstated else "search"
    return Edit(kind, text, subject=subject)  # type: ignore[arg-type]


def _within(readiness: int | None, filters: Filters) -> bool:
    low, high = filters.readiness_min, filters.readiness_max
    if low is None and high is None:
        return True
    return readiness is not None and (low is None or readiness >= low) and (high is None or readiness <= high)


def _with_readiness(filters: Filters, level: int) -> Filters:
    low, high = filters.readiness_min, filters.readiness_max
    return replace(
        filters,
        readiness_min=None if low is None else min(low, level),
        readiness_max=None if high is None else max(high, level),
    )
