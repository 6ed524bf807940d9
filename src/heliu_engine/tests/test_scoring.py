"""The score of a pair rests on that pair and the corpus, and is the sum of its parts."""

from __future__ import annotations

import math
import pickle
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.documents import Document, Query
from heliu_engine.errors import InputError
from heliu_engine.scoring import (
    AnalysedDocument,
    CorpusStatistics,
    Profile,
    Scored,
    Scorer,
    VectorField,
    analyse_document,
    analyse_query,
    fuse_group,
    shipped_model,
    vector_texts,
)
from heliu_engine.scoring.scorer import ROOTS
from heliu_engine.scoring.screen import TOLERANCE, Screen
from heliu_engine.tests.fakes import ConceptEncoder, made_documents

ENCODER = ConceptEncoder()
CORPUS = list(made_documents(60))
NEED = Query(title="钢结构腐蚀严重", text="海洋平台需要耐磨涂层，要求寿命大于 10 年。We need a pump.")
UNIT = Profile(1, 1, 1, 1, 1)


def vectors_of(item: Query | Document) -> dict[VectorField, np.ndarray]:
    return {name: ENCODER.vector(text) for name, text in vector_texts(item).items()}


def analysed(document: Document, semantic: bool = True) -> AnalysedDocument:
    return analyse_document(document, vectors_of(document) if semantic else None)


def plain(*texts: str, lang: str = "zh") -> tuple[list[AnalysedDocument], CorpusStatistics]:
    documents = [analyse_document(Document(str(n), title=text, lang=lang)) for n, text in enumerate(texts)]
    return documents, CorpusStatistics(documents)


@pytest.mark.parametrize("steepness", [1.0, 1.5])
def test_a_worked_example(steepness: float) -> None:
    documents, statistics = plain("蜂窝", "蜂窝 蜂窝 pump", "apple")
    query = analyse_query(Query(title="蜂窝 pump", lang="zh"))
    scored = Scorer(Profile(0, 0, 1, 0, 0, steepness=steepness)).score(query, documents[1], statistics)
    # 蜂窝 is in two documents of three, pump in one; the mean length is 5 / 3 words.
    rarity = {"#蜂窝": math.log(1 + 1.5 / 2.5), "pump": math.log(1 + 2.5 / 1.5)}
    penalty = 1 - 0.75 + 0.75 * 3 / (5 / 3)
    frequency = {"#蜂窝": 2 / penalty, "pump": 1 / penalty}
    shared = sum(rarity[key] * frequency[key] / (frequency[key] + 1.2) for key in rarity)
    held = (shared / (ROOTS * math.sqrt(sum(rarity.values())))) ** steepness
    expected = held / (1 + held)
    assert scored.score == pytest.approx(expected, rel=1e-12)


def test_parts_add_up_and_have_their_range() -> None:
    documents = [analysed(document) for document in CORPUS]
    prepared = Scorer(UNIT).prepare(analyse_query(NEED, vectors_of(NEED)), CorpusStatistics(documents))
    for document in documents:
        scored = prepared.score(document)
        assert scored.score == math.fsum(scored.parts.values())
        assert all(-1.0001 <= scored.parts[name] <= 1.0001 for name in ("meaning_title", "meaning_whole"))
        assert all(0 <= scored.parts[name] < 1 for name in ("words_title", "words_whole"))
        assert ("language" in scored.parts) == (document.lang == "en")


def test_alone_among_others_and_prepared_or_not_a_pair_scores_the_same() -> None:
    documents = [analysed(document) for document in CORPUS]
    statistics = CorpusStatistics(documents)
    query = analyse_query(NEED, vectors_of(NEED))
    together = [Scorer("demand").prepare(query, statistics).score(document).score for document in documents]
    alone = [Scorer("demand").score(query, document, statistics).score for document in reversed(documents)]
    assert together == alone[::-1]
    copied = pickle.loads(pickle.dumps(documents[7]))
    assert Scorer("demand").score(query, copied, statistics).score == together[7]


def test_what_shares_more_or_rarer_words_scores_higher() -> None:
    documents, statistics = plain("蜂窝陶瓷载体", "蜂窝陶瓷", "陶瓷", "苹果", "陶瓷")
    prepared = Scorer("demand").prepare(analyse_query(Query(text="蜂窝陶瓷载体", lang="zh")), statistics)
    scores = [prepared.score(document).score for document in documents]
    assert scores[0] > scores[1] > scores[2] == scores[4] > scores[3] == 0


def test_meaning_finds_what_shares_no_word_and_crosses_languages() -> None:
    documents = [analysed(document) for document in CORPUS]
    statistics = CorpusStatistics(documents)
    near, far = Document("a", title="Anticorrosive paint", lang="en"), Document("b", title="Fruit storage", lang="en")
    query = analyse_query(Query(text="防腐涂料", lang="zh"), vectors_of(Query(text="防腐涂料")))
    scored = {document.id: Scorer("demand").score(query, analysed(document), statistics) for document in (near, far)}
    assert scored["a"].score > scored["b"].score
    assert scored["a"].parts["words_whole"] == 0
    assert scored["a"].parts["language"] > 0


def test_without_vectors_words_alone_count() -> None:
    documents = [analysed(document, semantic=False) for document in CORPUS]
    scored = Scorer("demand").score(analyse_query(NEED), documents[0], CorpusStatistics(documents))
    assert scored.parts["meaning_title"] == scored.parts["meaning_whole"] == 0
    assert scored.score > 0


def test_a_missing_field_is_stood_in_for_by_the_other() -> None:
    documents = [analysed(document) for document in CORPUS]
    statistics = CorpusStatistics(documents)
    query = analyse_query(Query(text="防腐涂料", lang="zh"), vectors_of(Query(text="防腐涂料")))
    titled = analyse_query(Query(title="防腐涂料", lang="zh"), vectors_of(Query(title="防腐涂料")))
    scored, other = (Scorer(UNIT).score(item, documents[0], statistics) for item in (query, titled))
    assert scored.parts["words_title"] == other.parts["words_title"] > 0
    assert scored.parts["meaning_title"] != 0
    only_title = analysed(Document("x", title="防腐涂料", lang="zh"))
    told = analyse_query(Query(text="海上钢结构用", title="防腐涂料", lang="zh"), titled.vectors)
    both = Scorer(UNIT).score(told, only_title, statistics).parts
    assert both["meaning_title"] == both["meaning_whole"]


def test_titles_alone_are_compared_as_titles_alone() -> None:
    query, document = Query(title="防腐涂料", lang="zh"), Document("x", title="防腐涂料", lang="zh")
    asked, title = analyse_query(query, vectors_of(query)), analysed(document)
    text = analysed(Document("y", title="防腐涂料", text="防腐涂料", lang="zh"))
    statistics = CorpusStatistics([*(analysed(each) for each in CORPUS), title, text])
    near = Scorer(Profile(1, 0, 0, 0, 0)).score(asked, title, statistics).score
    words = Scorer(Profile(0, 0, 1, 0, 0)).score(asked, title, statistics).score
    scorer = Scorer(Profile(0.1, 0.4, 0.2, 0.3, 0))
    found = scorer.score(asked, title, statistics)
    assert found.parts["meaning_whole"] == found.parts["words_whole"] == 0
    assert found.score == pytest.approx((0.1 * near + 0.2 * words) / 0.3)
    parts = scorer.score(asked, text, statistics).parts
    assert parts["meaning_whole"] > 0
    assert parts["words_whole"] > 0
    assert Profile(0, 0.5, 0, 0.5, 0).of_titles == Profile(0, 0.5, 0, 0.5, 0)


def test_words_have_a_share_of_their_own_where_titles_are_all_there_is() -> None:
    query, foreign = Query(title="防腐涂料", lang="zh"), Document("x", title="Anticorrosive paint, 防腐", lang="en")
    untitled = Document("y", text="防腐涂料", lang="zh")
    documents = [analysed(each) for each in (*CORPUS, Document("z", title="防腐涂料", lang="zh"), foreign, untitled)]
    statistics = CorpusStatistics(documents)
    profile = Profile(0.1, 0.4, 0.2, 0.3, 0.25, words_of_titles=0.1, scale_of_titles=0.8)
    asked = analyse_query(query, vectors_of(query))
    even, prepared = (Scorer(weights).prepare(asked, statistics) for weights in (UNIT, profile))
    for document in documents[-3:-1]:
        parts, raw = prepared.score(document).parts, even.score(document).parts
        # A part of titles alone stands for its own and that of the whole.
        assert parts["meaning_title"] == pytest.approx(0.8 * 0.9 * raw["meaning_title"] / 2)
        assert parts["words_title"] == pytest.approx(0.8 * 0.1 * raw["words_title"] / 2)
        assert parts["meaning_whole"] == parts["words_whole"] == 0
    # What stands in for words weighs as little as they do: .08 instead of .5.
    assert parts["language"] == pytest.approx(0.25 * 0.08 / 0.5 * raw["language"])
    assert prepared.score(documents[-1]).parts["words_whole"] > 0
    screened = Screen(documents, statistics, profile).scores(prepared)
    np.testing.assert_allclose(screened, [prepared.score(each).score for each in documents], atol=TOLERANCE)
    assert Profile(0, 0.5, 0, 0.5, 0, words_of_titles=0.3).of_titles.words_title == pytest.approx(0.3)
    assert Profile(0, 0, 0, 0, 1, words_of_titles=0.3).of_titles == Profile(0, 0, 0, 0, 1, words_of_titles=0.3)


def test_titles_of_the_same_words_are_told_whatever_their_form_and_order() -> None:
    titles = "Cooling water pump", "pumps of cooled water", "water pump cooling loop", "cooling pump", ""
    documents, statistics = plain(*titles, lang="en")
    untitled = analyse_document(Document("u", text="The pump for cooling water", lang="en"))
    profile = Profile(0.2, 0.2, 0.2, 0.4, 0.25, same_title=0.5)
    for query in (Query("Water cooling pump", lang="en"), Query("We look for one.", "Water cooling pump", lang="en")):
        prepared = Scorer(profile).prepare(analyse_query(query), statistics)
        scored = [prepared.score(document) for document in [*documents, untitled]]
        assert [each.parts.get("same_title") for each in scored] == [0.5, 0.5, None, None, None, 0.5]
        screened = Screen([*documents, untitled], statistics, profile).scores(prepared)
        np.testing.assert_allclose(screened, [each.score for each in scored], atol=TOLERANCE)
    unweighed = replace(profile, same_title=0.0)
    assert "same_title" not in Scorer(unweighed).score(analyse_query(query), documents[0], statistics).parts
    nothing = Scorer(profile).prepare(analyse_query(Query("of", lang="en")), statistics)
    assert "same_title" not in nothing.score(documents[4]).parts


@pytest.mark.parametrize(
    "document",
    [Document("e"), Document("e", title=" \n", text="。"), Document("e", keywords=("",)), Document("e", lang="de")],
)
def test_what_is_empty_is_scored_all_the_same(document: Document) -> None:
    documents = [analysed(document), *(analysed(other) for other in CORPUS)]
    for corpus in (documents, documents[:1]):
        statistics = CorpusStatistics(corpus, {"": np.zeros(48, np.float32)})
        for query in (NEED, Query(), Query(text="。")):
            score = Scorer("general").score(analyse_query(query, vectors_of(query)), documents[0], statistics).score
            assert math.isfinite(score)


def test_few_documents_are_centred_by_the_background() -> None:
    document = Document("one", title="防腐涂层", lang="zh")
    query = Query(text="钢结构防腐", lang="zh")
    background: Mapping[str, np.ndarray] = {"zh": ENCODER.vector("苹果"), "": ENCODER.vector("pump")}
    pair = analyse_query(query, vectors_of(query)), analysed(document)
    alone = Scorer(UNIT).score(*pair, CorpusStatistics([pair[1]]))
    drawn = Scorer(UNIT).score(*pair, CorpusStatistics([pair[1]], background))
    # The centre of one document is that document: nothing is left of it.
    assert alone.parts["meaning_title"] == pytest.approx(0, abs=1e-3)
    assert drawn.parts["meaning_title"] > 0.2
    statistics = CorpusStatistics([], background)
    np.testing.assert_array_equal(statistics.centre("fr", "title"), background[""])
    np.testing.assert_array_equal(statistics.centre("zh", "whole"), background["zh"])


def test_statistics_count_documents_and_not_occurrences() -> None:
    _, statistics = plain("泵泵 pump pump", "pump", "")
    assert (statistics.documents, statistics.frequency("pump"), statistics.frequency("#泵泵")) == (3, 2, 1)
    assert statistics.mean_length("title") == pytest.approx((3 + 1) / 3)
    assert statistics.centre("zh", "title") is None


def test_stop_words_and_pairs_of_them_are_no_keys() -> None:
    keys = analyse_document(Document("a", title="在我们的 of 电池", lang="zh")).keys
    assert "#电池" in keys
    assert not keys & {"of", "的", "#我们", "#在我", "我们"}


@given(st.lists(st.floats(-1, 1, allow_subnormal=False), min_size=1, max_size=8), st.floats(0, 1))
def test_a_group_lies_between_its_documents_and_the_best_carries_it(scores: list[float], damping: float) -> None:
    fused, best = fuse_group([Scored(score, {"words": score / 2, "meaning": score / 2}) for score in scores], damping)
    assert min(scores) - 1e-9 <= fused.score <= max(scores) + 1e-9
    assert scores[best] == max(scores)
    assert fused.score == math.fsum(fused.parts.values())
    if damping == 0 or len(scores) == 1:
        assert fused.score == max(scores)


def test_group_weights_by_hand() -> None:
    scored = [Scored(score, {"words": score}) for score in (0.2, 0.8, 0.4)]
    fused, best = fuse_group(scored, 0.5)
    assert best == 1
    assert fused.score == pytest.approx((0.8 + 0.5 * 0.4 + 0.25 * 0.2) / 1.75)


def test_profiles_go_by_name() -> None:
    assert shipped_model("plain").profile("expert").damping > 0 == shipped_model("plain").profile("demand").damping
    with pytest.raises(InputError, match="no profile 'best'"):
        shipped_model("plain").profile("best")
    for name in ("demand", "expert", "policy", "general"):
        profile = shipped_model("plain").profile(name)
        weights = (profile.meaning_title, profile.meaning_whole, profile.words_title, profile.words_whole)
        assert sum(weights) == pytest.approx(1)
