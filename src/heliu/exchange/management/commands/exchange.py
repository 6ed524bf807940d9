"""``heliu exchange rebuild|dump|status``."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count

from heliu.exchange.actions import rebuild
from heliu.exchange.dumps import current_dump, exports, write_dump
from heliu.exchange.items.texts import utc
from heliu.exchange.models import Exposure
from heliu.exchange.selectors import waiting_changes
from heliu.exchange.site import base_url
from heliu.kit.progress import Bar


class Command(BaseCommand):
    help = "What goes out to harvesters: public records as OAI-PMH, linked data and files."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        parts.add_parser(
            "rebuild", help="Compare what goes out with the whole catalog; the worker does so every night."
        )
        parts.add_parser("dump", help="Write the files of the page Open data; the worker does so every night.")
        status = parts.add_parser("status", help="How much goes out, and whether changes wait to be looked at.")
        status.add_argument("--json", action="store_true", help="As one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["part"])(options)

    def rebuild(self, options: dict[str, Any]) -> None:
        bar = Bar(self.stderr)
        try:
            changed = rebuild(bar)
        finally:
            bar.end()
        self.stdout.write(self.style.SUCCESS(f"Compared; {changed} items are new, different or taken back."))

    def dump(self, options: dict[str, Any]) -> None:
        dump = write_dump()
        self.stdout.write(
            self.style.SUCCESS(f"{dump.records} items and {dump.deleted} tombstones in {exports() / dump.folder}.")
        )

    def status(self, options: dict[str, Any]) -> None:
        rows = Exposure.objects.order_by().values_list("entity", "deleted").annotate(number=Count("pk"))
        counts: dict[str, dict[str, int]] = {}
        for entity, deleted, number in rows:
            counts.setdefault(entity, {})["deleted" if deleted else "out"] = number
        last = Exposure.objects.order_by("-datestamp").values_list("datestamp", flat=True).first()
        dump = current_dump()
        values = {
            "address": base_url(), "items": counts, "waiting": waiting_changes(), "last_change": utc(last),
            "dump": dump.made_at if dump else None,
        }  # fmt: skip
        if options["json"]:
            self.stdout.write(json.dumps(values, ensure_ascii=False))
            return
        for name, value in values.items():
            self.stdout.write(f"{name.replace('_', ' '):<14}{value or '-'}")
