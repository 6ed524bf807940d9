"""Reasons: places that exist, words that both places have, nothing that proves nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu_engine.documents import Document, Query, Reason
from heliu_engine.explain import DocumentPlaces, Explainer, SentenceVectors
from heliu_engine.explain.deletion import Deletion
from heliu_engine.explain.segments import Place, taken_apart
from heliu_engine.index.semantic import centred
from heliu_engine.scoring import (
    AnalysedDocument,
    CorpusStatistics,
    Profile,
    Scorer,
    VectorField,
    analyse_document,
    analyse_query,
    vector_texts,
)
from heliu_engine.tests.fakes import ConceptEncoder, made_documents
from heliu_engine.text import normalise, sentences, words

WEIGHTS = Profile(0.2, 0.2, 0.2, 0.4, 0.25)
"""The tests' own, so that none rests on those that ship."""
ENCODER = ConceptEncoder()
CORPUS = [
    *made_documents(120),
    Document("x", "涂层附着力", "涂层附着力的检测方法。"),
    Document("y", "A rust proof pump"),
]
STATISTICS = CorpusStatistics(
    [analyse_document(each, {f: ENCODER.vector(text) for f, text in vector_texts(each).items()}) for each in CORPUS]
)
CENTRES = {
    ascii_only: np.mean([ENCODER.vector(d.title) for d in CORPUS if d.title.isascii() == ascii_only], axis=0)
    for ascii_only in (True, False)
}


def vectors_of(text: str) -> SentenceVectors | None:
    spans = sentences(text)
    if not spans:
        return None
    raw = np.stack([ENCODER.vector(text[start:end]) for start, end in spans])
    return SentenceVectors(spans, raw, centred(raw, CENTRES[text.isascii()]))


def encoded(item: Query | Document) -> dict[VectorField, np.ndarray]:
    return {field: ENCODER.vector(text) for field, text in vector_texts(item).items()}


def explainer(query: Query, *, semantic: bool = False) -> Explainer:
    analysed = analyse_query(query, encoded(query) if semantic else None)
    prepared = Scorer(WEIGHTS).prepare(analysed, STATISTICS)
    return Explainer(query, prepared, STATISTICS, None, vectors_of(query.text) if semantic else None)


def places_of(document: Document, *, semantic: bool = False) -> DocumentPlaces:
    if not semantic:
        return DocumentPlaces(document, analyse_document(document))
    title = vectors_of(document.title)
    return DocumentPlaces(
        document,
        analyse_document(document, encoded(document)),
        None if title is None else title.vectors[0],
        vectors_of(document.text),
    )


def reasons(query: Query, document: Document, *, semantic: bool = False) -> tuple[Reason, ...]:
    return explainer(query, semantic=semantic).reasons(places_of(document, semantic=semantic))


def check(found: tuple[Reason, ...], query: Query, document: Document) -> None:
    """What holds of every reason."""
    assert len(found) <= 3
    assert len({(r.query_field, r.query_span, r.doc_field, r.doc_span) for r in found}) == len(found)
    for reason in found:
        mine = query.title if reason.query_field == "title" else query.text
        its = document.title if reason.doc_field == "title" else document.text
        assert its[slice(*reason.doc_span)] == reason.text != ""
        assert mine[slice(*reason.query_span)]
        assert bool(reason.query_marks) == bool(reason.doc_marks) == (reason.nature == "words")
        for marks, span in ((reason.query_marks, reason.query_span), (reason.doc_marks, reason.doc_span)):
            assert all(span[0] <= start < end <= span[1] for start, end in marks)
            assert all(left[1] < right[0] for left, right in pairwise(marks))
        if reason.nature == "words":
            assert 0 < reason.strength <= 1
        else:
            assert -1 <= reason.strength <= 1


def marked(text: str, marks: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in marks]


def test_the_sentences_that_share_the_rarest_words_are_the_reason():
    query = Query("我们有一条旧生产线。输油管道的焊缝附着力不够，涂层脱落。预算待定。")
    document = Document("d", "一种新方法", "本方法成本低。用于提高涂层在钢上的附着力！适用于多种环境。")
    (reason,) = reasons(query, document)
    check((reason,), query, document)
    assert reason.nature == "words"
    assert query.text[slice(*reason.query_span)] == "输油管道的焊缝附着力不够，涂层脱落。"
    assert reason.text == "用于提高涂层在钢上的附着力！"
    assert marked(query.text, reason.query_marks) == ["附着力", "涂层"]
    assert marked(document.text, reason.doc_marks) == ["涂层", "附着力"]


def test_offsets_are_those_of_the_text_as_it_was_given():
    query = Query("需要ＬＥＤ背光與電池\r\n保护")
    document = Document("d", "　電池用ＬＥＤ", "")
    (reason,) = reasons(query, document)
    check((reason,), query, document)
    assert marked(query.text, reason.query_marks) == ["ＬＥＤ", "電池"]
    assert marked(document.title, reason.doc_marks) == ["電池", "ＬＥＤ"]
    assert reason.text == "電池用ＬＥＤ"


def test_english_words_meet_in_their_inflections():
    query = Query("Coated pumps that do not corrode", lang="en")
    document = Document("d", "Method", "A system for buildings. The coating of a pump.", lang="en")
    (reason,) = reasons(query, document)
    check((reason,), query, document)
    assert marked(query.text, reason.query_marks) == ["Coated", "pumps"]
    assert marked(document.text, reason.doc_marks) == ["coating", "pump"]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("技术研究与系统方法", "关于技术的研究系统的方法"),
        ("the method of a new system", "A system and a method for new technology"),
        ("需要300台，5个月", "共300件，5种"),
        ("的了是在", "的了是在"),
        ("苹果", "离心泵"),
        ("", "离心泵"),
        ("离心泵", ""),
    ],
)
def test_generic_words_numbers_and_stop_words_prove_nothing(query: str, title: str):
    assert reasons(Query(query), Document("d", title)) == ()
    assert reasons(Query(title=query), Document("d", text=title)) == ()


def test_further_reasons_bring_something_new():
    query = Query("离心泵叶轮的激光熔覆修复。风电叶片的故障诊断。")
    document = Document(
        "d", "离心泵叶轮激光熔覆", "离心泵叶轮激光熔覆。叶轮用激光熔覆。风电叶片需要故障诊断。苹果保鲜。"
    )
    found = reasons(query, document)
    check(found, query, document)
    # What the title says stands in the text as well, so less is lost without it.
    assert [reason.text for reason in found] == ["风电叶片需要故障诊断。", "离心泵叶轮激光熔覆"]


def test_a_semantic_hit_shows_the_sentences_nearest_in_meaning_and_says_so():
    query = Query("外面下着大雨。钢梁总是生锈，怎么办？", lang="zh")
    document = Document("d", "Report", "We sell apples. An anticorrosive for steel. It is green.", lang="en")
    (reason,) = reasons(query, document, semantic=True)
    check((reason,), query, document)
    assert reason.nature == "meaning"
    assert query.text[slice(*reason.query_span)] == "钢梁总是生锈，怎么办？"
    assert reason.text == "An anticorrosive for steel."
    assert reason.strength > 0.5
    assert reasons(query, document) == ()


def test_words_and_meaning_stand_side_by_side_without_repeating_a_pair():
    query = Query("离心泵的叶轮容易生锈。")
    document = Document("d", "离心泵的叶轮", "表面有防腐层，可以防锈。")
    found = reasons(query, document, semantic=True)
    check(found, query, document)
    assert [(reason.nature, reason.text) for reason in found] == [
        ("words", "离心泵的叶轮"),
        ("meaning", "表面有防腐层，可以防锈。"),
    ]


def test_a_long_sentence_is_narrowed_to_the_clause_that_carries_the_match():
    query = Query("预算五十万，两年内完成，输油管道焊缝的涂层附着力不够，联系人待定。")
    document = Document("d", "一种新方法", "本方法成本低，用于提高涂层在钢上的附着力，适用于多种环境，已有三家客户。")
    (reason,) = reasons(query, document)
    check((reason,), query, document)
    assert query.text[slice(*reason.query_span)] == "输油管道焊缝的涂层附着力不够"
    assert reason.text == "用于提高涂层在钢上的附着力"
    assert marked(document.text, reason.doc_marks) == ["涂层", "附着力"]


def test_of_a_title_the_part_that_carries_the_match_is_shown():
    query = Query("涂层附着力不够")
    document = Document("d", "一种海洋平台输油管道用涂层附着力检测装置")
    (reason,) = reasons(query, document)
    check((reason,), query, document)
    assert reason.text == "涂层附着力"


def test_a_title_near_in_meaning_is_shown_as_a_whole():
    query = Query("钢梁总是生锈", lang="zh")
    document = Document("d", "An anticorrosive for steel", lang="en")
    (reason,) = reasons(query, document, semantic=True)
    check((reason,), query, document)
    assert (reason.nature, reason.text) == ("meaning", document.title)


def test_a_sentence_without_which_nothing_is_lost_is_no_reason():
    query = Query("钢梁总是生锈，怎么防腐？", lang="zh")
    document = Document("d", "苹果保鲜", "水果保鲜用的苹果纸。", lang="zh")
    assert reasons(query, document, semantic=True) == ()


def without(document: Document, field: str, span: tuple[int, int]) -> Document:
    written = getattr(document, field)
    return replace(document, **{field: written[: span[0]] + written[span[1] :]})


def loss(query: Query, document: Document, field: str, span: tuple[int, int], *, semantic: bool) -> float:
    """How much of the score is lost without a place, encoded anew."""
    prepared = Scorer(WEIGHTS).prepare(analyse_query(query, encoded(query) if semantic else None), STATISTICS)
    left = without(document, field, span)
    before, after = (
        prepared.score(analyse_document(each, encoded(each) if semantic else None)).score for each in (document, left)
    )
    return before - after


@pytest.mark.parametrize("semantic", [False, True])
@pytest.mark.parametrize(
    ("need", "text"),
    [
        (
            "输油管道的焊缝附着力不够，涂层脱落。",
            "本方法成本低。用于提高涂层在钢上的附着力，不伤焊缝。适用于多种环境。已有三家客户在两地使用。",
        ),
        (
            "离心泵的叶轮磨损太快。",
            "公司成立于九十年代。离心泵叶轮经激光熔覆，磨损减少一半。另有苹果保鲜业务。欢迎来电来函洽谈。",
        ),
        (
            "锂离子电池起火。",
            "海洋平台与桥梁钢索都做。锂离子电池的故障诊断，起火前报警。风电叶片也可。纸浆和锅炉另议，其他设备请来电来函洽谈。",
        ),
    ],
)
def test_without_the_first_reason_more_is_lost_than_without_any_other_run_as_long(need: str, text: str, semantic: bool):
    query, document = Query(need, lang="zh"), Document("d", "产品介绍", text, lang="zh")
    first = reasons(query, document, semantic=semantic)[0]
    assert first.doc_field == "text"
    start, end = first.doc_span
    mine = loss(query, document, "text", first.doc_span, semantic=semantic)
    by_place = {
        place: loss(query, document, "text", (place, place + end - start), semantic=semantic)
        for place in range(len(text) - (end - start) + 1)
    }
    apart = [other for place, other in by_place.items() if place >= end or place + end - start <= start]
    assert apart
    assert mine > 0
    assert mine >= max(apart)
    # A run that lies across a reason's border may win by a character pair, not by more.
    assert mine >= 0.9 * max(by_place.values())


@pytest.mark.parametrize("title", ["涂层 for pumps", "钢的防腐", ""])
def test_the_estimate_of_words_is_what_scoring_anew_gives(title: str):
    query = Query("涂层附着力不够，rust on pumps", title="钢的防腐")
    document = Document("d", title, "涂层的附着力。Rust of pumps，钢的涂层附着力检测。别的事情。", ("涂层",))
    places = places_of(document)
    segments = taken_apart(document.title, document.text, places.analysed.lang)
    prepared = Scorer(replace(WEIGHTS, same_title=0.3)).prepare(analyse_query(query), STATISTICS)
    deletion = Deletion(prepared, document, places.analysed, segments)
    assert deletion.score() == prepared.score(places.analysed).score
    for segment in segments:
        left = analyse_document(without(document, segment.field, segment.span))
        expected = prepared.score(replace_lang(left, places.analysed.lang)).score
        assert deletion.score([Place(segment, segment.span)]) == pytest.approx(expected, abs=1e-12)


def replace_lang(document: AnalysedDocument, lang: str) -> AnalysedDocument:
    """Less text may be taken for another language, which is not what is estimated."""
    return AnalysedDocument(lang, document.fields, document.vectors)


def test_the_estimate_of_meaning_falls_with_the_sentence_that_means_it():
    query = Query("钢梁总是生锈", lang="zh")
    document = Document("d", "产品", "水果保鲜用的纸。可以防锈的涂层。苹果装箱。", lang="zh")
    places = places_of(document, semantic=True)
    segments = taken_apart(document.title, document.text, "zh", places.title, places.sentences)
    prepared = Scorer(WEIGHTS).prepare(analyse_query(query, encoded(query)), STATISTICS)
    deletion = Deletion(prepared, document, places.analysed, segments)
    left = {document.text[slice(*s.span)]: deletion.score([Place(s, s.span)]) for s in segments if s.field == "text"}
    assert left["可以防锈的涂层。"] < deletion.score() < left["水果保鲜用的纸。"]


PIECES = st.sampled_from(
    [
        "离心泵",
        "叶轮",
        "技术",
        "的",
        "。",
        "，",
        "\n",
        " ",
        "ＬＥＤ",
        "rust",
        "pumps",
        "3.5 mm",
        "㎡",
        "電池",
        "é",
        "\ud800",
        "😀",
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_reasons_by_words_and_meaning_are_places_that_exist_and_the_same_every_time(title: str, text: str, need: str):
    query, document = Query(need, lang="zh"), Document("d", title, text, lang="zh")
    found = reasons(query, document, semantic=True)
    check(found, query, document)
    assert found == reasons(query, document, semantic=True)
    in_order = sorted((reason.doc_field, reason.doc_span) for reason in found)
    for (field, span), (other, following) in pairwise(in_order):
        assert field != other or span[1] <= following[0]


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_reasons_of_any_texts_point_to_what_they_say(title: str, text: str, query_title: str, query_text: str):
    query, document = Query(query_text, query_title), Document("d", title, text)
    found = reasons(query, document)
    check(found, query, document)
    for reason in found:
        mine = query_title if reason.query_field == "title" else query_text
        its = title if reason.doc_field == "title" else text
        mine_terms = {token.term for mark in marked(mine, reason.query_marks) for token in words(mark)}
        its_terms = {token.term for mark in marked(its, reason.doc_marks) for token in words(mark)}
        assert mine_terms & its_terms
        assert all(normalise(mark).text.strip() for mark in marked(its, reason.doc_marks))
