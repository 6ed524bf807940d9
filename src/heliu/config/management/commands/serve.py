"""``heliu serve``: web and worker in the foreground."""

from __future__ import annotations

import socket
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from heliu.config.processes import Together, heliu
from heliu.sample.selectors import demonstration_lines


class Command(BaseCommand):
    help = "Serve the platform: the web server and the worker, both ended by Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on (default 127.0.0.1).")
        parser.add_argument("--port", type=int, default=8000, help="Port to listen on (default 8000).")
        parser.add_argument("--web-processes", type=int, default=2, help="Web processes (default 2).")
        parser.add_argument("--threads", type=int, default=4, help="Threads in each web process (default 4).")
        parser.add_argument("--check-port", action="store_true", help="Only say whether the port is free.")
        parser.add_argument("--no-worker", action="store_true", help="Serve pages only; a worker runs elsewhere.")

    def handle(self, *args: object, **options: object) -> None:
        host, port = str(options["host"]), int(str(options["port"]))
        refuse_taken_port(host, port)
        if options["check_port"]:
            return
        self._refuse_unprepared()
        web = [
            sys.executable, "-m", "gunicorn", "heliu.config.wsgi", "--bind", f"{host}:{port}",
            "--workers", str(options["web_processes"]), "--threads", str(options["threads"]),
            "--worker-class", "gthread", "--timeout", "120", "--graceful-timeout", "5", "--log-level", "warning",
            "--no-control-socket",
        ]  # fmt: skip
        commands = {"web": web}
        if not options["no_worker"]:
            commands["worker"] = heliu("worker")
        self.stdout.write(self.style.SUCCESS(f"Heliu is at http://{host}:{port}/  (Ctrl-C ends it)"))
        for line in demonstration_lines():
            self.stdout.write(line)
        self.stdout.flush()
        if (ended := Together(commands).run()) is not None:
            raise CommandError(f"The {ended} process ended by itself; its last lines above say why.")
        self.stdout.write("Stopped.")

    def _refuse_unprepared(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date. Run: heliu setup")
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            raise CommandError("The static files are not there yet. Run: heliu setup")


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before anything starts where another program listens on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}:{port} ({error.strerror}). Another program may be using the port; "
                f"stop it, or choose another: heliu serve --port {port + 1}"
            ) from error
