"""JSON in the database that people and text filters can read."""

from __future__ import annotations

import json
from typing import Any


class ReadableJSONEncoder(json.JSONEncoder):
    """Writes characters as themselves.

    Django's JSONField writes ``\\u6c34`` for 水 where a column is plain text, as in SQLite; a filter
    for 水 would not find it there, though it does on PostgreSQL.
    """

    def __init__(self, **options: Any) -> None:
        options["ensure_ascii"] = False
        super().__init__(**options)
