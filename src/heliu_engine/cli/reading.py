"""`heliu-engine read`: what a page or file says, as one JSON object."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from heliu_engine.cli.restore import verdict_as_json
from heliu_engine.cli.runs import check_writable, write_lines
from heliu_engine.reading import Document, excerpt, read_file

EXCERPT = 500
"""Most characters of the excerpt that is written, where the rights allow so many."""


def read_into(file: Path, out: Path, url: str | None) -> None:
    """Write what is read out of a file."""
    check_writable(out)
    document = read_file(file, url=url)
    write_lines(out, [json.dumps(as_json(document), ensure_ascii=False, indent=1) + "\n"])


def as_json(document: Document) -> dict[str, Any]:
    """The fields in their fixed order and names."""
    shown = excerpt(document, EXCERPT)
    return {
        "kind": document.kind,
        "title": document.title,
        "date": document.date,
        "source": document.source,
        "author": document.author,
        "body": document.body,
        "language": document.language,
        "rights": asdict(document.rights),
        "excerpt": {"text": shown.text, "cut": shown.cut, "link": shown.link, "credit": shown.credit},
        "spam": verdict_as_json(document.spam),
        "links": [asdict(link) for link in document.links],
        "attachments": [asdict(attachment) for attachment in document.attachments],
        "tables": [asdict(table) for table in document.tables],
        "url": document.url,
        "encoding": document.encoding,
        "notes": list(document.notes),
        "rule": document.rule,
    }
