"""Everything matching refuses, as one tree.

- ``MatchingError``: base of all; its text is meant for a person.

  - ``NeedError``: the need cannot be used as it is: empty, or too long (HTTP 400).
  - ``IndexBusyError``: another process is writing the index, which has one writer (HTTP 503).
  - ``EmbeddingError``: the sentence encoder does not answer (HTTP 503).
  - ``LearningError``: the log of outcomes is too small to learn from (HTTP 400).
  - ``DraftingError``: the language model gave no wording (HTTP 502).

    - ``TextWithheld``: the text is not for a language model to read (HTTP 403).
    - ``TooManyWordings``: this person has asked too often (HTTP 429).
    - ``DrafterBusy``: others are being answered (HTTP 503).
"""

from __future__ import annotations


class MatchingError(Exception):
    """Base of every refusal of matching."""

    status = 400


class NeedError(MatchingError):
    """The need cannot be used as it is."""


class IndexBusyError(MatchingError):
    """Another process is writing the index."""

    status = 503


class EmbeddingError(MatchingError):
    """The sentence encoder does not answer."""

    status = 503


class LearningError(MatchingError):
    """The log of outcomes is too small to learn from."""


class DraftingError(MatchingError):
    """The language model gave no wording."""

    status = 502


class TextWithheld(DraftingError):
    """The text is not for a language model to read."""

    status = 403


class TooManyWordings(DraftingError):
    """This person has asked too often."""

    status = 429


class DrafterBusy(DraftingError):
    """Others are being answered."""

    status = 503
