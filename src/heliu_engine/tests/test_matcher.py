"""The engine as it is used: add, ask, explain, save, open."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from heliu_engine import Document, Filters, IndexReader, IndexWriter, Matcher, Query
from heliu_engine.errors import IndexLocked, InputError
from heliu_engine.scoring import CorpusStatistics, Scorer, analyse_document, analyse_query, vector_texts
from heliu_engine.tests.fakes import ConceptEncoder, made_documents

RECORDS = [
    Document("a:zh", "海洋平台防腐涂层", "盐雾中保持十年。", group="a", kind="achievement", region="120101"),
    Document("a:en", "Offshore coating", "A coating against rust.", group="a", kind="achievement", region="120101"),
    Document("b", "离心泵故障诊断", "用振动信号判断叶轮的磨损。", kind="achievement", region="110108", readiness=6),
    Document("c", "苹果冷库保鲜", "水果可存放半年。", kind="achievement", region="130100", audience="members"),
    Document("w1", "Accumulators for cars", "Battery ageing.", group="e", kind="expert"),
    Document("w2", "Rust on bridges", "Paint that stops rust on steel.", group="e", kind="expert"),
    Document("o", "海滨水产公司", "", kind="organisation"),
]


@pytest.fixture
def encoder() -> ConceptEncoder:
    return ConceptEncoder()


@pytest.fixture
def matcher(encoder: ConceptEncoder) -> Matcher:
    matcher = Matcher(encoder)
    assert matcher.add([*RECORDS, *made_documents(40)]) == len(RECORDS) + 40
    return matcher


def ids(ranking) -> list[str]:
    return [match.id for match in ranking.matches]


def test_a_need_finds_what_answers_it_by_words_and_by_meaning(matcher: Matcher):
    ranking = matcher.match("钢结构在海边总是生锈", k=60)
    assert ranking.semantic
    assert not ranking.abstained
    assert [match.rank for match in ranking.matches] == list(range(1, len(ranking.matches) + 1))
    scores = [match.score for match in ranking.matches]
    assert scores == sorted(scores, reverse=True)
    for match in ranking.matches:
        assert sum(match.parts.values()) == pytest.approx(match.score)
    # The group is found once; its English half has no word in common with the need.
    assert ids(ranking).count("a") == ids(ranking).count("e") == 1
    expert = next(match for match in ranking.matches if match.id == "e")
    assert (expert.kind, expert.document_id) == ("expert", "w2")
    assert {reason.nature for reason in expert.reasons} == {"meaning"}
    assert "rust" in expert.reasons[0].text.lower()
    # Fruit has nothing to do with it: nearer to the need's opposite than to the need.
    assert "c" not in ids(ranking)


def test_without_an_encoder_words_alone_are_used_and_it_says_so():
    matcher = Matcher()
    matcher.add(RECORDS)
    ranking = matcher.match("海洋平台的涂层")
    assert not ranking.semantic
    assert ids(ranking)[0] == "a"
    assert "e" not in ids(ranking)
    assert {reason.nature for match in ranking.matches for reason in match.reasons} == {"words"}
    assert matcher.match("").matches == ()
    assert matcher.match("qqqq").matches == ()


def test_filters_hold_for_every_way_of_finding(matcher: Matcher):
    need = "防腐 生锈 叶轮 苹果 rust"
    everything = set(ids(matcher.match(need, k=100)))
    assert {"a", "b", "c", "e"} <= everything
    by_id = {record.candidate: record for record in [*RECORDS, *made_documents(40)]}
    for filters, holds in (
        (Filters(kinds=("expert",)), lambda d: d.kind == "expert"),
        (Filters(regions=("12", "11")), lambda d: d.region[:2] in ("11", "12")),
        (Filters(audiences=("public",)), lambda d: d.audience == "public"),
        (Filters(readiness_min=6), lambda d: (d.readiness or 0) >= 6),
        (Filters(exclude=("a", "e")), lambda d: d.candidate not in ("a", "e")),
    ):
        found = set(ids(matcher.match(need, k=100, filters=filters)))
        assert found
        assert all(holds(by_id[identity]) for identity in found)
        assert {identity for identity in everything if holds(by_id[identity])} <= found


def test_the_best_of_each_kind_in_one_call(matcher: Matcher):
    ranking = matcher.match("防锈涂料", k=2, per_kind=True)
    kinds = [match.kind for match in ranking.matches]
    assert {kind: kinds.count(kind) for kind in kinds} == {"achievement": 2, "demand": 2, "expert": 2}
    for kind in set(kinds):
        alone = ids(matcher.match("防锈涂料", k=2, filters=Filters(kinds=(kind,))))
        assert [match.id for match in ranking.matches if match.kind == kind] == alone
    scores = [match.score for match in ranking.matches]
    assert scores == sorted(scores, reverse=True)


def test_a_score_is_that_of_the_pair_and_the_corpus(matcher: Matcher, encoder: ConceptEncoder):
    """What the index gives the scorer is what the documents themselves would give it."""
    documents = [*RECORDS, *made_documents(40)]
    query = Query("桥梁钢索的锈。rust and paint", title="防腐涂层")
    analysed = {
        document.id: analyse_document(document, {name: encoder.vector(t) for name, t in vector_texts(document).items()})
        for document in documents
    }
    statistics = CorpusStatistics(analysed.values())
    snapshot = matcher._snapshot()
    assert snapshot.documents == statistics.documents
    for name in ("title", "keywords", "text"):
        assert snapshot.mean_length(name) == pytest.approx(statistics.mean_length(name))
    for key in set.union(*(document.keys for document in analysed.values())):
        assert snapshot.frequency(key) == statistics.frequency(key)
    mine = analyse_query(query, {name: encoder.vector(text) for name, text in vector_texts(query).items()})
    prepared = Scorer("demand").prepare(mine, snapshot)
    for match in matcher.match(query, k=100).matches:
        assert match.score == pytest.approx(prepared.score(analysed[match.document_id]).score, abs=5e-3)


def test_scores_of_named_candidates_are_those_of_the_ranking(matcher: Matcher):
    ranking = matcher.match("防锈的涂料", k=100)
    scores = {match.id: match.score for match in ranking.matches}
    named = matcher.score("防锈的涂料", ["w1", "a", "o", "b"])
    assert sorted(ids(named)) == ["a", "b", "e", "o"]
    assert [match.score for match in named.matches if match.id in scores] == pytest.approx(
        [scores[identity] for identity in ids(named) if identity in scores]
    )
    with pytest.raises(InputError, match="nobody"):
        matcher.score("防锈", ["a", "nobody"])
    with pytest.raises(InputError, match="profile"):
        matcher.match("防锈", profile="wrong")


def test_like_this_one_leaves_itself_out_and_encodes_nothing(matcher: Matcher, encoder: ConceptEncoder):
    matcher.commit()
    asked = len(encoder.asked)
    for identity in ("a", "a:zh"):
        ranking = matcher.similar(identity, k=60)
        assert "a" not in ids(ranking)
        assert "e" in ids(ranking)
        assert ranking.matches[0].reasons
    assert ids(matcher.similar("a", filters=Filters(kinds=("expert",), exclude=("d2",))))[0] != "d2"
    assert len(encoder.asked) == asked
    with pytest.raises(InputError, match="nobody"):
        matcher.similar("nobody")


def test_changes_are_seen_by_the_next_question(matcher: Matcher, encoder: ConceptEncoder):
    assert matcher.match("防锈涂料").matches
    matcher.add([Document("b", "锂离子电池回收", kind="achievement")])
    matcher.remove(["a:zh"])
    assert "b" in ids(matcher.match("蓄电", k=3))
    best = next(match for match in matcher.match("防锈涂料", k=60).matches if match.id == "a")
    assert best.document_id == "a:en"
    asked = list(encoder.asked)
    matcher.add(RECORDS[:1])
    matcher.match("防锈涂料")
    assert encoder.asked == asked


def test_saved_and_opened_it_answers_the_same_and_embeds_nothing(
    matcher: Matcher, encoder: ConceptEncoder, tmp_path: Path
):
    before = matcher.match("防锈的涂料", k=20)
    matcher.save(tmp_path / "index")
    fresh = ConceptEncoder()
    with Matcher.open(tmp_path / "index", fresh) as opened:
        after = opened.match("防锈的涂料", k=20)
        assert after.matches == before.matches
        assert fresh.asked == ["防锈的涂料"]
        opened.add([Document("new", "新的防锈涂料")])
        with pytest.raises(IndexLocked):
            IndexWriter.open(tmp_path / "index")
        opened.commit({"note": 1})
    assert len(fresh.asked) == 2
    with Matcher.open(tmp_path / "index", fresh) as opened:
        assert ids(opened.match("新的防锈涂料"))[0] == "new"
        assert len(opened) == len(RECORDS) + 41


def test_a_matcher_over_a_reader_follows_the_writer_and_changes_nothing(tmp_path: Path, encoder: ConceptEncoder):
    with IndexWriter.open(tmp_path, encoder) as writer:
        matcher = Matcher.reading(IndexReader.open(tmp_path, encoder))
        assert matcher.match("涂层").matches == ()
        writer.add(RECORDS)
        writer.commit()
        first = matcher.match("海洋平台的涂层")
        assert (ids(first)[0], first.semantic) == ("a", False)
        writer.embed()
        writer.commit()
        second = matcher.match("海洋平台的涂层")
        assert second.semantic
        assert second.index_version != first.index_version
        with pytest.raises(InputError, match="only reads"):
            matcher.add(RECORDS)


def test_the_same_records_in_another_order_give_the_same_ranking(encoder: ConceptEncoder):
    documents = [*RECORDS, *made_documents(60)]
    rankings = []
    for order in (documents, documents[::-1], documents[30:] + documents[:30]):
        matcher = Matcher(encoder)
        for first in range(0, len(order), 25):
            matcher.add(order[first : first + 25])
            matcher.commit()
        rankings.append(matcher.match("防锈的涂料 pump", k=30))
    for other in rankings[1:]:
        assert ids(other) == ids(rankings[0])
        assert [match.reasons for match in other.matches] == [match.reasons for match in rankings[0].matches]
        assert [match.score for match in other.matches] == pytest.approx(
            [match.score for match in rankings[0].matches], abs=5e-3
        )


def test_many_threads_read_while_one_writes(tmp_path: Path, encoder: ConceptEncoder):
    failures: list[BaseException] = []
    stop = threading.Event()
    with IndexWriter.open(tmp_path, encoder) as writer:
        writer.add(RECORDS)
        writer.embed(100)
        writer.commit()
        matcher = Matcher.reading(IndexReader.open(tmp_path, encoder))

        def ask() -> None:
            try:
                while not stop.is_set():
                    assert ids(matcher.match("海洋平台防腐涂层，盐雾中保持十年", k=3))[0] == "a"
            except BaseException as error:  # Whatever it is, the test must show it.
                failures.append(error)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for step in range(8):
            writer.add(made_documents(5, 5 * step))
            writer.embed(3)
            writer.commit()
            if step == 5:
                writer.compact()
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []


def test_a_candidate_is_ready_once_all_of_its_documents_have_their_vectors(tmp_path: Path, encoder: ConceptEncoder):
    with IndexWriter.open(tmp_path, encoder) as writer:
        writer.add(RECORDS)
        writer.commit({})
        reading = Matcher.reading(IndexReader.open(tmp_path, encoder), kept_queries=2)
        words = Matcher.reading(IndexReader.open(tmp_path))
        assert reading.ready(["a", "b", "nothing"]) == frozenset()
        assert words.ready(["a", "b", "nothing"]) == {"a", "b"}, "without an encoder no vector is waited for"
        done = set()
        while writer.embed(1):
            writer.commit({})
            found = reading.ready(["a", "b"])
            assert found >= done, "what is ready stays so"
            done = set(found)
        assert done == {"a", "b"}
        for need in ("防腐", "振动", "保鲜", "防腐"):
            assert ids(reading.match(need)) == ids(Matcher.reading(IndexReader.open(tmp_path, encoder)).match(need))
