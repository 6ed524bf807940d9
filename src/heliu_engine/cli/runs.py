"""Runs in TREC format."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from heliu_engine.errors import InputError

Ranked = Sequence[tuple[str, float]]
"""Candidates with their scores, best first."""


def check_writable(path: Path) -> None:
    """Refuse at once what could not be written after a long job."""
    if path.is_dir():
        raise InputError(f"{path} cannot be written: it is a folder.")
    if not path.parent.is_dir():
        raise InputError(f"{path} cannot be written: there is no folder {path.parent}.")


def write_run(path: Path, answers: Iterable[tuple[str, Ranked]], tag: str) -> None:
    """Write ``query Q0 candidate rank score tag`` lines; the file appears whole or not at all.

    Scores are written with as many digits as it takes to read the same number again.
    """
    try:
        handle, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            for query, ranked in answers:
                file.writelines(
                    f"{query} Q0 {candidate} {rank} {score!r} {tag}\n"
                    for rank, (candidate, score) in enumerate(ranked, start=1)
                )
        # A temporary file is private; a run should be as readable as any file the user makes.
        mask = os.umask(0)
        os.umask(mask)
        Path(written).chmod(0o666 & ~mask)
        Path(written).replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        Path(written).unlink(missing_ok=True)
