"""Whatever comes in, a document comes out or a ReadingError with one sentence: cut, mixed up and made-up files."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heliu_engine.reading import Document, ReadingError, excerpt, read_file, read_page
from heliu_engine.reading.tests.samples import PAGE, excel_file, locked_pdf, pdf_file, word_file

_MAKERS = {
    "a.html": PAGE.encode,
    "b.html": lambda: PAGE.encode("gb18030"),
    "a.docx": word_file,
    "a.xlsx": lambda: excel_file([["平台", "补助"], ["一号", 50]]),
    "a.pdf": lambda: pdf_file([["Notice of the call", "Plants have to be open."], ["Page two."]]),
    "b.pdf": locked_pdf,
    "a.csv": lambda: '平台,补助\n一号,"50"\n'.encode("gb18030"),
}
_PIECES = [
    "<div>", "</div>", "<p>", "<table>", "<tr>", "<td colspan=99999999999>", "<td rowspan=-1>", "<a href='http://[x'>",
    "<a href='//'>", "<base href='::'>", "<title>", "<h1>", "&#0;", "&#xd800;", "&#99999999999;", "\x00", "\ufffd",
    "<!--", "]]>", "<![CDATA[", "<?xml", "<svg><title>", "</html>", "作者：", "来源：", "2026-13-45", "（记者",
    "版权所有", "創(chuàng)", "CC BY", "附件.pdf", "“", "\u202e", "一二三四五六七八九十，一二三四五六七八九十。",
    "\n", "\t",
]  # fmt: skip


@cache
def sample(name: str) -> bytes:
    return _MAKERS[name]()


def refusal(read: Callable[[], Document]) -> str:
    """The sentence with which something is refused, empty where it is read; any other error is one of the test."""
    try:
        document = read()
    except ReadingError as error:
        return str(error)
    shown = excerpt(document)
    assert shown.cut == (shown.text != document.body)
    return ""


@pytest.mark.parametrize("name", _MAKERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), share=st.sampled_from([0.0, 0.001, 0.02, 0.3]), keep=st.floats(0, 1))
def test_cut_and_mixed_up_files_never_crash(name: str, seed: int, share: float, keep: float) -> None:
    chance = random.Random(seed)
    data = bytearray(sample(name)[: max(1, int(keep * len(sample(name))))])
    for _ in range(int(share * len(data))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    said = refusal(lambda: read_file(bytes(data), name))
    assert not said or said.startswith(f"{name} cannot be read: ")
    assert "\n" not in said


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES) | st.text(max_size=20), max_size=40).map("".join),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_made_up_pages_never_crash(text: str, encoding: str) -> None:
    data = ("<!DOCTYPE html>" + text).encode(encoding, "replace")
    read: list[Document] = []

    def keep() -> Document:
        read.append(read_page(data, url="https://example.cn/a/"))
        return read[0]

    said = refusal(keep)
    assert not said or "control characters" in said
    assert all(link.target.startswith(("http://", "https://")) for document in read for link in document.links)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "a.csv", "a.pdf", "a.docx"]), st.text(max_size=30))
def test_any_bytes_with_any_declaration_never_crash(data: bytes, name: str, declared: str) -> None:
    said = refusal(lambda: read_page(data, content_type=declared, url=f"https://example.cn/{name}"))
    assert not said or " cannot be read: " in said
