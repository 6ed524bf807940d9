"""Small ONNX models in folders, and the packaged one where it can be had."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

VOCABULARY = ("[CLS]", "[SEP]", "[UNK]", "pump", "coating", "for", "pumps", "rust", "q:", "p:")


def write_model(folder: Path, *, pooled: bool = False, config: dict[str, Any] | None = None) -> Path:
    """A model whose token states are rows of a fixed table, with a tokenizer that cuts at white space."""
    folder.mkdir(parents=True, exist_ok=True)
    table = np.random.default_rng(3).standard_normal((len(VOCABULARY), 8)).astype(np.float32)
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["states"], axis=0)]
    output = helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "length", 8])
    if pooled:
        nodes.append(helper.make_node("ReduceMean", ["states", "axis"], ["sentence"], keepdims=0))
        output = helper.make_tensor_value_info("sentence", TensorProto.FLOAT, [1, 8])
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "length"]) for name in ("input_ids",)]
    constants = [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([1]), "axis")]
    graph = helper.make_graph(nodes, "tiny", inputs, [output], constants)
    model = helper.make_model(graph, ir_version=10, opset_imports=[helper.make_opsetid("", 21)])
    onnx.save(model, str(folder / "model.onnx"))
    tokenizer = Tokenizer(models.WordLevel({word: place for place, word in enumerate(VOCABULARY)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 0), ("[SEP]", 1)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    if config is not None:
        (folder / "heliu.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def table_rows(words: str) -> np.ndarray:
    """The states that the tiny model gives for these words."""
    table = np.random.default_rng(3).standard_normal((len(VOCABULARY), 8)).astype(np.float32)
    return table[[VOCABULARY.index(word) for word in words.split()]]
