"""`heliu-engine restore`: its one format, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from heliu_engine.cli import main
from heliu_engine.restore import VERSION

KEYS = ["text", "title", "body", "date", "source", "copyright", "language", "spam", "edits"]


def test_a_damaged_page_is_written_with_all_fields(tmp_path: Path) -> None:
    page, out = tmp_path / "page.txt", tmp_path / "out.json"
    page.write_text("強(qiáng)化創(chuàng)新發(fā)展。\n", encoding="gb18030")
    assert main(["restore", "--in", str(page), "--out", str(out)]) == 0
    written = json.loads(out.read_text(encoding="utf-8"))
    assert list(written) == KEYS
    assert written["text"] == "强化创新发展。\n"
    assert written["spam"] == {"verdict": False, "reasons": []}
    assert [written[key] for key in ("title", "body", "date", "source", "copyright")] == [None] * 5
    assert written["language"] == "zh"
    assert [edit["after"] for edit in written["edits"][:3]] == ["强", "", "创"]
    assert written["edits"][1] == {
        "start": 1, "end": 8, "before": "(qiáng)", "after": "", "reason": "pinyin",
        "confidence": written["edits"][0]["confidence"], "rule": VERSION,
    }  # fmt: skip


def test_declared_encoding_and_empty_page(tmp_path: Path) -> None:
    page, out = tmp_path / "page.html", tmp_path / "out.json"
    page.write_bytes("Größe".encode("iso-8859-15"))
    assert main(["restore", "--in", str(page), "--out", str(out), "--declared", "iso-8859-15"]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["text"] == "Größe"
    page.write_bytes(b"")
    assert main(["restore", "--in", str(page), "--out", str(out)]) == 0
    written = json.loads(out.read_text(encoding="utf-8"))
    assert (written["text"], written["language"], written["edits"]) == ("", None, [])


def test_what_cannot_be_read_ends_with_2_and_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    (tmp_path / "binary").write_bytes(b"%PDF-1.7 \xff")
    for page, reason in (("binary", "it is a PDF"), ("absent", "No such file"), (".", "Is a directory")):
        assert main(["restore", "--in", str(tmp_path / page), "--out", str(out)]) == 2
        assert reason in capsys.readouterr().err
        assert not out.exists()
    (tmp_path / "page").write_text("文", encoding="utf-8")
    assert main(["restore", "--in", str(tmp_path / "page"), "--out", str(tmp_path / "no" / "out.json")]) == 2
    assert "there is no folder" in capsys.readouterr().err
