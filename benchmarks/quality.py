"""Ranking quality on labelled sets: Heliu, BM25 and TF-IDF side by side, counted in one run.

    python benchmarks/quality.py [--task bdci] [--cache FOLDER]

Inputs and measures are those of ``../shared/tools/quality.py``, read in place with the data beside it. Heliu is run
through its command, `heliu-engine rank`. BM25 is bm25s (method "lucene") over the words that Heliu cuts; TF-IDF is
scikit-learn's over characters two and three at a time. Both get title and text; an expert scores by the mean over
their works, which is better for both than the best work.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import bm25s
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from heliu_engine.cli import main as heliu_engine
from heliu_engine.text import words

SHARED = Path(__file__).resolve().parents[2] / "shared"
DEPTH = 100
MEASURES = {
    "bdci": ("ndcg@10", "spearman"),
    "reviewer": ("loss",),
    "policy-doc": ("mrr@10",),
    "policy-answer": ("mrr@10",),
    "phrases": ("pearson",),
}
"""In the words of the tool; a loss is the better the lower it is."""

Row = Mapping[str, Any]
Scores = Iterator[tuple[str, np.ndarray]]
"""For each query its id and a score for each document."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--task", action="append", choices=list(MEASURES), help="only this task; may be repeated")
    parser.add_argument("--cache", type=Path, help="where heliu-engine keeps its model and vectors")
    options = parser.parse_args()
    tool = load_tool()
    if tool is None:
        print(f"The labelled sets are not here: {SHARED} is absent. Nothing was measured.", file=sys.stderr)
        return 1
    print(f"{'dev part':15}{'measure':>10}{'Heliu':>9}{'BM25':>9}{'TF-IDF':>9}{'seconds':>9}")
    for task in options.task or MEASURES:
        with tempfile.TemporaryDirectory() as folder:
            report(tool, task, Path(folder), options.cache)
    return 0


def load_tool() -> ModuleType | None:
    """The tool that writes inputs and counts, or None where the data is absent."""
    path = SHARED / "tools" / "quality.py"
    if not path.is_file() or not (SHARED / "data").is_dir():
        return None
    spec = importlib.util.spec_from_file_location("shared_quality", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(tool: ModuleType, task: str, folder: Path, cache: Path | None) -> None:
    """One task by all three, as a line for each of its measures."""
    make_inputs, options = tool.TASKS[task]
    queries, corpus, pool, _ = make_inputs()
    files = {"queries": queries, "corpus": corpus}
    for name, rows in files.items():
        (folder / name).write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
        )
    arguments = ["--queries", str(folder / "queries"), "--corpus", str(folder / "corpus"), *options, "-k", str(DEPTH)]
    if pool is not None:
        (folder / "pool").write_text("".join(f"{query}\t{candidate}\n" for query, candidate in pool), encoding="utf-8")
        arguments += ["--pool", str(folder / "pool")]
    if cache is not None:
        arguments += ["--cache", str(cache)]
    began = time.monotonic()
    if heliu_engine(["rank", "--out", str(folder / "heliu"), *arguments]) != 0:
        raise SystemExit(f"heliu-engine rank failed on {task}")
    seconds = time.monotonic() - began
    group_by = options[options.index("--group-by") + 1] if "--group-by" in options else "id"
    rivals: dict[str, Callable[[Sequence[Row], Sequence[Row]], Scores]] = {"bm25": by_bm25, "tfidf": by_tfidf}
    for name, score in rivals.items():
        write_run(folder / name, score(queries, corpus), [str(row[group_by]) for row in corpus], pool)
    counted = [tool.score(task, str(folder / name)) for name in ("heliu", *rivals)]
    for measure in MEASURES[task]:
        figures = "".join(f"{figure[measure]:9.4f}" for figure in counted)
        print(f"{task:15}{measure:>10}{figures}{seconds:9.1f}", flush=True)


def full_text(row: Row) -> str:
    """Title and text of a row."""
    return f"{row.get('title') or ''}\n{row.get('text') or ''}"


def terms(row: Row) -> list[str]:
    """The words that Heliu cuts, stop words left out; bm25s takes no empty list."""
    return [token.term for token in words(full_text(row)) if token.nature != "stop"] or [""]


def by_bm25(queries: Sequence[Row], corpus: Sequence[Row]) -> Scores:
    """BM25 with the usual constants, k1 1.5 and b .75."""
    index = bm25s.BM25(method="lucene")
    index.index([terms(row) for row in corpus], show_progress=False)
    for query in queries:
        known = [term for term in terms(query) if term in index.vocab_dict]
        yield query["id"], index.get_scores(known) if known else np.zeros(len(corpus))


def by_tfidf(queries: Sequence[Row], corpus: Sequence[Row]) -> Scores:
    """Cosine of TF-IDF vectors of characters."""
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True)
    matrix = vectoriser.fit_transform([full_text(row) for row in corpus])
    for query in queries:
        yield query["id"], (matrix @ vectoriser.transform([full_text(query)]).T).toarray().ravel()


def write_run(path: Path, scores: Scores, candidates: Sequence[str], pool: Sequence[tuple[str, str]] | None) -> None:
    """A TREC run of candidates by the mean of their documents."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, candidate in enumerate(candidates):
        places[candidate].append(place)
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for query, candidate in pool or ():
        wanted[query].add(candidate)
    with path.open("w", encoding="utf-8") as file:
        for query, found in scores:
            named = wanted[query] if pool is not None else places
            ranked = sorted(
                ((float(found[places[name]].mean()), name) for name in named), key=lambda pair: (-pair[0], pair[1])
            )
            for rank, (score, name) in enumerate(ranked if pool is not None else ranked[:DEPTH], start=1):
                file.write(f"{query} Q0 {name} {rank} {score!r} {path.name}\n")


if __name__ == "__main__":
    raise SystemExit(main())
