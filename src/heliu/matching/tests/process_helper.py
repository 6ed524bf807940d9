"""What the test of several processes runs beside itself: ``python -m heliu.matching.tests.process_helper``.

Reads one JSON command a line and answers with one JSON line: a web process in miniature.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django


def find(text: str) -> list[str]:
    from django.contrib.auth.models import AnonymousUser

    from heliu.matching.adapters.answers import find_matches, typed_need

    answer = find_matches(typed_need(text), user=AnonymousUser(), k=20)
    return [str(result.record) for result in answer.results]


def publish(titles: list[str]) -> list[int]:
    """Each in a transaction of its own, as on the web."""
    from django.db import transaction

    from heliu.accounts.models import Organisation
    from heliu.catalog.choices import State
    from heliu.catalog.models import Demand
    from heliu.catalog.signals import record_published

    organisation, _ = Organisation.objects.get_or_create(name_zh="出题单位示例", kind="enterprise")
    made = []
    for title in titles:
        with transaction.atomic():
            record = Demand.objects.create(organisation=organisation, title_zh=title, state=State.PUBLISHED)
            record_published.send(Demand, record=record)
        made.append(record.pk)
    return made


def close(pk: int) -> int:
    from django.db import transaction

    from heliu.catalog.choices import State
    from heliu.catalog.models import Demand
    from heliu.catalog.signals import record_withdrawn

    with transaction.atomic():
        Demand.objects.filter(pk=pk).update(state=State.CLOSED)
        record_withdrawn.send(Demand, record=Demand.objects.get(pk=pk))
    return pk


def status(_: None) -> dict[str, Any]:
    from heliu.matching.adapters.reading import index_facts
    from heliu.matching.selectors import get_search_state

    search, facts = get_search_state(), index_facts()
    return {
        "waiting": search.waiting, "alive": search.alive, "documents": facts.documents, "version": facts.version,
    }  # fmt: skip


COMMANDS: dict[str, Any] = {"status": status, "find": find, "publish": publish, "close": close}


def main() -> None:
    # Models can only be imported after this, so every command imports its own.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heliu.config.settings")
    django.setup()
    for line in sys.stdin:
        name, argument = json.loads(line)
        sys.stdout.write(json.dumps(COMMANDS[name](argument), ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
