"""One writer and several readers, as processes of their own over a database and an index on disk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

PROMISED = 2.0
"""Seconds after which every process finds what was published, and no longer what was closed."""


class Other:
    """A process that does what it is told, one line at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def __call__(self, name: str, argument: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([name, argument]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HELIU_")}
    kept["DJANGO_SETTINGS_MODULE"] = "heliu.config.settings"
    return kept | {"HELIU_HOME": str(home), "HELIU_ENCODER": "none", "HELIU_SECRET_KEY": "only-for-tests"}


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], env=environment(home), text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=sys.stderr,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def heliu(home: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "heliu", *arguments], env=environment(home), capture_output=True, text=True, check=True
    )
    return done.stdout


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


@pytest.mark.skipif(os.name != "posix", reason="processes are killed by signal")
def test_every_process_finds_what_is_published_within_two_seconds(tmp_path):
    heliu(tmp_path, "migrate", "--verbosity", "0")
    with ExitStack() as stack:
        writer = stack.enter_context(running(tmp_path, "heliu", "index", "write"))
        others = [
            Other(stack.enter_context(running(tmp_path, "heliu.matching.tests.process_helper"))) for _ in range(2)
        ]
        web = others[0]
        # Everything is started and warm once the first record is found.
        web("publish", ["热身的需求"])
        wait_until(lambda: all("热身的需求" in other("find", "热身") for other in others), 30, "the processes start")

        [pk] = web("publish", ["铝合金薄板焊接后翘曲"])
        wait_until(
            lambda: all("铝合金薄板焊接后翘曲" in other("find", "铝合金焊接") for other in others),
            PROMISED, "it is found by every process",
        )  # fmt: skip
        web("close", pk)
        wait_until(lambda: web("status", None)["waiting"] == 0, PROMISED, "the index forgets it")
        assert not any("铝合金薄板焊接后翘曲" in other("find", "铝合金焊接") for other in others)

        # Killed in the middle of its work, the next writer goes on where the last commit was.
        titles = [f"第{number}批轴承异响" for number in range(300)]
        for first in range(0, 300, 150):
            web("publish", titles[first : first + 150])
            writer.send_signal(signal.SIGKILL)
            writer.wait()
            writer = stack.enter_context(running(tmp_path, "heliu", "index", "write"))
        wait_until(lambda: web("status", None)["waiting"] == 0, 30, "the next writer catches up")
        status = web("status", None)
        assert status["alive"]
        assert status["documents"] == 302, "300 demands, the first one, and their organisation"
        assert all(titles[-1] in other("find", titles[-1]) for other in others)

        # Beside a writer, building is handed over to it, and readers follow to the new generation.
        before = status["version"]
        assert "worker has built" in heliu(tmp_path, "index", "build")
        assert web("status", None)["version"] != before
        web("publish", ["重建之后的需求"])
        wait_until(
            lambda: all("重建之后的需求" in other("find", "重建之后") for other in others),
            PROMISED, "every process follows",
        )  # fmt: skip

        writer.terminate()
        assert writer.wait(10) == 0, "a writer ends in order"
        web("publish", ["没有写入进程时的需求"])
        status = web("status", None)
        assert (status["alive"], status["waiting"]) == (False, 1)
