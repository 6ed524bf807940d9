"""Writing matchmaking days: every page, API call and job goes through these. Refusals: ``matchdays.errors``."""

from heliu.matchdays.actions.assigning import choose_proposal, propose, rule_pair, take_back_choice
from heliu.matchdays.actions.candidates import look_for_candidates, run_candidates
from heliu.matchdays.actions.days import (
    DayCounts,
    cancel_day,
    change_day,
    close_registration,
    hold_day,
    invite_organisation,
    make_day,
    open_registration,
    run_days,
    uninvite_organisation,
)
from heliu.matchdays.actions.leaving import withdraw_entry, withdraw_record, withdraw_registration
from heliu.matchdays.actions.meetings import decline_meeting, introduce_meeting, report_meeting
from heliu.matchdays.actions.merging import follow_merge
from heliu.matchdays.actions.publishing import publish_schedule
from heliu.matchdays.actions.registering import (
    avoid_organisation,
    change_entry,
    change_registration,
    enter_record,
    meet_again,
    register,
    state_wishes,
)

__all__ = [
    "DayCounts",
    "avoid_organisation",
    "cancel_day",
    "change_day",
    "change_entry",
    "change_registration",
    "choose_proposal",
    "close_registration",
    "decline_meeting",
    "enter_record",
    "follow_merge",
    "hold_day",
    "introduce_meeting",
    "invite_organisation",
    "look_for_candidates",
    "make_day",
    "meet_again",
    "open_registration",
    "propose",
    "publish_schedule",
    "register",
    "report_meeting",
    "rule_pair",
    "run_candidates",
    "run_days",
    "state_wishes",
    "take_back_choice",
    "uninvite_organisation",
    "withdraw_entry",
    "withdraw_record",
    "withdraw_registration",
]
