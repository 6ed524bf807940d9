"""Many demands, many suppliers: who is to meet whom, and when.

`assign_optimal`, `assign_fair` and `assign_stable` choose pairs under capacities, floors, conflicts and groups;
`loads` says what binds, `blocking_pairs` who would rather have somebody else, `schedule` gives the meetings their times.
"""

from heliu_engine.assign.blocking import BlockingPair, blocking_pairs
from heliu_engine.assign.flows import assign_fair, assign_optimal
from heliu_engine.assign.loads import Change, Load, loads
from heliu_engine.assign.problem import (
    SIDES,
    Assignment,
    Group,
    Method,
    Pair,
    Participant,
    Problem,
    Shortfall,
    ShortReason,
    Side,
)
from heliu_engine.assign.stable import assign_stable

__all__ = [
    "SIDES",
    "Assignment",
    "BlockingPair",
    "Change",
    "Group",
    "Load",
    "Method",
    "Pair",
    "Participant",
    "Problem",
    "ShortReason",
    "Shortfall",
    "Side",
    "assign_fair",
    "assign_optimal",
    "assign_stable",
    "blocking_pairs",
    "loads",
]
