"""What the commands that run the platform say when something is in the way."""

from __future__ import annotations

import socket
import sys

import pytest
from django.core.management import CommandError, call_command

from heliu.config.processes import Together


def test_a_taken_port_is_said_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Cannot listen on 127.0.0.1:{port}"):
            call_command("serve", "--check-port", port=port)
    call_command("serve", "--check-port", port=port)


@pytest.mark.django_db
def test_serving_without_static_files_names_the_command_that_makes_them(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "none"
    with pytest.raises(CommandError, match="heliu setup"):
        call_command("serve", port=0)


def test_processes_end_together(tmp_path):
    """When one ends, the others are stopped, and its name is told."""
    mark = tmp_path / "stopped"
    waits = (
        "import signal, sys, pathlib, time\n"
        f"signal.signal(signal.SIGTERM, lambda *_: (pathlib.Path({str(mark)!r}).touch(), sys.exit()))\n"
        f"pathlib.Path({str(tmp_path / 'ready')!r}).touch()\n"
        "time.sleep(60)"
    )
    ends = f"import pathlib, time\nwhile not pathlib.Path({str(tmp_path / 'ready')!r}).exists(): time.sleep(.01)"
    assert Together({"ends": [sys.executable, "-c", ends], "waits": [sys.executable, "-c", waits]}).run() == "ends"
    assert mark.exists()
