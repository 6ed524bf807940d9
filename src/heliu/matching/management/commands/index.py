"""``heliu index build|update|write|status``."""

from __future__ import annotations

import json
import signal
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heliu.kit.progress import Bar
from heliu.matching.actions import request_rebuild
from heliu.matching.adapters.reading import index_facts
from heliu.matching.errors import EmbeddingError, IndexBusyError
from heliu.matching.selectors import get_search_state
from heliu.matching.tasks import run_index_writer, update_index

LABELS = {"build": "Records", "embed": "Vectors"}


class Command(BaseCommand):
    help = "The index of everything that can be found."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        parts.add_parser("build", help="Build the index anew from the catalog; the old one serves meanwhile.")
        parts.add_parser("update", help="Bring the index up to date once, or build it where there is none.")
        parts.add_parser("write", help="Keep the index up to date until Ctrl-C; `heliu worker` runs this.")
        status = parts.add_parser("status", help="What is in the index, and how far it is behind the catalog.")
        status.add_argument("--json", action="store_true", help="As one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["part"])(options)

    def build(self, options: dict[str, Any]) -> None:
        self._update(rebuild=True)

    def update(self, options: dict[str, Any]) -> None:
        self._update(rebuild=False)

    def write(self, options: dict[str, Any]) -> None:
        stop = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        run_index_writer(stop)

    def status(self, options: dict[str, Any]) -> None:
        search, facts = get_search_state(), index_facts()
        state = search.state
        values = {
            "documents": facts.documents,
            "vectors": facts.vectors,
            "pending": state.pending if state else 0,
            "committed": facts.committed,
            "head": search.head,
            "waiting": search.waiting,
            "oldest_waiting": search.oldest.isoformat() if search.oldest else None,
            "writer": state.writer if state and search.alive else None,
            "writer_alive": search.alive,
            "problem": state.problem if state else "",
            "building": [state.build_done, state.build_total] if state and state.build_total else None,
            "encoder": facts.encoder,
            "version": facts.version,
            "bytes": facts.size,
            "path": facts.path,
        }
        if options["json"]:
            self.stdout.write(json.dumps(values, ensure_ascii=False))
            return
        for name, value in values.items():
            self.stdout.write(f"{name.replace('_', ' '):<16}{'-' if value is None or value == '' else value}")
        if not facts.version:
            self.stdout.write(self.style.WARNING("There is no index yet. Run: heliu index build"))
        elif search.waiting and not search.alive:
            self.stdout.write(
                self.style.WARNING(
                    f"Search is behind by {search.waiting} change{'s' * (search.waiting > 1)} "
                    "and no worker is running. Start one: heliu worker"
                )
            )

    def _update(self, *, rebuild: bool) -> None:
        bar = Bar(self.stderr)

        def show(what: str, done: int, total: int) -> None:
            bar(LABELS[what], done, total)

        try:
            documents = update_index(show, rebuild=rebuild)
        except IndexBusyError as error:
            if not get_search_state().alive:
                raise CommandError(f"{error}. It gives no sign of life: end it, then try again.") from error
            if rebuild:
                request_rebuild()
            self._follow(bar, rebuild=rebuild)
            return
        except EmbeddingError as error:
            raise CommandError(
                f"The words are indexed, but not every text has its vector: {error} The worker will go on."
            ) from error
        finally:
            bar.end()
        self.stdout.write(self.style.SUCCESS(f"The index is up to date: {documents} documents."))

    def _follow(self, bar: Bar, *, rebuild: bool) -> None:
        """The worker does it; show how far it is."""
        self.stdout.write("The worker is writing the index; it does this now.")
        while True:
            search = get_search_state()
            state = search.state
            if state is None or not search.alive:
                raise CommandError("The worker ended. Try again.")
            if state.build_total:
                bar(LABELS["build"], state.build_done, state.build_total)
            elif not state.rebuild_wanted and (rebuild or not search.waiting):
                break
            time.sleep(0.3)
        bar.end()
        self.stdout.write(self.style.SUCCESS("The worker has built the index." if rebuild else "Nothing is waiting."))
