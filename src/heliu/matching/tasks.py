"""Keeping the index up to date: the writer's loop, and building or catching up once."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from heliu.matching.actions import index_state
from heliu.matching.adapters.encoders import load_encoder
from heliu.matching.adapters.keeper import IndexKeeper, count_findable
from heliu.matching.errors import EmbeddingError, IndexBusyError
from heliu.matching.models import IndexChange, IndexState
from heliu.matching.outcomes.tasks import purge_outcomes
from heliu.matching.selectors import get_search_state
from heliu.matching.signals import index_caught_up, index_took

__all__ = ["Writer", "purge_outcomes", "run_index_writer", "update_index"]

logger = logging.getLogger(__name__)

POLL = 0.25
"""Seconds between two looks at the changes: a quarter of the two that publishing may take."""
BATCH = 200
"""Changes in one commit."""
EMBED_STEP = 16
"""Documents embedded between two looks at the changes; about half a second."""
BEAT = 4.0
"""Seconds between two signs of life."""
COMMIT_EVERY = 2.0
"""Seconds of embedding between two commits, at least."""
COMMIT_SHARE = 20
"""A commit that takes long is made more seldom: this many times what the last one took."""
ANNOUNCE_EVERY = 600.0
"""Seconds between two announcements while more texts wait for vectors than can be embedded meanwhile."""
LONGEST_PAUSE = 15.0
"""Seconds between two tries when the database or the encoder keeps failing."""

WELL = 60.0
"""Seconds of work after which a failure counts as the first."""
STAND_BY = 2.0
"""Seconds between two tries to become the writer while another process is."""

Progress = Callable[[str, int, int], None]
"""Takes what is being done (``build`` or ``embed``), how much is done, how much there is."""


class Writer:
    """Takes changes from the database to the index, one small step after the other."""

    def __init__(self, keeper: IndexKeeper, progress: Progress | None = None) -> None:
        self.keeper = keeper
        self._progress = progress
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._beat_at = 0.0
        self._committed_at = time.monotonic()
        self._commit_took = 0.0
        self._uncommitted = False
        self._rest_until = 0.0
        self._problem = keeper.problem
        self._unannounced = False
        self._announced_at = time.monotonic()

    # -- one step -------------------------------------------------------------------------------

    def step(self) -> bool:
        """Do what is most urgent; whether there was anything to do."""
        if self.beat():
            self.rebuild_if_needed()
        if self.take_changes():
            return True
        return self._embed()

    def _waiting(self) -> list[IndexChange]:
        return list(IndexChange.objects.order_by("seq")[:BATCH])

    def take_changes(self) -> bool:
        """Bring the next changes into the index; whether there were any."""
        changes = self._waiting()
        if not changes:
            return False
        self.keeper.apply(changes)
        self._commit()
        self._consume(changes)
        self._announce()
        return True

    def _consume(self, changes: Sequence[IndexChange]) -> None:
        """Only after the index committed them. Each statement is a transaction of its own."""
        if not changes:
            return
        # Whoever hears of them may hear twice, where this process ends before the next two statements, but not never.
        index_took.send(type(self), records=sorted({(change.kind, change.object_id) for change in changes}))
        self._unannounced = True
        IndexState.objects.filter(consumed__lt=changes[-1].seq).update(consumed=changes[-1].seq)
        IndexChange.objects.filter(pk__in=[change.seq for change in changes]).delete()

    def _embed(self) -> bool:
        now = time.monotonic()
        if now < self._rest_until or not self.keeper.pending:
            self._commit_if_due(idle=True)
            return False
        try:
            self.keeper.embed(EMBED_STEP)
        except EmbeddingError as error:
            logger.warning("Texts wait for their vectors: %s", error)
            self._problem = str(error)
            self._rest_until = now + LONGEST_PAUSE
            self.beat(urgent=True)
            return False
        self._problem = ""
        self._uncommitted = True
        self._commit_if_due(idle=not self.keeper.pending)
        self._announce()
        return True

    def _announce(self) -> None:
        """Say that what was taken can be compared now: once all has its vectors, and now and then before."""
        now = time.monotonic()
        if self._unannounced and (not self.keeper.pending or now - self._announced_at > ANNOUNCE_EVERY):
            self._unannounced, self._announced_at = bool(self.keeper.pending), now
            index_caught_up.send_robust(type(self))

    def _commit_if_due(self, *, idle: bool) -> None:
        pause = max(COMMIT_EVERY, COMMIT_SHARE * self._commit_took)
        if self._uncommitted and (idle or time.monotonic() - self._committed_at > pause):
            self._commit()

    def _commit(self) -> None:
        began = time.monotonic()
        self.keeper.commit()
        self._committed_at = time.monotonic()
        self._commit_took = self._committed_at - began
        self._uncommitted = False

    # -- signs of life --------------------------------------------------------------------------

    def beat(self, *, urgent: bool = False) -> bool:
        """Tell the pages now and then that somebody is at work, and on what; whether it was time to."""
        now = time.monotonic()
        if not urgent and now - self._beat_at < BEAT:
            return False
        IndexState.objects.update(
            beat_at=timezone.now(), writer=self._name, encoder=self.keeper.encoder,
            pending=self.keeper.pending, problem=self._problem,
        )  # fmt: skip
        self._beat_at = now
        return True

    def sign_off(self) -> None:
        """Say at once that nobody writes any more."""
        IndexState.objects.filter(writer=self._name).update(beat_at=None, pending=self.keeper.pending)

    # -- a new generation -----------------------------------------------------------------------

    def rebuild_if_needed(self) -> None:
        """Build the index anew where it cannot follow by changes, or somebody asked for it."""
        state, head = index_state(), get_search_state().head
        if state.rebuild_wanted or self.keeper.must_rebuild(state.consumed, head):
            self.rebuild()

    def rebuild(self) -> None:
        """Build a new generation from the catalog; changes that come meanwhile are taken on the way."""
        # The number is read before the first record is: what comes later is taken as a change.
        head = get_search_state().head
        total = count_findable()
        logger.info("Building the index of %d records.", total)
        IndexState.objects.update(build_total=total, build_done=0)

        # What one call of step gave is committed by the time the next one comes.
        taken: list[IndexChange] = []

        def step(done: int) -> list[IndexChange]:
            nonlocal taken
            IndexState.objects.update(build_done=min(done, total), beat_at=timezone.now(), writer=self._name)
            if self._progress:
                self._progress("build", min(done, total), total)
            self._consume(taken)
            taken = self._waiting()
            return taken

        try:
            self.keeper.rebuild(head, step)
            self._consume(taken)
            IndexState.objects.update(rebuild_wanted=False)
        finally:
            IndexState.objects.update(build_total=0, build_done=0)

    def embed_all(self) -> None:
        """Embed until nothing waits; for commands, where somebody watches."""
        total = self.keeper.pending
        while left := self.keeper.pending:
            self.keeper.embed(EMBED_STEP)
            self._uncommitted = True
            self._commit_if_due(idle=False)
            self.beat()
            if self._progress:
                self._progress("embed", max(total - left, 0), total)
        if self._progress and total:
            self._progress("embed", total, total)
        self._commit()
        self._announce()


def run_index_writer(stop: threading.Event) -> None:
    """Write the index until ``stop`` is set; survives whatever the database, the encoder or the disk does.

    Where another process writes already, this one stands by and takes over when that one ends.
    """
    failures = 0
    while not stop.is_set():
        began = time.monotonic()
        try:
            with IndexKeeper(index_state()) as keeper:
                _write(Writer(keeper), stop)
        except IndexBusyError:
            stop.wait(STAND_BY)
        except Exception:
            # What went well for a while is not the same trouble again.
            failures = 1 if time.monotonic() - began > WELL else failures + 1
            logger.exception("The index could not be written; the next try follows.")
            _pause(failures, stop)
        finally:
            close_old_connections()
    connection.close()


def _write(writer: Writer, stop: threading.Event) -> None:
    failures = 0
    try:
        while not stop.is_set():
            try:
                busy = writer.step()
                failures = 0
                if busy:
                    continue
            except DatabaseError as error:
                failures += 1
                logger.warning("The database does not answer the index writer: %s", error)
                connection.close()
                _pause(failures, stop)
                continue
            if writer.keeper.problem and load_encoder().encoder is not None:
                # The encoder that could not be had is there now: open the index with it.
                return
            stop.wait(POLL)
    finally:
        writer.sign_off()


def _pause(failures: int, stop: threading.Event) -> None:
    stop.wait(min(0.25 * 2 ** min(failures, 10), LONGEST_PAUSE))


def update_index(progress: Progress | None = None, *, rebuild: bool = False) -> int:
    """Bring the index up to date once, vectors included; how many documents it has. IndexBusyError beside a worker."""
    with IndexKeeper(index_state()) as keeper:
        writer = Writer(keeper, progress)
        try:
            if rebuild:
                writer.rebuild()
            else:
                writer.rebuild_if_needed()
            while writer.take_changes():
                pass
            writer.embed_all()
        finally:
            writer.sign_off()
        return keeper.documents
