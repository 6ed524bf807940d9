"""The index: what is added is found, what is removed is not, and no text is embedded twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from heliu_engine.documents import Document, Filters
from heliu_engine.errors import IndexDamaged, IndexLocked, IndexMissing, InputError
from heliu_engine.index import IndexReader, IndexWriter, Snapshot, size_on_disk
from heliu_engine.index.background import PHRASES
from heliu_engine.index.folder import CURRENT
from heliu_engine.index.layout import FORMAT, Centre, Meta
from heliu_engine.index.semantic import centred
from heliu_engine.scoring import analyse_document
from heliu_engine.tests.fakes import ConceptEncoder, made_documents


def embed_all(writer: IndexWriter) -> None:
    while writer.embed(64):
        pass


def found(snapshot: Snapshot, word: str, filters: Filters | None = None, count: int = 1000) -> set[str]:
    terms = [(word, 1.0)]
    return {snapshot.document(slot).id for slot, _ in snapshot.by_words(terms, filters or Filters(), count)}


def nearest(
    snapshot: Snapshot, encoder: ConceptEncoder, text: str, lang: str, count: int, filters: Filters
) -> list[str]:
    centre = snapshot.centre(lang, "whole")
    query = centred(encoder.vector(text), centre)
    hits = snapshot.by_meaning({"whole": query}, snapshot.allowed(filters), lambda _: count)
    return [snapshot.document(slot).id for slot, _ in hits.get((lang, "whole"), [])]


@pytest.fixture
def encoder() -> ConceptEncoder:
    return ConceptEncoder()


def test_documents_are_found_by_words_at_once_and_by_meaning_once_embedded(tmp_path: Path, encoder: ConceptEncoder):
    documents = list(made_documents(60))
    with IndexWriter.open(tmp_path, encoder) as writer:
        assert writer.add(documents) == 60
        reader = IndexReader.open(tmp_path, encoder)
        assert not reader.refresh()
        assert len(reader) == 0
        writer.commit({"seq": 60})
        assert reader.refresh()
        assert not reader.refresh()
        assert (len(reader), reader.payload) == (60, {"seq": 60})
        assert found(reader.snapshot, "苹果") == {d.id for d in documents if "苹果" in d.keywords}
        assert not reader.snapshot.semantic
        assert writer.pending == 60
        assert writer.embed(10) == 10
        assert writer.pending == 50
        embed_all(writer)
        writer.commit()
        assert writer.pending == 0

    assert reader.refresh()
    assert reader.payload == {"seq": 60}
    snapshot = reader.snapshot
    assert [snapshot.document(slot) for slot in snapshot.live_slots()] == documents
    for slot in snapshot.live_slots():
        document = snapshot.document(slot)
        assert np.allclose(snapshot.vectors_of(slot)["title"], encoder.vector(document.title), atol=2e-3)
        assert snapshot.analysed(slot).fields == analyse_document(document).fields
        spans, vectors = snapshot.sentences(slot)
        assert len(spans) == 2
        for (start, end), vector in zip(spans, vectors, strict=True):
            assert vector @ encoder.vector(document.text[start:end]) > 0.999


def test_search_by_meaning_is_exact_under_every_filter(tmp_path: Path, encoder: ConceptEncoder):
    documents = list(made_documents(300))
    with IndexWriter.open(tmp_path, encoder) as writer:
        writer.add(documents)
        embed_all(writer)
        writer.commit()
        writer.remove([f"d{number}" for number in range(0, 300, 7)])
        writer.commit()
    snapshot = IndexReader.open(tmp_path, encoder).snapshot
    by_id = {document.id: document for document in documents}
    centre = snapshot.centre("zh", "whole")
    query = centred(encoder.vector("管道生锈"), centre)
    for filters, holds in (
        (Filters(), lambda d: True),
        (Filters(kinds=("demand",)), lambda d: d.kind == "demand"),
        (Filters(regions=("12", "1301")), lambda d: d.region[:2] == "12" or d.region[:4] == "1301"),
        (Filters(industries=("C38", "A")), lambda d: d.industry[:3] == "C38" or d.industry[0] == "A"),
        (Filters(readiness_min=3), lambda d: d.readiness is not None and d.readiness >= 3),
        (Filters(readiness_min=2, readiness_max=2), lambda d: d.readiness == 2),
        (Filters(kinds=("expert",), exclude=("d2", "d5")), lambda d: d.kind == "expert" and d.id not in ("d2", "d5")),
        (Filters(audiences=("members",)), lambda d: False),
    ):
        left = [d for d in by_id.values() if int(d.id[1:]) % 7 and holds(d)]
        expected = {
            d.id: float(query @ centred(encoder.vector(f"{d.title}\n{d.text}"), centre)) for d in left if d.lang == "zh"
        }
        best = nearest(snapshot, encoder, "管道生锈", "zh", 10, filters)
        assert len(best) == min(10, len(expected))
        tenth = sorted(expected.values(), reverse=True)[:10]
        assert sorted((expected[i] for i in best), reverse=True) == pytest.approx(tenth, abs=2e-3)
        assert found(snapshot, "激光", filters) == {d.id for d in left if "激光熔覆" in d.keywords}


def test_replacing_and_removing(tmp_path: Path, encoder: ConceptEncoder):
    first = Document("a", "防腐涂层", "用于管道。", group="g")
    second = Document("b", "anticorrosive paint", "For pipes.", group="g")
    with IndexWriter.open(tmp_path, encoder) as writer:
        writer.add([first, second, Document("c", "苹果保鲜", "用于冷库。")])
        writer.add([replace(first, title="离心泵")])
        embed_all(writer)
        writer.commit({"seq": 1})
        reader = IndexReader.open(tmp_path, encoder)
        assert found(reader.snapshot, "涂层") == set()
        assert found(reader.snapshot, "离心泵") == {"a"}
        assert {reader.snapshot.document(s).id for s in reader.snapshot.slots_of_candidates(["g"])} == {"a", "b"}
        assert writer.remove_group("g", "nobody") == 2
        assert writer.remove(["nobody"]) == 0
        writer.commit({"seq": 2})
        assert reader.refresh()
        assert len(reader) == 1
        assert reader.snapshot.slots_of_candidates(["g"]) == []
        assert nearest(reader.snapshot, encoder, "涂料", "zh", 9, Filters()) == ["c"]
        assert reader.snapshot.documents == 1
        assert (reader.snapshot.frequency("苹果"), reader.snapshot.frequency("涂层")) == (1, 0)
        assert reader.snapshot.mean_length("title") == 2


def test_nothing_is_embedded_twice(tmp_path: Path, encoder: ConceptEncoder):
    documents = list(made_documents(40))
    with IndexWriter.open(tmp_path, encoder) as writer:
        writer.add(documents)
        embed_all(writer)
        writer.commit({"seq": 1})
    texts = [d.title for d in documents] + [f"{d.title}\n{d.text}" for d in documents]
    background = [phrase for phrases in PHRASES.values() for phrase in phrases]
    assert sorted(encoder.asked) == sorted(texts + background)
    encoder.asked.clear()

    with IndexWriter.open(tmp_path, encoder) as writer:
        assert writer.add(documents) == 0
        version = writer.version
        assert writer.commit({"seq": 1}) == version
        # Another kind and region, the same words; then gone and back; then under another id.
        assert writer.add([replace(d, kind="facility", region="310000") for d in documents]) == 40
        writer.commit()
        writer.remove([d.id for d in documents])
        writer.commit()
        writer.add([replace(d, id="x" + d.id) for d in documents])
        assert writer.pending == 0
        writer.commit()
        writer.compact()
        with writer.rebuild() as fresh:
            fresh.add(documents)
            assert fresh.pending == 0
            fresh.commit({"seq": 9})
    assert encoder.asked == []
    snapshot = IndexReader.open(tmp_path, encoder).snapshot
    assert (len(snapshot), snapshot.payload) == (40, {"seq": 9})
    slot = snapshot.slots_of_ids(["d7"])[0]
    assert np.allclose(snapshot.vectors_of(slot)["title"], encoder.vector(documents[7].title), atol=2e-3)


def test_the_newest_document_is_embedded_first(tmp_path: Path, encoder: ConceptEncoder):
    with IndexWriter.open(tmp_path, encoder) as writer:
        writer.add(made_documents(200))
        writer.embed(32)
        writer.add([Document("fresh", "轴承磨损")])
        writer.embed(1)
        assert encoder.asked[-1] == "轴承磨损"
        assert writer.pending == 200 - 32


def test_vectors_of_another_encoder_are_never_mixed(tmp_path: Path, encoder: ConceptEncoder):
    other = ConceptEncoder("others", dimension=32)
    with IndexWriter.open(tmp_path, encoder) as writer:
        writer.add(made_documents(20))
        embed_all(writer)
        writer.commit({"seq": 1})
    # A reader with another encoder, or none, still finds words.
    for reader in (IndexReader.open(tmp_path, other), IndexReader.open(tmp_path)):
        assert not reader.snapshot.semantic
        assert len(reader) == 20
    # Without an encoder a writer keeps the vectors that are there.
    with IndexWriter.open(tmp_path) as writer:
        writer.add(made_documents(1, first=20))
        assert (writer.pending, writer.embed()) == (0, 0)
        writer.compact()
    reader = IndexReader.open(tmp_path, encoder)
    assert reader.snapshot.semantic
    with IndexWriter.open(tmp_path, encoder) as writer:
        assert writer.pending == 1
    with IndexWriter.open(tmp_path, other) as writer:
        assert (len(writer), writer.pending, writer.payload) == (21, 21, {"seq": 1})
        assert reader.refresh()
        assert not reader.snapshot.semantic
        embed_all(writer)
        writer.commit()
    snapshot = IndexReader.open(tmp_path, other).snapshot
    assert snapshot.vectors_of(snapshot.slots_of_ids(["d3"])[0])["title"].shape == (32,)


def test_an_index_begun_without_an_encoder_takes_one_later(tmp_path: Path, encoder: ConceptEncoder):
    with IndexWriter.open(tmp_path) as writer:
        writer.add(made_documents(10))
        writer.commit()
    reader = IndexReader.open(tmp_path, encoder)
    assert not reader.snapshot.semantic
    with IndexWriter.open(tmp_path, encoder) as writer:
        assert writer.pending == 10
        embed_all(writer)
        writer.commit()
    assert reader.refresh()
    assert reader.snapshot.semantic
    assert len(nearest(reader.snapshot, encoder, "泵", "zh", 5, Filters())) == 5


def test_centres_stay_until_a_tenth_more_vectors_have_come(tmp_path: Path, encoder: ConceptEncoder):
    with IndexWriter.open(tmp_path, encoder) as writer:
        writer.add(made_documents(250))
        embed_all(writer)
        writer.commit()
        reader = IndexReader.open(tmp_path, encoder)
        before = reader.snapshot.centre("zh", "title")
        zh = [encoder.vector(d.title) for d in made_documents(250) if d.lang == "zh"]
        background = [encoder.vector(phrase) for phrase in PHRASES["zh"]]
        assert np.allclose(before, np.mean(zh + background, axis=0), atol=1e-3)
        for first, count, moved in ((250, 10, False), (260, 20, True)):
            writer.add(made_documents(count, first))
            embed_all(writer)
            writer.commit()
            reader.refresh()
            assert (not np.array_equal(reader.snapshot.centre("zh", "title"), before)) == moved
        phrases = [encoder.vector(phrase) for texts in PHRASES.values() for phrase in texts]
        assert np.allclose(reader.snapshot.centre("fr", "title"), np.mean(phrases, axis=0), atol=1e-3)
    again = IndexReader.open(tmp_path, encoder).snapshot
    assert np.array_equal(again.centre("zh", "title"), reader.snapshot.centre("zh", "title"))


def test_an_updated_reader_equals_a_new_one(tmp_path: Path, encoder: ConceptEncoder):
    random = np.random.default_rng(5)
    with IndexWriter.open(tmp_path, encoder) as writer:
        reader = IndexReader.open(tmp_path, encoder)
        for step in range(10):
            number = int(random.integers(0, 150))
            writer.add(made_documents(int(random.integers(1, 12)), number))
            writer.add([Document(f"d{number}", f"改写{step}", "泵。泵的叶轮。")])
            writer.remove([f"d{int(random.integers(0, 150))}" for _ in range(3)])
            writer.embed(6)
            writer.commit({"step": step})
            assert reader.refresh()
            new = IndexReader.open(tmp_path, encoder).snapshot
            old = reader.snapshot
            assert old.version == new.version
            assert old.live_slots() == new.live_slots()
            for text in ("防锈的涂料", "泵的叶轮"):
                for filters in (Filters(), Filters(kinds=("demand", "expert"))):
                    assert nearest(old, encoder, text, "zh", 8, filters) == nearest(
                        new, encoder, text, "zh", 8, filters
                    )


def test_one_writer_at_a_time(tmp_path: Path):
    with IndexWriter.open(tmp_path), pytest.raises(IndexLocked, match="another process"):
        IndexWriter.open(tmp_path)
    IndexWriter.open(tmp_path).close()


def test_readers_follow_a_rebuild_and_an_error_in_it_changes_nothing(tmp_path: Path, encoder: ConceptEncoder):
    with IndexWriter.open(tmp_path, encoder) as writer:
        writer.add(made_documents(30))
        embed_all(writer)
        writer.commit({"seq": 3})
        reader = IndexReader.open(tmp_path, encoder)

        def rebuild_half() -> None:
            with writer.rebuild() as fresh:
                fresh.add(made_documents(5))
                fresh.commit({"seq": 4})
                raise RuntimeError("half way")

        with pytest.raises(RuntimeError, match="half way"):
            rebuild_half()
        assert not reader.refresh()
        assert len(writer) == 30
        old = reader.snapshot
        with writer.rebuild() as fresh:
            fresh.add(made_documents(5))
            fresh.commit({"seq": 4})
            assert not reader.refresh()
        assert reader.refresh()
        assert (len(reader), reader.payload) == (5, {"seq": 4})
        # Who still holds the old commit can go on reading it, although its files are gone.
        assert len(list(tmp_path.glob("generation-*"))) == 1
        assert {old.document(slot).id for slot in old.live_slots()} == {f"d{n}" for n in range(30)}
        assert len(nearest(old, encoder, "泵", "zh", 5, Filters())) == 5
        writer.add(made_documents(1, 70))
        writer.commit()
        assert reader.refresh()
        assert len(reader) == 6


def test_a_crowded_index_is_compacted_when_it_is_opened(tmp_path: Path, encoder: ConceptEncoder):
    with IndexWriter.open(tmp_path, encoder) as writer:
        for step in range(24):
            writer.add([replace(d, text=f"第{step}次") for d in made_documents(50)])
        writer.commit({"seq": 5})
        assert writer.garbage > 0.9
        crowded = size_on_disk(tmp_path)["heap"]
    with IndexWriter.open(tmp_path, encoder) as writer:
        assert writer.garbage == 0
        assert (len(writer), writer.payload) == (50, {"seq": 5})
    assert size_on_disk(tmp_path)["heap"] < crowded / 10


def test_leftovers_of_a_dead_writer_are_cut_off(tmp_path: Path, encoder: ConceptEncoder):
    with IndexWriter.open(tmp_path, encoder) as writer:
        writer.add(made_documents(20))
        embed_all(writer)
        writer.commit({"seq": 1})
        # Logs are flushed before tantivy commits; a kill in between leaves them like this.
        writer.add(made_documents(20, 20))
        writer.embed(5)
        writer.generation.logs.flush()
    generation = next(tmp_path.glob("generation-*"))
    (generation / "lexical" / ".tmpZ1").write_bytes(b"x")
    (tmp_path / "generation-000077-beef").mkdir()
    reader = IndexReader.open(tmp_path, encoder)
    assert len(reader) == 20
    with IndexWriter.open(tmp_path, encoder) as writer:
        assert len(writer) == 20
        writer.add(made_documents(3, 50))
        embed_all(writer)
        writer.commit({"seq": 2})
    assert not (generation / "lexical" / ".tmpZ1").exists()
    assert [folder.name for folder in tmp_path.glob("generation-*")] == [generation.name]
    assert reader.refresh()
    assert found(reader.snapshot, "50") == {"d50"}
    assert found(reader.snapshot, "30") == set()


def test_what_cannot_be_used_is_refused(tmp_path: Path):
    with pytest.raises(IndexMissing):
        IndexReader.open(tmp_path / "none")
    with pytest.raises(IndexMissing):
        IndexReader.open(tmp_path)
    with IndexWriter.open(tmp_path) as writer:
        for document in (
            Document(""),
            Document("\x00meta"),
            Document("a", kind="\ud800"),
            Document("a", readiness=99999),
        ):
            with pytest.raises(InputError):
                writer.add([document])
        with pytest.raises(InputError):
            writer.add([Document("first", "before the bad one"), Document("")])
        writer.add([Document("odd", "lone \ud800 surrogate", keywords=("\ud800",))])
        writer.commit({})
        assert len(writer) == 2
    snapshot = IndexReader.open(tmp_path).snapshot
    assert (found(snapshot, "lone"), found(snapshot, "bad")) == ({"odd"}, {"first"})
    generation = tmp_path / (tmp_path / CURRENT).read_text().strip()
    (generation / "heap.log").write_bytes(b"")
    for call in (IndexReader.open, IndexWriter.open):
        with pytest.raises(IndexDamaged, match="heap"):
            call(tmp_path)
    with IndexWriter.open(tmp_path, discard_damaged=True) as writer:
        assert (len(writer), writer.payload) == (0, {})


def test_refresh_costs_little_where_nothing_changed(tmp_path: Path):
    import timeit

    with IndexWriter.open(tmp_path) as writer:
        writer.add(made_documents(50))
        writer.commit()
        reader = IndexReader.open(tmp_path)
        assert min(timeit.repeat(reader.refresh, number=100, repeat=3)) / 100 < 0.001


def test_an_index_of_another_format_is_told_from_a_broken_one():
    written = Meta("generation-1", payload={"seq": 4}, centres={("zh", "title"): Centre(3, np.ones(4, np.float32))})
    read = Meta.from_json(written.to_json())
    assert (read.payload, read.centres["zh", "title"].count) == ({"seq": 4}, 3)
    older = written.to_json().replace(f'"format": {FORMAT}', '"format": 0')
    for content, message in ((older, "format 0"), ("{", "cannot be read"), ("{}", "cannot be read")):
        with pytest.raises(IndexDamaged, match=message):
            Meta.from_json(content)
