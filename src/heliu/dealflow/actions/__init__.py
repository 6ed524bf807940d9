"""Writing introductions: every page, API call and job goes through these. Refusals are drawn in ``dealflow.errors``."""

from heliu.dealflow.actions.asking import introduce, withdraw_introduction
from heliu.dealflow.actions.clocks import (
    ClockCounts,
    end_introductions_of,
    hand_over,
    pause_introduction,
    resume_introduction,
    run_clocks,
)
from heliu.dealflow.actions.matched import introduce_matched
from heliu.dealflow.actions.opening import close_record, invite_openings, open_record
from heliu.dealflow.actions.people import forget_person
from heliu.dealflow.actions.replying import accept_introduction, refuse_introduction
from heliu.dealflow.actions.steps import people_concerned

__all__ = [
    "ClockCounts",
    "accept_introduction",
    "close_record",
    "end_introductions_of",
    "forget_person",
    "hand_over",
    "introduce",
    "introduce_matched",
    "invite_openings",
    "open_record",
    "pause_introduction",
    "people_concerned",
    "refuse_introduction",
    "resume_introduction",
    "run_clocks",
    "withdraw_introduction",
]
