"""Edits: applying them, and putting two rounds together."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.restore.edits import Edit, apply_edits, compose, shifted


@st.composite
def rounds(draw: st.DrawFn, text: str) -> list[Edit]:
    """Edits of a text in order, without overlap."""
    edits: list[Edit] = []
    place = 0
    while place <= len(text) and draw(st.booleans()):
        start = draw(st.integers(place, len(text)))
        end = draw(st.integers(start, min(len(text), start + 4)))
        after = draw(st.text("甲乙ab", max_size=3))
        edits.append(Edit(start, end, text[start:end], after, draw(st.sampled_from("xyz")), 0.5))
        place = end + 1
    return edits


@given(st.data())
def test_two_rounds_put_together_do_what_they_do_one_after_the_other(data: st.DataObject) -> None:
    text = data.draw(st.text("一二三abc\n", max_size=20))
    first = data.draw(rounds(text))
    between = apply_edits(text, first)
    second = data.draw(rounds(between))
    both = compose(text, first, second)
    assert apply_edits(text, both) == apply_edits(between, second)
    assert all(one.end <= other.start for one, other in itertools.pairwise(both))
    assert all(edit.before == text[edit.start : edit.end] != edit.after for edit in both)


def test_edits_that_meet_are_one_with_all_reasons_and_the_lowest_confidence() -> None:
    text = "創(chuàng)新"
    brackets = [Edit(1, 9, "(chuàng)", "", "pinyin", 0.9)]
    script = [Edit(0, 1, "創", "创", "traditional", 0.8)]
    assert compose(text, brackets, script) == [Edit(0, 1, "創", "创", "traditional", 0.8), brackets[0]]
    word = [Edit(0, 2, "創新", "创新", "traditional", 0.8)]
    assert compose(text, brackets, word) == [Edit(0, 10, text, "创新", "pinyin+traditional", 0.8)]


def test_an_edit_of_another_text_is_refused() -> None:
    edit = Edit(0, 1, "甲", "乙", "x", 1.0)
    assert apply_edits("甲", [edit]) == "乙"
    assert apply_edits("一甲", [shifted(edit, 1)]) == "一乙"
    with pytest.raises(ValueError, match="does not belong"):
        apply_edits("丙", [edit])
    with pytest.raises(ValueError, match="does not belong"):
        apply_edits("甲甲", [shifted(edit, 1), edit])
