"""Local ONNX models of any kind, and the cache of vectors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from heliu_engine.encoding import CachedEncoder, Role, Vectors, encode_parts_alone, onnx_folder_encoder, open_encoder
from heliu_engine.errors import EncoderError
from heliu_engine.tests.encoders import table_rows, write_model

CONFIG = {"query_prefix": "q: ", "passage_prefix": "p: "}


def unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


def test_mean_of_all_tokens_with_prefix_and_marks(tmp_path: Path) -> None:
    encoder = onnx_folder_encoder(write_model(tmp_path, config=CONFIG))
    expected = unit(table_rows("[CLS] p: rust coating [SEP]").mean(axis=0))
    np.testing.assert_allclose(encoder.encode(["rust coating"], role="passage")[0], expected, atol=1e-6)
    assert encoder.dimension == 8


@pytest.mark.parametrize(("pooling", "place"), [("cls", "[CLS]"), ("last", "[SEP]")])
def test_one_token_may_stand_for_all(tmp_path: Path, pooling: str, place: str) -> None:
    encoder = onnx_folder_encoder(write_model(tmp_path, config={"pooling": pooling}))
    np.testing.assert_allclose(encoder.encode(["rust"], role="query")[0], unit(table_rows(place)[0]), atol=1e-6)


def test_a_model_may_pool_itself(tmp_path: Path) -> None:
    encoder = onnx_folder_encoder(write_model(tmp_path, pooled=True))
    whole, parts = encoder.encode_parts("rust pump", [(0, 4), (5, 9)], role="query")
    np.testing.assert_allclose(whole[0], unit(table_rows("[CLS] rust pump [SEP]").mean(axis=0)), atol=1e-6)
    np.testing.assert_allclose(parts[1], unit(table_rows("[CLS] pump [SEP]").mean(axis=0)), atol=1e-6)


def test_parts_are_means_of_their_own_tokens(tmp_path: Path) -> None:
    encoder = onnx_folder_encoder(write_model(tmp_path, config=CONFIG))
    text = "coating for pumps   rust"
    whole, parts = encoder.encode_parts(text, [(0, 11), (20, 24), (17, 20)], role="passage")
    np.testing.assert_allclose(whole, encoder.encode([text], role="passage"), atol=1e-6)
    np.testing.assert_allclose(parts[0], unit(table_rows("coating for").mean(axis=0)), atol=1e-6)
    np.testing.assert_allclose(parts[1], unit(table_rows("rust")[0]), atol=1e-6)
    # White space has no token of its own: it gets the whole text's vector.
    np.testing.assert_allclose(parts[2], whole[0], atol=1e-6)


def test_long_texts_are_read_window_by_window_up_to_a_limit(tmp_path: Path) -> None:
    encoder = onnx_folder_encoder(write_model(tmp_path, config={"window": 16, "windows": 2}))
    words = "pump " * 14 + "rust " * 7 + "coating " * 50
    read = table_rows("[CLS] " + "pump " * 14 + "[SEP]").mean(axis=0) * 14
    read = read + table_rows("[CLS] " + "rust " * 7 + "coating " * 7 + "[SEP]").mean(axis=0) * 14
    np.testing.assert_allclose(encoder.encode([words], role="query")[0], unit(read), atol=1e-6)


def test_the_name_tells_models_and_recipes_apart(tmp_path: Path) -> None:
    plain = onnx_folder_encoder(write_model(tmp_path / "model"))
    again = onnx_folder_encoder(write_model(tmp_path / "model"))
    other = onnx_folder_encoder(write_model(tmp_path / "model", config=CONFIG))
    assert plain.name == again.name != other.name


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ({"pooling": "max"}, "pooling is 'max'"),
        ({"window": 3}, "at least 16"),
        ({"windows": True}, "at least 1"),
        ({"query_prefix": 1}, "must be a text"),
        ({"prefix": "x"}, "not known: prefix"),
    ],
)
def test_a_wrong_configuration_is_named(tmp_path: Path, config: dict, complaint: str) -> None:
    with pytest.raises(EncoderError, match=complaint):
        onnx_folder_encoder(write_model(tmp_path, config=config))


def test_missing_and_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"no model\.onnx"):
        open_encoder(f"onnx:{tmp_path}", tmp_path)
    write_model(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(EncoderError, match="cannot be opened"):
        open_encoder(f"onnx:{tmp_path}", tmp_path)
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(EncoderError, match=r"tokenizer\.json cannot be read"):
        open_encoder(f"onnx:{tmp_path}", tmp_path)
    (tmp_path / "heliu.json").write_text(json.dumps([]))
    with pytest.raises(EncoderError, match="must hold a JSON object"):
        open_encoder(f"onnx:{tmp_path}", tmp_path)


def test_encoders_go_by_name(tmp_path: Path) -> None:
    assert open_encoder("none", tmp_path) is None
    with pytest.raises(EncoderError, match="no encoder 'word2vec'"):
        open_encoder("word2vec", tmp_path)


class Counting:
    """Remembers what it was asked to encode."""

    name, dimension = "counting", 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        self.asked.extend(texts)
        angles = [len(text) / 7 + (role == "query") for text in texts]
        return np.array([[np.cos(angle), np.sin(angle)] for angle in angles], dtype=np.float32).reshape(-1, 2)

    def encode_parts(self, text: str, spans: Sequence[tuple[int, int]], *, role: Role) -> tuple[Vectors, Vectors]:
        return encode_parts_alone(self, text, spans, role=role)


def test_parts_may_be_encoded_alone() -> None:
    encoder = Counting()
    whole, parts = encoder.encode_parts("abcdef", [(0, 2), (2, 6)], role="query")
    assert encoder.asked == ["abcdef", "ab", "cdef"]
    assert (whole.shape, parts.shape) == ((1, 2), (2, 2))


def test_nothing_is_encoded_twice_and_first_equals_second(tmp_path: Path) -> None:
    inner, calls = Counting(), []
    cached = CachedEncoder(inner, tmp_path, lambda done, total: calls.append((done, total)))
    first = cached.encode(["a", "bb", "a", ""], role="passage")
    assert inner.asked == ["a", "bb", ""]
    assert calls == [(3, 3)]
    np.testing.assert_allclose(np.linalg.norm(first, axis=1), 1, atol=1e-6)
    again = CachedEncoder(inner, tmp_path).encode(["bb", "a"], role="passage")
    assert len(inner.asked) == 3
    np.testing.assert_array_equal(again, first[[1, 0]])
    # The same text in the other role, and by another encoder, is another vector.
    cached.encode(["a"], role="query")
    other = Counting()
    other.name = "other"
    CachedEncoder(other, tmp_path).encode(["a"], role="passage")
    assert (inner.asked[3:], other.asked) == (["a"], ["a"])
    assert cached.encode([], role="query").shape == (0, 2)


def test_a_damaged_cache_is_begun_anew(tmp_path: Path) -> None:
    inner = Counting()
    first = CachedEncoder(inner, tmp_path).encode(["a"], role="query")
    (path,) = tmp_path.glob("vectors-*.sqlite3")
    path.write_bytes(b"no database " * 100)
    np.testing.assert_array_equal(CachedEncoder(inner, tmp_path).encode(["a"], role="query"), first)
    assert inner.asked == ["a", "a"]
