"""Logging is never worth waiting for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

PATIENCE = 200
"""Milliseconds that a page waits for another writer of SQLite before it goes on without logging."""


@contextmanager
def briefly() -> Iterator[None]:
    """Wait only a moment for the lock of SQLite, which has one writer. Writers of PostgreSQL do not wait at all."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    patience = connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {patience}")
