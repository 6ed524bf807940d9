"""Real senders, killed by SIGKILL while they send 200 notices, against real servers on this machine.

What is promised (docs/adr/0015-exactly-once.md): outside the moment of handing over, a mail arrives exactly once; in
that moment it arrives at most once, and the next digest tells of it. A webhook arrives at least once, always with the
same id.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from heliu.activity.tests.sinks import Call, HttpSink, SmtpSink

PEOPLE = 20
SAFE = ("connect", "mail", "rcpt", "data")
"""Steps of a conversation at which the sender waits for an answer and has not handed over anything."""


class Beside:
    """The process that does what it is told, and the sender that it started last."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.sender = 0
        self.killed = threading.Event()

    def __call__(self, name: str, argument: Any = None) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([name, argument]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self) -> None:
        self.killed.clear()
        self.sender = self("start")

    def kill(self) -> None:
        # Before the first start there is none; 0 would mean this very process.
        if self.sender > 0:
            with suppress(ProcessLookupError):
                os.kill(self.sender, signal.SIGKILL)
        self.killed.set()


def environment(home: Path, smtp_port: int = 1) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HELIU_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "heliu.config.settings", "HELIU_HOME": str(home), "HELIU_ENCODER": "none",
        "HELIU_SECRET_KEY": "only-for-tests", "HELIU_EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "HELIU_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8", "HELIU_LOG_LEVEL": "ERROR",
    }  # fmt: skip


@contextmanager
def beside(home: Path, smtp_port: int) -> Iterator[Beside]:
    process = subprocess.Popen(
        [sys.executable, "-m", "heliu.activity.tests.sender_process"], env=environment(home, smtp_port), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr,
    )  # fmt: skip
    other = Beside(process)
    try:
        yield other
    finally:
        other.kill()
        process.kill()
        process.communicate()


@pytest.fixture
def home(tmp_path, db):
    """A database on disk of its own, copied from the empty one of the tests, which is migrated already."""
    if connection.vendor == "sqlite":
        # By a connection of its own: a backup waits for ever for a transaction of the same one.
        source = sqlite3.connect(connection.settings_dict["NAME"])
        with closing(source), closing(sqlite3.connect(tmp_path / "heliu.sqlite3")) as copy:
            source.backup(copy)
    else:
        # The senders have no access to the test's database; theirs is a file in either case.
        command = [sys.executable, "-m", "heliu", "migrate", "--verbosity", "0"]
        subprocess.run(command, env=environment(tmp_path), check=True)
    return tmp_path


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def settled(other: Beside) -> bool:
    return not {"waiting", "sending", "handed"} & set(other("counts"))


def keep_alive(other: Beside, what: str, seconds: float = 120) -> None:
    """Start the sender again whenever it was killed, until everything is settled."""

    def done() -> bool:
        if other.killed.is_set():
            other.start()
        return settled(other) and not other.killed.is_set()

    wait_until(done, seconds, what)


def arrived(smtp: SmtpSink) -> dict[str, int]:
    """Token → how often the mail arrived."""
    return {name.strip("<>").split("@")[0]: count for name, count in smtp.ids.items()}


@pytest.mark.skipif(os.name != "posix", reason="processes are killed by signal")
def test_notices_survive_senders_that_are_killed(home):
    with SmtpSink() as smtp, beside(home, smtp.port) as other:
        other("people", PEOPLE)
        other("warm")
        other.start()
        killed_before_the_end(smtp, other)
        killed_at_any_moment(smtp, other)
        killed_in_the_middle_of_handing_over(smtp, other)
        calls_of_a_killed_sender(other)


def killed_before_the_end(smtp: SmtpSink, other: Beside) -> None:
    """Eight senders are killed at a step before the handing over; each of 120 mails arrives exactly once."""
    dice = random.Random(5)
    kills = {number: dice.choice(SAFE) for number in sorted(dice.sample(range(1, 115), 7))}
    kills[0] = "connect"
    seen: Counter[str] = Counter()
    lock = threading.Lock()

    def before(step: str, about: str) -> str | None:
        with lock:
            number = len(smtp.mails)
            if kills.get(number) == step or (kills.get(number) and step == "mail" and kills[number] == "connect"):
                del kills[number]
                seen[step] += 1
                other.kill()
                return "hang up"
        return None

    smtp.before = before
    for _ in range(6):
        other("tell", [1, PEOPLE])
        time.sleep(0.2)
    keep_alive(other, "all are sent")
    assert not kills, "every sender that was to be killed was"
    assert sum(seen.values()) == 8
    assert set(other("states").values()) == {"sent"}
    assert len(arrived(smtp)) == 6 * PEOPLE
    assert set(arrived(smtp).values()) == {1}


def killed_at_any_moment(smtp: SmtpSink, other: Beside) -> None:
    """Six senders are killed whenever it happens: no mail arrives twice, and what did not arrive is known."""
    smtp.before = lambda step, about: None
    dice = random.Random()
    for _ in range(4):
        other("tell", [1, PEOPLE])
    for _ in range(6):
        time.sleep(dice.uniform(0.02, 0.4))
        other.kill()
        other.start()
    keep_alive(other, "all are settled")
    states, times = other("states"), arrived(smtp)
    assert len(states) == 10 * PEOPLE == 200
    assert max(times.values()) == 1
    assert all(times.get(token) == 1 for token, state in states.items() if state == "sent")
    missing = [token for token in states if token not in times]
    assert all(states[token] == "unclear" for token in missing)
    assert len([state for state in states.values() if state == "unclear"]) <= 6


def killed_in_the_middle_of_handing_over(smtp: SmtpSink, other: Beside) -> None:
    """Between the full stop and its answer: whether the server took it or not, it is not sent again, and not lost."""
    for outcome in ("take and hang up", "hang up"):
        before_it = set(other("states"))
        answers = iter([outcome])

        def before(step: str, about: str, answers: Iterator[str] = answers) -> str | None:
            answer = next(answers, None) if step == "end" else None
            if answer is not None:
                other.kill()
            return answer

        smtp.before = before
        other("tell", [1, 3])
        keep_alive(other, "all are settled")
        new = {token: state for token, state in other("states").items() if token not in before_it}
        [unclear] = [token for token, state in new.items() if state == "unclear"]
        times = arrived(smtp)
        assert times.get(unclear, 0) == (outcome == "take and hang up")
        assert all(times[token] == 1 for token in new if token != unclear)
    smtp.before = lambda step, about: None
    mails = len(smtp.mails)
    assert other("digest") >= 1, "the digest tells of what may not have arrived"
    wait_until(lambda: settled(other), 30, "digests are sent")
    digests = [mail for mail in smtp.mails[mails:] if "notice" in str(mail["Subject"])]
    assert digests
    assert max(arrived(smtp).values()) == 1


def calls_of_a_killed_sender(other: Beside) -> None:
    """A webhook and a robot, whose senders are killed before, during and after the answer."""
    dice = random.Random(7)
    kills = set(dice.sample(range(20), 4))
    lock = threading.Lock()
    seen: list[str] = []
    robot: list[str] = []

    def answer(call: Call) -> Any:
        with lock:
            seen.append(call.id)
            number = len(seen) - 1
        if number in kills:
            other.kill()
            return (200, {}, b"{}") if number % 2 else None
        return 200, {}, b"{}"

    def chat(call: Call) -> Any:
        with lock:
            robot.append(call.json["markdown"]["content"])
            first = len(robot) == 1
        if first:
            other.kill()
            return None
        return 200, {}, b'{"errcode": 0, "errmsg": "ok"}'

    with HttpSink(answer) as hooks, HttpSink(chat) as group:
        other("robots", [["webhook", f"{hooks.url}/in"]])
        other("switch", True)
        other("tell", [20, 1])
        keep_alive(other, "all are settled")
        calls = other("calls")
        assert len(calls) == 20
        assert {state for state, _ in calls.values()} == {"sent"}
        times = Counter(seen)
        assert set(times) == set(calls), "each arrived, under the id it has"
        assert sum(times.values()) - len(times) <= len(kills), "nothing more than what the killed senders had"
        assert {token for token, count in times.items() if count > 1} <= {
            token for token, (_, repeated) in calls.items() if repeated
        }
        other("switch", False)
        other("robots", [["wecom", f"{group.url}/robot?key=1"]])
        other("switch", True)
        other("tell", [1, 1])
        keep_alive(other, "all are settled")
    assert len(robot) == 2
    assert "(Sent again: the first message may not have arrived.)" in robot[1]
    assert "Sent again" not in robot[0]
