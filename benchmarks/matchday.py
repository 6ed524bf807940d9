"""How long a matchmaking day takes from closed registration to a published schedule, and which part of it how long.

    python benchmarks/matchday.py [--size 300]

As many real demands as there are, and patents for achievements, of the data sets beside the project, two records to an
organisation, with the real model. The catalog and its index are kept in var/bench for the next run. Times are of the
clock on the wall and of the process's own processor time: on a busy machine the first is longer.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
PROMISED = 60
"""Seconds for possible meetings and all variants of a day of 300 demands and 300 suppliers, by processor time."""
LONGEST_TITLE = 300

TIMES: list[tuple[str, float, float]] = []


@contextmanager
def timed(name: str) -> Iterator[None]:
    wall, own = time.perf_counter(), time.process_time()
    yield
    TIMES.append((name, time.perf_counter() - wall, time.process_time() - own))


def texts(size: int) -> dict[str, list[tuple[str, str]]]:
    """Titles and texts of both sides."""
    if not DATA.is_dir():
        raise SystemExit(f"The real data sets are not at {DATA}; without them there is nothing lifelike to measure.")
    demands = [(row["title"], row["description"]) for row in lines("bdci2019-demand-achievement/demands.jsonl", size)]
    patents = [(row["title"], row["abstract"]) for row in lines("cn-patents-fsl/patents.jsonl", size)]
    return {"demand": demands, "achievement": patents}


def lines(name: str, most: int) -> Iterator[Any]:
    with (DATA / name).open(encoding="utf-8") as stream:
        yield from map(json.loads, islice(stream, most))


def fill(size: int) -> None:
    """Organisations with two records each, and their index."""
    from django.core.management import call_command
    from django.utils import timezone

    from heliu.accounts.models import Organisation
    from heliu.catalog.models import RECORD_MODELS

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    for kind, found in texts(size).items():
        owners = Organisation.objects.bulk_create(
            Organisation(kind="enterprise", name_zh=f"{kind}{number}", verification="verified")
            for number in range((len(found) + 1) // 2)
        )
        RECORD_MODELS[kind].objects.bulk_create(
            RECORD_MODELS[kind](
                organisation=owners[number // 2], state="published", published_at=timezone.now(),
                title_zh=title[:LONGEST_TITLE], description_zh=text,
            )
            for number, (title, text) in enumerate(found)
        )  # fmt: skip
    call_command("index", "build", verbosity=0)


def make(size: int) -> Any:
    """A day on which everybody comes, closed for registration."""
    from django.utils import timezone

    from heliu.accounts.models import Organisation
    from heliu.kit.permissions import OPERATOR
    from heliu.kit.workdays import local_day
    from heliu.matchdays import actions

    day = actions.make_day(
        actor=OPERATOR, title_zh="测算", date=local_day() + timedelta(days=9), tables=max(10, size // 3),
        registration_closes=timezone.now() + timedelta(days=5), demand_floor=1,
    )  # fmt: skip
    actions.open_registration(actor=OPERATOR, day=day)
    for organisation in Organisation.objects.all():
        registration = actions.register(actor=OPERATOR, day=day, organisation=organisation)
        for kind in ("demands", "achievements"):
            for record in getattr(organisation, kind).all():
                actions.enter_record(actor=OPERATOR, registration=registration, record=record)
    return actions.close_registration(actor=OPERATOR, day=day)


def run(day: Any) -> None:
    """Everything the worker and the organisers do, part by part."""
    from heliu.kit.permissions import OPERATOR
    from heliu.matchdays import actions
    from heliu.matchdays.adapters import posing, sheets, timetable, variants
    from heliu.matchdays.choices import Variant
    from heliu.matchdays.selectors.entries import last_run
    from heliu.matchdays.spreadsheets import write_plan
    from heliu.matching.adapters.reading import warm_up

    warm_up()
    with timed("possible meetings (the worker)"):
        found = actions.run_candidates(day.runs.get())
    print(f"{found.demands} demands, {found.supplies} suppliers, {found.pairs} possible meetings; {found.error}")
    with timed("  of it: scores without parameters, and encoding"):
        compare(day, exact=False)
    sheet = sheets.sheet_of(day, last_run(day))
    posed = posing.pose(sheet)
    for variant in Variant:
        with timed(f"  {variant.value}: pairs, blocking pairs, what a seat brings"):
            answer = variants.solve(posed, variant)
        with timed(f"  {variant.value}: slots and tables"):
            timetable.arrange(answer.pairs, sheet)
    with timed("all variants, as the page asks for them"):
        proposals = actions.propose(actor=OPERATOR, day=day)
    for one in proposals:
        facts = one.facts
        print(f"{one.variant:14} total {facts['total']:.1f}, {facts['pairs']} pairs, served {facts['served']},")
        print(f"  blocking {facts['blocking']}, short {len(facts['short'])}, without a slot {len(one.unplaced)}")
    with timed("choose"):
        day = actions.choose_proposal(actor=OPERATOR, proposal=proposals[0])
    with timed("publish"):
        day = actions.publish_schedule(actor=OPERATOR, day=day)
    with timed("workbook"), tempfile.TemporaryFile() as stream:
        write_plan(stream, day)


def compare(day: Any, *, exact: bool) -> None:
    """The first pass of the engine alone: every demand with every supplier, without parameters."""
    from heliu.matchdays.adapters import pairing
    from heliu.matchdays.models import Entry
    from heliu.matching.adapters.reading import consult

    entries = list(Entry.objects.taking_part().with_records().filter(registration__day=day))
    texts_of = {side: [pairing._Text.of(one) for one in entries if one.side == side] for side in ("demand", "supply")}

    def first_pass(asked: Any, matcher: Any, encoder: Any) -> None:
        profile = matcher.ranking.profile("demand")
        work = pairing._Work(matcher, profile, profile.levels, *texts_of.values(), asked, pairing.Pairings())
        for demand in work.demands:
            work.scores(demand, work.supplies, work.full if exact else work.bare)

    consult(partial(first_pass, None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=300)
    parser.add_argument("--fresh", action="store_true", help="Fill and index again.")
    arguments = parser.parse_args()
    home = ROOT / "var" / "bench" / f"matchday-{arguments.size}"
    if arguments.fresh:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    cache = os.environ.get("HELIU_CACHE", str(ROOT / "var" / "cache"))
    os.environ |= {"HELIU_HOME": str(home), "HELIU_CACHE": cache, "DJANGO_SETTINGS_MODULE": "heliu.config.settings"}
    import django

    django.setup()
    from heliu.matchdays.models import MatchDay

    if not (home / "filled").exists():
        with timed("filling and indexing (not part of a day)"):
            fill(arguments.size)
        (home / "filled").touch()
    MatchDay.objects.all().delete()
    with timed("everybody registers (not part of the wait)"):
        day = make(arguments.size)
    run(day)
    print("\n| part | seconds | of processor time |\n|---|---|---|")
    for name, wall, own in TIMES:
        print(f"| {name} | {wall:.2f} | {own:.2f} |")
    waited = sum(own for name, _wall, own in TIMES if name.startswith(("possible", "all variants")))
    print(f"\nat most {PROMISED} s: {'yes' if waited <= PROMISED else 'NO'} ({waited:.1f} s)")
    sys.exit(0 if waited <= PROMISED else 1)


if __name__ == "__main__":
    main()
