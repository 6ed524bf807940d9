"""The index of records: what it proposes, taken in one by one, given up, kept as bytes."""

from __future__ import annotations

import random
import tracemalloc
from dataclasses import replace

import pytest

from heliu_engine.errors import InputError
from heliu_engine.identity import Entry, Index
from heliu_engine.identity import index as module


def entry(number: int, kind: str = "achievement") -> Entry:
    """One of many records that share nothing but a few characters."""
    rng = random.Random(number)
    words = ["".join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(6)) for _ in range(14)]
    return Entry(f"r{number}", kind, "".join(words[:2]), "，".join(words[2:]))


def test_a_copy_is_proposed_and_nothing_else():
    index = Index()
    index.update(entry(number) for number in range(60))
    copy = replace(entry(7), id="copy", title=f"一种{entry(7).title}")
    assert index.candidates(copy) == ["r7"]
    assert list(index.pairs()) == []
    index.add(copy)
    assert list(index.pairs()) == [("copy", "r7")]
    assert index.candidates(entry(7)) == ["copy"]
    assert index.candidates(replace(copy, kind="demand")) == []


def test_what_is_replaced_or_given_up_is_not_proposed():
    index = Index()
    index.add(entry(1))
    index.add(replace(entry(2), id="r1"))
    assert len(index) == 1
    assert index.candidates(replace(entry(1), id="x")) == []
    assert index.candidates(replace(entry(2), id="x")) == ["r1"]
    index.discard("r1")
    index.discard("nobody")
    assert "r1" not in index
    assert index.candidates(replace(entry(2), id="x")) == []


def test_it_is_the_same_after_a_way_through_bytes(monkeypatch):
    monkeypatch.setattr(module, "LATELY", 8)
    index = Index()
    index.update(entry(number) for number in range(40))
    for number in range(0, 40, 2):
        index.discard(f"r{number}")
    index.add(replace(entry(9), id="copy"))
    opened = Index.from_bytes(index.to_bytes())
    assert len(opened) == len(index) == 21
    assert list(opened.pairs()) == list(index.pairs()) == [("copy", "r9")]
    opened.add(replace(entry(11), id="later"))
    assert sorted(opened.pairs()) == [("copy", "r9"), ("later", "r11")]
    assert list(Index.from_bytes(Index().to_bytes()).pairs()) == []


@pytest.mark.parametrize("block", [b"", b"PK\x03\x04 no index", b"\x93NUMPY"])
def test_what_is_no_index_is_refused(block):
    with pytest.raises(InputError):
        Index.from_bytes(block)


def test_another_version_is_refused(monkeypatch):
    block = Index().to_bytes()
    monkeypatch.setattr(module, "VERSION", 99)
    with pytest.raises(InputError, match="99"):
        Index.from_bytes(block)


def test_memory_grows_with_the_records_and_no_faster():
    def peak(count: int) -> int:
        entries = [entry(number) for number in range(count)]
        tracemalloc.start()
        index = Index()
        index.update(entries)
        list(index.pairs())
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)  # Tables that are made once.
    small, large = peak(400), peak(1600)
    assert large < 6 * small


def test_of_a_thousand_of_one_text_each_has_its_neighbours():
    index = Index()
    index.update(replace(entry(3), id=f"c{number:03}") for number in range(1000))
    pairs = set(index.pairs())
    assert len(pairs) < 50_000
    assert {(f"c{number:03}", f"c{number + 1:03}") for number in range(999)} <= pairs
    assert len(index.candidates(replace(entry(3), id="x"))) == module.MOST_CANDIDATES


def test_an_equal_identifier_is_enough():
    index = Index()
    index.add(replace(entry(1), codes={"doi": "10.1000/182"}))
    assert index.candidates(replace(entry(2), codes={"doi": "https://doi.org/10.1000/182"})) == ["r1"]
    assert index.candidates(replace(entry(2), codes={"doi": "10.1000/183"})) == []
