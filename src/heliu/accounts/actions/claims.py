"""A person says that they act for an organisation; a reviewer believes it or not."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.accounts.actions._announcing import announce, person
from heliu.accounts.actions.organisations import mark_verified
from heliu.accounts.choices import ClaimState, MemberRole
from heliu.accounts.errors import ClaimDecided, ClaimOpen
from heliu.accounts.models import Claim, Membership, Organisation
from heliu.accounts.permissions import forget_lookups
from heliu.accounts.selectors import owners_of, reviewers
from heliu.accounts.signals import claim_approved, claim_opened, claim_refused
from heliu.kit.permissions import require


@transaction.atomic
def claim_organisation(*, actor: Any, organisation: Organisation, evidence: str) -> Claim:
    """Ask a reviewer to confirm that the actor acts for the organisation.

    Owners of an organisation they registered themselves ask in the same way for its verification.
    Raises ClaimOpen where the person has an undecided claim, ValidationError.
    """
    require(actor, "accounts.claim_organisation", organisation)
    claim = Claim(organisation=organisation, user=actor, evidence=evidence.strip())
    claim.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as error:
        # The database's own constraint decides, so two clicks at once make one claim.
        raise ClaimOpen from error
    announce(claim_opened, organisation, actor=actor, data={"claim": claim.pk}, notify=reviewers())
    return claim


@transaction.atomic
def approve_claim(*, actor: Any, claim: Claim, note: str = "") -> Claim:
    """Make the claimant an owner and the organisation verified. Raises ClaimDecided."""
    require(actor, "accounts.decide_claim", claim)
    claim = _decide(claim, ClaimState.APPROVED, actor, note)
    organisation = Organisation.objects.select_for_update().get(pk=claim.organisation_id)
    others = list(owners_of(organisation).exclude(pk=claim.user_id))
    Membership.objects.update_or_create(
        user=claim.user, organisation=organisation, defaults={"role": MemberRole.OWNER}
    )  # fmt: skip
    forget_lookups(claim.user)
    if not organisation.is_verified:
        mark_verified(organisation, actor)
    data = {"claim": claim.pk, "person": claim.user_id}
    announce(claim_approved, organisation, actor=actor, note=claim.reason, data=data, notify=[claim.user, *others])
    return claim


@transaction.atomic
def refuse_claim(*, actor: Any, claim: Claim, reason: str) -> Claim:
    """Turn a claim down and say why. Raises ClaimDecided, ValidationError."""
    require(actor, "accounts.decide_claim", claim)
    if not reason.strip():
        raise ValidationError({"reason": _("Give a reason.")})
    claim = _decide(claim, ClaimState.REFUSED, actor, reason)
    data = {"claim": claim.pk, "person": claim.user_id}
    announce(claim_refused, claim.organisation, actor=actor, note=claim.reason, data=data, notify=[claim.user])
    return claim


def _decide(claim: Claim, state: ClaimState, actor: Any, reason: str) -> Claim:
    """Decide a claim once: of two reviewers, the second finds it decided."""
    stored = Claim.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=claim.pk)
    if not stored.is_pending:
        raise ClaimDecided
    stored.state = state
    stored.reason = reason.strip()
    stored.decided_at = timezone.now()
    stored.decided_by = person(actor)
    stored.full_clean(validate_constraints=False)
    stored.save()
    return stored
