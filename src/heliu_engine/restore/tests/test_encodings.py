"""Encodings: told by what the bytes allow and how they read, not by what a page declares."""

from __future__ import annotations

import opencc
import pytest

from heliu_engine.errors import InputError
from heliu_engine.restore import apply_edits, restore
from heliu_engine.restore import encodings as module
from heliu_engine.restore.encodings import decode, western
from heliu_engine.restore.mojibake import undo_wrong_decoding
from heliu_engine.restore.tests.texts import CLEAN, LEGITIMATE

TEXT = CLEAN[0]
TRADITIONAL = opencc.OpenCC("s2t").convert(TEXT)
DECLARATION = '<meta charset="{}"><p>{}</p><p>{}</p>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "big5", "iso-8859-1", "no-such-thing"])
def test_simplified_text_is_read_whatever_is_declared(encoding: str, declared: str) -> None:
    assert decode(TEXT.encode(encoding), declared).text == TEXT


@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "big5"])
def test_big5_is_told_from_gbk(declared: str) -> None:
    assert decode(TRADITIONAL.encode("big5", "ignore"), declared).text == TRADITIONAL.encode("big5", "ignore").decode(
        "big5"
    )


@pytest.mark.parametrize(("declared", "real"), [("gb2312", "utf-8"), ("utf-8", "gbk"), ("gbk", "gb18030")])
def test_a_page_is_read_against_its_own_declaration(declared: str, real: str) -> None:
    page = DECLARATION.format(declared, *CLEAN[0].split("\n"))
    restored = restore(page.encode(real))
    assert restored.text == CLEAN[0]
    assert decode(page.encode(real)).declared == declared


def test_a_cut_page_and_a_western_one_are_read() -> None:
    assert decode(TEXT.encode()[:-1]).text == TEXT[:-1] + "\ufffd"
    assert decode("café, naïve".encode("latin-1")).text == "café, naïve"
    assert decode("Größe 5 µm".encode("cp1252"), "windows-1252").text == "Größe 5 µm"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04rest", b"\x89PNG\r\n", bytes(range(256)) * 8, b"\x00" * 50]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        decode(data)


def test_a_page_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 10)
    assert decode(b"0123456789").text == "0123456789"
    with pytest.raises(InputError, match="larger"):
        decode(b"0123456789a")


MISTAKES = {
    "utf-8 as windows-1252": western(TEXT.encode()),
    "the same twice": western(western(TEXT.encode()).encode()),
    "gbk as windows-1252": western(TEXT.encode("gbk")),
}


@pytest.mark.parametrize("garbled", MISTAKES.values(), ids=MISTAKES.keys())
def test_text_decoded_wrongly_is_decoded_again(garbled: str) -> None:
    assert restore(garbled.encode()).text == TEXT
    assert restore(garbled).text == TEXT


def test_utf8_read_as_gbk_is_decoded_again_with_marks_where_bytes_were_lost() -> None:
    text = "天津市科技创新工作座谈会在高校和科研院所召开"
    whole = text.encode().decode("gb18030", "replace")
    edits = undo_wrong_decoding(whole)
    result = apply_edits(whole, edits)
    assert len(result) == len(text)
    assert all(given in (made, "\ufffd") for given, made in zip(result, text, strict=True))
    assert result.count("\ufffd") <= 3
    assert {edit.reason for edit in edits} == {"encoding:utf-8 as gbk"}


def test_characters_that_were_replaced_before_are_marked_and_talk_of_them_is_not() -> None:
    assert apply_edits("甲锟斤拷锟斤拷乙", undo_wrong_decoding("甲锟斤拷锟斤拷乙")) == "甲\ufffd乙"
    assert undo_wrong_decoding("“锟斤拷”是一种常见乱码。") == []


@pytest.mark.parametrize(
    "line",
    [
        "Ä Ö Ü äöü ÄÖÜß", "naïve café São Paulo Ñandú", "±5°C、×10²、½、§3", "饕餮魑魅魍魉耄耋龃龉貔貅",
        "「Ａ社」の技術", "Élysée — «à côté»", *CLEAN, *LEGITIMATE,
    ],
)  # fmt: skip
def test_text_that_is_all_right_is_left_alone(line: str) -> None:
    assert all(undo_wrong_decoding(each) == [] for each in line.split("\n"))
