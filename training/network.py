"""The packaged encoder in PyTorch, with low-rank adapters that can be trained.

The network is the one that `heliu_engine.encoding.graph` builds for ONNX Runtime. Its own weights stay as they are;
beside each matrix ``W`` stands a product ``B A`` of rank ``r`` (E. Hu et al., "LoRA: Low-Rank Adaptation of Large
Language Models", ICLR 2022), which is added to ``W`` once training is over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from heliu_engine.encoding.adapters import MATRICES
from heliu_engine.encoding.tokenizer import UnigramCutter
from heliu_engine.encoding.weights import Weights, find_weights

DROPOUT = 0.1


class Adapted(nn.Module):
    """A fixed linear map and its trainable product of low rank."""

    matrix: Tensor
    bias: Tensor

    def __init__(self, matrix: np.ndarray, bias: np.ndarray, rank: int) -> None:
        super().__init__()
        self.register_buffer("matrix", torch.from_numpy(matrix.copy()), persistent=False)
        self.register_buffer("bias", torch.from_numpy(bias.copy()), persistent=False)
        rows, columns = matrix.shape
        self.down = nn.Parameter(torch.randn(rank, columns) / rank**0.5)
        self.up = nn.Parameter(torch.zeros(rows, rank))

    def forward(self, x: Tensor) -> Tensor:
        return functional.linear(x, self.matrix + self.up @ self.down, self.bias)


class Layer(nn.Module):
    """One block: attention, then the feed-forward part, each with its residual sum."""

    def __init__(self, weights: Weights, number: int, rank: int) -> None:
        super().__init__()
        shape = weights.shape
        for name, (_, columns) in MATRICES.items():
            width = shape.hidden if columns == "hidden" else shape.feed_forward
            matrix = weights.matrix(f"l{number}.{name}.w", width).dense()
            setattr(self, name, Adapted(matrix, weights.vector(f"l{number}.{name}.b"), rank))
        self.norms = nn.ModuleDict({n: _norm(weights, f"l{number}.{n}") for n in ("aln", "oln")})

    def forward(self, x: Tensor, mix: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Tensor:
        x = self.norms["aln"](x + self._dropped(self.ao(mix(self.q(x), self.k(x), self.v(x)))))
        return self.norms["oln"](x + self._dropped(self.fo(functional.gelu(self.fi(x)))))

    def _dropped(self, y: Tensor) -> Tensor:
        return functional.dropout(y, DROPOUT, self.training)


class Network(nn.Module):
    """Token ids to unit vectors."""

    words: Tensor
    positions: Tensor

    def __init__(self, *, rank: int) -> None:
        super().__init__()
        weights = Weights(find_weights())
        shape = weights.shape
        self.heads = shape.heads
        words = weights.matrix("emb.word", shape.hidden).dense()
        self.register_buffer("words", torch.from_numpy(words), persistent=False)
        positions = weights.vector("emb.pos").reshape(shape.positions, shape.hidden)
        shifted = positions + weights.vector("emb.type")[: shape.hidden]
        self.register_buffer("positions", torch.from_numpy(shifted), persistent=False)
        self.norm = _norm(weights, "emb.ln")
        self.layers = nn.ModuleList(Layer(weights, number, rank) for number in range(shape.layers))

    @property
    def device(self) -> torch.device:
        """Where the network is."""
        return self.words.device

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Mean of the last states, scaled to length one; ``mask`` is 1 where there is a token."""
        attend = (mask[:, None, None, :] == 0) * torch.finfo(torch.float32).min

        def mix(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
            return attention(q, k, v, self.heads, attend)

        x = self._states(functional.embedding(ids, self.words) + self.positions[: ids.shape[1]], mix)
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(pooled, dim=-1)

    def unpadded(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The same of texts from short to long, token by token: on a processor each that is padded costs its time."""
        lengths = mask.sum(1).int().tolist()
        alike = [(length, len(list(rows))) for length, rows in groupby(lengths)]
        sizes = [length * rows for length, rows in alike]

        def mix(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
            parts = zip(q.split(sizes), k.split(sizes), v.split(sizes), alike, strict=True)
            return torch.cat([
                attention(*(y.view(rows, length, -1) for y in parted), self.heads).flatten(0, 1)
                for *parted, (length, rows) in parts
            ])  # fmt: skip

        there = mask.bool()
        places = torch.arange(ids.shape[1], device=ids.device).expand_as(ids)[there]
        x = self._states(functional.embedding(ids[there], self.words) + self.positions[places], mix)
        pooled = [
            part.view(rows, length, -1).mean(1) for part, (length, rows) in zip(x.split(sizes), alike, strict=True)
        ]
        return functional.normalize(torch.cat(pooled), dim=-1)

    def _states(self, x: Tensor, mix: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Tensor:
        with torch.autocast(self.device.type, torch.bfloat16):
            x = self.norm(x)
            for layer in self.layers:
                x = layer(x, mix)
        return x.float()

    def adapted(self) -> Iterator[tuple[str, Adapted]]:
        """The maps that are trained, with their names in the file of adapters."""
        for number, layer in enumerate(self.layers):
            for name in MATRICES:
                yield f"l{number}.{name}", getattr(layer, name)


def attention(q: Tensor, k: Tensor, v: Tensor, heads: int, attend: Tensor | float = 0.0) -> Tensor:
    """Each token's mix of those of its text; ``attend`` is added to how near they are."""
    batch, length, hidden = q.shape

    def split(y: Tensor) -> Tensor:
        return y.view(batch, length, heads, hidden // heads).transpose(1, 2)

    # Spelled out: backwards, the fused function takes ten times as long on short rows, and differs from run to run.
    near = split(q) @ split(k).transpose(2, 3) * (heads / hidden) ** 0.5 + attend
    return (near.softmax(-1).to(q.dtype) @ split(v)).transpose(1, 2).reshape(batch, length, hidden)


def _norm(weights: Weights, name: str) -> nn.LayerNorm:
    weight, bias = weights.vector(f"{name}.w"), weights.vector(f"{name}.b")
    norm = nn.LayerNorm(len(weight), eps=weights.shape.epsilon)
    norm.weight.data = torch.from_numpy(weight.copy())
    norm.bias.data = torch.from_numpy(bias.copy())
    return norm.requires_grad_(False)


class Cutter:
    """Texts to padded token ids, each text cut once."""

    def __init__(self, longest: int = 160) -> None:
        vocabulary = Weights(find_weights()).vocabulary()
        self._cutter = UnigramCutter(vocabulary)
        self._ends = vocabulary.begin, vocabulary.end
        self._longest = longest
        self._known: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        """Token ids with those that mark beginning and end."""
        if text not in self._known:
            begin, end = self._ends
            self._known[text] = [begin, *self._cutter.cut(text).ids[: self._longest - 2], end]
        return self._known[text]

    def batch(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Ids and mask of some texts."""
        rows = [self.ids(text) for text in texts]
        ids = np.ones((len(rows), max(map(len, rows))), dtype=np.int64)
        mask = np.zeros(ids.shape, dtype=np.float32)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        return torch.from_numpy(ids), torch.from_numpy(mask)


def encode(network: Network, cutter: Cutter, texts: Sequence[str], step: int = 64) -> np.ndarray:
    """Vectors of texts that already have their prefix, in their order; short texts go together."""
    network.eval()
    order = sorted(range(len(texts)), key=lambda place: len(cutter.ids(texts[place])))
    found: list[np.ndarray] = [np.zeros(0)] * len(texts)
    with torch.inference_mode():
        for first in range(0, len(order), step):
            places = order[first : first + step]
            ids, mask = cutter.batch([texts[place] for place in places])
            vectors = network(ids.to(network.device), mask.to(network.device)).cpu().numpy()
            for place, vector in zip(places, vectors, strict=True):
                found[place] = vector
    return np.stack(found)
