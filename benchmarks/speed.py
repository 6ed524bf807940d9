"""Build time, size, memory and latency of Heliu beside SQLite FTS5 and bm25s, on the same documents and needs.

python benchmarks/speed.py [--records 20000 100000] [--needs 120] [--json FILE] [--cache FOLDER]

Documents are made from the real data sets in ../shared/data, see `corpus`. A need is what somebody types, the title of
a real demand; a whole demand is title and description, up to 1,200 characters, most of whose time goes into encoding
it. Ten answers each on one core, Heliu's with levels and reasons. FTS5 and bm25s get the words that Heliu cuts, so
their build time is to be read with the time for cutting beside it, and they keep no documents, which Heliu does. Memory
counts the pages of mapped files that were touched. Vectors are mixtures of real ones (`mixing`); what encoding
everything would take is extrapolated from a sample. Takes about five minutes for 20,000 and 100,000 records on two idle
cores, and prints what it is doing.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import engines
from corpus import Stock, figures, made, needs, read_stock

from heliu_engine import Document, Query, open_encoder
from heliu_engine.scoring import vector_texts
from heliu_engine.text import sentences, words

HERE = Path(__file__).resolve().parent
ROWS = (
    ("Heliu, words and meaning, with reasons", "heliu", "heliu"),
    ("Heliu, candidates alone, not ranked", "heliu", "candidates"),
    ("Heliu without encoder, with reasons", "heliu", "words"),
    ("SQLite FTS5, same words", "fts5", "fts5"),
    ("bm25s, same words", "bm25s", "bm25s"),
)
ENCODED = 200
"""Documents encoded to tell how long all of them would take."""
Result = dict[str, Any]


def main() -> None:
    """Measure, print, and write the figures as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--needs", type=int, default=120)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--cache", type=Path, default=HERE.parent / "var" / "cache", help="of the converted model")
    options = parser.parse_args()
    started = time.perf_counter()
    stock = read_stock()
    result: Result = {"cores": os.cpu_count(), "load_before": os.getloadavg()[0], "corpus": describe(stock)}
    result["encoding"] = encoding_speed(stock, options.cache)
    speed = result["encoding"]["documents_a_second"]
    result["runs"] = [measure(stock, count, options.needs, options.cache, speed) for count in options.records]
    result["seconds"] = time.perf_counter() - started
    print(f"\nAll of it took {result['seconds'] / 60:.1f} minutes.")
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def describe(stock: Stock) -> Result:
    """Length and vocabulary of the real documents and of those made from them, by language."""
    print("Documents: real ones, and as many made from them")
    print(
        f"{'':>14}{'documents':>11}{'mean length':>13}{'median':>8}{'words':>7}{'distinct':>10}{'once':>6}{'Heaps':>7}"
    )
    found: Result = {}
    for lang in ("zh", "en"):
        real = [
            Document(f"{source.name}-{number}", title, text, lang=lang)
            for source in stock.sources
            if source.lang == lang
            for number, (title, text) in enumerate(source.documents)
        ]
        # Sources follow one another; growth is to be counted in mixed order, as it is for those made.
        real = [real[number * 7919 % len(real)] for number in range(len(real))]
        like = [document for document in made(stock, 12 * len(real)) if document.lang == lang][: len(real)]
        for name, documents in (("real", real), ("made", like)):
            row = figures(documents)
            found[f"{name}_{lang}"] = row
            print(
                f"{name + ' ' + lang:>14}{row['documents']:>11,}{row['mean_length']:>13.0f}{row['median_length']:>8.0f}"
                f"{row['words_a_document']:>7.0f}{row['vocabulary']:>10,}{row['once_only']:>6.0%}"
                f"{row['heaps_exponent']:>7.2f}"
            )
    return found


def encoding_speed(stock: Stock, cache: Path) -> Result:
    """Documents a second, title and whole text with its sentences, as the index does it; and one need."""
    from heliu_engine.index.embedding import WORKERS
    from heliu_engine.index.writer import IndexWriter

    encoder = open_encoder("heliu", cache)
    assert encoder is not None
    writer = IndexWriter.in_memory(encoder)
    writer.add(made(stock, ENCODED, seed=3))
    writer.commit()
    encoder.encode(["一"], role="passage")
    start = time.perf_counter()
    writer.embed(ENCODED)
    speed = ENCODED / (time.perf_counter() - start)
    times = []
    for query in needs(stock, 60):
        start = time.perf_counter()
        encoder.encode([next(iter(vector_texts(query).values()))], role="query")
        times.append(1000 * (time.perf_counter() - start))
    need = sorted(times)[len(times) // 2]
    print(f"\nEncoding: {speed:.0f} documents a second ({WORKERS} threads), one need in {need:.0f} ms.")
    return {"documents_a_second": speed, "need_ms": need}


def measure(stock: Stock, count: int, asked: int, cache: Path, speed: float) -> Result:
    """All engines on so many records."""
    print(f"\n{count:,} records: preparing", flush=True)
    with tempfile.TemporaryDirectory(prefix="heliu-bench-") as name:
        folder = Path(name)
        cutting = prepare(stock, count, asked, cache, folder)
        built: dict[str, Result] = {}
        for engine in ("heliu", "fts5", "bm25s"):
            (folder / engine).mkdir()
            print(f"building {engine}", flush=True)
            built[engine] = run(engine, "build", folder) | {"size": engines.folder_size(folder / engine)}
        rows = []
        for label, index, engine in ROWS:
            print(f"asking {engine}", flush=True)
            rows.append({"engine": label} | built[index] | run(engine, "ask", folder))
    show(count, cutting, rows, count / speed)
    return {"records": count, "cutting": cutting, "encoding_extrapolated": count / speed, "engines": rows}


def prepare(stock: Stock, count: int, asked: int, cache: Path, folder: Path) -> float:
    """Leave documents, tokens and needs for the engines; seconds that cutting into words took."""
    documents = list(made(stock, count))
    numbers: dict[str, str] = {}

    def tokens(text: str, lang: str) -> list[str]:
        # SQLite keeps such words as they are, whatever the term is made of.
        return [
            numbers.setdefault(token.term, f"w{len(numbers)}") for token in words(text, lang) if token.nature != "stop"
        ]

    start = time.perf_counter()
    cut = [tokens(f"{document.title}\n{document.text}", document.lang) for document in documents]
    seconds = time.perf_counter() - start
    questions: list[Query] = needs(stock, asked + engines.WARM_UP)
    sample = [title for source in stock.sources for title, _ in source.documents[:150]]
    sample += [text[slice(*sentences(text)[0])] for source in stock.sources for _, text in source.documents[:150]]
    prepared = {
        "documents": documents,
        "tokens": cut,
        "needs": questions,
        "questions": [tokens(f"{query.title}\n{query.text}", "zh") for query in questions],
        "sample": sample,
        "cache": cache,
    }
    for name, value in prepared.items():
        with (folder / f"{name}.pickle").open("wb") as file:
            pickle.dump(value, file)
    return seconds


def run(engine: str, phase: str, folder: Path) -> Result:
    """One phase of one engine in a fresh process."""
    command = [sys.executable, str(HERE / "engines.py"), engine, phase, str(folder)]
    finished = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: Result = json.loads(finished.stdout.splitlines()[-1])
    return found


def show(count: int, cutting: float, rows: list[Result], encoding: float) -> None:
    """The table of one size."""
    print(f"\n{count:,} records (cutting them into words for FTS5 and bm25s took {cutting:.0f} s more)")
    print(f"{'':<40}{'':>28}{'a need, ms':>18}{'whole demand, ms':>20}")
    print(f"{'':<40}{'build s':>8}{'disk MB':>9}{'memory MB':>11}{'p50':>9}{'p95':>9}{'p50':>11}{'p95':>9}")
    for row in rows:
        print(
            f"{row['engine']:<40}{row['build']:>8.1f}{row['size']:>9.0f}{row['memory']:>11.0f}"
            f"{row['p50_sentence']:>9.1f}{row['p95_sentence']:>9.1f}"
            f"{row['p50_description']:>11.1f}{row['p95_description']:>9.1f}"
        )
    heliu = rows[0]
    print(
        f"Heliu opens in {heliu['open']:.2f} s; looking for a new commit takes {heliu['refresh_us']:.0f} µs; "
        f"its encoder holds {heliu['encoder_memory']:.0f} MB more. Encoding these records once would take "
        f"{encoding / 60:.0f} minutes (extrapolated)."
    )


if __name__ == "__main__":
    main()
