"""Do the promises of "Why was I not matched?" hold? Near misses of the sample region, asked, edited, indexed, ranked.

    python benchmarks/whynot.py [--misses 200] [--imported 1500] [--batch 10] [--seed 1] [--write]

The catalog is the sample region and, where ../shared/data is there, real papers, patents and awards as achievements
and real demands, so that places 11 to 50 are taken by records that have something to do with the demand. A near miss
is an achievement at rank 11 to 50 of a demand, in one of both languages. Some achievements and demands
(``HELD``) are held back at first. For each near miss a member of the owner asks why; where there is an answer, the
first change of it is made through the real form, as a browser would send it; what was held back is published
meanwhile; the index takes all that in, is opened anew, and the demand is matched again: the promise holds where the
achievement is among the first ten then. Near misses of one batch have demands and achievements of their own. After
each batch everything is put back as it was, and what is held back is drawn anew.

Nothing of an installation is touched: the catalog and its index are made once, kept in var/bench and copied to a
temporary folder for each run. With ``--write`` the
figures go to docs/reference/why-not.json and the page beside it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import SHARED, read_stock
from whynot_page import FIRST, GOAL_ANSWERED, GOAL_HELD, HELD, LAST, Row, page, summed

ROOT = Path(__file__).resolve().parent.parent
FINISHED = "finished"
"""File in the kept installation, once it is complete: how many achievements were brought in."""
IMPORTED = (
    ("csl-papers", "achievement", 0.45),
    ("cn-patents-fsl", "achievement", 0.3),
    ("sbir-awards", "achievement", 0.25),
    ("bdci demands", "demand", 0.1),
)
"""Set, kind and how many for each achievement that is brought in."""
LONGEST = 1_200
"""Code points of a text."""
PAGE = ROOT / "docs" / "reference" / "why-not.md"


@dataclass(frozen=True)
class Miss:
    """A near miss: who asks about which achievement and which demand, in which language."""

    demand: int
    record: int
    lang: str
    rank: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=200)
    parser.add_argument("--imported", type=int, default=1500, help="real records beside the sample region")
    parser.add_argument("--batch", type=int, default=10, help="near misses between two states of the index")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write the page with the figures")
    parser.add_argument("--prepare", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        prepare(options.prepare, options.imported)
        return 0
    kept = ROOT / "var" / "bench" / f"whynot-{options.imported}"
    if not (kept / FINISHED).exists():
        shutil.rmtree(kept, ignore_errors=True)
        prepared = subprocess.run(
            [sys.executable, __file__, "--prepare", str(kept), "--imported", str(options.imported)],
            check=False,
        )
        if prepared.returncode:
            return prepared.returncode
    with tempfile.TemporaryDirectory(prefix="heliu-whynot-") as temporary:
        home = Path(temporary) / "home"
        shutil.copytree(kept, home)
        begin(home)
        imported = int((home / FINISHED).read_text())
        began = time.monotonic()
        bench = Bench(random.Random(options.seed))
        rows: list[Row] = []
        while len(rows) < options.misses:
            rows += bench.batch(min(options.batch, options.misses - len(rows)))
            print(f"{len(rows)} near misses, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        figures = {"imported": imported, **summed(rows, time.monotonic() - began, options.seed)}
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    if options.write:
        PAGE.with_suffix(".json").write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        PAGE.write_text(page(figures), encoding="utf-8")
    return 0 if figures["held_share"] >= GOAL_HELD and figures["answered_share"] >= GOAL_ANSWERED else 1


def begin(home: Path) -> None:
    """Work in the installation of that folder."""
    cache = os.environ.get("HELIU_CACHE", str(ROOT / "var" / "cache"))
    os.environ |= {"HELIU_HOME": str(home), "HELIU_CACHE": cache, "DJANGO_SETTINGS_MODULE": "page_settings"}
    sys.path.insert(0, str(Path(__file__).parent))
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    # The test client then tells which form a page showed.
    setup_test_environment()


def prepare(home: Path, count: int) -> None:
    """An installation with its index, for this run and the next ones."""
    home.mkdir(parents=True)
    begin(home)
    from django.core.management import call_command

    from heliu.matching.tasks import update_index
    from heliu.sample.actions import load_sample

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_sample()
    imported = bring_in(count)
    print("building the index …", file=sys.stderr, flush=True)
    update_index(rebuild=True)
    (home / FINISHED).write_text(str(imported))


def bring_in(count: int) -> int:
    """Real records beside the sample region, by the action that creates them; how many achievements."""
    from heliu.accounts.choices import OrganisationKind, Verification
    from heliu.accounts.models import Organisation
    from heliu.catalog.actions import create_record
    from heliu.kit.permissions import OPERATOR

    if not count or not SHARED.is_dir():
        return 0
    sources = {source.name: source for source in read_stock().sources}
    owner = Organisation.objects.create(
        kind=OrganisationKind.INSTITUTE, name_zh="基准测试单位", region="120116", verification=Verification.VERIFIED
    )
    chance = random.Random(count)
    done = 0
    for name, kind, share in IMPORTED:
        source = sources[name]
        wanted = min(round(share * count), len(source.documents))
        for title, text in chance.sample(source.documents, wanted):
            fields = {f"title_{source.lang}": title[:300], f"description_{source.lang}": text[:LONGEST]}
            create_record(actor=OPERATOR, kind=kind, organisation=owner, fields=fields, publish=True)
            done += kind == "achievement"
    return done


class Bench:
    """The installation, and the ways of the people in it."""

    def __init__(self, rng: random.Random) -> None:
        from heliu.catalog.models import Achievement, Demand
        from heliu.matching.tasks import update_index

        self._rng = rng
        self._achievements, self._demands = Achievement, Demand
        self._update = update_index

    def batch(self, count: int) -> list[Row]:
        """Some near misses at once, and everything put back afterwards."""
        held = self._hold_back()
        rows, changed = [], []
        for miss in self._misses(count):
            row, way = self._ask(miss)
            rows.append(row)
            if way is not None:
                changed.append((miss, row, self._edit(miss, way)))
        self._publish(held)
        self._index()
        for miss, row, _before in changed:
            row.kept = next((rank for rank, pk in self._ranking(miss.demand, miss.lang, 100) if pk == miss.record), 0)
        for miss, _row, before in changed:
            self._put_back(miss.record, before)
        self._index()
        return rows

    # -- what stands in the index ---------------------------------------------------------------

    def _index(self) -> None:
        from heliu.matching.adapters.reading import forget_readers

        self._update()
        forget_readers()

    def _hold_back(self) -> list[Any]:
        from heliu.catalog.choices import State

        held = []
        for model in (self._achievements, self._demands):
            known = list(model.objects.findable().order_by("pk"))
            held += self._rng.sample(known, math.ceil(HELD * len(known)))
        self._set_state(held, State.DRAFT)
        self._index()
        return held

    def _publish(self, held: Sequence[Any]) -> None:
        from heliu.catalog.choices import State

        self._set_state(held, State.PUBLISHED)

    def _set_state(self, records: Sequence[Any], state: str) -> None:
        from heliu.matching.actions import note_change

        for record in records:
            # What is held back is no part of the measurement: it goes and comes without a review.
            type(record).objects.filter(pk=record.pk).update(state=state)
            note_change(record)

    def _put_back(self, pk: int, before: dict[str, Any]) -> None:
        from heliu.matching.actions import note_change

        self._achievements.objects.filter(pk=pk).update(**before)
        note_change(self._achievements.objects.get(pk=pk))

    # -- people ---------------------------------------------------------------------------------

    def _misses(self, count: int) -> list[Miss]:
        """Near misses with demands and achievements of their own."""
        found: list[Miss] = []
        demands = list(self._demands.objects.findable().order_by("pk"))
        for demand in self._rng.sample(demands, len(demands)):
            if len(found) == count:
                break
            lang, rank = self._rng.choice(("zh", "en")), self._rng.randint(FIRST, LAST)
            ranking = dict(self._ranking(demand.pk, lang, LAST))
            taken = {miss.record for miss in found}
            if rank in ranking and ranking[rank] not in taken:
                found.append(Miss(demand.pk, ranking[rank], lang, rank))
        return found

    def _ranking(self, demand: int, lang: str, k: int) -> list[tuple[int, int]]:
        """Ranks and ids of the achievements, as a member of the sample's organisations finds them."""
        from heliu.matching.adapters.answers import Conditions, find_matches, record_need
        from heliu.matching.kinds import get_kind
        from heliu.matching.selectors import get_shown

        kind = get_kind("demand")
        person = self._member(self._achievements.objects.order_by("pk")[0].organisation)
        need = record_need(kind, get_shown(kind, [demand], person)[demand], lang)
        answer = find_matches(
            need, user=person, conditions=Conditions(kinds=("achievement",)), k=k, profile=kind.query_profile
        )
        return [(rank, result.record.pk) for rank, result in enumerate(answer.results, start=1)]

    def _ask(self, miss: Miss) -> tuple[Row, Any]:
        """The owner asks why; the row so far, and the first change."""
        from heliu.matching.kinds import get_kind
        from heliu.matching.whynot.adapters.explaining import explain
        from heliu.matching.whynot.selectors import get_known_demand, get_own_record

        record = self._achievements.objects.select_related("organisation").get(pk=miss.record)
        person, kind = self._member(record.organisation), get_kind("achievement")
        began = time.perf_counter()
        explanation, problem = explain(
            user=person, kind=kind, record=get_own_record(person, kind, miss.record),
            demand=get_known_demand(person, miss.demand), lang=miss.lang,
        )  # fmt: skip
        seconds = time.perf_counter() - began
        if explanation is None or problem or not explanation.semantic:
            raise SystemExit(f"The engine answers without meaning: {problem or 'no index'}")
        row = Row(miss.rank, miss.lang, seconds, explanation.considered, explanation.tried)
        if explanation.inside or not explanation.ways:
            return row, None
        way = explanation.ways[0]
        row.kinds = tuple(suggestion.kind for suggestion in way.suggestions)
        row.promised = way.rank
        return row, way

    def _edit(self, miss: Miss, way: Any) -> dict[str, Any]:
        """Make the change in the form of the record; what its fields held before."""
        from django.test import Client
        from django.urls import reverse

        record = self._achievements.objects.select_related("organisation").get(pk=miss.record)
        client = Client()
        client.force_login(self._member(record.organisation), backend="django.contrib.auth.backends.ModelBackend")
        address = reverse("achievement_edit", args=[miss.record])
        shown = client.get(address, headers={"Accept-Language": miss.lang})
        data = _as_sent(shown.context["form"], shown.context["formsets"])
        words = {name: "、".join(value) if isinstance(value, list) else value for name, value in way.fields.items()}
        response = client.post(address, data | words)
        if response.status_code != 302:
            raise SystemExit(f"The form refused the change: {response.context['mistakes']}")
        stored = self._achievements.objects.get(pk=miss.record)
        wrong = [name for name, value in way.fields.items() if getattr(stored, name) != value]
        if wrong:
            raise SystemExit(f"The form stored something else in {wrong}.")
        return {name: getattr(record, name) for name in way.fields}

    def _member(self, organisation: Any) -> Any:
        from django.utils import timezone

        from heliu.accounts.choices import MemberRole
        from heliu.accounts.models import Membership, User
        from heliu.accounts.privacy import PRIVACY_VERSION

        person, _created = User.objects.get_or_create(
            email=f"member{organisation.pk}@bench.example",
            defaults={"consent_version": PRIVACY_VERSION, "consented_at": timezone.now()},
        )
        Membership.objects.get_or_create(user=person, organisation=organisation, defaults={"role": MemberRole.MEMBER})
        return person


def _as_sent(form: Any, formsets: Sequence[Any]) -> dict[str, Any]:
    """What a browser sends of a form in which nobody has written anything yet."""
    data: dict[str, Any] = {}
    for part in (form, *(formset.management_form for formset in formsets), *(f for s in formsets for f in s.forms)):
        for field in part:
            value = field.value()
            if value is not None and field.name != "uploads" and value is not False:
                data[field.html_name] = value if isinstance(value, list | tuple) else field.field.prepare_value(value)
    return {name: "" if value is None else value for name, value in data.items()}


if __name__ == "__main__":
    raise SystemExit(main())
