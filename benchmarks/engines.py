"""The engines that are measured side by side; each phase of each runs in a process of its own.

python benchmarks/engines.py ENGINE build|ask FOLDER     prints one JSON object
"""

from __future__ import annotations

import json
import os
import pickle
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

WARM_UP = 20
ANSWERS = 10
Tokens = Sequence[str]


def memory() -> float:
    """Megabytes of this process that lie in memory, files it has mapped and touched included."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def folder_size(folder: Path) -> float:
    """Megabytes on disk."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def timed(ask: Callable[[Any], Any], questions: Sequence[Any]) -> dict[str, float]:
    """Milliseconds a question, after some to warm up; each question is asked once.

    Of all, and apart for those of one sentence and those with a description, which is every fifth (`corpus.needs`).
    """
    for question in questions[:WARM_UP]:
        ask(question)
    times: dict[str, list[float]] = {"": [], "_sentence": [], "_description": []}
    for number, question in enumerate(questions[WARM_UP:], start=WARM_UP):
        start = time.perf_counter()
        ask(question)
        taken = 1000 * (time.perf_counter() - start)
        times[""].append(taken)
        times["_description" if number % 5 == 4 else "_sentence"].append(taken)
    found: dict[str, float] = {"questions": len(times[""])}
    for name, values in times.items():
        values.sort()
        found[f"p50{name}"] = values[len(values) // 2]
        found[f"p95{name}"] = values[int(0.95 * len(values))]
    return found


def load(folder: Path, name: str) -> Any:
    """What the benchmark has left there."""
    with (folder / f"{name}.pickle").open("rb") as file:
        return pickle.load(file)


# --- SQLite FTS5: the tokens, numbered, so that its own tokenizer leaves them as they are; OR, bm25().


def build_fts5(folder: Path) -> dict[str, float]:
    """Index the documents' tokens."""
    documents = load(folder, "tokens")
    start = time.perf_counter()
    with closing(sqlite3.connect(folder / "fts5" / "index.db")) as database:
        database.execute("CREATE VIRTUAL TABLE documents USING fts5(tokens, content='', columnsize=1)")
        rows = ((number, " ".join(tokens)) for number, tokens in enumerate(documents, start=1))
        database.executemany("INSERT INTO documents(rowid, tokens) VALUES (?, ?)", rows)
        database.execute("INSERT INTO documents(documents) VALUES ('optimize')")
        database.commit()
    return {"build": time.perf_counter() - start}


def ask_fts5(folder: Path) -> dict[str, float]:
    """Answer every need."""
    questions = load(folder, "questions")
    before = memory()
    with closing(sqlite3.connect(folder / "fts5" / "index.db")) as database:

        def ask(tokens: Tokens) -> list[Any]:
            sought = " OR ".join(dict.fromkeys(tokens))
            statement = "SELECT rowid, bm25(documents) FROM documents WHERE documents MATCH ? ORDER BY 2 LIMIT ?"
            return database.execute(statement, (sought, ANSWERS)).fetchall()

        return {**timed(ask, questions), "memory": memory() - before}


# --- bm25s: the same tokens.


def build_bm25s(folder: Path) -> dict[str, float]:
    """Index the documents' tokens."""
    import bm25s

    documents = [list(tokens) for tokens in load(folder, "tokens")]
    start = time.perf_counter()
    index = bm25s.BM25()
    index.index(documents, show_progress=False)
    index.save(folder / "bm25s", show_progress=False)
    return {"build": time.perf_counter() - start}


def ask_bm25s(folder: Path) -> dict[str, float]:
    """Answer every need."""
    import bm25s

    questions = load(folder, "questions")
    before = memory()
    index = bm25s.BM25.load(folder / "bm25s", show_progress=False)

    def ask(tokens: Tokens) -> Any:
        return index.retrieve([list(dict.fromkeys(tokens))], k=ANSWERS, show_progress=False)

    return {**timed(ask, questions), "memory": memory() - before}


# --- Heliu: cuts by itself; with vectors, and by words alone.


def build_heliu(folder: Path) -> dict[str, float]:
    """Index the documents, and give them vectors (mixtures, see `mixing`)."""
    from mixing import MixingEncoder

    from heliu_engine import IndexWriter, open_encoder

    documents, sample = load(folder, "documents"), load(folder, "sample")
    encoder = open_encoder("heliu", load(folder, "cache"))
    assert encoder is not None
    with IndexWriter.open(folder / "heliu", MixingEncoder(encoder, sample)) as writer:
        start = time.perf_counter()
        writer.add(documents)
        writer.commit()
        built = time.perf_counter() - start
        while writer.embed(2_000):
            pass
        start = time.perf_counter()
        writer.commit()
        return {"build": built, "commit_vectors": time.perf_counter() - start}


def ask_heliu(folder: Path, *, words_only: bool = False) -> dict[str, float]:
    """Answer every need with reasons; opening time and memory of the encoder are told apart."""
    from heliu_engine import IndexReader, Matcher, open_encoder

    questions = load(folder, "needs")
    start = memory()
    encoder = None if words_only else open_encoder("heliu", load(folder, "cache"))
    if encoder is not None:
        encoder.encode(["一"], role="query")
    before = memory()
    opened = time.perf_counter()
    reader = IndexReader.open(folder / "heliu", encoder)
    opened = time.perf_counter() - opened
    matcher = Matcher.reading(reader)

    def ask(query: Any) -> Any:
        ranking = matcher.match(query, ANSWERS)
        assert len(ranking.matches) == ANSWERS or words_only
        assert ranking.semantic != words_only
        return ranking

    result = {**timed(ask, questions), "memory": memory() - before, "encoder_memory": before - start, "open": opened}
    result["refresh_us"] = _refresh(reader)
    return result


def ask_words(folder: Path) -> dict[str, float]:
    """The same without an encoder."""
    return ask_heliu(folder, words_only=True)


def ask_candidates(folder: Path) -> dict[str, float]:
    """What comes before ranking alone: a need is encoded, and what may answer it is found by words and meaning."""
    from heliu_engine import Filters, IndexReader, open_encoder
    from heliu_engine.retrieval import encode_query, find_slots

    questions = load(folder, "needs")
    encoder = open_encoder("heliu", load(folder, "cache"))
    before = memory()
    snapshot = IndexReader.open(folder / "heliu", encoder).snapshot
    everything = Filters()

    def ask(query: Any) -> list[int]:
        return find_slots(snapshot, encode_query(query, encoder), everything)

    return {**timed(ask, questions), "memory": memory() - before}


def _refresh(reader: Any) -> float:
    start = time.perf_counter()
    for _ in range(1_000):
        reader.refresh()
    return 1000 * (time.perf_counter() - start)


PHASES: dict[tuple[str, str], Callable[[Path], dict[str, float]]] = {
    ("heliu", "build"): build_heliu,
    ("heliu", "ask"): ask_heliu,
    ("candidates", "ask"): ask_candidates,
    ("words", "ask"): ask_words,
    ("fts5", "build"): build_fts5,
    ("fts5", "ask"): ask_fts5,
    ("bm25s", "build"): build_bm25s,
    ("bm25s", "ask"): ask_bm25s,
}

if __name__ == "__main__":
    engine, phase, place = sys.argv[1:]
    if phase == "ask":
        # Every engine answers on one core, the same one.
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(json.dumps(PHASES[engine, phase](Path(place))))
