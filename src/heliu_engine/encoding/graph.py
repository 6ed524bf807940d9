"""The encoder as an ONNX graph, built node by node from the packaged weights.

Input ``ids``: (1, tokens) of int64. Output ``tokens``: (1, tokens, hidden), the last hidden states, not pooled, so
that one pass gives the vector of a text and of each of its sentences.

Fused operators of the domain ``com.microsoft`` are used directly rather than left to an optimiser to find.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from heliu_engine.encoding.adapters import Adapters
from heliu_engine.encoding.weights import BLOCK, Quantised, Weights

Precision = Literal["float", "nibble", "nibble-int8", "byte", "blocks"]
"""How a matrix is kept and multiplied. ``float``: 32-bit; ``nibble``: the 4 bits of the file, multiplied as floats;
``nibble-int8``: the same with activations rounded to 8 bits block by block, as the package's own engine does;
``byte``: 8-bit weights a column, activations rounded to 8 bits over the whole text; ``blocks``: 8-bit weights in blocks
as those of the file, activations rounded to 8 bits block by block."""

OPSET = 21
IR_VERSION = 10
_MICROSOFT = "com.microsoft"
# Seven bits leave room in the sums of processors without VNNI, so that all processors give the same vectors.
_BYTE_LIMIT = 64


class GraphBuilder:
    """Collects the nodes and constants of one graph."""

    def __init__(
        self, weights: Weights, precision: Callable[[int, str], Precision], adapters: Adapters | None = None
    ) -> None:
        """``precision`` tells for (layer, matrix name) how that matrix is kept; one that is added to cannot keep the
        4 bits of the file."""
        self._weights = weights
        self._adapters = adapters
        self._shape = weights.shape
        self._precision = precision
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def build(self, name: str) -> onnx.ModelProto:
        """The whole encoder; ``name`` is written into the file."""
        state = self._embedding()
        for layer in range(self._shape.layers):
            state = self._layer(layer, state)
        self._nodes[-1].output[0] = "tokens"
        graph = helper.make_graph(
            self._nodes,
            name,
            [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "length"])],
            [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, [1, "length", self._shape.hidden])],
            self._constants,
        )
        return helper.make_model(
            graph,
            ir_version=IR_VERSION,
            producer_name="heliu",
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(_MICROSOFT, 1)],
        )

    def _embedding(self) -> str:
        words = self._weights.matrix("emb.word", self._shape.hidden)
        # Signed nibbles have their zero where the file has eight.
        signed = np.bitwise_xor(words.packed(), np.uint8(0x88))
        table = self._raw("words", TensorProto.INT4, list(words.values.shape), signed)
        scales = self._constant("words.scales", words.scales)
        gathered = self._node(
            "GatherBlockQuantized",
            [table, "ids", scales],
            domain=_MICROSOFT,
            block_size=BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )
        positions = self._weights.vector("emb.pos").reshape(self._shape.positions, self._shape.hidden)
        # Every token has type 0, so the type's vector is a constant shift of the positions.
        shifted = positions + self._weights.vector("emb.type")[: self._shape.hidden]
        length = self._node("Shape", ["ids"], start=1, end=2)
        used = self._node("Slice", [self._constant("positions", shifted), self._integers("zero", [0]), length])
        return self._normalise(gathered, used, "emb.ln")

    def _layer(self, layer: int, state: str) -> str:
        hidden = self._shape.hidden
        prefix = f"l{layer}"
        joined = self._linear(layer, "qkv", state, self._joined(prefix), self._joined_bias(prefix))
        sizes = self._integers("thirds", [hidden, hidden, hidden])
        thirds = [f"{prefix}.{part}" for part in ("query", "key", "value")]
        self._nodes.append(helper.make_node("Split", [joined, sizes], thirds, axis=-1))
        attended = self._node("MultiHeadAttention", thirds, domain=_MICROSOFT, num_heads=self._shape.heads)
        mixed = self._named_linear(layer, "ao", attended, hidden)
        state = self._normalise(state, mixed, f"{prefix}.aln")
        grown = self._named_linear(layer, "fi", state, hidden)
        active = self._node("Gelu", [grown], domain=_MICROSOFT)
        shrunk = self._named_linear(layer, "fo", active, self._shape.feed_forward)
        return self._normalise(state, shrunk, f"{prefix}.oln")

    def _joined(self, prefix: str) -> Quantised:
        parts = [self._weights.matrix(f"{prefix}.{part}.w", self._shape.hidden) for part in "qkv"]
        return Quantised(np.concatenate([p.scales for p in parts]), np.concatenate([p.values for p in parts]))

    def _joined_bias(self, prefix: str) -> npt.NDArray[np.float32]:
        return np.concatenate([self._weights.vector(f"{prefix}.{part}.b") for part in "qkv"])

    def _named_linear(self, layer: int, name: str, state: str, columns: int) -> str:
        matrix = self._weights.matrix(f"l{layer}.{name}.w", columns)
        return self._linear(layer, name, state, matrix, self._weights.vector(f"l{layer}.{name}.b"))

    def _linear(self, layer: int, name: str, state: str, matrix: Quantised, bias: npt.NDArray[np.float32]) -> str:
        label = f"l{layer}.{name}"
        precision = self._precision(layer, name)
        shift = self._constant(f"{label}.bias", bias)
        addition = self._addition(layer, name)
        if precision == "float":
            product = self._node("MatMul", [state, self._constant(label, (matrix.dense() + addition).T.copy())])
            return self._node("Add", [product, shift])
        if precision == "byte":
            return self._bytes(label, state, matrix.dense() + addition, shift)
        if precision == "blocks":
            return self._byte_blocks(label, state, matrix.dense() + addition, shift)
        if np.any(addition):
            raise ValueError(f"{label} is added to and cannot be kept in 4 bits.")
        packed = matrix.packed().reshape(*matrix.scales.shape, BLOCK // 2)
        return self._blocks(label, state, packed, matrix.scales, shift, bits=4, exact=precision == "nibble")

    def _addition(self, layer: int, name: str) -> npt.NDArray[np.float32] | float:
        """What training adds to a matrix, or to the three that are joined."""
        if self._adapters is None:
            return 0.0
        found = [self._adapters.addition(layer, part) for part in ("qkv" if name == "qkv" else (name,))]
        trained = [each for each in found if each is not None]
        return np.concatenate(trained) if trained else 0.0

    def _byte_blocks(self, label: str, state: str, dense: npt.NDArray[np.float32], shift: str) -> str:
        blocks = dense.reshape(len(dense), -1, BLOCK)
        scales = np.maximum(np.abs(blocks).max(axis=2), np.finfo(np.float32).tiny) / 127
        # Unsigned: what is kept as 128 means nought.
        values = (np.rint(blocks / scales[:, :, None]) + 128).astype(np.uint8)
        return self._blocks(label, state, values, scales.astype(np.float32), shift, bits=8, exact=False)

    def _blocks(
        self,
        label: str,
        state: str,
        packed: npt.NDArray[np.uint8],
        scales: npt.NDArray[np.float32],
        shift: str,
        *,
        bits: int,
        exact: bool,
    ) -> str:
        """``exact``: activations stay floats."""
        rows, blocks = scales.shape
        return self._node(
            "MatMulNBits",
            [state, self._constant(label, packed), self._constant(f"{label}.scales", scales), "", "", shift],
            domain=_MICROSOFT,
            K=blocks * BLOCK,
            N=rows,
            bits=bits,
            block_size=BLOCK,
            accuracy_level=1 if exact else 4,
        )

    def _bytes(self, label: str, state: str, matrix: npt.NDArray[np.float32], shift: str) -> str:
        dense = matrix.T
        scales = np.abs(dense).max(axis=0) / _BYTE_LIMIT
        rounded = np.rint(dense / scales).astype(np.int8)
        zeros = np.zeros(len(scales), dtype=np.int8)
        return self._node(
            "DynamicQuantizeMatMul",
            [
                state,
                self._constant(label, rounded),
                self._constant(f"{label}.scales", scales.astype(np.float32)),
                self._constant(f"{label}.zeros", zeros),
                shift,
            ],
            domain=_MICROSOFT,
        )

    def _normalise(self, first: str, second: str, name: str) -> str:
        return self._node(
            "SkipLayerNormalization",
            [
                first,
                second,
                self._constant(f"{name}.w", self._weights.vector(f"{name}.w")),
                self._constant(f"{name}.b", self._weights.vector(f"{name}.b")),
            ],
            domain=_MICROSOFT,
            epsilon=self._shape.epsilon,
        )

    def _node(self, operator: str, inputs: list[str], domain: str = "", **attributes: Any) -> str:
        output = f"n{len(self._nodes)}.{operator}"
        self._nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def _constant(self, name: str, array: npt.NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def _integers(self, name: str, values: list[int]) -> str:
        if all(constant.name != name for constant in self._constants):
            self._constant(name, np.array(values, dtype=np.int64))
        return name

    def _raw(self, name: str, kind: int, shape: list[int], data: npt.NDArray[np.uint8]) -> str:
        self._constants.append(helper.make_tensor(name, kind, shape, data.tobytes(), raw=True))
        return name
