"""What the test of killed workers runs beside itself: ``python -m heliu.activity.tests.sender_process``.

Reads one JSON command a line and answers with one JSON line. ``start`` forks a sender, which can be killed like any
other process; forking saves the seconds that a new interpreter takes to come up.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections import Counter
from typing import Any

import django

LEASE = 1.5
"""Seconds after which what a killed sender had is taken over."""


def start(_: None) -> int:
    from datetime import timedelta

    from django.db import connections

    from heliu.activity.delivery import tasks

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    tasks.POLL = 0.05
    try:
        tasks.run_sender(threading.Event(), lease=timedelta(seconds=LEASE))
    finally:
        os._exit(0)


def people(count: int) -> list[str]:
    """People with confirmed addresses, members of one organisation."""
    from heliu.accounts.models import Membership, Organisation, User
    from heliu.activity.tests.factories import confirmed

    organisation, _ = Organisation.objects.get_or_create(name_zh="出题单位示例", kind="enterprise")
    made = []
    for number in range(count):
        user = confirmed(User.objects.create_user(f"person{number}@example.org", language="en"))
        Membership.objects.create(user=user, organisation=organisation)
        made.append(user.email)
    return made


def robots(urls: list[list[str]]) -> None:
    """Channels of that organisation: pairs of kind and address."""
    from heliu.accounts.models import Organisation
    from heliu.activity.tests.factories import channel

    for kind, url in urls:
        channel(Organisation.objects.get(), url, kind, active=False)


def switch(on: bool) -> int:
    from heliu.activity.delivery.models import Channel

    return Channel.objects.update(active=on)


def warm(_: None) -> None:
    """Load what each sender needs, before it is forked: addresses, templates, translations."""
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils import translation

    reverse("notice_list")
    for name in ("notice", "digest"):
        get_template(f"activity/email/{name}.txt")
        get_template(f"activity/email/{name}.html")
    with translation.override("en"):
        translation.gettext("Heliu")


def tell(wanted: list[int]) -> None:
    """So many events of which so many of the people are told at once, each in a transaction of its own."""
    from heliu.accounts.models import Organisation, User
    from heliu.activity.actions import record_event
    from heliu.activity.tests.factories import INSTANT

    events, readers = wanted
    for _ in range(events):
        record_event(Organisation.objects.get(), INSTANT, notify=User.objects.order_by("pk")[:readers])


def states(_: None) -> dict[str, str]:
    """Token → state, of mails to people."""
    from heliu.activity.delivery.models import Delivery

    return {str(token): state for token, state in Delivery.objects.filter(channel=None).values_list("token", "state")}


def calls(_: None) -> dict[str, list[Any]]:
    from heliu.activity.delivery.models import Delivery

    found = Delivery.objects.exclude(channel=None).values_list("token", "state", "repeated")
    return {str(token): [state, repeated] for token, state, repeated in found}


def counts(_: None) -> dict[str, int]:
    from heliu.activity.delivery.models import Delivery

    return Counter(Delivery.objects.values_list("state", flat=True))


def digest(_: None) -> int:
    """Let everybody's digest be due."""
    from django.utils import timezone

    from heliu.activity.delivery.models import NoticePreferences
    from heliu.activity.delivery.planning import plan_digests

    NoticePreferences.objects.update(digest_at=timezone.now())
    return plan_digests()


def hurry(_: None) -> int:
    """Let everything that waits be due."""
    from django.utils import timezone

    from heliu.activity.delivery.models import Delivery

    return Delivery.objects.filter(state="waiting").update(next_at=timezone.now())


COMMANDS: dict[str, Any] = {
    "warm": warm, "start": start, "people": people, "robots": robots, "switch": switch, "tell": tell, "states": states,
    "calls": calls, "counts": counts, "digest": digest, "hurry": hurry,
}  # fmt: skip


def main() -> None:
    # Models can only be imported after this, so every command imports its own.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heliu.config.settings")
    django.setup()
    # Nobody waits for the senders: killed ones are gone at once.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        name, argument = json.loads(line)
        sys.stdout.write(json.dumps(COMMANDS[name](argument), ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
