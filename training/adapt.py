"""Trains the adapters of the packaged encoder (heliu_engine/encoding/adapters.py).

    python training/adapt.py --recipe full|licensed [--jobs 2] [--parts FOLDER] [--out FILE.npz]

One encoder learns everything side by side: each step takes a batch of one task, drawn by its share. A batch of
`Contrast` has each query find its own passage among those of the others (InfoNCE; A. van den Oord et al., 2018); a
batch of `Graded` has what is graded higher lie nearer (CoSENT, J. Su, 2022), and near as its grade says. Vectors are
compared as the engine compares them: the mean vector of their language is taken away first. Only the upper six layers
are trained, so the states that enter them are computed once a text and kept.

A recipe is trained once for each of its seeds, on one core each, and the trainings are laid side by side: what ships is
their mean. A run is repeated by its seeds on the same processor; another rounds otherwise.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from batches import Batch, Contrast
from network import MATRICES, Adapted, Cutter, Lower, Network, encode
from sets import HERE
from tasks import TASKS
from torch import Tensor
from torch.nn import functional

from heliu_engine.encoding.adapters import REFERENCES as REFERENCES_KEY
from heliu_engine.encoding.adapters import REFERENCES_EACH
from heliu_engine.encoding.packaged import REFERENCES
from heliu_engine.index.background import PHRASES
from heliu_engine.scoring.models import FOLDER
from heliu_engine.text import detect_language

TEMPERATURE = 0.05
SHARPNESS = 10.0
DRIFT = 0.02
"""How far a language's centre follows the mean of a batch."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Some steps with one mixture of tasks."""

    steps: int
    shares: Mapping[str, float]
    """Of each task (`tasks.TASKS`) in the steps."""
    parts: int = 2
    """In so many parts the texts of a batch are read, from short to long, each padded to its own longest: the more,
    the less is read in vain where a few are much longer than the rest."""
    rate: float = 5e-4


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training is made of."""

    phases: Sequence[Phase]
    """Each goes on from the adapters that the one before it left, as half floats."""
    kept: float
    """The share of what was learned that is kept: between the original and the trained weights lie ones that are
    better on what was not trained on (M. Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022)."""
    seeds: int = 1
    """So many trainings, from seed 1 on."""
    rank: int = 32
    frozen: int = 6


RECIPES = {
    "full": Recipe(
        [
            Phase(
                1600,
                {
                    "judged": 8, "demands": 4, "own": 13, "own-graded": 1, "questions": 3, "clauses": 1,
                    "documents": 1.5, "phrases": 9, "subjects": 4, "patents": 1,
                },
            ),
            Phase(
                700,
                {
                    "foretold": 25, "own": 9, "own-graded": 0.5, "questions": 3, "clauses": 1, "documents": 1.5,
                    "phrases": 5, "subjects": 3, "reviewers": 4, "patents": 0.5,
                },
                parts=6,
            ),
            Phase(
                1200,
                {
                    "foretold": 18, "own": 8, "everyday": 5, "own-graded": 0.5, "questions": 4, "clauses": 1,
                    "notices": 1.5, "documents": 2, "own-phrases": 7, "phrases": 4, "subjects": 2, "reviewers": 2.5,
                    "authors": 1.5, "patents": 0.5, "demands": 1,
                },
                parts=6,
                rate=2e-4,
            ),
        ],
        kept=1.0,
        seeds=5,
    ),
    "licensed": Recipe(
        [
            Phase(
                1000,
                {
                    "own": 7, "everyday": 3, "own-graded": 1, "clauses": 1.5, "notices": 2, "own-phrases": 5,
                    "subjects": 2, "reviewers": 1.5, "authors": 1, "patents": 2, "papers": 1, "topics": 1,
                },
                parts=6,
            )
        ],
        kept=0.5,
    ),
}  # fmt: skip
assert all(TASKS[name].licensed for phase in RECIPES["licensed"].phases for name in phase.shares)
SIZES = {
    "own": 96, "everyday": 96, "own-graded": 48, "patents": 40, "papers": 16, "topics": 12, "subjects": 64,
    "questions": 32, "clauses": 32, "notices": 32, "documents": 20, "demands": 48, "own-phrases": 96, "phrases": 96,
    "judged": 48, "foretold": 96, "reviewers": 40, "authors": 40,
}  # fmt: skip
"""Pairs of a batch, by how long their texts are."""


class Centres:
    """The mean vector of each language, followed slowly while it moves."""

    def __init__(self, network: Network, cutter: Cutter) -> None:
        self._of = {
            lang: torch.from_numpy(encode(network, cutter, ["passage: " + p for p in phrases]).mean(axis=0))
            for lang, phrases in PHRASES.items()
        }

    def taken_away(self, vectors: Tensor, langs: list[str]) -> Tensor:
        """The vectors without their centres, of length one."""
        return functional.normalize(vectors - torch.stack([self._of[lang] for lang in langs]), dim=-1)

    def follow(self, vectors: Tensor, langs: list[str]) -> None:
        """Move towards the mean of some passages, the less the fewer they are."""
        for lang in set(langs):
            own = vectors.detach()[[place for place, each in enumerate(langs) if each == lang]]
            step = DRIFT * min(1.0, len(own) / 16)
            self._of[lang] = (1 - step) * self._of[lang] + step * own.mean(0)


class Training:
    """A network and what it is trained with, for one phase of a recipe."""

    def __init__(self, recipe: Recipe, seed: int, phase: int = 0, before: Path | None = None) -> None:
        """``before`` has the adapters of the phase before."""
        torch.manual_seed(seed + 100 * phase)
        torch.set_num_threads(1)
        self.recipe = recipe
        self.phase = recipe.phases[phase]
        self.rng = random.Random(seed + 100 * phase)
        self.network, self.cutter = Network(rank=recipe.rank, frozen=recipe.frozen), Cutter()
        if before is not None:
            restore(self.network, np.load(before))
        self.tasks = {name: TASKS[name](self.rng) for name in self.phase.shares}
        self._centres = Centres(self.network, self.cutter)
        self._lower = Lower(self.network, self.cutter)

    def run(self) -> None:
        """All steps; the losses of each task are told every hundred."""
        steps = self.phase.steps
        names, shares = list(self.phase.shares), list(self.phase.shares.values())
        parameters = [p for p in self.network.parameters() if p.requires_grad]
        optimiser = torch.optim.AdamW(parameters, lr=self.phase.rate, weight_decay=0.01)
        warm = max(1, steps // 15)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser,
            lambda s: min((s + 1) / warm, 0.5 * (1 + math.cos(math.pi * min(1, s / steps))) + 0.02),
        )
        self.network.train()
        seen: dict[str, list[float]] = {name: [] for name in names}
        began = time.monotonic()
        for step in range(1, steps + 1):
            name = self.rng.choices(names, shares)[0]
            loss = self.loss(self.tasks[name].batch(SIZES[name]))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            schedule.step()
            seen[name].append(float(loss.detach()))
            if step % 100 == 0:
                figures = " ".join(f"{n} {np.mean(v[-20:]):.3f}" for n, v in seen.items() if v)
                print(f"{step:5d} {time.monotonic() - began:6.0f}s {figures}", file=sys.stderr, flush=True)

    def loss(self, batch: Batch) -> Tensor:
        """Of one batch."""
        passages = batch.positives if isinstance(batch, Contrast) else batch.passages
        # A text that stands several times is read once.
        texts = {"query: " + text for text in batch.queries} | {"passage: " + text for text in passages}
        distinct = sorted(sorted(texts), key=lambda text: len(self.cutter.ids(text)))
        size = -(-len(distinct) // self.phase.parts)
        parts = [distinct[first : first + size] for first in range(0, len(distinct), size)]
        with torch.autocast("cpu", torch.bfloat16):
            read = [self.network.upper(*self._lower.batch(part)) for part in parts]
        vectors = torch.cat(read).float()
        place = {text: number for number, text in enumerate(distinct)}
        langs = ["zh" if detect_language(text.split(": ", 1)[1]) == "zh" else "en" for text in distinct]
        moved = self._centres.taken_away(vectors, langs)
        found = [number for number, text in enumerate(distinct) if text.startswith("passage: ")]
        self._centres.follow(vectors[found], [langs[number] for number in found])
        asked = moved[[place["query: " + text] for text in batch.queries]]
        answering = moved[[place["passage: " + text] for text in passages]]
        if isinstance(batch, Contrast):
            return contrast(asked, answering, batch.keys)
        return graded((asked * answering).sum(1), torch.tensor(batch.grades))

    def save(self, path: Path) -> None:
        """The adapters as half floats, and vectors that a converted model must agree with."""
        kept = self.recipe.kept if self.phase is self.recipe.phases[-1] else 1.0
        arrays: dict[str, np.ndarray] = {}
        with torch.no_grad():
            for name, part in adapted(self.network):
                for side, values in (("down", part.down), ("up", part.up.mul_(kept))):
                    arrays[f"{name}.{side}"] = values.detach().numpy().astype(np.float16)
                    values.copy_(values.half().float())
        np.savez(path, **{REFERENCES_KEY: references(self.network, self.cutter)}, **arrays)


def joined(recipe: Recipe, parts: Sequence[Path], path: Path) -> None:
    """Trainings side by side in one file; its references are the vectors of the mean."""
    read = [dict(np.load(part)) for part in parts]
    each = np.stack([arrays.pop(REFERENCES_KEY) for arrays in read])
    arrays = {name: np.concatenate([a[name] for a in read], axis=1 if name.endswith("up") else 0) for name in read[0]}
    network = Network(rank=len(parts) * recipe.rank, frozen=recipe.frozen)
    restore(network, arrays, 1 / len(parts))
    np.savez(path, **{REFERENCES_KEY: references(network, Cutter()), REFERENCES_EACH: each}, **arrays)


def adapted(network: Network) -> list[tuple[str, Adapted]]:
    """The maps of a network that are trained, with their names in the file."""
    found = [(f"l{n}.{name}", getattr(layer, name)) for n, layer in enumerate(network.layers) for name in MATRICES]
    return [(name, part) for name, part in found if part.rank]


def restore(network: Network, arrays: Mapping[str, np.ndarray], share: float = 1.0) -> None:
    """Take the adapters of a file."""
    with torch.no_grad():
        for name, part in adapted(network):
            part.down.copy_(torch.from_numpy(arrays[f"{name}.down"]).float())
            part.up.copy_(torch.from_numpy(arrays[f"{name}.up"]).float() * share)


def references(network: Network, cutter: Cutter) -> np.ndarray:
    """The vectors that a converted model is held against."""
    network.eval()
    with torch.no_grad():
        vectors = [network(*cutter.batch(["passage: " + text]))[0].numpy() for text in REFERENCES]
    return np.stack(vectors).astype(np.float16)


def contrast(asked: Tensor, answering: Tensor, keys: list[str]) -> Tensor:
    """Both ways: from the query to its passage and from the passage to its query."""
    same = torch.tensor([[a == b and m != n for n, b in enumerate(keys)] for m, a in enumerate(keys)])
    logits = (asked @ answering.T / TEMPERATURE).masked_fill(same, -1e9)
    target = torch.arange(len(keys))
    return (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)) / 2


def graded(near: Tensor, grades: Tensor) -> Tensor:
    """Every pair that is graded higher and lies further than another is charged, and the distance to the grade."""
    wrong = SHARPNESS * (near[None, :] - near[:, None])
    charged = wrong[(grades[:, None] - grades[None, :]) > 0.05]
    return torch.logsumexp(torch.cat([torch.zeros(1), charged]), 0) / 4 + 2 * functional.mse_loss(near, grades)


def train(name: str, folder: Path, seed: int) -> list[Path]:
    """One training, in a process of its own, a file a phase; a phase that was finished before is not begun again."""
    paths: list[Path] = []
    for phase in range(len(RECIPES[name].phases)):
        path = folder / f"{name}-{seed}-{phase + 1}.npz"
        if not path.exists():
            training = Training(RECIPES[name], seed, phase, paths[-1] if paths else None)
            training.run()
            written = path.with_suffix(".part.npz")
            training.save(written)
            written.replace(path)
        paths.append(path)
    return paths


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", choices=list(RECIPES), default="full")
    parser.add_argument("--jobs", type=int, default=2, help="trainings at a time; each takes a core and 9 GB")
    parser.add_argument("--parts", type=Path, default=HERE.parent / "var" / "training", help="kept while it runs")
    parser.add_argument("--out", type=Path, help="where to write (into the package)")
    options = parser.parse_args()
    recipe = RECIPES[options.recipe]
    options.parts.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        parts = list(pool.map(partial(train, options.recipe, options.parts), range(1, recipe.seeds + 1)))
    joined(recipe, [paths[-1] for paths in parts], options.out or FOLDER / f"{options.recipe}.npz")
    for path in chain(*parts):
        path.unlink()


if __name__ == "__main__":
    main()
