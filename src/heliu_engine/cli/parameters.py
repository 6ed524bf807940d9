"""`heliu-engine parameters`: parameters out of the texts of a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from heliu_engine.cli.inputs import read_texts
from heliu_engine.cli.progress import Progress
from heliu_engine.cli.runs import check_writable, write_lines
from heliu_engine.quantities import extract


def extract_file(texts: Path, out: Path) -> None:
    """Write a JSON object a line for each parameter of each text, in the order of the file."""
    check_writable(out)
    documents = read_texts(texts)
    told = Progress("Reading")

    def lines() -> Iterator[str]:
        for done, (identity, text, lang) in enumerate(documents, start=1):
            for parameter in extract(text, lang):
                yield json.dumps({"id": identity, **asdict(parameter)}, ensure_ascii=False) + "\n"
            told(done, len(documents))

    write_lines(out, lines())
