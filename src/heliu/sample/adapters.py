"""The way to the engine: what counts as a word."""

from __future__ import annotations

from heliu_engine.text import words


def share_a_word(first: str, second: str) -> bool:
    """Whether two texts have a word in common, stop words and bare numbers left aside."""
    return bool(_words(first) & _words(second))


def _words(text: str) -> set[str]:
    return {token.term for token in words(text) if token.nature in ("word", "latin")}
