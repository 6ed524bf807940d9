"""A sentence encoder small enough to know by heart, and documents to index."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np

from heliu_engine.documents import Document, Span
from heliu_engine.encoding.protocol import Role, Vectors
from heliu_engine.text import bigrams, words

CONCEPTS = {
    "corrosion": ("腐蚀", "防腐", "锈", "生锈", "防锈", "rust", "corrosion", "corrode", "anticorrosiv"),
    "coating": ("涂层", "涂料", "coat", "paint"),
    "battery": ("电池", "蓄电", "battery", "accumulator"),
    "wear": ("磨损", "耐磨", "wear", "abrasion"),
    "pump": ("泵", "pump", "impeller", "叶轮"),
    "fruit": ("水果", "苹果", "fruit", "apple", "保鲜"),
}
"""Words of the same meaning share a direction, in both languages, as in a real encoder."""
_CONCEPT_OF = {term: concept for concept, terms in CONCEPTS.items() for term in terms}
_COMMON = 1.5
"""All vectors lean towards one direction, a different one for each language, as those of E5 do."""


class ConceptEncoder:
    """Sums one direction a word; counts what it is asked, so that tests can say what was encoded twice."""

    def __init__(self, name: str = "concepts", dimension: int = 48) -> None:
        self.name = name
        self.dimension = dimension
        self.asked: list[str] = []
        self._directions: dict[str, np.ndarray] = {}
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """One unit vector a text."""
        with self._lock:
            self.asked.extend(texts)
        return np.stack([self.vector(text) for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def encode_parts(self, text: str, spans: Sequence[Span], *, role: Role) -> tuple[Vectors, Vectors]:
        """The whole and its spans; the whole counts as asked."""
        with self._lock:
            self.asked.append(text)
        parts = [self.vector(text[start:end]) for start, end in spans]
        return self.vector(text)[None, :], np.stack(parts) if parts else np.zeros((0, self.dimension), np.float32)

    def vector(self, text: str) -> np.ndarray:
        """The vector of a text, without counting it."""
        latin = text.isascii()
        total = _COMMON * self._direction("language:en" if latin else "language:zh")
        terms = {token.term for token in words(text) if token.nature != "stop"} | {t.term for t in bigrams(text)}
        for term in sorted(terms):
            total = total + self._direction(_CONCEPT_OF.get(term, term)) * (1.0 if term in _CONCEPT_OF else 0.2)
        return (total / np.linalg.norm(total)).astype(np.float32)

    def _direction(self, word: str) -> np.ndarray:
        if word in self._directions:
            return self._directions[word]
        seed = int.from_bytes(blake2b(f"{self.name}:{word}".encode(), digest_size=8).digest(), "little")
        direction = np.random.default_rng(seed).standard_normal(self.dimension)
        self._directions[word] = direction / np.linalg.norm(direction)
        return self._directions[word]


_SUBJECTS = ("海洋平台", "输油管道", "风电叶片", "锂离子电池", "数控机床", "苹果", "离心泵", "锅炉", "桥梁钢索", "纸浆")
_METHODS = ("防腐涂层", "在线监测", "保鲜", "激光熔覆", "故障诊断", "回收利用", "耐磨处理", "节能改造")


def made_documents(count: int, first: int = 0) -> Iterable[Document]:
    """Distinct short documents of three kinds, in two languages."""
    for number in range(first, first + count):
        subject, method = _SUBJECTS[number % len(_SUBJECTS)], _METHODS[number // len(_SUBJECTS) % len(_METHODS)]
        kind = ("achievement", "demand", "expert")[number % 3]
        if number % 5 == 4:
            title, text, lang = (
                f"Coating no. {number}",
                f"A coating {number} against rust. It lasts {number} days.",
                "en",
            )
        else:
            title = f"{subject}{method}技术{number}"
            text, lang = f"针对{subject}的{method}。试验编号{number},已在现场使用。", "zh"
        yield Document(
            id=f"d{number}",
            title=title,
            text=text,
            keywords=(subject, method),
            lang=lang,
            kind=kind,
            region=("120101", "110108", "130100")[number % 3],
            industry=("C3841", "C2641", "A0411")[number % 3],
            readiness=number % 9 + 1 if number % 2 else None,
        )
