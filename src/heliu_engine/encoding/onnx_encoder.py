"""A sentence encoder run by ONNX Runtime on the CPU."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import onnxruntime

from heliu_engine.documents import Span
from heliu_engine.encoding.parts import encode_parts_alone, unit
from heliu_engine.encoding.protocol import Role, Vectors
from heliu_engine.encoding.query_shift import QueryShift
from heliu_engine.encoding.tokenizer import Cut, TextCutter
from heliu_engine.errors import EncoderError

Pooling = Literal["mean", "cls", "last"]
Floats = npt.NDArray[np.float32]
E5_PREFIXES: Mapping[Role, str] = {"query": "query: ", "passage": "passage: "}
_ERRORS_ONLY = 3


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the vectors of a model are made of its output; it belongs to the model."""

    prefixes: Mapping[Role, str] = field(default_factory=lambda: {"query": "", "passage": ""})
    pooling: Pooling = "mean"
    window: int = 512
    """Most tokens in one pass, those that mark beginning and end included."""
    windows: int = 4
    """Longer texts are read in so many windows without overlap, weighted by their tokens; the rest is not read."""
    query_shift: QueryShift | None = None
    """Taken from the vectors of queries; only the packaged model has one."""


class OnnxEncoder:
    """One text a call and one core a call: what else is encoded never changes a vector.

    Dynamic quantisation takes its scale from everything in a call, so batches would make vectors depend on their
    neighbours. Two calls run side by side instead. Instances may be shared between threads.
    """

    def __init__(
        self, model: Path, cutter: TextCutter, *, name: str, recipe: Recipe, threads: int = 2, ranking: str = ""
    ) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        try:
            self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime's errors have no common base but this.
            raise EncoderError(f"The model {model} cannot be opened: {error}") from error
        self._inputs = [entry.name for entry in self._session.get_inputs()]
        output = self._session.get_outputs()[0]
        self._output = output.name
        self._per_token = len(output.shape) == 3
        self._dimension = int(output.shape[-1])
        self._cutter = cutter
        self._name = name
        self.ranking = ranking
        """The ranking model whose weights were fitted to these vectors; empty where there is none."""
        self._recipe = recipe
        self._threads = threads

    @property
    def name(self) -> str:
        """Identity of model and variant."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._dimension

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """One unit vector a text, in the order given."""
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        if len(texts) == 1 or self._threads == 1:
            return np.stack([self._vector(text, role) for text in texts])
        # A pool a call leaves nothing behind that a fork of the process could break.
        with ThreadPoolExecutor(self._threads) as pool:
            return np.stack(list(pool.map(lambda text: self._vector(text, role), texts)))

    def encode_parts(self, text: str, spans: Sequence[Span], *, role: Role) -> tuple[Vectors, Vectors]:
        """The whole text and its spans from one pass ("late chunking"): a span's vector is the mean of its tokens.

        A span without a token of its own, or beyond what is read of a long text, gets the vector of the whole.
        """
        if not self._per_token or self._recipe.pooling != "mean":
            return encode_parts_alone(self, text, spans, role=role)
        prefix = self._recipe.prefixes[role]
        cut = self._cutter.cut(prefix + text)
        states, whole = self._read(cut)
        starts = np.array([start for start, _ in cut.spans[: len(states)]], dtype=np.int64) - len(prefix)
        ends = np.array([end for _, end in cut.spans[: len(states)]], dtype=np.int64) - len(prefix)
        vectors = np.empty((1 + len(spans), self._dimension), dtype=np.float32)
        vectors[0] = whole
        for row, (start, end) in enumerate(spans, start=1):
            inside = (starts < end) & (ends > start) & (ends > starts)
            vectors[row] = states[inside].mean(axis=0) if inside.any() else whole
        vectors = self._finished(vectors, text, len(cut.ids), role)
        return vectors[:1], vectors[1:]

    def tokens(self, text: str, *, role: Role) -> int:
        """How many tokens the text has in that role, those of prefix and marks included, however many are read."""
        ids = self._cutter.cut(self._recipe.prefixes[role] + text).ids
        return len(ids) + len(self._cutter.begin) + len(self._cutter.end)

    def _vector(self, text: str, role: Role) -> Floats:
        cut = self._cutter.cut(self._recipe.prefixes[role] + text)
        _, whole = self._read(cut)
        vector: Floats = self._finished(whole[None, :], text, len(cut.ids), role)[0]
        return vector

    def _finished(self, vectors: Vectors, text: str, ids: int, role: Role) -> Vectors:
        """Vectors of one text and its parts, of unit length, those of a query moved to where passages lie."""
        if role == "passage" or self._recipe.query_shift is None:
            return unit(vectors)
        tokens = ids + len(self._cutter.begin) + len(self._cutter.end)
        return unit(unit(vectors) - self._recipe.query_shift.of(text, tokens))

    def _read(self, cut: Cut) -> tuple[Floats, Floats]:
        """States of the tokens that were read, without marks, and the pooled vector of the text."""
        begin, end = self._cutter.begin, self._cutter.end
        room = self._recipe.window - len(begin) - len(end)
        states: list[Floats] = []
        total = np.zeros(self._dimension, dtype=np.float64)
        weight = 0
        for start in range(0, max(1, min(len(cut.ids), room * self._recipe.windows)), room):
            ids = cut.ids[start : start + room]
            output = self._run([*begin, *ids, *end])
            tokens = max(1, len(ids))
            total += tokens * self._pool(output).astype(np.float64)
            weight += tokens
            if output.ndim == 2:
                states.append(output[len(begin) : len(begin) + len(ids)])
        read = np.concatenate(states) if states else np.zeros((0, self._dimension), dtype=np.float32)
        return read, (total / weight).astype(np.float32)

    def _pool(self, output: Floats) -> Floats:
        pooled: Floats = output
        if output.ndim == 2 and self._recipe.pooling == "mean":
            pooled = output.mean(axis=0)
        elif output.ndim == 2:
            pooled = output[0 if self._recipe.pooling == "cls" else -1]
        return pooled

    def _run(self, ids: list[int]) -> Floats:
        row = np.array([ids], dtype=np.int64)
        values: dict[str, npt.NDArray[Any]] = {
            "ids": row,
            "input_ids": row,
            "attention_mask": np.ones_like(row),
            "token_type_ids": np.zeros_like(row),
            "position_ids": np.arange(row.shape[1], dtype=np.int64)[None, :],
        }
        try:
            feeds = {name: values[name] for name in self._inputs}
        except KeyError as error:
            raise EncoderError(f"The model asks for an input that is not known: {error.args[0]}") from error
        output: Floats = self._session.run([self._output], feeds)[0][0]
        return output
