"""``heliu deliver``: send mails, digests and calls."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from heliu.activity.delivery.tasks import run_sender, send_due


class Command(BaseCommand):
    help = "Send mails, digests and calls that are due, until Ctrl-C; `heliu worker` runs this."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now, then end.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"Tried: {send_due()}")
            return
        stop = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        run_sender(stop)
