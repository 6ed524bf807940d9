"""`heliu-engine parameters`: its files and its refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from heliu_engine.cli import main

KEYS = ["id", "start", "end", "span", "property", "comparator", "low", "high", "unit", "unit_norm", "change", "role"]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_line_for_each_parameter_and_nothing_of_the_title(tmp_path: Path) -> None:
    rows = [
        {"id": "d1", "title": "厚度5mm", "text": "😀能耗降低30%，长度≥2 m。"},
        {"id": "d2", "text": ""},
        {"id": 3, "text": "mass below 4 kg", "lang": "en"},
    ]
    out = tmp_path / "P.jsonl"
    assert main(["parameters", "--in", str(write(tmp_path / "D.jsonl", rows)), "--out", str(out)]) == 0
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert all(list(row) == KEYS for row in found)
    assert found[0] == {
        "id": "d1", "start": 1, "end": 8, "span": "能耗降低30%", "property": "能耗", "comparator": "=", "low": 30.0,
        "high": 30.0, "unit": "%", "unit_norm": "%", "change": "decrease", "role": "target",
    }  # fmt: skip
    assert [(row["id"], row["comparator"], row["low"], row["high"]) for row in found[1:]] == [
        ("d1", ">=", 2.0, None),
        ("3", "<", None, 4.0),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"text": "5 mm"}\n', ":1: id is missing"),
        ("not json\n", "not JSON"),
        ('{"id": "a", "text": 5}\n', "must be a string"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, reason: str
) -> None:
    texts, out = tmp_path / "D.jsonl", tmp_path / "P.jsonl"
    texts.write_text(content, encoding="utf-8")
    assert main(["parameters", "--in", str(texts), "--out", str(out)]) == 2
    assert reason in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = write(tmp_path / "D.jsonl", [{"id": "a", "text": "5 mm"}])
    assert main(["parameters", "--in", str(texts), "--out", str(tmp_path / "none" / "P.jsonl")]) == 2
    assert "there is no folder" in capsys.readouterr().err
