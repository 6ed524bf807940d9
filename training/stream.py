"""The batches of a recipe as tensors, made ready in a process beside the training."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import count

import torch
from batches import Batch, Contrast
from network import Cutter
from tasks import TASKS
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from heliu_engine.text import detect_language

SIZES = {
    "own": 384, "everyday": 384, "own-graded": 96, "patents": 80, "papers": 32, "topics": 24, "subjects": 128,
    "questions": 64, "clauses": 64, "notices": 64, "documents": 40, "demands": 96, "own-phrases": 192, "phrases": 192,
    "judged": 96, "foretold": 192, "reviewers": 40, "authors": 40,
}  # fmt: skip
"""Pairs of a batch, by how long their texts are and how many there are."""
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Read:
    """A batch, each of its texts once."""

    task: str
    ids: Tensor
    """Of the tokens of each text, padded."""
    mask: Tensor
    """Where there is a token."""
    langs: Tensor
    """Of each text, in `LANGUAGES`."""
    passages: Tensor
    """Whether it is a passage."""
    asked: Tensor
    """Of each pair the place of its query among the texts."""
    answering: Tensor
    keys: Tensor | None
    """Of a `Contrast`, as numbers."""
    grades: Tensor | None
    """Of a `Graded`."""

    def to(self, device: torch.device) -> Read:
        """The same on another device."""
        values = [getattr(self, field.name) for field in fields(self)]
        return Read(*(value.to(device) if isinstance(value, Tensor) else value for value in values))


def read(task: str, batch: Batch, cutter: Cutter) -> Read:
    """Of one batch."""
    answers = batch.positives if isinstance(batch, Contrast) else batch.passages
    queries, passages = ["query: " + text for text in batch.queries], ["passage: " + text for text in answers]
    distinct = sorted(sorted({*queries, *passages}), key=lambda text: len(cutter.ids(text)))
    place = {text: number for number, text in enumerate(distinct)}
    numbers: dict[str, int] = {}
    return Read(
        task,
        *cutter.batch(distinct),
        torch.tensor([_language(text) for text in distinct]),
        torch.tensor([text.startswith("passage: ") for text in distinct]),
        torch.tensor([place[text] for text in queries]),
        torch.tensor([place[text] for text in passages]),
        torch.tensor([numbers.setdefault(key, len(numbers)) for key in batch.keys])
        if isinstance(batch, Contrast)
        else None,
        None if isinstance(batch, Contrast) else torch.tensor(batch.grades),
    )


class Stream(IterableDataset[Read]):
    """Batches without end, each of one task, drawn by its share."""

    def __init__(self, shares: Mapping[str, float], seed: int, done: int = 0) -> None:
        self._shares = shares
        self._seed = seed
        self._done = done
        """So many batches are passed over."""

    def __iter__(self) -> Iterator[Read]:
        torch.set_num_threads(1)
        rng = random.Random(self._seed)
        tasks = {name: TASKS[name](rng) for name in self._shares}
        cutter = Cutter()
        for number in count():
            name = rng.choices(list(self._shares), list(self._shares.values()))[0]
            batch = tasks[name].batch(SIZES[name])
            if number >= self._done:
                yield read(name, batch, cutter)

    def beside(self) -> Iterator[Read]:
        """The same, made by a process of its own."""
        return iter(DataLoader(self, batch_size=None, num_workers=1, prefetch_factor=8))


@lru_cache(1 << 20)
def _language(text: str) -> int:
    return LANGUAGES.index("zh" if detect_language(text.split(": ", 1)[1]) == "zh" else "en")
