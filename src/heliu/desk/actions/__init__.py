"""Writing at the desk: every page and API call goes through these. Refusals are drawn in ``desk.errors``."""

from heliu.desk.actions.ledger import delete_entry, edit_hours, edit_note, keep_hours, keep_note
from heliu.desk.actions.sending import MOST_AT_ONCE, Wanted, send_introductions
from heliu.desk.actions.triage import answer_ask_back, ask_back, change_tier, triage_demand

__all__ = [
    "MOST_AT_ONCE",
    "Wanted",
    "answer_ask_back",
    "ask_back",
    "change_tier",
    "delete_entry",
    "edit_hours",
    "edit_note",
    "keep_hours",
    "keep_note",
    "send_introductions",
    "triage_demand",
]
