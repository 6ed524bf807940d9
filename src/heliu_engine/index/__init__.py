"""One index, one writer, many readers; see `heliu_engine.index.layout` for what lies on disk."""

from heliu_engine.index.folder import size_on_disk
from heliu_engine.index.reader import IndexReader
from heliu_engine.index.session import Session
from heliu_engine.index.snapshot import Snapshot
from heliu_engine.index.writer import IndexWriter

__all__ = ["IndexReader", "IndexWriter", "Session", "Snapshot", "size_on_disk"]
