"""Inserted pinyin and the bytes it broke: hand-worked lines, generated pages, brackets that are meant to be there."""

from __future__ import annotations

import re

import opencc
import pytest

from heliu_engine.restore import restore
from heliu_engine.restore.brackets import Damage, find_damage
from heliu_engine.restore.breaks import MARK, mend_breaks
from heliu_engine.restore.edits import apply_edits
from heliu_engine.restore.inserted import undo_insertion
from heliu_engine.restore.readings import SYLLABLE
from heliu_engine.restore.tests.damage import Way, damaged, fits, syllable
from heliu_engine.restore.tests.measures import distance
from heliu_engine.restore.tests.texts import CLEAN, LEGITIMATE
from heliu_engine.text.traditional import simplified

SEEN = Damage({"創": "chuàng", "節": "jié", "業": "yè"}, "mark", wide=False, confidence=1.0)


def mended(line: str, *, swallows: bool = True) -> str:
    return apply_edits(line, mend_breaks(line, SEEN, swallows=swallows))


def naive(text: str) -> str:
    """What everybody does first: brackets off, traditional to simplified."""
    return opencc.OpenCC("t2s").convert(re.sub(rf"(?<=[\u4e00-\u9fff])[(（]{SYLLABLE}[)）]", "", text))


def test_a_run_that_was_paired_one_byte_late_is_paired_again() -> None:
    # 展 is D5 B9, 潛 is 9D 93, and B9 9D is 節: its pinyin went between, 9D was lost with the bracket, 93 C1 is 摿.
    # The run ends where 創 (84 93) got its own pinyin: 84 had gone into 紕, 93 was lost.
    assert mended("發展?jié)摿Υ蟮目萍紕?chuàng)新型企業(yè)") == "發展潛力大的科技創新型企業"


def test_a_decoder_that_keeps_the_bracket_and_one_that_shows_no_mark_are_read_as_well() -> None:
    assert mended("發展\ufffd(jié)摿Υ蟮目萍紕\ufffd(chuàng)新型", swallows=False) == "發展潛力大的科技創新型"
    assert mended("發展(jié)摿Υ蟮目萍紕(chuàng)新型", swallows=False) == "發展潛力大的科技創新型"


def test_a_bracket_after_a_letter_that_was_half_of_a_pair_goes_too() -> None:
    # 人 ends with CB and ] is 5D; CB 5D is 薦. Nothing is lost, so only the bracket is too much.
    lines = ["聯繫[人](jiàn)強(qiáng)化創(chuàng)新發(fā)展，函數n(t)與公司(a)不變。"]
    edits, _ = undo_insertion(lines)
    assert apply_edits(lines[0], edits[0]) == "联系[人]强化创新发展，函数n(t)与公司(a)不变。"


def test_a_bracket_within_the_pinyin_of_another_goes_first() -> None:
    lines = ["優(yōu(zī))化創(chuàng)新發(fā)展，強(qiáng)調優(yōu(zī))勢。"]
    edits, _ = undo_insertion(lines)
    assert apply_edits(lines[0], edits[0]) == "优化创新发展，强调优势。"


def test_a_question_mark_and_a_bracket_that_fit_nothing_stay() -> None:
    for line in (
        "這是什麼?（見附件）",
        "好嗎?yes)",
        "誰?jié)",
        "展?abc)",
        "公司(a)創(chuàng)新".replace("創(chuàng)", "創"),
    ):
        assert mended(line) == line


def test_what_was_swallowed_is_marked_and_not_guessed() -> None:
    # The digit after a lost byte went with it, and nothing tells which digit it was.
    text = "上半年共完成投資九十八億元，同比增長百分之五，位居全省第三，創造了新的紀錄。" * 2
    for lost, shown in (("第三，創", "第三，創(chuàng)"),):
        line = text.replace(lost, shown)
        assert mended(line) == text
    line = "發展?jié)摿?019年開始顯現，創(chuàng)新不斷。"
    result = mended(line)
    assert MARK in result
    assert result.endswith("019年開始顯現，創新不斷。")


@pytest.mark.parametrize(
    "way",
    [
        Way(50),
        Way(300, seed=2),
        Way(700),
        Way(700, phrases=True, in_turn=False),
        Way(1200, share=0.5, seed=4),
        Way(700, decoder="keep"),
        Way(700, tone="number"),
        Way(300, tone="none"),
        Way(300, at_bytes=False, brackets="（）"),
    ],
    ids=str,
)
def test_damaged_pages_come_out_right(way: Way) -> None:
    errors = characters = before = 0
    for text in map(fits, CLEAN):
        page = damaged(text, way)
        result = restore(page.encode("utf-8")).text
        errors += distance(result, text)
        before += distance(naive(page), text)
        characters += len(text)
    assert errors <= 0.005 * characters
    assert errors <= before


@pytest.mark.parametrize("text", [*CLEAN, *LEGITIMATE])
def test_clean_pages_and_legitimate_brackets_come_out_as_they_were(text: str) -> None:
    for page in (text.encode("utf-8"), fits(text).encode("gbk")):
        restored = restore(page)
        assert restored.text == page.decode(restored.encoding)
        assert restored.edits == ()


@pytest.mark.parametrize("text", CLEAN)
def test_a_consistently_traditional_page_is_no_damage(text: str) -> None:
    traditional = opencc.OpenCC("s2t").convert(text)
    assert restore(traditional.encode("utf-8")).text == traditional
    assert restore(fits(text).encode("utf-8")).text == fits(text)


def test_a_traditional_page_that_helps_its_readers_stays() -> None:
    seen: set[str] = set()
    pieces = []
    for character in opencc.OpenCC("s2t").convert(CLEAN[0] + CLEAN[1]):
        helped = ord(character) in simplified() and character not in seen
        pieces.append(character + (syllable(character, Way()) if helped else ""))
        seen.add(character)
    page = "".join(pieces)
    assert page.count("(") > 50
    assert restore(page).text == page


def test_legitimate_brackets_on_a_damaged_page_stay() -> None:
    kept = "亳(bó)州的企业来到重庆（Chóngqìng）参加对接会，乐(yuè)先生(Mr. Yue)主持。"
    text = fits(CLEAN[0]) + "\n" + kept
    page = damaged(text, Way(47))
    assert naive(page) != text
    assert restore(page.encode("utf-8")).text == text


def test_damage_needs_more_than_one_bracket_and_gives_its_table() -> None:
    lines = ["強(qiáng)化創(chuàng)新發(fā)展"]
    assert find_damage(["創(chuàng)新驅動發展"]) is None
    damage = find_damage(lines)
    assert damage is not None
    assert damage.readings == {"強": "qiáng", "創": "chuàng", "發": "fā"}
    edits, _ = undo_insertion(lines)
    assert apply_edits(lines[0], edits[0]) == "强化创新发展"
