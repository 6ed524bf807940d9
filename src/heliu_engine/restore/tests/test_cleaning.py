"""Invisible characters, mixed width, words cut at a line's end."""

from __future__ import annotations

import pytest

from heliu_engine.restore.cleaning import clean, join_cut_words
from heliu_engine.restore.edits import apply_edits


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("创\u200b新\ufeff驱\u00ad动", "创新驱动"),
        ("\u202a文字\u202c", "文字"),
        ("LiＦePO4电池", "LiFePO4电池"),
        ("网址ｈｔｔｐ：／／ａ．ｃｎ／ｂ", "网址http://a.cn/b"),
        ("２０２６年，ＡＢＣ公司", "２０２６年，ＡＢＣ公司"),
        ("家庭👨\u200d👩\u200d👧，很好！", "家庭👨\u200d👩\u200d👧，很好！"),
        ("شركة\u200c\u200f(مثال)", "شركة\u200c\u200f(مثال)"),
        ("普通的一行，没有什么。", "普通的一行，没有什么。"),
    ],
)
def test_only_what_shows_nothing_or_mixes_widths_is_changed(line: str, expected: str) -> None:
    assert apply_edits(line, clean(line)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an innova-\ntion of innovation", "an innovation\nof innovation"),
        ("a multi-\ndisciplinary multi-disciplinary team", "a multi-\ndisciplinary multi-disciplinary team"),
        ("the state-of-\nthe art", "the state-of-\nthe art"),
        ("the con\u00ad\ntract.", "the contract."),
        ("一种基于cam-\nera的方法", "一种基于cam-\nera的方法"),
        ("no words-\nAt all", "no words-\nAt all"),
    ],
)
def test_cut_words_are_joined_where_the_text_shows_them_whole(text: str, expected: str) -> None:
    assert apply_edits(text, join_cut_words(text)) == expected
