"""Reasons: places that exist, words that both places have, nothing that proves nothing."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu_engine.documents import Document, Query, Reason
from heliu_engine.explain import DocumentPlaces, Explainer, SentenceVectors
from heliu_engine.scoring import CorpusStatistics, analyse_document
from heliu_engine.tests.fakes import ConceptEncoder, made_documents
from heliu_engine.text import normalise, sentences, words

ENCODER = ConceptEncoder()
CORPUS = [
    *made_documents(120),
    Document("x", "涂层附着力", "涂层附着力的检测方法。"),
    Document("y", "A rust proof pump"),
]
STATISTICS = CorpusStatistics([analyse_document(document) for document in CORPUS])
CENTRES = {
    ascii_only: np.mean([ENCODER.vector(d.title) for d in CORPUS if d.title.isascii() == ascii_only], axis=0)
    for ascii_only in (True, False)
}


def vectors_of(text: str) -> SentenceVectors | None:
    spans = sentences(text)
    if not spans:
        return None
    vectors = np.stack([ENCODER.vector(text[start:end]) for start, end in spans]) - CENTRES[text.isascii()]
    return SentenceVectors(spans, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def reasons(query: Query, document: Document, *, semantic: bool = False) -> tuple[Reason, ...]:
    if not semantic:
        return Explainer(query, query.lang, STATISTICS).reasons(DocumentPlaces(document))
    title = vectors_of(document.title)
    places = DocumentPlaces(document, None if title is None else title.vectors[0], vectors_of(document.text))
    return Explainer(query, query.lang, STATISTICS, None, vectors_of(query.text)).reasons(places)


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
    assert [reason.text for reason in found] == ["离心泵叶轮激光熔覆", "风电叶片需要故障诊断。"]
    assert found[0].strength > found[1].strength


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


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_reasons_of_any_texts_point_to_what_they_say(title: str, text: str, query_title: str, query_text: str):
    query, document = Query(query_text, query_title), Document("d", title, text)
    found = Explainer(query, "", STATISTICS).reasons(DocumentPlaces(document))
    check(found, query, document)
    for reason in found:
        mine = query_title if reason.query_field == "title" else query_text
        its = title if reason.doc_field == "title" else text
        mine_terms = {token.term for mark in marked(mine, reason.query_marks) for token in words(mark)}
        its_terms = {token.term for mark in marked(its, reason.doc_marks) for token in words(mark)}
        assert mine_terms & its_terms
        assert all(normalise(mark).text.strip() for mark in marked(its, reason.doc_marks))
