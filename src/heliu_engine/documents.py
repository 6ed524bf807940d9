"""What goes into the engine and what comes out of it: plain frozen dataclasses.

Offsets are always code points in the text as it was given, never in a normalised copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Span = tuple[int, int]
"""Start (inclusive) and end (exclusive), in code points."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text of one language that can be found.

    A record written in two languages is two documents with the same ``group``; so are the works
    of one expert. A group is one candidate: it is ranked by its documents together and reported
    once. Without a group a document stands for itself.
    """

    id: str
    title: str = ""
    text: str = ""
    keywords: tuple[str, ...] = ()
    lang: str = ""
    """ISO 639-1; empty means: detect it."""
    kind: str = ""
    group: str = ""
    region: str = ""
    """GB/T 2260 code, six digits; filters match by prefix."""
    industry: str = ""
    """GB/T 4754-2017 code, a letter and up to four digits; filters match by prefix."""
    readiness: int | None = None
    audience: str = "public"
    """Who may find it; the caller names the audiences it asks for in its filters."""

    @property
    def candidate(self) -> str:
        """Identity of the candidate this document belongs to."""
        return self.group or self.id


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody needs: a sentence, or a record's title, text and keywords."""

    text: str = ""
    title: str = ""
    keywords: tuple[str, ...] = ()
    lang: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions a document must meet; an empty tuple or None asks nothing."""

    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """Prefixes of GB/T 2260 codes, for example ``12`` for all of Tianjin."""
    industries: tuple[str, ...] = ()
    """Prefixes of GB/T 4754 codes, for example ``C38``."""
    readiness_min: int | None = None
    readiness_max: int | None = None
    audiences: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    """Candidates (groups) left out, for example the record itself in "like this one"."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A pair of places that carries a match: one in the query, one in the document."""

    nature: str
    """``words``: both places share words; ``meaning``: nearest in meaning, no word need be shared."""
    document_id: str
    query_field: str
    """``title`` or ``text``."""
    query_span: Span
    doc_field: str
    """``title`` or ``text``."""
    doc_span: Span
    text: str
    """The document's place, as it is written there."""
    strength: float
    """``words``: share of the query's term weight that this place carries, 0 to 1;
    ``meaning``: centred cosine of the two sentences, -1 to 1."""
    query_marks: tuple[Span, ...] = ()
    """Shared words within ``query_field``."""
    doc_marks: tuple[Span, ...] = ()
    """Shared words within ``doc_field``."""


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate that answers a query, with the parts its score is made of."""

    id: str
    """The candidate: a group, or a document that stands for itself."""
    kind: str
    rank: int
    score: float
    document_id: str
    """The document of the candidate that carries the match."""
    parts: Mapping[str, float] = field(default_factory=dict)
    """Named summands of ``score``: they add up to it."""
    reasons: tuple[Reason, ...] = ()
    level: int | None = None
    """1 none, 2 weak, 3 fairly strong, 4 strong: the median of ``probabilities``; None where nothing calibrates it."""
    probabilities: tuple[float, float, float, float] | None = None
    """Of levels 1 to 4."""
    credible: bool = True
    """Whether the score reaches the threshold of its `Ranking`."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer to one query."""

    matches: tuple[Match, ...]
    semantic: bool
    """False where no encoder was at hand: the ranking rests on words alone."""
    index_version: str = ""
    abstained: bool = False
    """No match reaches the threshold: what is listed is the best there is, and not credible."""
    threshold: float | None = None
    """The least score of a credible match, chosen on labelled data; None where nothing calibrates it."""
