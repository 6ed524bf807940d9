"""Terms and the places they stand at."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heliu_engine.text import bigram_terms, bigrams, is_stop_word, normalise, words
from heliu_engine.text import terms as terms_alone
from heliu_engine.text.english import stem
from heliu_engine.text.units import CANONICAL

# Full of what goes wrong: full-width forms, compatibility forms that grow, marks that melt, traditional characters.
ODD = "锂離子電池Ａｂ３．５％ ㎡℃①½ﬁ…e\u0301İΣσςﾊﾞ가\u1100\u1161\u11a8𠀀豈,.-'’ mm毫米的 the tions\n"
TEXTS = st.text(st.sampled_from(ODD), max_size=40) | st.text(max_size=40)


def terms(text: str, lang: str = "") -> list[str]:
    return [token.term for token in words(text, lang)]


@given(TEXTS)
def test_spans_lie_inside_the_text_and_give_the_term(text: str) -> None:
    for token in [*words(text), *bigrams(text)]:
        assert 0 <= token.start < token.end <= len(text)
        written = text[token.start : token.end]
        if token.nature in ("word", "bigram"):
            assert token.term in normalise(written).text
        else:
            assert token.term in terms(written)


@given(TEXTS, st.sampled_from(["", "de"]))
@example("怎么", "")
@example("我的离子膜", "")
def test_terms_without_places_are_the_same(text: str, lang: str) -> None:
    assert terms_alone(text, lang) == [token.term for token in words(text, lang) if token.nature != "stop"]
    pairs = [token.term for token in bigrams(text)]
    kept = bigram_terms(text)
    assert kept == [pair for pair in pairs if pair in kept]
    assert all(is_stop_word(pair) or all(map(is_stop_word, pair)) for pair in set(pairs) - set(kept))


@given(TEXTS)
def test_folding_equals_the_one_of_unicode_for_whole_texts(text: str) -> None:
    once = normalise(text)
    assert normalise(once.text).text == once.text
    if once.offsets is not None:
        assert len(once.offsets) == len(once.text)
    # Without Chinese, the result is what Unicode's own folding gives, up to the order of melting at cluster borders.
    if once.text.isascii():
        assert unicodedata.normalize("NFKC", text).lower() == once.text


@given(TEXTS)
def test_offsets_grow_and_cover(text: str) -> None:
    once = normalise(text)
    spans = [once.origin(place, place + 1) for place in range(len(once.text))]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_mixed_text_is_cut_into_known_terms() -> None:
    assert terms("锂离子電池厚度３.5 毫米, coatings") == ["离子", "锂离子", "电池", "厚度", "3.5mm", "coat"]
    assert terms("TC4合金、PM2.5与C++") == ["tc4", "合金", "pm2.5", "与", "c++"]
    assert terms("1,200.5 元 3-5 mm") == ["1200.5元", "3", "5mm"]


def test_offsets_point_at_the_given_text_and_not_at_the_folded_one() -> None:
    text = "㎡ ｅ\u0301t 電池"
    token = words(text)[-1]
    assert token.term == "电池"
    assert text[token.start : token.end] == "電池"


@pytest.mark.parametrize(
    ("unit", "symbol"), [("毫米", "mm"), ("℃", "°c"), ("摄氏度", "°c"), ("平方米", "m2"), ("MPa", "mpa")]
)
def test_one_unit_has_one_name(unit: str, symbol: str) -> None:
    assert terms(f"耐受 25{unit} 以上")[1] == f"25{symbol}"
    assert CANONICAL[symbol] == symbol
    # A letter more makes it another word.
    assert terms("25mmx") == ["25mmx"]


def test_a_unit_is_not_the_beginning_of_a_word() -> None:
    assert terms("需要2安全阀") == ["需要", "2", "安全", "安全阀"]
    assert terms("3方面") == ["3", "方面"]
    assert terms("30方以上")[0] == "30m3"
    assert terms("电压2安,10克。")[1:] == ["2a", "10g"]


def test_stop_words_are_flagged_and_kept() -> None:
    found = {token.term: token.nature for token in words("电池的 properties of the 材料")}
    assert found["的"] == found["of"] == found["the"] == "stop"
    assert found["电池"] == "word"
    assert is_stop_word("的")
    assert not is_stop_word("电池")


def test_other_languages_are_not_stemmed() -> None:
    assert terms("Batteries", "en") == ["battery"]
    assert terms("Straßen Batteries", "de") == ["straßen", "batteries"]


@pytest.mark.parametrize(
    "family",
    [
        ("battery", "batteries"),
        ("coat", "coats", "coated", "coating", "coatings"),
        ("couple", "coupled", "couples", "coupling"),
        ("stop", "stopped", "stopping"),
        ("process", "processes", "processed", "processing"),
        ("use", "uses"),
    ],
)
def test_inflections_meet(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


def test_what_only_looks_like_an_inflection_stays() -> None:
    for word in ("gas", "analysis", "virus", "glass", "ring", "bed", "thing", "speed", "al2o3", "naïves"):
        assert stem(word) == word


def test_bigrams_do_not_cross_what_is_not_chinese() -> None:
    assert [token.term for token in bigrams("离子膜 pH 值、膜")] == ["离子", "子膜", "值", "膜"]


def test_nothing_gives_nothing() -> None:
    assert words("") == bigrams("") == words("  \n，。") == []
