"""What is found in a text: mentions, and relations between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from heliu_engine.documents import Span
from heliu_engine.understanding.functions import Function

RULES_VERSION = "understanding-1"
"""Version of the rules; it changes whenever something else may come out."""

MentionKind = Literal[
    "organisation",
    "person",
    "place",
    "platform",
    "laboratory",
    "facility",
    "chain",
    "policy",
    "document_number",
    "amount",
    "date",
    "measure",
    "demand",
    "achievement",
]
"""``platform``: a base, centre or platform of innovation. ``facility``: an instrument, device or pool of compute.
``chain``: an industry, cluster or chain. ``policy``: a law, plan or notice by its name. The last three are statements,
whole clauses: what is to be done, what is needed, what was reached. They may hold mentions of the other kinds, which
never overlap each other."""

STATEMENTS: tuple[MentionKind, ...] = ("measure", "demand", "achievement")

OrganisationSort = Literal[
    "enterprise",
    "university",
    "institute",
    "government",
    "hospital",
    "association",
    "park",
    "finance",
    "media",
    "service",
    "other",
]

RelationKind = Literal[
    "holds_office",
    "visited",
    "leads",
    "funds",
    "part_of",
    "located_in",
    "issued",
    "numbered",
    "cooperates_with",
]
"""From ``subject`` to ``object``: a person holds an office at an organisation; somebody visited something; leads it;
funds it; is part of it; lies in a place; issued a policy; a policy has a document number; works with another."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the text that names or says something."""

    kind: MentionKind
    text: str
    """As it stands: ``text[start:end]`` of the text that was given."""
    start: int
    end: int
    confidence: float
    """Between 0 and 1: about the share of such findings that are right."""
    value: str
    """Normalised. Names in simplified characters without blanks and quotation marks, short forms of places and well-known
    universities in full; amounts ``1500000 CNY`` (``low/high CNY`` for a range); dates in ISO 8601, a whole period as
    ``2026-01-01/2026-03-31``, a day whose year is unknown as ``--07-26``; statements without blanks."""
    sort: str | None = None
    """Of an organisation an `OrganisationSort`; of a date ``day``, ``month``, ``year`` or ``period``."""
    office: str | None = None
    """Of a person the office as it is written, 党委书记."""
    functions: tuple[Function, ...] = ()
    """Of a measure or demand the functions of Heliu that answer it, the nearest first."""

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Relation:
    """One mention related to another in a sentence."""

    kind: RelationKind
    subject: Mention
    object: Mention
    start: int
    """Where the sentence begins that says it."""
    end: int
    confidence: float
    label: str | None = None
    """The office that is held, or the word that says it (来到, 牵头)."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text says."""

    mentions: tuple[Mention, ...] = ()
    """In the order in which they begin."""
    relations: tuple[Relation, ...] = ()
    rules: str = RULES_VERSION
