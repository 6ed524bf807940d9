"""``heliu worker``: the one writer of the index, the jobs, and what is sent out."""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from heliu.config.processes import Together, heliu
from heliu.kit.jobs import enqueue
from heliu.kit.workdays import local_day

logger = logging.getLogger(__name__)

EVERY = 300
"""Seconds between two times that the regular jobs are queued."""


class Command(BaseCommand):
    help = "Keep the index up to date, run jobs, send mails and calls, and start what is due every day."

    def handle(self, *args: object, **options: object) -> None:
        stop = threading.Event()
        daily = threading.Thread(target=start_daily_jobs, args=(stop,), name="daily", daemon=True)
        daily.start()
        commands = {
            "index": heliu("index", "write"),
            "jobs": heliu("db_worker", "--verbosity", "0"),
            # Visits of feeds wait between two requests, and hold no other job up.
            "feeds": heliu("db_worker", "--verbosity", "0", "--queue-name", "feeds"),
            "deliveries": heliu("deliver"),
        }
        try:
            ended = Together(commands).run()
        finally:
            stop.set()
        if ended is not None:
            raise CommandError(f"The {ended} process ended by itself; its last lines above say why.")


def start_daily_jobs(stop: threading.Event) -> None:
    """Queue what is due when a worker starts, each regular job every few minutes, and each daily job once a day,
    whichever worker comes first."""
    starting = list(settings.HELIU_STARTING_JOBS)
    while not stop.wait(30):
        try:
            while starting:
                enqueue(starting[0])
                del starting[0]
            for name in settings.HELIU_REGULAR_JOBS:
                if cache.add(f"regular:{name}:{int(time.time() // EVERY)}", True, timeout=2 * EVERY):
                    enqueue(name)
            for name in settings.HELIU_DAILY_JOBS:
                if cache.add(f"daily:{name}:{local_day()}", True, timeout=2 * 24 * 3600):
                    enqueue(name)
        except Exception:
            logger.exception("The daily jobs could not be queued; the next try is in half a minute.")
        finally:
            close_old_connections()
