"""Writing agreements: every page, API call and job goes through these. Refusals are drawn in ``agreements.errors``."""

from heliu.agreements.actions.accepting import Signature, accept_agreement, decline_agreement, withdraw_agreement
from heliu.agreements.actions.ending import TermCounts, run_terms, terminate_agreement
from heliu.agreements.actions.proposing import Terms, draft_agreement, propose_agreement, upload_agreement
from heliu.agreements.actions.templates import edit_template, put_template_in_force, ship_template, write_template

__all__ = [
    "Signature",
    "TermCounts",
    "Terms",
    "accept_agreement",
    "decline_agreement",
    "draft_agreement",
    "edit_template",
    "propose_agreement",
    "put_template_in_force",
    "run_terms",
    "ship_template",
    "terminate_agreement",
    "upload_agreement",
    "withdraw_agreement",
    "write_template",
]
