"""Everything the engine refuses, as one tree.

EngineError
├── InputError          a document, query or file that cannot be used; says which and where
│   └── ReadingError    a page or file that cannot be read, or that is larger than what is read
├── EncoderError
│   ├── WeightsMissing  the weights' package is not installed: semantic search is off
│   └── WeightsInvalid  the weights are not the ones this version was measured with
├── DrafterError        a language model gave no wording; its reason is one of a few words
└── IndexFault
    ├── IndexMissing    there is no index at that path
    ├── IndexLocked     another process is writing this index
    └── IndexDamaged    files that belong together do not agree
"""

from typing import Literal


class EngineError(Exception):
    """Base of every error the engine raises on purpose; its text is meant for a person."""


class InputError(EngineError):
    """A document, query or file that cannot be used; the text says which one and where."""


class ReadingError(InputError):
    """A page or file that cannot be read, or that goes beyond a limit; the text says which and why."""


class EncoderError(EngineError):
    """The sentence encoder cannot be had or does not answer."""


class WeightsMissing(EncoderError):
    """The weights' package is not installed, so semantic search is off."""


class WeightsInvalid(EncoderError):
    """The weights on disk are not the ones this version was measured with."""


DrafterReason = Literal["unreachable", "slow", "moved", "refused", "unreadable", "too_long", "empty"]


class DrafterError(EngineError):
    """A language model gave no wording.

    ``unreachable``: nothing answers. ``slow``: no answer in time. ``moved``: the server sends elsewhere. ``refused``:
    the server says no. ``unreadable``: what came is not of the protocol. ``too_long``, ``empty``: it is no wording.
    """

    def __init__(self, reason: DrafterReason, detail: str = "") -> None:
        super().__init__(f"No wording: {reason}" + (f" ({detail})" if detail else ""))
        self.reason: DrafterReason = reason


class IndexFault(EngineError):
    """An index on disk cannot be used."""


class IndexMissing(IndexFault):
    """There is no index at the given path."""


class IndexLocked(IndexFault):
    """Another process is writing this index; an index has one writer."""


class IndexDamaged(IndexFault):
    """Files of an index that belong together do not agree; rebuild it."""
