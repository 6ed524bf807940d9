"""Sources in folders of the test's own, and visits of them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from heliu.accounts.tests.factories import fresh
from heliu.ingestion.feeds.actions.sources import add_source
from heliu.ingestion.feeds.actions.visiting import run_visit
from heliu.ingestion.feeds.choices import OPEN_VISITS, ItemKind
from heliu.ingestion.feeds.models import Finding, Source, Visit

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


def put(folder: Path, name: str, content: str | bytes, *, age: float = LONG_AGO) -> Path:
    """A file that nobody has written for long."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (age, age))
    return path


def rows(*entries: dict[str, Any]) -> str:
    """A JSONL file."""
    return "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)


def result(number: int = 1, **fields: Any) -> dict[str, Any]:
    """An achievement as a local system writes it."""
    given = {"external_id": f"R-{number}", "title": f"耐低温密封圈{number}", "description": "在低温下保持弹性。"}
    return given | fields


def folder_source(actor: Any, organisation: Any, *, item_kind: str = ItemKind.ACHIEVEMENT, **fields: Any) -> Source:
    """A source that watches the folder ``in``."""
    given = {"name": "成果库", "folder": "in", "item_kind": item_kind} | fields
    return add_source(actor=fresh(actor), organisation=organisation, kind="folder", fields=given)


def visited(source: Source, **options: Any) -> Visit:
    """Visit it as the worker does; the tests' tasks run at once, so this makes the visit by itself."""
    open_one = source.visits.filter(state__in=OPEN_VISITS).first()
    visit = open_one or Visit.objects.create(source=source, created_at=datetime.now(UTC))
    done = run_visit(visit.pk, **options)
    assert done is not None
    source.refresh_from_db()
    return done


def only_finding(source: Source) -> Finding:
    return source.findings.get()
