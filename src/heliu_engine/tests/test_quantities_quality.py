"""How well parameters are read on the real dev texts, beside the floors below which a change is a loss."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from heliu_engine.quantities import extract

FLOORS = {"zh_dev": {"without_role": 0.97, "with_role": 0.92}, "en_dev": {"without_role": 0.96, "with_role": 0.92}}


@pytest.fixture
def counting(shared_data: Path) -> Any:
    """The tool that counts, beside the data."""
    path = shared_data.parent / "tools" / "score_parameters.py"
    if not path.is_file():
        pytest.skip("../shared/tools/score_parameters.py is absent")
    spec = importlib.util.spec_from_file_location("score_parameters", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


@pytest.mark.parametrize("part", sorted(FLOORS))
def test_quality_on_the_dev_texts(shared_data: Path, counting: Any, part: str) -> None:
    folder = shared_data / "demand-parameters"
    found = [
        {"demand_id": row["demand_id"], **asdict(parameter)}
        for row in rows(folder / "texts_dev.jsonl")
        if row["part"] == part
        for parameter in extract(row["description"])
    ]
    gold = [row for row in rows(folder / "parameters_dev.jsonl") if row["part"] == part]
    scores, missed, spurious = counting.score(found, gold)
    told = [row["span"] for row in missed], [row["span"] for row in spurious]
    for name, floor in FLOORS[part].items():
        assert scores[name]["f1"] >= floor, told


def test_real_texts_of_other_kinds_are_read_without_harm(shared_data: Path) -> None:
    read = 0
    for name, field in (
        ("eu-open-calls/calls_mojibake_sample.jsonl", None),
        ("dod-sbir-topics/topics.jsonl", "description"),
    ):
        for row in rows(shared_data / name)[:40]:
            text = str(row.get(field)) if field else json.dumps(row, ensure_ascii=False)[:20_000]
            for found in extract(text):
                assert text[found.start : found.end] == found.span
                read += 1
    assert read > 100
