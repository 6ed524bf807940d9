"""Everything that changes people, organisations and what they may do."""

from heliu.accounts.actions.claims import approve_claim, claim_organisation, refuse_claim
from heliu.accounts.actions.invitations import (
    INVITATION_LIFETIME,
    accept_invitation,
    accept_own_invitation,
    invite_member,
    purge_invitations,
    resend_invitation,
    withdraw_invitation,
)
from heliu.accounts.actions.members import change_member_role, leave_organisation, name_signatory, remove_member
from heliu.accounts.actions.organisations import (
    edit_organisation,
    register_organisation,
    set_organisation_shown,
    verify_organisation,
    withdraw_verification,
)
from heliu.accounts.actions.people import (
    agree_to_privacy_notice,
    change_language,
    change_person,
    create_person,
    delete_account,
    edit_profile,
    erase_account,
)
from heliu.accounts.actions.roles import grant_role, revoke_role
from heliu.accounts.actions.ties import (
    accept_mandate,
    accept_tenancy,
    change_mandate,
    end_mandate,
    end_tenancy,
    invite_manager,
    offer_mandate,
    offer_tenancy,
)
from heliu.accounts.actions.tokens import TOKEN_LIMIT, create_token, revoke_token

__all__ = [
    "INVITATION_LIFETIME",
    "TOKEN_LIMIT",
    "accept_invitation",
    "accept_mandate",
    "accept_own_invitation",
    "accept_tenancy",
    "agree_to_privacy_notice",
    "approve_claim",
    "change_language",
    "change_mandate",
    "change_member_role",
    "change_person",
    "claim_organisation",
    "create_person",
    "create_token",
    "delete_account",
    "edit_organisation",
    "edit_profile",
    "end_mandate",
    "end_tenancy",
    "erase_account",
    "grant_role",
    "invite_manager",
    "invite_member",
    "leave_organisation",
    "name_signatory",
    "offer_mandate",
    "offer_tenancy",
    "purge_invitations",
    "refuse_claim",
    "register_organisation",
    "remove_member",
    "resend_invitation",
    "revoke_role",
    "revoke_token",
    "set_organisation_shown",
    "verify_organisation",
    "withdraw_invitation",
    "withdraw_verification",
]
