"""The real pages beside the clone: nothing of them is here, and where they are absent these tests are left out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from heliu_engine.reading import read_page
from heliu_engine.reading.tests.annotations import annotated, fold, mark, names, pieces


def test_fields_and_bodies_are_as_a_person_reads_them(shared_data: Path) -> None:
    pages = list(annotated("dev", shared_data))
    assert len(pages) == 13
    faults: list[str] = []
    for page in pages:
        document = read_page(page.data())
        wanted, left = page.body()
        found = Counter(piece for piece in pieces(document.body.split("\n")) if piece not in left)
        missing, added = Counter(wanted) - found, found - Counter(wanted)
        if missing.total() > 1 or added:
            faults.append(f"{page.name}: body")
        if "title" in page.said and mark(document.title or "") != page.said["title"]:
            faults.append(f"{page.name}: title")
        if "author" in page.said and names(document.author) != set(page.said["author"]):
            faults.append(f"{page.name}: author")
        faults += [
            f"{page.name}: {name}"
            for name in ("date", "source")
            if name in page.said and fold(getattr(document, name) or "") != fold(page.said[name] or "")
        ]
        assert not document.spam.spam, page.name
    assert faults == []


def test_the_hijacked_page_gives_its_article_and_its_rights(shared_data: Path) -> None:
    document = read_page((shared_data / "hijacked-page" / "page.txt").read_bytes())
    assert document.spam.spam
    assert (document.date, document.source) == ("2023-07-27", "天津日报")
    assert document.author == "于春沣、米哲、刘国栋"
    assert document.rights.holder == "高原(北京)文化传播有限公司"
    assert document.rights.terms in ("reserved", "attributed")
    assert len(document.body.split("\n")) == 9


def test_annotations_that_are_absent_are_left_out(tmp_path: Path) -> None:
    with pytest.raises(StopIteration):
        next(annotated("all", tmp_path))
