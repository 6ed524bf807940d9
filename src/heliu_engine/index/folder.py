"""The folder of an index on disk: which generation is live, and who may write.

``CURRENT`` names the live generation's folder and is only ever replaced by an atomic rename, after
everything in the new generation is durable. A reader that finds ``CURRENT`` changed opens the new
generation; the old one it still holds stays readable until it lets go, even when its files are unlinked.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
from pathlib import Path
from types import TracebackType

from heliu_engine.errors import IndexLocked, IndexMissing
from heliu_engine.index.logs import SUFFIX

CURRENT = "CURRENT"
LOCK = "writer.lock"
GENERATION = "generation-"
LEXICAL = "lexical"
TANTIVY_META = "meta.json"
_SEGMENT_FILE = re.compile(r"(?P<id>[0-9a-f]{32})\.(?:(?P<stamp>\d+)\.)?\w+")


class WriterLock:
    """The right to write an index, held by one process at a time and freed by the kernel when it dies."""

    def __init__(self, path: Path) -> None:
        self._file = (path / LOCK).open("a+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise IndexLocked(f"another process is writing the index at {path}") from error

    def release(self) -> None:
        self._file.close()

    def __enter__(self) -> WriterLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def live_generation(path: Path) -> str:
    """Name of the generation that readers open; `IndexMissing` where there is none yet."""
    try:
        name = (path / CURRENT).read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(f"there is no index at {path}") from error
    return name


def new_generation_name(path: Path) -> str:
    """A name never used here before; its random end tells apart indexes built anew at the same path."""
    taken = [int(folder.name.split("-")[1]) for folder in path.glob(GENERATION + "*-*")]
    return f"{GENERATION}{max(taken, default=0) + 1:06d}-{secrets.token_hex(3)}"


def publish(path: Path, name: str) -> None:
    """Make a finished generation the live one."""
    temporary = path / (CURRENT + ".tmp")
    with temporary.open("w", encoding="ascii") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path / name)
    temporary.replace(path / CURRENT)
    sync_folder(path)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(path: Path, keep: str | None) -> None:
    """Remove what dead writers and former generations left; only the holder of the lock may."""
    for folder in path.glob(GENERATION + "*"):
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)
    (path / (CURRENT + ".tmp")).unlink(missing_ok=True)
    if keep is not None and (path / keep / LEXICAL / TANTIVY_META).exists():
        _sweep_lexical(path / keep / LEXICAL)


def _sweep_lexical(folder: Path) -> None:
    """Remove files of tantivy that its last commit does not name.

    Its own collection knows neither its ``.tmp`` files nor files written just before a kill. The latter are more
    than litter: operation stamps go on from the last commit, so the next writer would want a file of the same name
    (``<segment>.<stamp>.del``) and fail.
    """
    segments = json.loads((folder / TANTIVY_META).read_text("utf-8"))["segments"]
    deletes = {entry["segment_id"].replace("-", ""): (entry["deletes"] or {}).get("opstamp") for entry in segments}
    for file in folder.iterdir():
        segment = _SEGMENT_FILE.fullmatch(file.name)
        if segment is None:
            named = not file.name.startswith(".tmp")
        elif segment["stamp"] is None:
            named = segment["id"] in deletes
        else:
            named = deletes.get(segment["id"]) == int(segment["stamp"])
        if not named:
            file.unlink(missing_ok=True)


def stamp(path: Path, name: str) -> tuple[int, ...]:
    """Changes with every commit and every new generation; costs two calls of the file system."""
    current = (path / CURRENT).stat()
    commit = (path / name / LEXICAL / TANTIVY_META).stat()
    return current.st_ino, current.st_mtime_ns, commit.st_ino, commit.st_mtime_ns, commit.st_size


def size_on_disk(path: Path | str) -> dict[str, int]:
    """Bytes of the live generation by part: each log, and the lexical index."""
    folder = Path(path) / live_generation(Path(path))
    sizes = {file.name.removesuffix(SUFFIX): file.stat().st_size for file in folder.glob("*" + SUFFIX)}
    sizes[LEXICAL] = sum(file.stat().st_size for file in (folder / LEXICAL).iterdir() if file.is_file())
    return sizes
