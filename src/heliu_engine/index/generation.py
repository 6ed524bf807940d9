"""One generation of an index, on disk or in memory: its lexical index, its logs, its last commit's record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import tantivy

from heliu_engine.encoding.protocol import Encoder
from heliu_engine.errors import IndexDamaged, IndexMissing
from heliu_engine.index.folder import LEXICAL, sync_folder
from heliu_engine.index.layout import Meta, log_types
from heliu_engine.index.lexicon import open_index, read_meta
from heliu_engine.index.logs import FileLogs, Logs, MemoryLogs


@dataclass(slots=True)
class Generation:
    """Where a writer writes and a reader reads; ``folder`` is None in memory."""

    name: str
    folder: Path | None
    lexical: tantivy.Index
    logs: Logs

    def last_commit(self) -> tuple[Meta, tantivy.Searcher] | None:
        """The newest commit and a view of exactly its documents; None before the first."""
        self.lexical.reload()
        searcher = self.lexical.searcher()
        written = read_meta(searcher)
        return None if written is None else (Meta.from_json(written), searcher)

    def close(self) -> None:
        self.logs.close()


def empty_meta(name: str, encoder: Encoder | None) -> Meta:
    if encoder is None:
        return Meta(generation=name)
    return Meta(generation=name, encoder=encoder.name, dimension=encoder.dimension)


def empty_meta_like(name: str, other: Meta) -> Meta:
    """The record of a new generation for vectors of the same encoder."""
    return Meta(generation=name, encoder=other.encoder, dimension=other.dimension)


def adopted(meta: Meta, encoder: Encoder | None) -> Meta:
    """The record with the encoder's name, where the generation has been without one so far."""
    if meta.encoder or encoder is None:
        return meta
    return replace(meta, encoder=encoder.name, dimension=encoder.dimension)


def in_memory(meta: Meta) -> Generation:
    return Generation(meta.generation, None, open_index(None), MemoryLogs(log_types(meta.dimension)))


def created(path: Path, meta: Meta) -> Generation:
    """A new, empty generation in a folder of its own; nobody reads it before it is published."""
    folder = path / meta.generation
    folder.mkdir()
    lexical = open_index(folder / LEXICAL)
    logs = FileLogs(folder, log_types(meta.dimension), counts={})
    sync_folder(folder)
    return Generation(meta.generation, folder, lexical, logs)


def opened_for_writing(path: Path, name: str, encoder: Encoder | None) -> tuple[Generation, Meta]:
    """The live generation, its logs cut back to what the last commit counts."""
    folder, lexical, meta = _open_lexical(path, name)
    meta = adopted(meta, encoder)
    logs = FileLogs(folder, log_types(meta.dimension), counts=meta.counts)
    return Generation(name, folder, lexical, logs), meta


def opened_for_reading(path: Path, name: str) -> Generation:
    folder, lexical, meta = _open_lexical(path, name)
    return Generation(name, folder, lexical, FileLogs(folder, log_types(meta.dimension)))


def _open_lexical(path: Path, name: str) -> tuple[Path, tantivy.Index, Meta]:
    folder = path / name
    if not (folder / LEXICAL / "meta.json").exists():
        raise IndexMissing(f"{path} names {name} as its live generation, but it is not there")
    try:
        lexical = open_index(folder / LEXICAL)
        lexical.reload()
        written = read_meta(lexical.searcher())
    except ValueError as error:
        raise IndexDamaged(f"{folder / LEXICAL}: {error}") from error
    if written is None:
        raise IndexDamaged(f"{folder}: no commit was ever finished there; rebuild the index")
    return folder, lexical, Meta.from_json(written)
