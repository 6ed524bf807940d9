"""``heliu ingest``: visit sources now, in this process."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils import timezone, translation

from heliu.ingestion.feeds.actions.visiting import open_visit, run_visit
from heliu.ingestion.feeds.labels import error_of
from heliu.ingestion.feeds.models import Source, Visit


class Command(BaseCommand):
    help = "Visit sources now and say what was found: one by its number, or all that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--source", type=int, metavar="N", help="the source of this number, whatever its schedule")
        which.add_argument("--due", action="store_true", help="every source that is due")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        with translation.override("en"):
            for source in self._sources(options["source"]):
                visit = run_visit(open_visit(source, timezone.now()).pk)
                failed += self._tell(source, visit)
        if failed:
            raise CommandError(f"{failed} of the sources could not be read.")

    def _sources(self, number: int | None) -> QuerySet[Source]:
        if number is None:
            return Source.objects.due(timezone.now())
        found = Source.objects.filter(pk=number)
        if not found:
            raise CommandError(f"There is no source {number}.")
        return found

    def _tell(self, source: Source, visit: Visit | None) -> bool:
        """One line on a source; whether it could not be read. It may be visited by the worker at this moment."""
        if visit is None:
            self.stdout.write(f"{source.pk} {source}: is being visited already.")
            return False
        numbers = ", ".join(f"{getattr(visit, name)} {name}" for name in Visit.COUNTS)
        self.stdout.write(f"{source.pk} {source}: {numbers}, {visit.requests} requests.")
        if visit.error:
            self.stderr.write(f"{source.pk} {source}: {error_of(visit)}")
        return bool(visit.error)
