"""Overlap of two texts, worked by hand, and what must hold for any two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.identity import likeness, overlap, shingles
from heliu_engine.identity.shingles import units

TEXT = "铸件在零下四十度开裂，需要把冲击韧性提高到六十焦以上，并能在现有电炉上批量生产。"


def share(one: str, other: str) -> float:
    return overlap(shingles(one), shingles(other))


def test_by_hand():
    # Units a b c d and a b c e: two shingles each, one of them common; so short that only a full agreement counts.
    assert shingles("alpha beta gamma delta").size == 2
    assert share("alpha beta gamma delta", "alpha beta gamma epsilon") == 0.0
    assert share("alpha beta gamma", "x alpha beta gamma y") == 1.0
    # 铸 件 开 裂: each character is a unit, a run of letters and digits is one.
    cut = units("铸件 ZG310 开裂")
    assert [cut.span(place, place) for place in range(len(cut))] == [(0, 1), (1, 2), (3, 8), (9, 10), (10, 11)]
    assert shingles("铸件ZG310开裂").size == 3
    assert share("铸件ZG310开裂", "铸 件，zg310：开裂") == 1.0
    # 20 units make 18 shingles; with the tenth changed the three that hold it differ.
    words = [f"w{number}" for number in range(20)]
    changed = [*words[:9], "other", *words[10:]]
    assert share(" ".join(words), " ".join(changed)) == pytest.approx(15 / 18)


def test_a_copy_is_one_in_other_writing_cut_or_added_to():
    assert share(TEXT, TEXT.replace("，", ", ") + "预算五十万元。") == 1.0
    assert share("冲擊韌性提高到六十焦以上並能在現有電爐上批量生產", TEXT) == 1.0
    assert share("并能在现有电炉上批量生产。铸件在零下四十度开裂，需要把冲击韧性提高到六十焦以上", TEXT) > 0.85
    assert share(TEXT, "仓库里的叉车需要自动调度系统，能同时指挥二十台车并避免拥堵。") == 0.0


@given(st.text(max_size=200), st.text(max_size=200))
def test_it_is_a_share_and_the_same_from_both_sides(one, other):
    found = share(one, other)
    assert 0.0 <= found <= 1.0
    assert found == share(other, one)
    assert share(one, one) == (1.0 if shingles(one).size else 0.0)


def test_in_words():
    assert [likeness(0.8), likeness(0.79), likeness(0.5), likeness(0.49)] == ["same", "largely", "largely", ""]
    assert [likeness(0.0, 0.95), likeness(0.0, 0.94), likeness(0.9, 0.1)] == ["meaning", "", "same"]
