"""The real pages beside the clone: nothing of them is here, and where they are absent these tests are left out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from heliu_engine.restore import apply_edits, restore
from heliu_engine.restore.brackets import BRACKET


@pytest.fixture
def pairs(shared_data: Path) -> list[tuple[str, str]]:
    path = shared_data / "cn-news-html" / "garbled_bracket_pinyin.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["corrupted"], row["restored"]) for row in csv.DictReader(file)]


def test_the_sentence_pairs_come_out_exactly(pairs: list[tuple[str, str]]) -> None:
    for corrupted, restored in pairs:
        assert restore(corrupted.encode()).text == restored
    together = "\n".join(corrupted for corrupted, _ in pairs)
    assert restore(together.encode("gb18030")).text == "\n".join(restored for _, restored in pairs)


def test_the_hijacked_page_gives_its_article(shared_data: Path, pairs: list[tuple[str, str]]) -> None:
    restored = restore((shared_data / "hijacked-page" / "page.txt").read_bytes())
    article = restored.article
    assert article.title is not None
    assert article.title.startswith("陈敏尔张工在专题调研天津市科技创新工作时强调")
    assert article.title.endswith("推动更多科技成果转化为现实生产力")
    assert (article.date, article.source) == ("2023-07-27", "天津日报")
    assert article.copyright == "高原(北京)文化传播有限公司"
    assert all(sentence in restored.body for _, sentence in pairs if not sentence.startswith("原标题"))
    assert restored.body.startswith("7月26日,在深入开展主题教育之际")
    assert restored.body.endswith("(记者 于春沣 米哲 刘国栋)")
    assert len(restored.body.split("\n")) == 9
    assert restored.spam.spam
    assert "script" in restored.spam.signs
    assert BRACKET.search(restored.text) is None
    assert "�" not in restored.text
    assert "视频" not in restored.text
    assert apply_edits(restored.read, restored.edits) == restored.text


def test_stored_pages_give_title_date_and_body_and_are_not_changed(shared_data: Path) -> None:
    folder = shared_data / "cn-news-html"
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        restored = restore((folder / page["file"]).read_bytes())
        name = page["file"]
        assert restored.edits == (), name
        assert not restored.spam.spam, name
        assert page["must_contain"] in restored.body, name
        if page["expected_title"]:
            assert restored.article.title == page["expected_title"], name
        if page["expected_date"]:
            assert restored.article.date == page["expected_date"], name
