"""How long a person's page and the list of introductions take to answer, with 20,000 introductions: one user, warm.

    python benchmarks/agenda.py [--introductions 20000] [--people 240]

A region is made up in a temporary database (SQLite): a few organisations get most of the introductions, and a few of
their people most of the replies that are owed, so that one person has hundreds waiting. Each page is asked for by
different people, those with the most waiting among them, and by the one with the most again and again, through the
whole stack in one process, without a network. How many rows each page shows is counted and compared with what was
made up. Beside them stands, in the same run, the simplest page that Django can make of the same table: 50 rows by
primary key in a template of one loop, without middleware, session or rights.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agenda_region import Region, make_region

PROMISED = 300
"""Milliseconds, 95th percentile."""
HEAVIEST = 40
"""People with the most waiting who are always among those who ask."""


# -- the pages ------------------------------------------------------------------------------------

ROWS = 50
BARE = (
    "<!doctype html><title>rows</title><table>{% for row in rows %}<tr><td>{{ row.pk }}</td><td>{{ row.message }}</td>"
    "<td>{{ row.state }}</td><td>{{ row.due_on }}</td><td>{{ row.sent_at }}</td></tr>{% endfor %}</table>"
)


def bare_page(draw: random.Random, introductions: int) -> Callable[[], bytes]:
    """The peer: a view without middleware, called as Django's handler would."""
    from django.http import HttpResponse
    from django.template import engines
    from django.test import RequestFactory

    from heliu.dealflow.models import Introduction

    template, factory = engines["django"].from_string(BARE), RequestFactory()

    def view(request: Any) -> HttpResponse:
        rows = Introduction.objects.filter(pk__gte=request.GET["first"]).order_by("pk")[:ROWS]
        return HttpResponse(template.render({"rows": rows}))

    return lambda: view(factory.get("/", {"first": draw.randint(1, introductions - ROWS)})).content


@dataclass
class Asking:
    """Somebody who asks for pages, signed in."""

    person: int
    client: Any

    def get(self, path: str) -> str:
        response = self.client.get(path, headers={"Accept-Language": "zh-CN"})
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
        return response.content.decode()


def arrive(person: int) -> Asking:
    from django.test import Client

    from heliu.accounts.models import User

    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(pk=person), backend="django.contrib.auth.backends.ModelBackend")
    return Asking(person, client)


def shown_today(region: Region, person: int) -> tuple[int, int]:
    """Replies that the page has to show as owed, and as expected, by what was made up."""
    from heliu.agenda.selectors import FETCHED, SHOWN, section_of
    from heliu.kit.workdays import local_day

    owed = Counter(section_of(day, local_day()) for day in sorted(region.owed[person])[:FETCHED])
    return sum(min(count, SHOWN) for count in owed.values()), min(region.expected[person], SHOWN)


def check_today(region: Region, person: int, page: str) -> None:
    """Where other areas fill the sections as well, fewer introductions fit: those people are left out of the check."""
    owed, expected = shown_today(region, person)
    keys = re.findall(r'data-item="introductions:(\d+)"', page)
    others = len(re.findall(r'data-item="(?!introductions:)', page))
    wanted = owed + expected
    if (
        len(keys) != len(set(keys))
        or not wanted - others <= len(keys) <= wanted
        or (not others and len(keys) != wanted)
    ):
        raise SystemExit(f"The page of person {person} shows {len(keys)} introductions, but {wanted} were made up.")


def check_list(region: Region, person: int, page: str) -> None:
    from heliu.kit.lists.pages import PAGE_SIZE

    wanted = min(sum(region.of_organisation[pk] for pk in region.organisations_of(person)), PAGE_SIZE)
    found = len(re.findall(r'<td [^>]*class="first"', page))
    if found != wanted:
        raise SystemExit(f"The list of person {person} shows {found} introductions, but it has to show {wanted}.")


@dataclass
class Times:
    """Milliseconds of one kind of request."""

    wall: list[float]
    processor: list[float]
    """Of this process alone: what a machine that is busy with other things does not change much."""

    def measure(self, call: Callable[[], Any]) -> Any:
        began, used = time.perf_counter(), time.process_time()
        answer = call()
        self.wall.append(1000 * (time.perf_counter() - began))
        self.processor.append(1000 * (time.process_time() - used))
        return answer

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.wall, n=20)[18]

    def line(self, name: str, unit: float) -> str:
        median, processor = statistics.median(self.wall), statistics.median(self.processor)
        cells = [
            f"{median:.0f}",
            f"{self.p95:.0f}",
            f"{max(self.wall):.0f}",
            f"{processor:.0f}",
            f"{median / unit:.1f}",
        ]
        return f"| {name} | {len(self.wall)} | {' | '.join(cells)} |"


def askers(region: Region, count: int, seed: int) -> list[int]:
    """The people with the most waiting, and others drawn at random."""
    ranked = sorted(region.people, key=lambda person: -len(region.owed[person]))
    others = random.Random(seed).sample(ranked[HEAVIEST:], count - HEAVIEST)
    return [*ranked[:HEAVIEST], *others]


NAMES = {
    "bare": f"peer: {ROWS} rows by primary key, nothing else",
    "/today/": "a person's page, different people",
    "/today/ most": "a person's page, the one with the most waiting",
    "/introductions/": "the list of introductions, different people",
    "/introductions/ most": "the list of introductions, the one with the most waiting",
}


def measure(region: Region, introductions: int, chosen: list[int], draw: random.Random) -> dict[str, Times]:
    """Everybody asks once for each page, and after each of them the one with the most waiting, and the peer."""
    bare = bare_page(draw, introductions)
    pages = {"/today/": check_today, "/introductions/": check_list}
    times: dict[str, Times] = defaultdict(lambda: Times([], []))
    heaviest = arrive(chosen[0])
    for path in pages:
        heaviest.get(path)  # Warm: templates are compiled, files are read.
    for person in draw.sample(chosen, len(chosen)):
        for path, check in pages.items():
            for asking, key in ((arrive(person), path), (heaviest, f"{path} most")):
                check(region, asking.person, times[key].measure(lambda asking=asking, path=path: asking.get(path)))
        times["bare"].measure(bare)
    return times


def run(region: Region, introductions: int, count: int, seed: int) -> bool:
    chosen = askers(region, count, seed)
    times = measure(region, introductions, chosen, random.Random(seed))
    unit = statistics.median(times["bare"].wall)
    print(f"\n{introductions} introductions; {len(region.owed[chosen[0]])} wait for one person; milliseconds:\n")
    print("| page | requests | median | p95 | longest | processor, median | times the peer |")
    print("|---|---|---|---|---|---|---|")
    for key, name in NAMES.items():
        print(times[key].line(name, unit))
    kept = all(one.p95 <= PROMISED for one in times.values())
    print(f"\np95 of every page at most {PROMISED} ms: {'yes' if kept else 'NO'}")
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--introductions", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=240, help="How many different people ask; at least 200 count.")
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="heliu-bench-") as home:
        os.environ |= {"HELIU_HOME": home, "HELIU_ENCODER": "none", "DJANGO_SETTINGS_MODULE": "page_settings"}
        os.environ.pop("HELIU_DATABASE_URL", None)
        sys.path.insert(0, str(Path(__file__).parent))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        print("making up the region …", flush=True)
        region = make_region(arguments.introductions, arguments.seed)
        kept = run(region, arguments.introductions, arguments.people, arguments.seed)
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
