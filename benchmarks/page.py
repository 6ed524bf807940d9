"""How long the home page takes to answer, by HTTP from gunicorn: one user, warm.

    python benchmarks/page.py [--records 100000] [--requests 200]

The catalog is filled with records made by `corpus`, and kept for the next run in var/bench. Needs are encoded by the
real model. Vectors of records are drawn at random (from the hash of the text) under the model's name: what is scanned,
scored and explained is as much as with real ones, and filling takes minutes instead of an hour.
"""

from __future__ import annotations

import argparse
import http.client
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt
from corpus import made, needs, read_stock

ROOT = Path(__file__).resolve().parent.parent
PROMISED = 300
"""Milliseconds, 95th percentile."""
ORGANISATIONS = 2_000
PAGE = 2_000
SHORT = 200
"""Code points of a need that is put into an address."""


class StandIn:
    """Random unit vectors for records under the name of the real model, which still encodes what is asked."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self.name, self.dimension = real.name, real.dimension
        self._axis = np.ones(self.dimension, np.float32) / np.sqrt(np.float32(self.dimension))

    def encode(self, texts: Sequence[str], *, role: str) -> npt.NDArray[np.float32]:
        if role == "query":
            return self._real.encode(texts, role=role)
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def encode_parts(self, text: str, spans: Sequence[tuple[int, int]], *, role: str) -> Any:
        if role == "query":
            return self._real.encode_parts(text, spans, role=role)
        vectors = self.encode([text, *(text[start:end] for start, end in spans)], role=role)
        return vectors[:1], vectors[1:]

    def _vector(self, text: str) -> npt.NDArray[np.float32]:
        seed = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
        # Around an axis, as the vectors of this model lie in a cone.
        drawn = np.random.default_rng(seed).standard_normal(self.dimension, dtype=np.float32)
        vector = 2 * self._axis + drawn / np.linalg.norm(drawn)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def prepare(home: Path, records: int) -> None:
    """Fill the catalog and build the index, or take what an earlier run left."""
    from django.core.management import call_command

    finished = home / f"filled-{records}"
    if finished.exists():
        return
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    say(f"filling the catalog with {records} records …")
    fill(records)
    say("building the index …")
    began = time.monotonic()
    index()
    say(f"index built in {time.monotonic() - began:.0f} s")
    finished.touch()


def fill(records: int) -> None:
    from heliu.accounts.choices import OrganisationKind, Verification
    from heliu.accounts.models import Organisation
    from heliu.catalog.choices import ReadinessScale, State
    from heliu.catalog.models import RECORD_MODELS

    documents = made(read_stock(), records)
    Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.ENTERPRISE, name_zh=f"第{number}号单位", region="120116",
            verification=Verification.VERIFIED,
        )
        for number in range(ORGANISATIONS)
    )  # fmt: skip
    owners = list(Organisation.objects.values_list("pk", flat=True))
    for page in pages(documents):
        rows: dict[str, list[Any]] = {kind: [] for kind in RECORD_MODELS}
        for number, document in enumerate(page):
            record = RECORD_MODELS[document.kind](
                organisation_id=owners[number % len(owners)], state=State.PUBLISHED, region=document.region,
                industry=document.industry,
                **{f"title_{document.lang}": document.title[:300], f"description_{document.lang}": document.text},
            )  # fmt: skip
            if document.kind == "achievement":
                record.readiness_scale, record.readiness_level = ReadinessScale.ISO_16290, document.readiness
            rows[document.kind].append(record)
        for kind, made_now in rows.items():
            RECORD_MODELS[kind].objects.bulk_create(made_now)


def pages(documents: Iterator[Any]) -> Iterator[list[Any]]:
    while page := list(islice(documents, PAGE)):
        yield page


def index() -> None:
    from heliu.matching.adapters import encoders
    from heliu.matching.tasks import update_index

    real = encoders.load_encoder()
    if real.encoder is None:
        raise SystemExit(f"The sentence model is not there: {real.problem}")
    key = next(iter(encoders._loaded))
    encoders._loaded[key] = time.monotonic(), encoders.Loaded(StandIn(real.encoder))
    update_index(rebuild=True)


def say(text: str) -> None:
    print(text, flush=True)


class Page:
    """A server of the platform, and requests to it over one connection."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.token = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "heliu.config.wsgi", "--bind", f"127.0.0.1:{self.port}",
             "--workers", "1", "--threads", "4", "--worker-class", "gthread", "--timeout", "300",
             "--log-level", "warning"],
            env=environment,
        )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
                self.whole("")
                return
            except OSError:
                time.sleep(0.2)
        raise SystemExit("The server does not start.")

    def whole(self, text: str) -> float:
        """Milliseconds until all of the page of a need, or of none, is there."""
        return self._ask("GET", "/?" + urlencode({"q": text}) if text else "/", None, {})

    def part(self, text: str) -> float:
        """The results alone, as the page asks for them while somebody types."""
        headers = {"HX-Request": "true", "X-CSRFToken": self.token, "Cookie": f"csrftoken={self.token}"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", "/", urlencode({"q": text}), headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> float:
        began = time.perf_counter()
        self.connection.request(method, path, body, {"Accept-Language": "zh-CN", **headers})
        response = self.connection.getresponse()
        answer = response.read()
        took = 1000 * (time.perf_counter() - began)
        if response.status != 200:
            raise SystemExit(f"{method} {path[:80]} answered {response.status}")
        if "语义检索已关闭".encode() in answer:
            raise SystemExit("The page searched without meaning; this is not what was to be measured.")
        for cookie in response.headers.get_all("Set-Cookie", []):
            if cookie.startswith("csrftoken="):
                self.token = cookie.partition(";")[0].partition("=")[2]
        return took

    def memory(self) -> int:
        """Mebibytes of the largest process that ended, once the server has."""
        self.process.terminate()
        self.process.wait()
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def line(name: str, times: Sequence[float]) -> str:
    cuts = statistics.quantiles(times, n=20)
    return f"| {name} | {statistics.median(times):.0f} | {cuts[18]:.0f} | {max(times):.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--fresh", action="store_true", help="Fill and index again.")
    arguments = parser.parse_args()
    home = ROOT / "var" / "bench" / f"page-{arguments.records}"
    if arguments.fresh:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    cache = os.environ.get("HELIU_CACHE", str(ROOT / "var" / "cache"))
    own = {"HELIU_HOME": str(home), "HELIU_CACHE": cache, "DJANGO_SETTINGS_MODULE": "page_settings"}
    os.environ |= own | {"PYTHONPATH": str(Path(__file__).parent)}
    import django

    django.setup()
    prepare(home, arguments.records)
    texts = [query.title + query.text for query in needs(read_stock(), arguments.requests + 20)]
    page = Page(dict(os.environ))
    try:
        # Warm: the model is loaded, files are read; none of these needs is asked again.
        for text in texts[arguments.requests :]:
            page.part(text)
        typed = [page.part(text) for text in texts[: arguments.requests]]
        short = [text for text in texts if len(text) < SHORT]
        whole = [page.whole(text) for text in short[: arguments.requests]]
        empty = [page.whole("") for _ in range(arguments.requests)]
    finally:
        memory = page.memory()
    print(f"\n{arguments.records} records, {arguments.requests} real needs, one user, milliseconds:\n")
    print("| page | median | p95 | longest |\n|---|---|---|---|")
    print(line("results as you type, a need never asked before", typed))
    print(line("the whole page of a need asked before", whole))
    print(line("the whole page, nothing asked", empty))
    kept = statistics.quantiles(typed, n=20)[18] <= PROMISED
    print(f"\np95 at most {PROMISED} ms: {'yes' if kept else 'NO'}; memory of the web process: {memory} MiB")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
