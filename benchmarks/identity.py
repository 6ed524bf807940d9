"""How well and how fast records that are one are told, beside datasketch's MinHashLSH with a plain threshold.

    python benchmarks/identity.py [--records 100000] [--no-speed]

Quality: all records of the half that is for measuring (`identity_sets.half`), each with a second version made here and,
where it states an amount, often a sibling with another one. Whatever is flagged and is no record with its second
version counts as a mistake. Weights were fitted on the other half. Speed: these records of both halves with their
second versions, and lifelike ones made of real sentences, up to 100,000. One process, read ../shared/data in place.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

from corpus import made, read_stock
from datasketch import MinHash, MinHashLSH
from identity_sets import Truth, with_second_versions

from heliu_engine.identity import Entry, Index, compare, find_duplicates
from heliu_engine.identity.shingles import runs, units
from heliu_engine.identity.weighing import shipped

SEED = 23
PERMUTATIONS = 128
THRESHOLDS = (0.5, 0.7, 0.8)
HARD = 0.5
"""Share of the shorter title or body that two different records share for the pair to count as hard."""

Result = TypeVar("Result")
Pairs = dict[tuple[str, str], float]
Known = dict[str, tuple[str, tuple[str, ...], Entry]]


def ours(entries: Iterable[Entry]) -> Pairs:
    return {(pair.left, pair.right): pair.score for pair in find_duplicates(entries)}


def minhash(entry: Entry) -> MinHash:
    """Of the same shingles as ours, title and body together."""
    found = MinHash(num_perm=PERMUTATIONS, seed=SEED)
    cut = units(f"{entry.title}\n{entry.body}").hashes
    shingles = runs(cut) if len(cut) >= 3 else cut
    found.update_batch([value.tobytes() for value in shingles])
    return found


def peer(threshold: float) -> Callable[[Iterable[Entry]], Pairs]:
    """Pairs whose estimated resemblance reaches a threshold, as datasketch's documentation has it."""

    def found(entries: Iterable[Entry]) -> Pairs:
        lsh = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
        hashes = {entry.id: minhash(entry) for entry in entries}
        pairs: Pairs = {}
        for identity, hashed in hashes.items():
            for other in lsh.query(hashed):
                score = hashed.jaccard(hashes[other])
                if score >= threshold:
                    pairs[min(identity, other), max(identity, other)] = score
            lsh.insert(identity, hashed)
        return pairs

    return found


def quality(known: Known) -> None:
    truth = Truth(entry for _set, _done, entry in known.values())
    originals = [identity for identity in known if identity[-1] not in "~!"]
    wanted = {(identity, f"{identity}~") for identity in originals}
    entries = [entry for _set, _done, entry in known.values()]
    siblings = sum(identity.endswith("!") for identity in known)
    print(f"\n{len(originals):,} real records, as many second versions, {siblings} siblings with another amount.")
    print("\n| way | precision | recall | mistakes | of these siblings | seconds |\n|---|---|---|---|---|---|")
    results: dict[str, Pairs] = {}
    ways = {"Heliu": ours, **{f"MinHashLSH {each}": peer(each) for each in THRESHOLDS}}
    for name, way in ways.items():
        begun = time.perf_counter()
        results[name] = way(entries)
        spent = time.perf_counter() - begun
        print(f"| {name} | {_figures(results[name], wanted, truth)} | {spent:.1f} |", flush=True)
    sure = {pair: score for pair, score in results["Heliu"].items() if score >= shipped().same}
    print(f"| Heliu, `same` alone | {_figures(sure, wanted, truth)} | |")
    print("\n| set | records | precision | recall | mistakes | of these siblings |\n|---|---|---|---|---|---|")
    for name in dict.fromkeys(each for each, _done, _entry in known.values()):
        here = {pair: score for pair, score in results["Heliu"].items() if known[pair[0]][0] == name}
        mine = {pair for pair in wanted if known[pair[0]][0] == name}
        print(f"| {name} | {len(mine):,} | {_figures(here, mine, truth)} |")
    _by_change(known, results["Heliu"], wanted)
    _hard(known, results["Heliu"], truth)


def _figures(found: Pairs, wanted: set[tuple[str, str]], truth: Truth) -> str:
    right = sum(truth.is_same(*pair) for pair in found)
    wrong = [pair for pair in found if not truth.is_same(*pair)]
    siblings = sum("!" in (left[-1], right[-1]) for left, right in wrong)
    precision = right / len(found) if found else 1.0
    return f"{precision:.4f} | {len(wanted & found.keys()) / len(wanted):.4f} | {len(wrong)} | {siblings}"


def _by_change(known: Known, found: Pairs, wanted: set[tuple[str, str]]) -> None:
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for pair in wanted:
        for done in known[pair[1]][1]:
            asked[done] += 1
            right[done] += pair in found
    print("\n| change, alone or with others | second versions | found |\n|---|---|---|")
    for name, count in asked.most_common():
        print(f"| {name} | {count:,} | {right[name] / count:.4f} |")


def _hard(known: Known, found: Pairs, truth: Truth) -> None:
    """Of different real records that are nearly alike, how many are told apart."""
    index = Index()
    index.update(entry for identity, (_set, _done, entry) in known.items() if identity[-1] not in "~!")
    asked: Counter[str] = Counter()
    flagged: Counter[str] = Counter()
    for left, right in index.pairs():
        if truth.is_same(left, right):
            continue
        features = compare(known[left][2], known[right][2]).features
        if features["title_equal"]:
            name = "titles that say the same"
        elif features["body_contained"] >= HARD:
            name = f"bodies that share {HARD:.0%} or more"
        elif features["title_alike"] >= HARD:
            name = f"titles that share {HARD:.0%} or more"
        else:
            continue
        asked[name] += 1
        flagged[name] += (left, right) in found
    print("\n| different real records with | pairs | flagged |\n|---|---|---|")
    for name, count in asked.most_common():
        print(f"| {name} | {count:,} | {flagged[name]} |")


def speed(count: int) -> None:
    entries = [entry for part in (0, 1) for _set, _done, entry in with_second_versions(part, SEED).values()]
    random.Random(SEED).shuffle(entries)
    del entries[count:]
    real = len(entries)
    lifelike = islice(made(read_stock(), count), count - real)
    entries += [Entry(f"m{each.id}", "achievement", each.title, each.text) for each in lifelike]
    length = sum(len(entry.title) + len(entry.body) for entry in entries) / len(entries)
    print(f"\n{len(entries):,} records ({real:,} real and second versions), {length:.0f} characters each.", flush=True)
    pairs = _timed("all pairs found, compared and explained", lambda: find_duplicates(entries))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {len(pairs):,} pairs; peak memory of the whole process {peak:,.0f} MiB")
    index = Index()
    _timed("  of it keys", lambda: index.update(entries))
    proposed = _timed("  of it proposals", lambda: sum(1 for _pair in index.pairs()))
    print(f"  {proposed:,} pairs proposed", flush=True)
    block = _timed("index to bytes", index.to_bytes)
    opened = _timed("index from bytes", lambda: Index.from_bytes(block))
    asked = entries[:500]
    begun = time.process_time()
    for entry in asked:
        opened.candidates(entry)
    each = (time.process_time() - begun) / len(asked) * 1e3
    print(f"  {len(block) / 1e6:.1f} MB; one record's candidates take {each:.2f} ms", flush=True)
    theirs = _timed(f"MinHashLSH 0.5, {PERMUTATIONS} permutations", lambda: peer(0.5)(entries))
    print(f"  {len(theirs):,} pairs")


def _timed(name: str, work: Callable[[], Result]) -> Result:
    """What the work gives; prints how long it took, and how much of that the processor was ours."""
    begun, busy = time.perf_counter(), time.process_time()
    result = work()
    print(f"{name}: {time.perf_counter() - begun:.1f} s ({time.process_time() - busy:.1f} s of one core)", flush=True)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--no-speed", action="store_true")
    given = parser.parse_args()
    quality(with_second_versions(1, SEED))
    if not given.no_speed:
        speed(given.records)


if __name__ == "__main__":
    main()
