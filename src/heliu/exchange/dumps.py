"""All public records as files: one JSON object a line, and a workbook.

Both files of a dump lie in a folder of their own below ``media/exports``, and ``current.json`` names the folder to
fetch from. It is put in place by one rename once the files are whole, so nobody ever fetches half a dump or one that
its check sums do not fit.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from heliu.exchange.choices import Entity
from heliu.exchange.items.texts import utc
from heliu.exchange.models import Exposure
from heliu.exchange.selectors import without_hidden
from heliu.exchange.site import repository_id
from heliu.kit.site import absolute
from heliu.kit.tabular import CONTENT_TYPES, Sheet, jsonl_lines, write_xlsx

CHUNK = 500
NAMES = {"jsonl": "records.jsonl", "xlsx": "records.xlsx"}
"""Format → file. The formats are those of ``kit.tabular``."""
POINTER = "current.json"
_COLUMNS = (
    "identifier", "entity", "name_zh", "name_en", "organisation", "people", "region", "industry", "keywords_zh",
    "keywords_en", "summary_zh", "summary_en", "description_zh", "description_en", "number", "year", "orcid", "uscc",
    "ror", "published", "illustrative", "url", "changed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """One file of a dump."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Dump:
    """What was written, when, and how much stands in it."""

    made_at: str
    folder: str
    records: int
    deleted: int
    files: dict[str, File]


def exports() -> Path:
    """The folder of all dumps."""
    return Path(settings.MEDIA_ROOT) / "exports"


def current_dump() -> Dump | None:
    """The dump to fetch, or None before the first."""
    try:
        told = json.loads((exports() / POINTER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Dump(**{**told, "files": {name: File(**file) for name, file in told["files"].items()}})


def file_of(dump: Dump, format_name: str) -> Path:
    """Where a file of a dump lies."""
    return exports() / dump.folder / dump.files[format_name].name


def is_outdated(dump: Dump | None, tombstone: datetime | None) -> bool:
    """Whether something that the dump still holds was taken back since."""
    return dump is not None and tombstone is not None and utc(tombstone) >= dump.made_at


def write_dump() -> Dump:
    """Write all that goes out now; the dump before the last one is deleted."""
    exports().mkdir(parents=True, exist_ok=True)
    made_at = utc(timezone.now())
    before = current_dump()
    folder = Path(tempfile.mkdtemp(prefix=made_at.replace(":", ""), dir=exports()))
    folder.chmod(0o750)
    with (folder / NAMES["jsonl"]).open("wb") as stream:
        counts = {False: 0, True: 0}
        for row in _rows():
            stream.writelines(jsonl_lines([json_row(row)]))
            counts[row.deleted] += 1
    with (folder / NAMES["xlsx"]).open("wb") as stream:
        write_xlsx(stream, [_sheet(entity) for entity in Entity] + [_tombstones()])
    files = {name: _described(folder / file) for name, file in NAMES.items()}
    dump = Dump(made_at, folder.name, counts[False], counts[True], files)
    _point_to(dump)
    _clear({folder.name, before.folder if before else ""})
    return dump


def json_row(row: Exposure) -> dict[str, Any]:
    """One line of the JSON file; docs/howto/exchange.md describes it."""
    head = {
        "id": row.identifier,
        "oai": f"oai:{repository_id()}:{row.identifier}",
        "entity": row.entity,
        "changed": utc(row.datestamp),
        "deleted": row.deleted,
    }
    if row.deleted:
        return head
    content = {name: value for name, value in row.content.items() if name != "path"}
    return head | {"url": absolute(row.content["path"])} | content


def _rows(**wanted: Any) -> Iterator[Exposure]:
    """Items by id, a few hundred at a time, each as it may go out this moment."""
    last = 0
    while True:
        rows = list(Exposure.objects.filter(pk__gt=last, **wanted).order_by("pk")[:CHUNK])
        if not rows:
            return
        last = rows[-1].pk
        yield from without_hidden(rows)


def _sheet(entity: Entity) -> Sheet:
    rows = (_cells(row) for row in _rows(entity=entity) if not row.deleted)
    widths = [40.0 if name.startswith(("description", "name", "url")) else 16.0 for name in _COLUMNS]
    return Sheet(entity.folder, _COLUMNS, rows, widths=widths)


def _cells(row: Exposure) -> list[Any]:
    content = row.content
    told: dict[str, Any] = {
        "identifier": row.identifier,
        "entity": row.entity,
        "organisation": (content.get("organisation") or {}).get("id"),
        "people": [one["id"] for one in content.get("people", ())],
        "url": absolute(content["path"]),
        "changed": utc(row.datestamp),
    }
    for name in ("name", "summary", "description", "keywords"):
        told |= {f"{name}_{lang}": value for lang, value in content.get(name, {}).items()}
    told |= {name: content[name] for name in _COLUMNS if name in content and name not in told}
    return [told.get(name) or None for name in _COLUMNS]


def _tombstones() -> Sheet:
    rows = ([row.identifier, row.entity, utc(row.datestamp)] for row in _rows() if row.deleted)
    return Sheet("Deleted", ("identifier", "entity", "changed"), rows, widths=[40, 16, 24])


def _described(path: Path) -> File:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return File(path.name, path.stat().st_size, digest)


def _point_to(dump: Dump) -> None:
    descriptor, name = tempfile.mkstemp(dir=exports(), suffix=".new")
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(asdict(dump), stream)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(exports() / POINTER)


def _clear(kept: set[str]) -> None:
    """Delete older dumps; the last one stays for whoever is fetching it this moment."""
    for folder in exports().iterdir():
        if folder.is_dir() and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def content_type(format_name: str) -> str:
    """Of a file of a dump."""
    return CONTENT_TYPES[format_name]
