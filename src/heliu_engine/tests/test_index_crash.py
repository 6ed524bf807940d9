"""A writer killed at any moment leaves a whole commit behind, and readers never see anything else."""

from __future__ import annotations

import multiprocessing
import random
import time
from pathlib import Path

import pytest

from heliu_engine.index import IndexReader, IndexWriter
from heliu_engine.tests import crashing
from heliu_engine.tests.fakes import ConceptEncoder


def survive(path: Path, kills: int, seed: int) -> None:
    # A fork server has the libraries loaded but no threads, so a new process is there at once.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["heliu_engine.tests.crashing"])
    chance = random.Random(seed)
    IndexWriter.open(path, ConceptEncoder()).close()
    watch = IndexReader.open(path)
    with context.Manager() as manager:
        stop, failures, seen = manager.Event(), manager.list(), manager.list()
        readers = [context.Process(target=crashing.read, args=(path, stop, failures, seen)) for _ in range(2)]
        for reader in readers:
            reader.start()
        for kill in range(kills):
            writer = context.Process(target=crashing.write, args=(path, seed + kill))
            writer.start()
            deadline = time.monotonic() + 20
            while not watch.refresh():
                assert writer.is_alive(), "the writer ended by itself"
                assert time.monotonic() < deadline, "the writer commits nothing"
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.3))
            writer.kill()
            writer.join()
            writer.close()
        time.sleep(0.1)
        stop.set()
        for reader in readers:
            reader.join(20)
            assert reader.exitcode == 0
        assert list(failures) == []
        assert len(seen) == 2
        assert all(checks > 1 and step >= kills for checks, step in seen)
        steps = {step for _, step in seen}
    # Whoever comes next finds the last commit and can go on.
    with IndexWriter.open(path, ConceptEncoder()) as writer:
        assert {writer.payload["seq"]} == steps
        last = writer.payload["seq"] + 1
        writer.add([crashing.document(3, last)])
        writer.commit({"seq": last})
    assert IndexReader.open(path).payload == {"seq": last}


def test_readers_see_whole_commits_while_the_writer_is_killed(tmp_path: Path):
    survive(tmp_path, kills=6, seed=11)


@pytest.mark.slow
def test_readers_see_whole_commits_through_a_hundred_kills(tmp_path: Path):
    survive(tmp_path, kills=100, seed=12)
