"""Items of their own beside a record: the works of an expert, the patents of an achievement.

Their rows are written anew whenever their record is edited, so their ids come from what they are: from the number of
a right, else from kind and title. A changed title makes another item, and the old one a tombstone.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from heliu.catalog.choices import PropertyKind, WorkKind
from heliu.catalog.models import IntellectualProperty, Work
from heliu.exchange.choices import Entity
from heliu.exchange.items.texts import both, filled, untagged

ENTITY_OF_WORK = {
    WorkKind.PAPER: Entity.PUBLICATION, WorkKind.STANDARD: Entity.PUBLICATION, WorkKind.PATENT: Entity.PATENT,
    WorkKind.PROJECT: Entity.PROJECT,
}  # fmt: skip
PATENT_KINDS = (PropertyKind.INVENTION, PropertyKind.UTILITY, PropertyKind.DESIGN)
"""Rights that are patents; the others are told of with their achievement only where somebody reads its page."""


def part_rows(record: Any) -> Iterator[tuple[Entity, str, Any]]:
    """Entity, internal id and row of each part of a record that is an item of its own."""
    if record.kind == "expert":
        rows = [(ENTITY_OF_WORK[WorkKind(work.kind)], _key(work.kind, "", work), work) for work in record.works.all()]
    elif record.kind == "achievement":
        rights = record.intellectual_property.all()
        rows = [
            (Entity.PATENT, _key(right.kind, right.number, right), right)
            for right in rights
            if right.kind in PATENT_KINDS
        ]
    else:
        rows = []
    seen: Counter[tuple[Entity, str]] = Counter()
    for entity, key, row in rows:
        seen[entity, key] += 1
        again = f"-{seen[entity, key]}" if seen[entity, key] > 1 else ""
        yield entity, f"{entity.folder}/{record.kind}-{record.pk}-{key}{again}", row


def _key(kind: str, number: str, row: Any) -> str:
    """A short name for what the row is, the same for the same right or work."""
    words = re.sub(r"[\W_]+", "", number) or f"{kind} {row.title_zh or row.title_en}"
    return hashlib.sha256(" ".join(words.split()).casefold().encode()).hexdigest()[:16]


def part_content(
    row: Any, *, path: str, organisation: dict[str, Any], people: Sequence[dict[str, Any]], illustrative: bool
) -> dict[str, Any]:  # fmt: skip
    """What is told of a work (``type`` is a kind of works) or a patent (a kind of rights, with status and number)."""
    common = {
        "path": path, "organisation": organisation, "people": list(people), "type": row.kind,
        "illustrative": illustrative,
    }  # fmt: skip
    return filled(common | (_work(row) if isinstance(row, Work) else _patent(row)))


def _work(work: Work) -> dict[str, Any]:
    return {"name": both(work, "title"), "description": untagged(work.abstract), "year": work.year}


def _patent(right: IntellectualProperty) -> dict[str, Any]:
    name = both(right, "title") or {"zh": right.number.strip()}
    return {"name": name, "number": right.number.strip(), "status": right.status}
