"""``heliu sample load|remove``."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandParser

from heliu.sample.actions import create_demo_accounts, load_sample, remove_sample


class Command(BaseCommand):
    help = "Load the sample region (Tianjin, Beijing, Hebei), or take it out again. Loading twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["load", "remove"])

    def handle(self, *args: object, **options: object) -> None:
        if options["what"] == "load":
            counts = load_sample()
            create_demo_accounts()
            words = ["created", "updated", "unchanged"]
        else:
            counts = remove_sample()
            words = ["demand", "achievement", "expert", "organisation", "kept"]
        self.stdout.write(self.style.SUCCESS(", ".join(f"{word} {counts[word]}" for word in words)))
