"""Trains the adapters of the packaged encoder (heliu_engine/encoding/adapters.py).

    python training/adapt.py --recipe full|licensed [--device cuda] [--jobs N] [--parts FOLDER] [--out FILE.npz]

One encoder learns everything side by side: each step takes a batch of one task, drawn by its share. A batch of
`Contrast` has each query find its own passage among those of the others (InfoNCE; A. van den Oord et al., 2018); a
batch of `Graded` has what is graded higher lie nearer (CoSENT, J. Su, 2022), and near as its grade says. Vectors are
compared as the engine compares them: the mean vector of their language is taken away first.

A recipe is trained once for each of its seeds, and the trainings are laid side by side: what ships is their mean. A run
is repeated by its seeds on the same kind of device; another rounds otherwise.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from network import Cutter, Network, encode
from sets import HERE
from stream import LANGUAGES, Read, Stream
from tasks import TASKS
from torch import Tensor, nn
from torch.nn import functional

from heliu_engine.encoding.adapters import REFERENCES as REFERENCES_KEY
from heliu_engine.encoding.adapters import REFERENCES_EACH
from heliu_engine.encoding.packaged import REFERENCES
from heliu_engine.index.background import PHRASES
from heliu_engine.scoring.models import FOLDER

RANK = 40
TEMPERATURE = 0.05
SHARPNESS = 10.0
DRIFT = 0.02
"""How far a language's centre follows the mean of a batch."""
TOLD = 100
"""After so many steps the losses are told, and how far a training is is kept."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training is made of."""

    steps: int
    shares: Mapping[str, float]
    """Of each task (`tasks.TASKS`) in the steps."""
    rate: float
    seeds: Sequence[int] = (1,)
    """Of each a training."""
    kept: float = 1.0
    """The share of what was learned that is kept: between the original and the trained weights lie ones that are
    better on what was not trained on (M. Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022)."""


RECIPES = {
    "full": Recipe(
        steps=3000,
        shares={
            "foretold": 20, "judged": 2, "demands": 1, "own": 9, "everyday": 5, "own-graded": 0.5, "questions": 3,
            "clauses": 1, "notices": 1.5, "documents": 1.5, "own-phrases": 6, "phrases": 5, "subjects": 2.5,
            "reviewers": 2.5, "authors": 1.5, "patents": 0.5,
        },
        rate=2e-4,
        seeds=(1, 2, 3, 4, 5),
    ),
    "licensed": Recipe(
        steps=2000,
        shares={
            "own": 7, "everyday": 3, "own-graded": 1, "clauses": 1.5, "notices": 2, "own-phrases": 5, "subjects": 2,
            "reviewers": 1.5, "authors": 1, "patents": 2, "papers": 1, "topics": 1,
        },
        rate=2e-4,
        kept=0.5,
    ),
}  # fmt: skip
assert all(TASKS[name].licensed for name in RECIPES["licensed"].shares)


class Centres(nn.Module):
    """The mean vector of each language, followed slowly while it moves."""

    _of: Tensor

    def __init__(self, network: Network, cutter: Cutter) -> None:
        super().__init__()
        means = [encode(network, cutter, ["passage: " + each for each in PHRASES[lang]]).mean(0) for lang in LANGUAGES]
        self.register_buffer("_of", torch.from_numpy(np.stack(means)).to(network.device))

    def taken_away(self, vectors: Tensor, langs: Tensor) -> Tensor:
        """The vectors without their centres, of length one."""
        return functional.normalize(vectors - self._of[langs], dim=-1)

    def follow(self, vectors: Tensor, langs: Tensor) -> None:
        """Move towards the mean of some passages, the less the fewer they are."""
        for lang in range(len(LANGUAGES)):
            own = (langs == lang).float()
            count = own.sum()
            mean = own @ vectors.detach() / count.clamp(min=1)
            step = DRIFT * (count / 16).clamp(max=1)
            self._of[lang] += step * (mean - self._of[lang])


def trained(recipe: Recipe, seed: int, device: torch.device, progress: Path) -> Network:
    """One training; one that was broken off goes on from ``progress``, where it is kept, as if it had not been."""
    torch.manual_seed(seed)
    network = Network(rank=RANK).to(device)
    centres = Centres(network, Cutter())
    parameters = [each for each in network.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=recipe.rate, weight_decay=0.01, fused=True)
    warm = max(1, recipe.steps // 15)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, 0.5 * (1 + math.cos(math.pi * min(1, s / recipe.steps))) + 0.02)
    )
    parts = {"network": network, "centres": centres, "optimiser": optimiser, "schedule": schedule}
    chance = torch.cuda if device.type == "cuda" else torch
    state = torch.load(progress, map_location="cpu") if progress.exists() else {"done": 0}
    stream = Stream(recipe.shares, seed, state["done"]).beside()
    if state["done"]:
        for name, part in parts.items():
            part.load_state_dict(state[name])
        chance.set_rng_state(state["chance"])  # After the stream, which draws a number of its own.
    network.train()
    seen: defaultdict[str, list[Tensor]] = defaultdict(list)
    began = time.monotonic()
    for step in range(state["done"] + 1, recipe.steps + 1):
        batch = next(stream).to(device)
        found = loss(network, centres, batch)
        found.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        schedule.step()
        seen[batch.task].append(found.detach())
        if step % TOLD == 0:
            figures = " ".join(f"{name} {float(torch.stack(each[-20:]).mean()):.3f}" for name, each in seen.items())
            print(f"{seed} {step:5d} {time.monotonic() - began:6.0f}s {figures}", file=sys.stderr, flush=True)
            written = progress.with_suffix(".part")
            states = {name: part.state_dict() for name, part in parts.items()}
            torch.save({"done": step, "chance": chance.get_rng_state(), **states}, written)
            written.replace(progress)
    return network


def loss(network: Network, centres: Centres, batch: Read) -> Tensor:
    """Of one batch."""
    read = network if batch.ids.is_cuda else network.unpadded
    vectors = read(batch.ids, batch.mask)
    moved = centres.taken_away(vectors, batch.langs)
    centres.follow(vectors[batch.passages], batch.langs[batch.passages])
    asked, answering = moved[batch.asked], moved[batch.answering]
    if batch.grades is None:
        assert batch.keys is not None
        return contrast(asked, answering, batch.keys)
    return graded((asked * answering).sum(1), batch.grades)


def contrast(asked: Tensor, answering: Tensor, keys: Tensor) -> Tensor:
    """Both ways: from the query to its passage and from the passage to its query."""
    target = torch.arange(len(keys), device=keys.device)
    same = (keys[:, None] == keys[None, :]) & (target[:, None] != target[None, :])
    logits = (asked @ answering.T / TEMPERATURE).masked_fill(same, -1e9)
    return (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)) / 2


def graded(near: Tensor, grades: Tensor) -> Tensor:
    """Every pair that is graded higher and lies further than another is charged, and the distance to the grade."""
    wrong = SHARPNESS * (near[None, :] - near[:, None])
    charged = wrong.masked_fill((grades[:, None] - grades[None, :]) <= 0.05, -1e9).flatten()
    return torch.logsumexp(torch.cat([near.new_zeros(1), charged]), 0) / 4 + 2 * functional.mse_loss(near, grades)


def train(name: str, folder: Path, device: torch.device, seed: int) -> Path:
    """One training, in a process of its own, to a file; one that was finished before is not begun again."""
    path = folder / f"{name}-{seed}.npz"
    progress = path.with_suffix(".state")
    if not path.exists():
        torch.set_num_threads(1)
        torch.use_deterministic_algorithms(True)
        torch.utils.deterministic.fill_uninitialized_memory = False  # Nothing is read before it is written.
        network = trained(RECIPES[name], seed, device, progress)
        arrays = {}
        for place, part in network.adapted():
            arrays[f"{place}.up"] = part.up.detach().cpu().numpy().astype(np.float16)
            arrays[f"{place}.down"] = part.down.detach().cpu().numpy().astype(np.float16)
        written = path.with_suffix(".part.npz")
        np.savez(written, **arrays)
        written.replace(path)
        progress.unlink(missing_ok=True)
    return path


def joined(recipe: Recipe, parts: Sequence[Path], path: Path) -> None:
    """Trainings side by side in one file, in bytes, with vectors that a converted model must agree with."""
    each = [packed(dict(np.load(part)), recipe.kept) for part in parts]
    arrays = {
        name: np.concatenate([one[name] for one in each], axis=1 if name.endswith("up") else 0) for name in each[0]
    }
    alone = np.stack([references(one) for one in each])
    np.savez_compressed(path, **{REFERENCES_KEY: references(arrays, 1 / len(each)), REFERENCES_EACH: alone}, **arrays)


def packed(arrays: Mapping[str, np.ndarray], kept: float) -> dict[str, np.ndarray]:
    """Products in bytes: of each of their terms the column and the row, and how long it is."""
    found: dict[str, np.ndarray] = {}
    for name in sorted({key.rsplit(".", 1)[0] for key in arrays}):
        up, down = arrays[f"{name}.up"].astype(np.float32) * kept, arrays[f"{name}.down"].astype(np.float32)
        tall = np.maximum(np.abs(up).max(0), 1e-9) / 127, np.maximum(np.abs(down).max(1), 1e-9) / 127
        found[f"{name}.up"] = np.rint(up / tall[0]).astype(np.int8)
        found[f"{name}.down"] = np.rint(down / tall[1][:, None]).astype(np.int8)
        found[f"{name}.scale"] = (tall[0] * tall[1]).astype(np.float32)
    return found


def restored(arrays: Mapping[str, np.ndarray], share: float = 1.0) -> Network:
    """A network with what `packed` gave, times ``share``."""
    network = Network(rank=len(arrays["l0.q.down"]))
    with torch.no_grad():
        for name, part in network.adapted():
            part.up.copy_(torch.from_numpy(arrays[f"{name}.up"] * arrays[f"{name}.scale"] * np.float32(share)))
            part.down.copy_(torch.from_numpy(arrays[f"{name}.down"].astype(np.float32)))
    return network


def references(arrays: Mapping[str, np.ndarray], share: float = 1.0) -> np.ndarray:
    """The vectors that a converted model is held against."""
    network, cutter = restored(arrays, share), Cutter()
    vectors = [encode(network, cutter, ["passage: " + text])[0] for text in REFERENCES]
    return np.stack(vectors).astype(np.float16)


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", choices=list(RECIPES), default="full")
    parser.add_argument("--device", type=torch.device, default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument(
        "--jobs", type=int, default=2, help="trainings at a time; each takes up to 27 GB on cuda, 7 on cpu"
    )
    parser.add_argument("--parts", type=Path, default=HERE.parent / "var" / "training", help="kept while it runs")
    parser.add_argument("--out", type=Path, help="where to write (into the package)")
    options = parser.parse_args()
    recipe = RECIPES[options.recipe]
    options.parts.mkdir(parents=True, exist_ok=True)
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"  # A graphics processor adds up in one order only if told so.
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        task = partial(train, options.recipe, options.parts, options.device)
        parts = list(pool.map(task, recipe.seeds))
    joined(recipe, parts, options.out or FOLDER / f"{options.recipe}.npz")
    for part in parts:
        part.unlink()


if __name__ == "__main__":
    main()
