"""Many demands, many suppliers: who is to meet whom, and when.

`assign_optimal`, `assign_fair` and `assign_stable` choose pairs under capacities, floors, conflicts and groups;
`loads` says what binds, `one_more_seat` who comes where a seat is added, `blocking_pairs` who would rather have
somebody else, and `schedule` gives the meetings their times.
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
from heliu_engine.assign.scheduling import Hurdle, Meeting, Schedule, Unplaced, schedule, slots_needed
from heliu_engine.assign.stable import assign_stable
from heliu_engine.assign.what_if import Difference, one_more_seat

__all__ = [
    "SIDES",
    "Assignment",
    "BlockingPair",
    "Change",
    "Difference",
    "Group",
    "Hurdle",
    "Load",
    "Meeting",
    "Method",
    "Pair",
    "Participant",
    "Problem",
    "Schedule",
    "ShortReason",
    "Shortfall",
    "Side",
    "Unplaced",
    "assign_fair",
    "assign_optimal",
    "assign_stable",
    "blocking_pairs",
    "loads",
    "one_more_seat",
    "schedule",
    "slots_needed",
]
