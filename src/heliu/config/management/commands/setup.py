"""``heliu setup``: everything between installing the package and serving."""

from __future__ import annotations

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Prepare or update an installation: database, cache, front-end packages, sentence model, index."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", action="store_true", help="Load the sample region as well.")

    def handle(self, *args: object, **options: object) -> None:
        self._step("Database")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        self._step("Front-end packages")
        call_command("assets")
        if options["sample"]:
            self._step("Sample region")
            call_command("sample", "load")
        self._step("Index")
        call_command("index", "update")
        self.stdout.write(self.style.SUCCESS("Ready. Serve it with: heliu serve"))

    def _step(self, name: str) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(f"{name} …"))
        self.stdout.flush()
