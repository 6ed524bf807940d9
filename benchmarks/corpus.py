"""A corpus of any size for measuring speed, made from the real data sets beside the project.

How: every document gets a title of its own from a stock of about 120,000 real ones (patents, papers, achievements,
demands, products), each used once. Its text has as many sentences as a real document drawn at random has; each is a
real sentence of the same data set. So that the vocabulary goes on growing as it does in life, the digits of numbers
and codes are drawn anew, one sentence speaks of the document's own title, and others of names spliced from the halves
of two titles. One document in six is English. `figures` counts what this comes to, beside the real documents: length,
distinct words, words that occur in one document only, and how the vocabulary grows (Heaps' law).

Nothing of the data goes into the project: everything is read in place from ``../shared/data``.
"""

from __future__ import annotations

import csv
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from heliu_engine import Document, Query
from heliu_engine.scoring import BIGRAM, analyse_document
from heliu_engine.text import sentences

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
ENGLISH_SHARE = 1 / 6
LONGEST = 1_200
"""Code points of a text; few real ones of these sets are longer."""
SPLICED = {"zh": 0.6, "en": 0.1}
"""Share of the sentences that get a spliced name; chosen so that the vocabulary grows as the real one does."""
KINDS = ("achievement", "achievement", "achievement", "demand", "expert")
REGIONS = ("120101", "120116", "110108", "110105", "130100", "130200", "310115", "440305", "320500", "510100")
INDUSTRIES = ("C3841", "C2641", "C3921", "C2710", "C3511", "I6513", "M7320", "A0111", "D4415", "N7721")

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Source:
    """Documents of one real data set."""

    name: str
    lang: str
    documents: list[tuple[str, str]]
    """Title and text."""


@dataclass(slots=True)
class Stock:
    """What documents are made of."""

    sources: list[Source]
    titles: dict[str, list[str]] = field(default_factory=dict)
    """By language, each once."""


def read_stock(data: Path = SHARED) -> Stock:
    """Read the real data sets; a plain message and the end of the program where they are absent."""
    if not data.is_dir():
        raise SystemExit(f"The real data sets are not at {data}; without them there is nothing lifelike to measure.")
    patents = [(row["title"], row["abstract"]) for row in _lines(data / "cn-patents-fsl/patents.jsonl")]
    papers = [(row["title"], row["abstract"]) for row in _lines(data / "csl-papers/papers.jsonl")]
    demands = [(row["title"], row["description"]) for row in _lines(data / "bdci2019-demand-achievement/demands.jsonl")]
    reviewed = [(row["title"], row["abstract"]) for row in _lines(data / "reviewer-expertise/papers.jsonl")]
    awards = [(row["title"], row["abstract"]) for row in _lines(data / "sbir-awards-sample/awards.jsonl")]
    cranfield = [
        (" ".join(row["title"].split()), " ".join(row["text"].split())) for row in _lines(data / "cranfield/docs.jsonl")
    ]
    sources = [
        Source("cn-patents-fsl", "zh", _filled(patents)),
        Source("csl-papers", "zh", _filled(papers)),
        Source("bdci demands", "zh", _filled(demands)),
        Source("reviewer-expertise", "en", _filled(reviewed)),
        Source("sbir-awards", "en", _filled(awards)),
        Source("cranfield", "en", _filled(cranfield)),
    ]
    chinese = [title for source in sources if source.lang == "zh" for title, _ in source.documents]
    english = [title for source in sources if source.lang == "en" for title, _ in source.documents]
    chinese += _column(data / "cn-patents-ipc/patents_train.csv", "title")
    chinese += _column(data / "csl-papers/title_category_train.csv", "title")
    achievements = _column(data / "bdci2019-demand-achievement/achievements.csv", "title_keywords")
    chinese += [keywords.replace(" ", "") for keywords in achievements]
    chinese += _column(data / "chain-knowledge-graph/products.csv", "name")
    english += _column(data / "nasa-patents/nasa_patents.csv", "title")
    return Stock(sources, {"zh": _distinct(chinese), "en": _distinct(english)})


def made(stock: Stock, count: int, seed: int = 20) -> Iterator[Document]:
    """The first ``count`` documents; a larger corpus begins with the smaller one."""
    chance = random.Random(seed)
    own = {lang: _Titles(titles, chance.randrange(1 << 30)) for lang, titles in stock.titles.items()}
    sentences_of = {source.name: _Sentences(source, stock.titles[source.lang]) for source in stock.sources}
    by_lang = {lang: [source for source in stock.sources if source.lang == lang] for lang in ("zh", "en")}
    sizes = {lang: [len(source.documents) for source in sources] for lang, sources in by_lang.items()}
    for number in range(count):
        lang = "en" if chance.random() < ENGLISH_SHARE else "zh"
        source = chance.choices(by_lang[lang], sizes[lang])[0]
        title = own[lang].take()
        text = sentences_of[source.name].text(title, chance)
        yield Document(
            id=f"r{number}",
            title=title,
            text=text,
            lang=lang,
            kind=chance.choice(KINDS),
            region=chance.choice(REGIONS),
            industry=chance.choice(INDUSTRIES),
            readiness=chance.randint(1, 9),
        )


def needs(stock: Stock, count: int, seed: int = 7) -> list[Query]:
    """Real demands as queries: most by their title, as somebody types it, every fifth with its description."""
    chance = random.Random(seed)
    demands = next(source for source in stock.sources if source.name == "bdci demands").documents
    chosen = chance.sample(demands, min(count, len(demands)))
    return [
        Query(title=title, text=text) if number % 5 == 4 else Query(text=title)
        for number, (title, text) in enumerate(chosen)
    ]


def figures(documents: Iterable[Document]) -> dict[str, float]:
    """Mean and median length, words a document, distinct words, and Heaps' exponent of their growth."""
    lengths: list[int] = []
    words: list[int] = []
    known: Counter[str] = Counter()
    growth: list[tuple[float, float]] = []
    for number, document in enumerate(documents, start=1):
        analysed = analyse_document(document)
        lengths.append(len(document.title) + len(document.text))
        words.append(sum(part.length for part in analysed.fields.values()))
        known.update(key for key in analysed.keys if not key.startswith(BIGRAM))
        if number % 500 == 0:
            growth.append((math.log(number), math.log(len(known))))
    lengths.sort()
    return {
        "documents": len(lengths),
        "mean_length": sum(lengths) / len(lengths),
        "median_length": lengths[len(lengths) // 2],
        "words_a_document": sum(words) / len(words),
        "vocabulary": len(known),
        "once_only": sum(1 for count in known.values() if count == 1) / len(known),
        "heaps_exponent": _slope(growth),
    }


class _Titles:
    """Hands out each title once, and after the last pairs of them."""

    def __init__(self, titles: list[str], seed: int) -> None:
        self._titles = titles
        self._chance = random.Random(seed)
        self._order = list(range(len(titles)))
        self._chance.shuffle(self._order)

    def take(self) -> str:
        if self._order:
            return self._titles[self._order.pop()]
        return f"{self._chance.choice(self._titles)} {self._chance.choice(self._titles)}"


class _Sentences:
    """Sentences of a source, and how many a document has."""

    def __init__(self, source: Source, titles: list[str]) -> None:
        self._chinese = source.lang == "zh"
        self._spliced = SPLICED[source.lang]
        cut = [[text[start:end] for start, end in sentences(text)] for _, text in source.documents]
        self._counts = [len(parts) for parts in cut if parts]
        self._stock = [part for parts in cut for part in parts]
        self._titles = titles

    def text(self, title: str, chance: random.Random) -> str:
        parts = [chance.choice(self._stock) for _ in range(chance.choice(self._counts))]
        own = chance.randrange(len(parts))
        for place, part in enumerate(parts):
            name = title if place == own else self._name(chance) if chance.random() < self._spliced else ""
            parts[place] = _with_name(_DIGIT.sub(lambda _: str(chance.randrange(10)), part), name)
        return ("" if self._chinese else " ").join(parts)[:LONGEST]

    def _name(self, chance: random.Random) -> str:
        first, second = chance.choice(self._titles), chance.choice(self._titles)
        if self._chinese:
            return first[: len(first) // 2][-4:] + second[len(second) // 2 :][:4]
        heads, tails = first.split(), second.split()
        return f"{chance.choice(heads)[:5]}{chance.choice(tails)[-5:]}"


def _with_name(sentence: str, name: str) -> str:
    """The sentence with a name in its middle, about as long as before."""
    if not name:
        return sentence
    half = len(sentence) // 2
    return sentence[: max(half - len(name), 0)] + name + sentence[half:]


def _slope(points: list[tuple[float, float]]) -> float:
    if len(points) < 2:
        return float("nan")
    across = sum(x for x, _ in points) / len(points)
    up = sum(y for _, y in points) / len(points)
    return sum((x - across) * (y - up) for x, y in points) / sum((x - across) ** 2 for x, _ in points)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def _column(path: Path, name: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[name].strip() for row in csv.DictReader(file)]


def _filled(documents: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(title, text[:LONGEST]) for title, text in documents if title and text and text.strip()]


def _distinct(titles: list[str]) -> list[str]:
    return [title for title in dict.fromkeys(titles) if title]
