"""What an answer changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.coach import Element, Sheet, compare, text_before
from heliu_engine.errors import InputError

IDS = st.lists(st.sampled_from("abcdefgh"), unique=True)
TEXTS = st.text(alphabet="锈a。.\n ，", max_size=30)


def sheet(text: str, **stated: str) -> Sheet:
    """A need whose elements stand where the given words stand."""
    places: list[Element] = []
    for name, words in stated.items():
        start = text.index(words)
        places.append(Element(name, (start, start + len(words)), words))  # type: ignore[arg-type]
    return Sheet(text, tuple(places), ())


def test_two_lists_side_by_side():
    changes = compare(["a", "b", "c", "d"], ["e", "b", "a", "d"])
    assert [(move.id, move.before, move.after, move.kind) for move in changes.moves] == [
        ("e", None, 1, "entered"),
        ("b", 2, 2, "stayed"),
        ("a", 1, 3, "fell"),
        ("d", 4, 4, "stayed"),
        ("c", 3, None, "left"),
    ]
    assert [move.id for move in compare(["a", "b"], ["b", "a"]).of("rose")] == ["b"]
    assert not compare(["a"], ["a"]).any
    assert not compare([], []).any
    with pytest.raises(InputError):
        compare(["a", "a"], [])


@given(IDS, IDS)
def test_every_result_is_told_once_and_both_lists_can_be_read_back(before, after):
    moves = compare(before, after).moves
    assert sorted(move.id for move in moves) == sorted({*before, *after})
    assert [move.id for move in sorted((m for m in moves if m.before), key=lambda m: m.before or 0)] == before
    assert [move.id for move in moves if move.after] == after
    mirrored = {"entered": "left", "left": "entered", "rose": "fell", "fell": "rose", "stayed": "stayed"}
    back = {move.id: move.kind for move in compare(after, before).moves}
    assert all(back[move.id] == mirrored[move.kind] for move in moves)


def test_the_first_sentence_is_written_before_anything_is_answered():
    begun = sheet("海边钢结", object="钢结")
    longer = sheet("海边钢结构三年就锈", object="钢结构", problem="三年就锈")
    assert text_before(sheet(""), sheet(""), begun) == begun.text
    assert text_before(begun, begun, longer) == longer.text
    ended = sheet("海边钢结构三年就锈。", object="钢结构", problem="三年就锈")
    assert text_before(longer, longer, ended) == ended.text
    # Typed on at once, without a look between the sentence's end and the next one.
    far = sheet("海边钢结构三年就锈。耐盐雾", object="钢结构")
    assert text_before(begun, begun, far) == ended.text
    english = sheet("Steel rusts. It must last 1.5")
    assert text_before(sheet("Steel"), sheet("Steel"), english) == "Steel rusts. "


def test_an_answer_is_held_against_the_text_before_it():
    need = sheet("钢结构三年就锈。", object="钢结构", problem="三年就锈")
    half = sheet("钢结构三年就锈。耐盐雾", object="钢结构", problem="三年就锈")
    answered = sheet("钢结构三年就锈。耐盐雾1000小时", object="钢结构", problem="三年就锈", parameters="耐盐雾1000小时")
    more = sheet(
        "钢结构三年就锈。耐盐雾1000小时，预算50万元", object="钢结构", problem="三年就锈", parameters="耐盐雾1000小时",
        budget="预算50万元",
    )  # fmt: skip
    assert text_before(need, need, half) == need.text
    assert text_before(need, half, answered) == need.text
    assert text_before(need, answered, answered) == need.text, "looked at again, it is still the latest answer"
    assert text_before(need, answered, more) == answered.text, "the second answer is held against the first"
    assert text_before(answered, more, answered) == answered.text, "taken back, nothing has changed"


def test_another_need_begins_anew():
    assert text_before(sheet("钢结构三年就锈。"), sheet("钢结构三年就锈。"), sheet("电池鼓包。")) == "电池鼓包。"
    mistaken, last, now = sheet("钢结购三年就锈。"), sheet("钢结购三年就锈。耐盐雾"), sheet("钢结构三年就锈。耐盐雾")
    assert text_before(mistaken, last, now) == mistaken.text, "a corrected letter is no new need"


@given(TEXTS, TEXTS, TEXTS)
def test_what_came_before_is_one_of_the_texts_or_the_beginning_of_the_last(before, last, now):
    found = text_before(sheet(before), sheet(last), sheet(now))
    assert found in (before, last) or now.startswith(found)
    assert text_before(sheet(now), sheet(now), sheet(now)) == now
