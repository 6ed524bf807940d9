"""Sentence encoders: the protocol, the one that comes with the package, any other ONNX model, a cache of vectors."""

from heliu_engine.encoding.caching import CachedEncoder
from heliu_engine.encoding.opening import onnx_folder_encoder, open_encoder, packaged_encoder
from heliu_engine.encoding.parts import encode_parts_alone
from heliu_engine.encoding.protocol import Encoder, Role, Vectors

__all__ = [
    "CachedEncoder",
    "Encoder",
    "Role",
    "Vectors",
    "encode_parts_alone",
    "onnx_folder_encoder",
    "open_encoder",
    "packaged_encoder",
]
