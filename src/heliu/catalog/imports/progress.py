"""How far a running import is.

It is kept in a small file beside the upload and not in the database: while rows are saved, their
transaction holds SQLite's one lock, and nobody could write, or before its end see, a row of progress.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from heliu.catalog.imports.models import ImportJob

EVERY = 0.3
"""Seconds between two writes."""
STALLED_AFTER = 600


def _path(job: ImportJob) -> Path | None:
    return Path(job.file.path + ".progress") if job.file else None


class ProgressFile:
    """Writes phase, rows done and rows in all where ``read_progress`` finds them."""

    def __init__(self, job: ImportJob) -> None:
        self._path = _path(job)
        self._written = 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        now = time.monotonic()
        if self._path is None or (now - self._written < EVERY and done < total):
            return
        self._written = now
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps({"phase": phase, "done": done, "total": total}), encoding="ascii")
        part.replace(self._path)


def read_progress(job: ImportJob) -> dict[str, Any]:
    """Phase, rows done, rows in all and the share in percent; zeros before it has begun."""
    path = _path(job)
    try:
        found = json.loads(path.read_text(encoding="ascii")) if path else {}
    except (OSError, ValueError):
        found = {}
    done, total = found.get("done", 0), found.get("total", 0)
    if found.get("phase") != job.state:
        done = total = 0
    return {"done": done, "total": total, "percent": min(100, round(100 * done / total)) if total else 0}


def is_moving(job: ImportJob) -> bool:
    """Whether the worker wrote progress in the last ten minutes; a worker that was killed leaves a job standing."""
    path = _path(job)
    try:
        return path is not None and time.time() - path.stat().st_mtime < STALLED_AFTER
    except OSError:
        return False


def forget_progress(job: ImportJob) -> None:
    """Delete the file of progress."""
    if path := _path(job):
        path.unlink(missing_ok=True)
