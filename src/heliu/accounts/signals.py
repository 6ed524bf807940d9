"""What the accounts area announces. Receivers in higher features call one action and hold no rule.

Signals are sent inside the transaction of the change, so that what a receiver writes is kept or
lost together with it. Those of ``ANNOUNCEMENTS`` carry what a timeline needs: ``record`` (an
organisation, or the person a role was given to), ``actor`` (None where a command or nobody did
it), ``note``, ``data`` and ``notify``, the people concerned.
"""

from __future__ import annotations

from django.dispatch import Signal

organisation_changed = Signal()
"""What a search or a list keeps of the organisation ``record`` may differ: new, edited, hidden, (un)verified."""

organisation_registered = Signal()
organisation_edited = Signal()
organisation_verified = Signal()
verification_withdrawn = Signal()

claim_opened = Signal()
claim_approved = Signal()
claim_refused = Signal()

member_invited = Signal()
invitation_withdrawn = Signal()
member_joined = Signal()
member_role_changed = Signal()
signatory_named = Signal()
signatory_dropped = Signal()
member_removed = Signal()
member_left = Signal()

mandate_offered = Signal()
mandate_accepted = Signal()
mandate_changed = Signal()
mandate_ended = Signal()

tenancy_offered = Signal()
tenancy_accepted = Signal()
tenancy_ended = Signal()

role_granted = Signal()
role_revoked = Signal()

personal_data_requested = Signal()
"""A person asked for a copy of their data: carries ``user``; each receiver gives ``{section: data}`` that fits JSON."""

account_deleted = Signal()
"""The account of ``user`` is about to be deleted: a receiver takes the person out of what stays."""

ANNOUNCEMENTS: dict[str, Signal] = {
    "organisation_registered": organisation_registered,
    "organisation_edited": organisation_edited,
    "organisation_verified": organisation_verified,
    "verification_withdrawn": verification_withdrawn,
    "claim_opened": claim_opened,
    "claim_approved": claim_approved,
    "claim_refused": claim_refused,
    "member_invited": member_invited,
    "invitation_withdrawn": invitation_withdrawn,
    "member_joined": member_joined,
    "member_role_changed": member_role_changed,
    "signatory_named": signatory_named,
    "signatory_dropped": signatory_dropped,
    "member_removed": member_removed,
    "member_left": member_left,
    "mandate_offered": mandate_offered,
    "mandate_accepted": mandate_accepted,
    "mandate_changed": mandate_changed,
    "mandate_ended": mandate_ended,
    "tenancy_offered": tenancy_offered,
    "tenancy_accepted": tenancy_accepted,
    "tenancy_ended": tenancy_ended,
    "role_granted": role_granted,
    "role_revoked": role_revoked,
}
"""Verb → signal: what goes into a timeline."""
