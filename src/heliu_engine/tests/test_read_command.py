"""`heliu-engine read`: its format, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from heliu_engine.cli import main
from heliu_engine.reading import VERSION
from heliu_engine.reading.tests.samples import PAGE, word_file

KEYS = [
    "kind", "title", "date", "source", "author", "body", "language", "rights", "excerpt", "spam", "links",
    "attachments", "tables", "url", "encoding", "notes", "rule",
]  # fmt: skip


def test_a_page_is_written_with_all_fields(tmp_path: Path) -> None:
    page, out = tmp_path / "page.html", tmp_path / "out.json"
    page.write_text(PAGE, encoding="utf-8")
    url = "https://kj.example.cn/news/1.html"
    assert main(["read", "--in", str(page), "--out", str(out), "--url", url]) == 0
    written = json.loads(out.read_text(encoding="utf-8"))
    assert list(written) == KEYS
    assert (written["title"], written["rule"], written["url"]) == ("市科技局发布中试平台名单", VERSION, url)
    assert written["rights"]["terms"] == "reserved"
    assert written["excerpt"]["cut"]
    assert len(written["excerpt"]["text"]) < len(written["body"]) / 2
    assert written["spam"] == {"verdict": False, "reasons": []}
    assert written["attachments"][0]["kind"] == "pdf"
    assert written["tables"][0]["rows"][2] == ["", "装备", "30万元"]
    assert {"text": "名单详情", "target": "https://kj.example.cn/news/detail.html", "in_body": True} in written["links"]


def test_a_word_file_is_read_and_a_damaged_one_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "通知.docx", tmp_path / "out.json"
    file.write_bytes(word_file())
    assert main(["read", "--in", str(file), "--out", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["kind"] == "word"
    out.unlink()
    file.write_bytes(word_file()[:500])
    assert main(["read", "--in", str(file), "--out", str(out)]) == 2
    assert "通知.docx cannot be read: it is damaged" in capsys.readouterr().err
    assert not out.exists()
    assert main(["read", "--in", str(tmp_path / "absent"), "--out", str(out)]) == 2
    assert "absent cannot be read: No such file" in capsys.readouterr().err
