"""Writing assessments: every page and API call goes through these.

The refusals are drawn in ``heliu.readiness.errors``.
"""

from heliu.readiness.actions.drafts import (
    delete_assessment,
    edit_assessment,
    forget_assessment,
    forget_assessor,
    start_assessment,
)
from heliu.readiness.actions.evidence import NewEvidence, forget_evidence
from heliu.readiness.actions.invitations import end_invitation, invite_reviewer
from heliu.readiness.actions.signing import sign_assessment, withdraw_assessment

__all__ = [
    "NewEvidence",
    "delete_assessment",
    "edit_assessment",
    "end_invitation",
    "forget_assessment",
    "forget_assessor",
    "forget_evidence",
    "invite_reviewer",
    "sign_assessment",
    "start_assessment",
    "withdraw_assessment",
]
