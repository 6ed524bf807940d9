"""`heliu-engine understand`: what a page or file names and asks for, as one JSON object."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from heliu_engine.cli.runs import check_writable, write_lines
from heliu_engine.reading import Document, read_file
from heliu_engine.understanding import Understanding, understand


def understand_into(file: Path, out: Path, day: str | None) -> None:
    """Write what is understood of a file's main text."""
    check_writable(out)
    document = read_file(file)
    understood = understand(document.body, date=document.date or day, lang=document.language)
    write_lines(out, [json.dumps(as_json(document, understood), ensure_ascii=False, indent=1) + "\n"])


def as_json(document: Document, understood: Understanding) -> dict[str, Any]:
    """The fields in their fixed order and names; relations name their mentions by place in the list."""
    place = {mention: index for index, mention in enumerate(understood.mentions)}
    return {
        "title": document.title,
        "date": document.date,
        "source": document.source,
        "body": document.body,
        "mentions": [asdict(mention) for mention in understood.mentions],
        "relations": [
            asdict(relation) | {"subject": place[relation.subject], "object": place[relation.object]}
            for relation in understood.relations
        ],
        "rules": understood.rules,
    }
