"""A text understood: whom and what it names, what it asks for, and how they are related.

    >>> from heliu_engine.understanding import understand
    >>> found = understand("天津大学校长金东寒来到天津国家芯火双创平台。")
    >>> [(mention.kind, mention.text) for mention in found.mentions]
    [('organisation', '天津大学'), ('person', '金东寒'), ('platform', '天津国家芯火双创平台')]
    >>> [(one.kind, one.subject.text, one.object.text) for one in found.relations]
    [('holds_office', '金东寒', '天津大学'), ('visited', '金东寒', '天津国家芯火双创平台')]

Deterministic rules and lists of names, Chinese first, English too. Nothing is fetched. `link` says which known records
the mentions may be.
"""

from heliu_engine.understanding.functions import Function, functions_of
from heliu_engine.understanding.linking import Candidate, Entry, Link, link
from heliu_engine.understanding.mentions import (
    RULES_VERSION,
    STATEMENTS,
    Mention,
    MentionKind,
    OrganisationSort,
    Relation,
    RelationKind,
    Understanding,
)
from heliu_engine.understanding.whole import understand

__all__ = [
    "RULES_VERSION",
    "STATEMENTS",
    "Candidate",
    "Entry",
    "Function",
    "Link",
    "Mention",
    "MentionKind",
    "OrganisationSort",
    "Relation",
    "RelationKind",
    "Understanding",
    "functions_of",
    "link",
    "understand",
]
