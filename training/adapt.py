"""Trains the adapters of the encoder.

python training/adapt.py --out FILE.npz [--licensed] [--seed 1] [--steps 1000]
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from network import Cutter, Lower, Network, encode
from tasks import TASKS, Batch, Contrast
from torch import Tensor
from torch.nn import functional

from heliu_engine.encoding.adapters import REFERENCES as REFERENCES_KEY
from heliu_engine.encoding.packaged import REFERENCES
from heliu_engine.text import detect_language

TEMPERATURE = 0.05
SHARPNESS = 10.0
DRIFT = 0.02
SIZES = {
    "own": 48,
    "own-graded": 48,
    "patents": 40,
    "papers": 16,
    "topics": 12,
    "abstracts": 16,
    "demand-texts": 16,
    "questions": 32,
    "demands": 48,
    "phrases": 96,
    "judged": 48,
}
SHARES = {
    "own": 6.0,
    "own-graded": 2.0,
    "patents": 2.0,
    "papers": 1.0,
    "topics": 1.0,
    "abstracts": 1.0,
    "demand-texts": 1.0,
    "questions": 4.0,
    "demands": 4.0,
    "phrases": 3.0,
    "judged": 4.0,
}


class Centres:
    """The mean vector of each language, followed slowly while it moves."""

    def __init__(self, network: Network, cutter: Cutter) -> None:
        from heliu_engine.index.background import PHRASES

        self.of = {
            lang: torch.from_numpy(encode(network, cutter, ["passage: " + p for p in phrases]).mean(axis=0))
            for lang, phrases in PHRASES.items()
        }

    def take(self, vectors: Tensor, langs: list[str]) -> Tensor:
        centre = torch.stack([self.of[lang] for lang in langs])
        return functional.normalize(vectors - centre, dim=-1)

    def follow(self, vectors: Tensor, langs: list[str]) -> None:
        for lang in set(langs):
            own = vectors.detach()[[place for place, each in enumerate(langs) if each == lang]]
            step = DRIFT * min(1.0, len(own) / 16)
            self.of[lang] = (1 - step) * self.of[lang] + step * own.mean(0)


def language(text: str) -> str:
    return "zh" if detect_language(text) == "zh" else "en"


def loss_of(batch: Batch, network: Network, cutter: Cutter, lower: Lower, centres: Centres) -> Tensor:
    passages = batch.positives + batch.negatives if isinstance(batch, Contrast) else batch.passages
    texts = ["query: " + t for t in batch.queries] + ["passage: " + t for t in passages]
    # A text that stands several times is read once; short ones are padded to the longest of their half.
    distinct = sorted(set(texts), key=lambda t: len(cutter.ids(t)))
    half = (len(distinct) + 1) // 2
    parts = [part for part in (distinct[:half], distinct[half:]) if part]
    with torch.autocast("cpu", torch.bfloat16):
        vectors = torch.cat([network.upper(*lower.batch(part)) for part in parts]).float()
    place = {text: number for number, text in enumerate(distinct)}
    langs = [language(text.split(": ", 1)[1]) for text in distinct]
    moved = centres.take(vectors, langs)
    is_passage = [number for number, text in enumerate(distinct) if text.startswith("passage: ")]
    centres.follow(vectors[is_passage], [langs[number] for number in is_passage])
    asked = moved[[place["query: " + t] for t in batch.queries]]
    found = moved[[place["passage: " + t] for t in passages]]
    if isinstance(batch, Contrast):
        logits = asked @ found.T / TEMPERATURE
        keys = batch.keys + [""] * len(batch.negatives)
        same = torch.tensor([[a == b and m != n for n, b in enumerate(keys)] for m, a in enumerate(batch.keys)])
        logits = logits.masked_fill(same, -1e9)
        target = torch.arange(len(batch.queries))
        loss = functional.cross_entropy(logits, target)
        if not batch.negatives:
            back = logits[:, : len(batch.queries)].T.masked_fill(same.T, -1e9)
            loss = (loss + functional.cross_entropy(back, target)) / 2
        return loss
    near = (asked * found).sum(1)
    grades = torch.tensor(batch.grades)
    # CoSENT (J. Su, 2022): every pair that is graded lower but lies nearer is charged.
    difference = grades[:, None] - grades[None, :]
    wrong = SHARPNESS * (near[None, :] - near[:, None])
    charged = wrong[difference > 0.05]
    zero = torch.zeros(1)
    return torch.logsumexp(torch.cat([zero, charged]), 0) / 4 + 2 * functional.mse_loss(near, grades)


def train(
    names: list[str],
    *,
    seed: int,
    steps: int,
    everything: bool,
    rank: int = 16,
    frozen: int = 0,
    rate: float = 2e-4,
    shares: dict[str, float] | None = None,
    report: bool = True,
    dropout: float = 0.1,
) -> tuple[Network, Cutter]:
    torch.manual_seed(seed)
    torch.set_num_threads(2)
    rng = random.Random(seed)
    network, cutter = Network(rank=rank, frozen=frozen, dropout=dropout), Cutter()
    tasks = {name: TASKS[name](rng, everything) for name in names}
    shares = {**SHARES, **(shares or {})}
    centres = Centres(network, cutter)
    lower = Lower(network, cutter)
    parameters = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
    warm = max(1, steps // 15)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, 0.5 * (1 + math.cos(math.pi * min(1, s / steps))) + 0.02)
    )
    network.train()
    seen: dict[str, list[float]] = {name: [] for name in names}
    began = time.monotonic()
    for step in range(steps):
        name = rng.choices(names, [shares[n] for n in names])[0]
        loss = loss_of(tasks[name].batch(SIZES[name]), network, cutter, lower, centres)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        schedule.step()
        seen[name].append(float(loss.detach()))
        if report and (step + 1) % 100 == 0:
            figures = " ".join(f"{n} {np.mean(v[-20:]):.3f}" for n, v in seen.items() if v)
            print(f"{step + 1:5d} {time.monotonic() - began:6.0f}s {figures}", file=sys.stderr, flush=True)
    return network, cutter


def save(network: Network, cutter: Cutter, path: Path) -> None:
    """Adapters as half floats, and the vectors that a converted model must agree with."""
    arrays = {REFERENCES_KEY: encode(network, cutter, ["passage: " + text for text in REFERENCES]).astype(np.float16)}
    for number, layer in enumerate(network.layers):
        for name in ("q", "k", "v", "ao", "fi", "fo"):
            part = getattr(layer, name)
            if part.rank:
                arrays[f"l{number}.{name}.down"] = (part.down.detach() * part.scale).numpy().astype(np.float16)
                arrays[f"l{number}.{name}.up"] = part.up.detach().numpy().astype(np.float16)
    np.savez(path, **arrays)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tasks", nargs="*", default=list(TASKS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--frozen", type=int, default=0)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--everything", action="store_true")
    parser.add_argument("--shares", type=json.loads, default={})
    o = parser.parse_args()
    network, cutter = train(
        o.tasks,
        seed=o.seed,
        steps=o.steps,
        everything=o.everything,
        rank=o.rank,
        frozen=o.frozen,
        rate=o.rate,
        shares=o.shares,
    )
    save(network, cutter, o.out)


if __name__ == "__main__":
    main()
