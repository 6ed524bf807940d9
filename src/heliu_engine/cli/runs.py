"""Runs in TREC format, tables of levels, and files of lines that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from heliu_engine.errors import InputError
from heliu_engine.scoring.levels import LEVELS, Levels, level_of

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
    write_lines(
        path,
        (
            f"{query} Q0 {candidate} {rank} {score!r} {tag}\n"
            for query, ranked in answers
            for rank, (candidate, score) in enumerate(ranked, start=1)
        ),
    )


def write_levels(path: Path, answers: Iterable[tuple[str, Ranked]], levels: Levels) -> None:
    """Write ``query_id,doc_id,level,p1,p2,p3,p4`` with a header, a line for each line of the run."""

    def lines() -> Iterator[str]:
        yield ",".join(["query_id", "doc_id", "level", *(f"p{level}" for level in LEVELS)]) + "\n"
        for query, ranked in answers:
            for candidate, score in ranked:
                chances = levels.probabilities(score)
                fields = [_quoted(query), _quoted(candidate), str(level_of(chances)), *map(repr, chances)]
                yield ",".join(fields) + "\n"

    write_lines(path, lines())


def _quoted(name: str) -> str:
    """An id as a field of a CSV file (RFC 4180)."""
    return '"' + name.replace('"', '""') + '"' if any(mark in name for mark in ',"') else name


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines that end themselves; the file appears whole or not at all."""
    try:
        handle, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
        # A temporary file is private; a run should be as readable as any file the user makes.
        mask = os.umask(0)
        os.umask(mask)
        Path(written).chmod(0o666 & ~mask)
        Path(written).replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        Path(written).unlink(missing_ok=True)
