"""Whether two records, two names of organisations or two persons are one and the same, and why.

>>> from heliu_engine.identity import Entry, find_duplicates
>>> text = "以纳米涂层保护海洋平台的钢构件，盐雾试验三千小时不起泡，已用于海边栈桥与风电塔筒。"
>>> one = Entry("1", "achievement", "海洋平台用防腐涂层", text)
>>> other = Entry("2", "achievement", "一种海洋平台用防腐涂层", "成果简介：" + text)
>>> [(pair.left, pair.right, pair.verdict) for pair in find_duplicates([one, other])]
[('1', '2', 'same')]
"""

from heliu_engine.identity.comparing import compare
from heliu_engine.identity.entries import Comparison, DuplicatePair, Entry, Reason, Verdict
from heliu_engine.identity.finding import find_duplicates
from heliu_engine.identity.index import Index
from heliu_engine.identity.likeness import LARGELY, MEANING, SAME, Likeness, Shingles, likeness, overlap, shingles
from heliu_engine.identity.organisations import (
    Ground,
    NameSort,
    Organisation,
    OrganisationPair,
    Resolved,
)
from heliu_engine.identity.persons import Person, PersonComparison, PersonReason, compare_persons
from heliu_engine.identity.resolving import OrganisationResolver
from heliu_engine.identity.telling import sentence

__all__ = [
    "LARGELY",
    "MEANING",
    "SAME",
    "Comparison",
    "DuplicatePair",
    "Entry",
    "Ground",
    "Index",
    "Likeness",
    "NameSort",
    "Organisation",
    "OrganisationPair",
    "OrganisationResolver",
    "Person",
    "PersonComparison",
    "PersonReason",
    "Reason",
    "Resolved",
    "Shingles",
    "Verdict",
    "compare",
    "compare_persons",
    "find_duplicates",
    "likeness",
    "overlap",
    "sentence",
    "shingles",
]
