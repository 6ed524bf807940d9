"""From rows to items, a few queries for however many."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from heliu.exchange.choices import MAIN_ENTITY, Entity
from heliu.exchange.items.parts import part_content, part_rows
from heliu.exchange.items.records import organisation_content, record_content, reference
from heliu.exchange.items.texts import both
from heliu.exchange.selectors import ORGANISATION, given_out

PARTS = {"expert": ["works"], "achievement": ["intellectual_property"]}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that goes out, and the record that it is or belongs to."""

    identifier: str
    entity: Entity
    kind: str
    object_id: int
    content: dict[str, Any]

    @property
    def digest(self) -> str:
        """The same for the same content."""
        text = json.dumps(self.content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def items_of(kind: str, ids: Iterable[int]) -> list[Item]:
    """The items of those of these records (or organisations) that go out; the record itself before its parts."""
    rows = given_out(kind).filter(pk__in=list(ids)).order_by("pk")
    if kind == ORGANISATION:
        return [_main(kind, row.pk, organisation_content(row)) for row in rows]
    records = list(rows.prefetch_related(*PARTS.get(kind, ())))
    teams = _teams([record.pk for record in records]) if kind == "achievement" else {}
    return [item for record in records for item in _items(record, teams.get(record.pk, []))]


def _items(record: Any, team: Sequence[dict[str, Any]]) -> Iterator[Item]:
    main = _main(record.kind, record.pk, record_content(record, team))
    people = [reference("expert", record.pk, both(record, "title"))] if record.kind == "expert" else team
    parts = []
    for entity, identifier, row in part_rows(record):
        content = part_content(
            row, path=main.content["path"], organisation=main.content["organisation"], people=people,
            illustrative=record.illustrative,
        )  # fmt: skip
        parts.append(Item(identifier, entity, record.kind, record.pk, content))
    if record.kind == "achievement" and parts:
        main.content["references"] = [
            {"id": part.identifier, "name": part.content["name"], "type": part.content["type"]} for part in parts
        ]
    yield main
    yield from parts


def _main(kind: str, pk: int, content: dict[str, Any]) -> Item:
    entity = MAIN_ENTITY[kind]
    return Item(f"{entity.folder}/{pk}", entity, kind, pk, content)


def _teams(achievements: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Achievement id → the people of its team who go out themselves."""
    experts = given_out("expert").filter(achievements__in=achievements).order_by("pk").select_related(None)
    found: dict[int, list[dict[str, Any]]] = {}
    for achievement, pk, zh, en in experts.values_list("achievements", "pk", "title_zh", "title_en"):
        name = {lang: text.strip() for lang, text in (("zh", zh), ("en", en)) if text.strip()}
        found.setdefault(achievement, []).append(reference("expert", pk, name))
    return found
