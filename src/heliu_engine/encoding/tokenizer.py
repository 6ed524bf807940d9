"""Tokenizers of sentence encoders, with the way back to the given text."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from heliu_engine.documents import Span
from heliu_engine.encoding.weights import Vocabulary


class Cut(NamedTuple):
    """A text as the network reads it, without the tokens that mark its beginning and end."""

    ids: list[int]
    spans: list[Span]
    """Where each token stands in the text, in code points."""


class TextCutter(Protocol):
    """What an encoder asks of its tokenizer."""

    @property
    def begin(self) -> list[int]:
        """Ids put before each text."""

    @property
    def end(self) -> list[int]:
        """Ids put after it."""

    def cut(self, text: str) -> Cut:
        """All tokens of the text, however long it is."""


class UnigramCutter:
    """The tokenizer of multilingual-e5-small, built from the packaged vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.begin = [vocabulary.begin]
        self.end = [vocabulary.end]
        self._folding = vocabulary.folding
        # Only characters whose replacement has another length move what comes after them.
        self._growth = {code: len(text) - 1 for code, text in vocabulary.folding.items() if len(text) != 1}
        self._tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unknown))
        self._tokenizer.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")

    def cut(self, text: str) -> Cut:
        """Pieces of the text after folding; their spans are in the text as given."""
        encoding = self._tokenizer.encode(text.translate(self._folding), add_special_tokens=False)
        return Cut(encoding.ids, self._back(text, encoding.offsets))

    def _back(self, text: str, spans: list[Span]) -> list[Span]:
        changes = [self._growth.get(ord(character), 0) for character in text]
        if not any(changes):
            return spans
        # For each folded character the given character it came from.
        places = [place for place, change in enumerate(changes) for _ in range(change + 1)]
        places.append(len(text))
        return [(places[start], places[end - 1] + 1 if end > start else places[start]) for start, end in spans]


class FileCutter:
    """The tokenizer of any other model, from the ``tokenizer.json`` that lies beside it."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        probe = self._tokenizer.encode("a")
        special = probe.special_tokens_mask
        first = next((place for place, mask in enumerate(special) if not mask), 0)
        last = len(special) - next((place for place, mask in enumerate(reversed(special)) if not mask), 0)
        self.begin = probe.ids[:first]
        self.end = probe.ids[last:]

    def cut(self, text: str) -> Cut:
        """Tokens without the special ones."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return Cut(encoding.ids, encoding.offsets)
