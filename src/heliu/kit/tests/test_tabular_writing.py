"""Writing tables: nothing runs as a formula, and our own files are read back as they were."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from heliu.kit.tabular import Sheet, csv_lines, jsonl_lines, open_table, write_xlsx

DANGEROUS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_formulas_are_neutralised_and_read_back(tmp_path, text):
    (tmp_path / "a.csv").write_bytes(b"".join(csv_lines(["title", "n"], [[text, -5]])))
    line = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert line.lstrip('"').startswith("'")
    assert line.endswith(",-5")
    with (tmp_path / "a.xlsx").open("wb") as stream:
        write_xlsx(stream, [Sheet("Sheet", ["title", "n"], [[text, -5]])])
    cell = load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    for name in ("a.csv", "a.xlsx"):
        (row,) = open_table(tmp_path / name).rows()
        assert row.values["title"] == text


def test_kinds_of_values(tmp_path):
    row = ["文字", Decimal("1.5"), date(2026, 11, 23), ["a", "b"], None, "bad\x07char", "长" * 40_000]
    header = [f"c{number}" for number in range(len(row))]
    with (tmp_path / "a.xlsx").open("wb") as stream:
        write_xlsx(stream, [Sheet("Sheet", header, [row], comments={0: "help"}, widths=[30], wrap=True)])
    sheet = load_workbook(tmp_path / "a.xlsx").active
    values = [cell.value for cell in sheet[2]]
    assert values[:6] == ["文字", 1.5, sheet["C2"].value, "a、b", None, "badchar"]
    assert sheet["C2"].value.date() == date(2026, 11, 23)
    assert len(values[6]) == 32_767
    assert sheet["A1"].comment.text == "help"
    (line,) = jsonl_lines([dict(zip(header[:4], row, strict=False))])
    assert json.loads(line) == {"c0": "文字", "c1": 1.5, "c2": "2026-11-23", "c3": ["a", "b"]}
    assert "文字".encode() in line
