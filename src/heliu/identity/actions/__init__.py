"""Writing of this area: finding pairs, deciding them, merging and undoing, names of organisations."""

from heliu.identity.actions.agreeing import agree_to_merge, carry_out_merge, propose_merge, refuse_merge
from heliu.identity.actions.deciding import declare_apart, reopen_pair, report_pair
from heliu.identity.actions.finding import changes_wait, check_changes, find_all_duplicates, note_change, note_changes
from heliu.identity.actions.merging import merge_pair, undo_merge
from heliu.identity.actions.naming import add_name, edit_name, remove_name

__all__ = [
    "add_name",
    "agree_to_merge",
    "carry_out_merge",
    "changes_wait",
    "check_changes",
    "declare_apart",
    "edit_name",
    "find_all_duplicates",
    "merge_pair",
    "note_change",
    "note_changes",
    "propose_merge",
    "refuse_merge",
    "remove_name",
    "reopen_pair",
    "report_pair",
    "undo_merge",
]
