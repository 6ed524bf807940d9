"""Processes of the crash test: a writer that is killed, and readers that check every state they see.

What the index must hold after step ``n`` is a plain function of ``n``, so a reader can tell for every
commit whether it is whole.
"""

from __future__ import annotations

import random
import time
from itertools import count
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np

from heliu_engine.documents import Document, Filters
from heliu_engine.index import IndexReader, IndexWriter, Snapshot
from heliu_engine.scoring import analyse_document
from heliu_engine.tests.fakes import ConceptEncoder

IDS = 30


def document(identity: int, revision: int) -> Document:
    return Document(
        f"d{identity}",
        title=f"Coating d{identity} rev{revision}",
        text=f"A pump of step{revision}. 第{revision}步的涂层，编号{identity}。",
        lang="en",
        kind=("demand", "achievement")[revision % 2],
    )


def apply(state: dict[int, int], step: int) -> None:
    """Step ``n`` touches one document: every fifth removes it, the others write it anew."""
    identity = step * 7 % IDS
    if step % 5 == 4:
        state.pop(identity, None)
    else:
        state[identity] = step


def state_after(steps: int) -> dict[int, int]:
    state: dict[int, int] = {}
    for step in range(1, steps + 1):
        apply(state, step)
    return state


def write(path: Path, seed: int) -> None:
    """Continue where the last commit stands, for ever; somebody kills this process."""
    chance = random.Random(seed)
    writer = IndexWriter.open(path, ConceptEncoder())
    for step in count(writer.payload.get("seq", 0) + 1):
        identity = step * 7 % IDS
        if step % 5 == 4:
            writer.remove([f"d{identity}"])
        else:
            writer.add([document(identity, step)])
        if chance.random() < 0.5:
            writer.embed(chance.randint(1, 6))
        if chance.random() < 0.6:
            writer.commit({"seq": step})
        if chance.random() < 0.04:
            writer.commit({"seq": step})
            writer.compact()


def read(path: Path, stop: Event, failures: list[str], seen: list[tuple[int, int]]) -> None:
    """Check every commit until told to stop; then say how many were seen, and the last step."""
    encoder = ConceptEncoder()
    reader = IndexReader.open(path, encoder)
    last, checks = -1, 0
    while not stop.is_set():
        reader.refresh()
        step = reader.payload.get("seq", 0)
        if step == last:
            time.sleep(0.001)
            continue
        wrong = f"step {step} after {last}" if step < last else mistake(reader.snapshot, step, encoder)
        if wrong:
            failures.append(f"{reader.version}: {wrong}")
            return
        last, checks = step, checks + 1
    seen.append((checks, last))


def mistake(snapshot: Snapshot, step: int, encoder: ConceptEncoder) -> str:
    """What is wrong with a commit; empty for nothing."""
    state = state_after(step)
    stored = {slot: snapshot.document(slot) for slot in snapshot.live_slots()}
    expected = {f"d{identity}": document(identity, revision) for identity, revision in state.items()}
    if {entry.id: entry for entry in stored.values()} != expected:
        return "other documents than those of this step"
    if len(snapshot) != len(expected) or snapshot.searcher.num_docs != len(expected) + 1:
        return f"{len(expected)} documents, but {len(snapshot)} counted and {snapshot.searcher.num_docs - 1} indexed"
    for slot, entry in stored.items():
        vectors = snapshot.vectors_of(slot)
        if snapshot.analysed(slot).fields != analyse_document(entry).fields:
            return f"{entry.id} has the keys of another text"
        if snapshot.slots_of_ids([entry.id]) != [slot]:
            return f"{entry.id} is not where its id points"
        for text, vector in (
            (entry.title, vectors.get("title")),
            (f"{entry.title}\n{entry.text}", vectors.get("whole")),
        ):
            if vector is not None and not np.allclose(vector, encoder.vector(text), atol=3e-3):
                return f"{entry.id} has the vector of another text"
        for (start, end), vector in zip(*snapshot.sentences(slot), strict=True):
            if vector @ encoder.vector(entry.text[start:end]) < 0.99:
                return f"{entry.id} has the vector of another sentence"
    newest = max(state.values(), default=0)
    if newest and not snapshot.by_words([(f"rev{newest}", 1.0)], Filters(), 5):
        return f"step {newest} is not found by its words"
    return ""
